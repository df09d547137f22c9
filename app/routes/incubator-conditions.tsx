import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { shownCondition } from '~/committee/conditions/shown';
import { ConditionsToTakeAway } from '~/committee/parts/ConditionTable';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf, ofName } from '~/design/formats';
import { incubatorPath } from '~/platform/addresses';
import { conditionsOfIncubator } from './incubator-conditions.server';

export async function loader(args: LoaderFunctionArgs) {
  const { incubator, conditions } = await conditionsOfIncubator(args);
  const today = args.context.clock.today();
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    conditions: conditions.map((one) => shownCondition(one, today)),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Conditions ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function IncubatorConditions() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const open = page.conditions.filter((condition) => condition.open);
  const late = open.filter((condition) => condition.late).length;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Comités', to: `${page.path}/comites` },
        ]}
        here="Conditions"
      />
      <h1 className="mb-2">Conditions {ofName(page.title)}</h1>
      <p className="text-xl">
        {countOf(open.length, 'condition est ouverte', 'conditions sont ouvertes')}
        {late > 0 && `, dont ${late} dont l’échéance est passée`}.
      </p>
      {page.conditions.length === 0 ? (
        <p>Aucun comité n’a encore posé de condition.</p>
      ) : (
        <ConditionsToTakeAway conditions={page.conditions} path={page.path} />
      )}
    </div>
  );
}
