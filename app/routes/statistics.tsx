import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatMonth, formatNumber } from '~/design/formats';
import { monthlyUse } from '~/network/use.server';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

const MONTHS = 12;

export const headers = () => PUBLIC_PAGE;

export async function loader({ context }: LoaderFunctionArgs) {
  const months = await monthlyUse(context.database.prisma, context.clock.today(), MONTHS);
  return months.reverse().map((month) => ({
    label: formatMonth(month.month),
    startups: formatNumber(month.startups),
    metrics: formatNumber(month.metrics),
  }));
}

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Statistiques de Jalons',
    description: 'Ce que Jalons sert à publier et à mesurer, mois par mois.',
    path: '/statistiques',
  });

export default function Statistics() {
  const months = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb path={[]} here="Statistiques" />
      <h1>Statistiques de Jalons</h1>
      <p>
        Ce que Jalons sert à publier et à mesurer, sans suivre personne : ces nombres sont comptés dans ses
        propres données. Les mêmes pour les programmes, au format du réseau :{' '}
        <a href="/api/stats?periodicity=month&since=12">/api/stats</a>.
      </p>
      <table className="tableau">
        <caption className="sr-only">Usage de Jalons, mois par mois</caption>
        <thead>
          <tr>
            <th scope="col">Mois</th>
            <th scope="col" className="nombre">
              Startups dont la page a été publiée
            </th>
            <th scope="col" className="nombre">
              Mesures commencées
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map((month) => (
            <tr key={month.label}>
              <th scope="row" className="font-normal">
                {month.label}
              </th>
              <td className="nombre">{month.startups}</td>
              <td className="nombre">{month.metrics}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="regle">
        Une startup compte une fois par mois, quand son équipe publie, rétablit ou crée sa page. Une valeur
        compte au mois où elle est enregistrée, corrections comprises.
      </p>
    </div>
  );
}
