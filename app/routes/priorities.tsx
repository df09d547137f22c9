import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { countOf } from '~/design/formats';
import { confirmedLinks } from '~/startup/priorities/links.server';
import { policiesOf } from '~/startup/priorities/policies.server';
import { prioritiesPage, type ShownPolicy } from '~/network/pages/priorities';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { database, network, clock } }: LoaderFunctionArgs) {
  const { prisma } = database;
  return prioritiesPage(network, await policiesOf(prisma), await confirmedLinks(prisma), clock.today());
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Politiques prioritaires',
    description: 'Les politiques prioritaires du Gouvernement, et les startups qui servent chacune.',
    path: '/priorites',
  });

function PolicyItem({ policy }: { policy: ShownPolicy }) {
  return (
    <li className="border-b border-trait py-3">
      <h3 className="m-0 text-lg">{policy.title}</h3>
      <p className="m-0 text-sm text-discret">
        {policy.dates}. Source : {policy.source}.
      </p>
      {policy.startups.length === 0 ? (
        <p className="m-0">Aucune startup confirmée.</p>
      ) : (
        <ul className="m-0">
          {policy.startups.map(({ title, to, why }) => (
            <li key={to}>
              <Link to={to}>{title}</Link> : {why}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

export default function Priorities() {
  const page = useLoaderData<typeof loader>();
  const { current, past } = page;
  return (
    <div className="page py-10">
      <h1>Politiques prioritaires</h1>
      <p className="max-w-3xl text-lg">
        {current.length === 0
          ? 'Aucune politique prioritaire n’est encore dans la liste.'
          : `${countOf(current.length, 'politique prioritaire', 'politiques prioritaires')} du Gouvernement ; ${countOf(page.served, 'startup en sert', 'startups en servent')} au moins une.`}
      </p>
      <p className="regle max-w-3xl">
        Règle : la liste est datée et tenue par l’animation du réseau ; un lien est déclaré par l’équipe d’une
        startup et compte quand son incubateur l’a confirmé.
      </p>
      {page.axes.map((axis) => (
        <section key={axis} aria-label={axis} className="mt-8">
          <h2>{axis}</h2>
          <ul className="m-0 list-none p-0">
            {current
              .filter((policy) => policy.axis === axis)
              .map((policy) => (
                <PolicyItem key={policy.id} policy={policy} />
              ))}
          </ul>
        </section>
      ))}
      {past.length > 0 && (
        <details className="mt-8">
          <summary className="lien cursor-pointer">
            {countOf(past.length, 'politique d’une autre période', 'politiques d’autres périodes')}
          </summary>
          <ul className="m-0 list-none p-0">
            {past.map((policy) => (
              <PolicyItem key={policy.id} policy={policy} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
