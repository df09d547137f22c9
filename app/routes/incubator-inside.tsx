import { incubatorPath, startupPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatNumber } from '~/design/formats';
import { incubatorInsidePage, type IncubatorInsidePage } from '~/network/pages/inside.server';
import { PhaseBadge } from '~/startup/parts/PhaseBadge';
import { allowed } from './guards.server';
import { ownIncubatorOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { network, database, clock, actor } = args.context;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', { id: incubator.id });
  return incubatorInsidePage(database.prisma, network, actor, incubator, clock.today());
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? 'Accès réservé'}, vue de l’incubateur · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function IncubatorInside() {
  const page = useLoaderData<typeof loader>() as IncubatorInsidePage;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Incubateurs', to: '/incubateurs' },
          { label: page.title, to: incubatorPath(page.publicId) },
        ]}
        here="Vue de l’incubateur"
      />
      <h1>{page.title}, vue de l’incubateur</h1>
      <p className="sans-impression flex flex-wrap gap-x-6 gap-y-2">
        <Link to={`${incubatorPath(page.publicId)}/comites`}>Comités à tenir et tenus</Link>
        <Link to={`${incubatorPath(page.publicId)}/conditions`}>Conditions</Link>
        <Link to={`${incubatorPath(page.publicId)}/impact`}>Impact</Link>
      </p>
      {page.rows.length === 0 ? (
        <p>Aucune startup encore : elles apparaissent ici dès qu’une fiche nomme cet incubateur.</p>
      ) : (
        <table className="tableau empile">
          <caption>Startups, celles qui demandent de l’attention d’abord</caption>
          <thead>
            <tr>
              <th scope="col">Startup</th>
              <th scope="col">Étape</th>
              <th scope="col">Temps dans la phase</th>
              <th scope="col">Ce qui manque à cette étape</th>
              <th scope="col" className="nombre">
                À vérifier
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((row) => (
              <tr key={row.publicId}>
                <th scope="row" className="font-normal">
                  <Link to={`${startupPath(row.publicId)}/interieur`} className="font-bold">
                    {row.title}
                  </Link>
                </th>
                <td>{row.code ? <PhaseBadge code={row.code} label={row.status} /> : row.status}</td>
                <td data-label="Temps dans la phase">
                  {row.time?.late && <strong>Longue. </strong>}
                  {row.time?.sentence ?? '–'}
                </td>
                <td data-label="Manque">{row.missing.length === 0 ? 'rien' : row.missing.join(', ')}</td>
                <td className="nombre" data-label="À vérifier">
                  {formatNumber(row.oddities)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {page.archived.length > 0 && (
        <section aria-labelledby="archivees" className="mt-10">
          <h2 id="archivees">Pages archivées</h2>
          <ul>
            {page.archived.map((startup) => (
              <li key={startup.publicId}>
                <Link to={`${startupPath(startup.publicId)}/reglages`}>{startup.title}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
