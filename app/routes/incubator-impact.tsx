import { kindWords } from '~/impact/views';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { ofName } from '~/design/formats';
import { MetricCurve } from '~/impact/parts/MetricCurve';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { incubatorImpact } from '~/network/pages/incubator-impact.server';
import type { IncubatorTies } from '~/person/rights';
import { allowed, ownIncubatorOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', incubator satisfies IncubatorTies);
  const { network, database, clock, actor } = args.context;
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    ...(await incubatorImpact(database.prisma, network, actor, incubator, clock.today())),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Impact ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function IncubatorImpact() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: page.path },
        ]}
        here="Impact"
      />
      <h1 className="mb-2">L’impact des startups {ofName(page.title)}</h1>
      <p className="max-w-3xl">
        D’abord celles dont les chiffres demandent un regard : une mesure en retard de deux périodes, un
        recul, un indicateur demandé qui manque. Ce n’est pas un classement : deux mesures ne se comparent que
        si leur définition est la même.
      </p>
      <p>
        Budgets publiés à la campagne de {page.campaign.toLowerCase()} :{' '}
        <strong className="nombre">
          {page.publishedCount} sur {page.rows.length}
        </strong>
        .
      </p>
      {page.rows.length === 0 ? (
        <p>Aucune startup en activité : leurs courbes viendront ici.</p>
      ) : (
        <ul className="m-0 grid list-none grid-cols-1 gap-4 p-0 sm:grid-cols-2 lg:grid-cols-3">
          {page.rows.map((row) => (
            <li key={row.publicId} className="carte flex flex-col gap-1">
              <h2 className="m-0 text-base leading-6">
                <Link to={`${startupPath(row.publicId)}/impact`}>{row.title}</Link>
              </h2>
              {row.view?.figure ? (
                <>
                  <p className="m-0 text-sm">
                    {row.view.name} : <strong className="nombre">{row.view.figure}</strong>
                    <span className="block text-discret">
                      mesure {kindWords(row.view.kind)}, {row.view.when}, {row.view.change}
                    </span>
                  </p>
                  <MetricCurve
                    months={row.view.months}
                    targets={row.view.targets}
                    sentence={row.view.sentence}
                    small
                  />
                </>
              ) : (
                <p className="m-0 text-sm">Aucune valeur encore.</p>
              )}
              {row.attention.length > 0 && (
                <ul className="m-0 pl-4 text-sm">
                  {row.attention.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              )}
              <p className="regle m-0">
                {row.published ? 'Budget publié.' : 'Budget non publié à cette campagne.'}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
