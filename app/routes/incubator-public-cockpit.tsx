import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Figure } from '~/design/Figure';
import { Ledger } from '~/design/Ledger';
import { publicCockpit } from '~/network/cockpit/public-cockpit.server';
import { DueCommittees } from '~/network/parts/DueCommittees';
import { StageBoard } from '~/network/parts/StageBoard';
import { DurationsTable } from '~/startup/parts/DurationsTable';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';
import { incubatorOf } from './startup-lookup.server';

export const headers = () => PUBLIC_PAGE;

/** What an incubator chose to show everybody of its cockpit. */
export async function loader({ context: { database, network, clock }, params }: LoaderFunctionArgs) {
  const incubator = incubatorOf(network, params['id']);
  if (!incubator.cockpitPublished) throw notFound('Cet incubateur ne publie pas son tableau de bord.');
  return publicCockpit(database.prisma, network, incubator, clock.today());
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  data
    ? pageMeta(siteOf(matches), {
        title: `Tableau de bord, ${data.title}`,
        description: `Où en sont les startups de ${data.title}, et ce qui vient.`,
        path: `${data.path}/tableau`,
      })
    : [];

export default function IncubatorPublicCockpit() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: page.path },
        ]}
        here="Tableau de bord"
      />
      <h1>{page.title}, tableau de bord</h1>
      <p className="max-w-3xl text-lg">
        Ce que l’incubateur publie de son suivi, au {page.todayText} : ses comptes et ses dates.
      </p>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {page.figures.map((figure) => (
          <Figure key={figure.label} {...figure} />
        ))}
      </div>
      <div className="mt-10 grid gap-10 lg:grid-cols-2">
        <DueCommittees due={page.due} />
        <Ledger
          id="sorties"
          title="Passages de relais prévus"
          none="Aucun plan de passage de relais n’est ouvert."
          lines={page.exits.map(({ title, path, target }) => ({
            what: <Link to={path}>{title}</Link>,
            value: target,
          }))}
        />
      </div>
      <StageBoard board={page.board} />
      {page.durations.length > 0 && (
        <section aria-labelledby="durees" className="mt-10">
          <h2 id="durees">Temps passé dans chaque phase</h2>
          <DurationsTable caption="Médiane et intervalle à 95 %, parmi ses startups" lines={page.durations} />
        </section>
      )}
    </div>
  );
}
