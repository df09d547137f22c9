import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { shownCondition } from '~/committee/conditions/shown';
import { shownDecision } from '~/committee/decided';
import { ConditionsToTakeAway } from '~/committee/parts/ConditionTable';
import { DecisionTable } from '~/committee/parts/DecisionTable';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf, ofName } from '~/design/formats';
import { organisationPath } from '~/platform/addresses';
import { committeesOfOrganisation } from './organisation-committees.server';

export async function loader(args: LoaderFunctionArgs) {
  const { organisation, startups, committees, conditions } = await committeesOfOrganisation(args);
  const today = args.context.clock.today();
  return {
    name: organisation.name,
    path: organisationPath(organisation.publicId),
    conditions: conditions.map((one) => shownCondition(one, today)),
    decisions: committees.flatMap((committee) =>
      committee.items
        .filter(({ startupId }) => startups.some(({ id }) => id === startupId))
        .filter(({ state }) => committee.state !== 'clos' || state !== 'ouvert')
        .map((item) => shownDecision(committee, item)),
    ),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Comités ${ofName(data?.name ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function OrganisationCommittees() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const open = page.conditions.filter((condition) => condition.open).length;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Administrations', to: '/organisations' },
          { label: page.name, to: page.path },
        ]}
        here="Comités"
      />
      <h1 className="mb-2">Ce que vos comités ont décidé</h1>
      <p className="text-xl">
        {page.name} : {countOf(open, 'condition est ouverte', 'conditions sont ouvertes')}.
      </p>
      <section aria-labelledby="decisions">
        <h2 id="decisions">Décisions</h2>
        {page.decisions.length === 0 ? (
          <p>Aucun comité n’est encore noté pour les startups que vous portez.</p>
        ) : (
          <DecisionTable decisions={page.decisions} named />
        )}
      </section>
      <section aria-labelledby="conditions" className="mt-10">
        <h2 id="conditions">Conditions</h2>
        {page.conditions.length === 0 ? (
          <p>Aucune condition n’a été posée.</p>
        ) : (
          <ConditionsToTakeAway conditions={page.conditions} path={page.path} />
        )}
      </section>
    </div>
  );
}
