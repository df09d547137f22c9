import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { formatInstant } from '~/design/formats';
import { closedReports } from '~/network/report/report.server';
import { PUBLIC_PAGE } from './answers.server';
import { indicatorsAsked } from './indicator-years.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context }: LoaderFunctionArgs) {
  const { years } = await indicatorsAsked(context, null);
  const closed = new Map(
    (await closedReports(context.database.prisma)).map(({ year, closedAt }) => [
      year,
      formatInstant(closedAt),
    ]),
  );
  return { years: years.map((year) => ({ year, closed: closed.get(year) ?? null })) };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Bilans du réseau',
    description: 'Un bilan par an, écrit avec les indicateurs ; un bilan clos ne change plus.',
    path: '/bilans',
  });

export default function Reports() {
  const { years } = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-4xl py-10">
      <h1>Bilans du réseau</h1>
      <p className="max-w-3xl text-lg">
        Un bilan par an, écrit avec les indicateurs. Un bilan clos ne change plus : ce qui est corrigé ensuite
        se lit à côté.
      </p>
      <ul className="m-0 list-none p-0">
        {years.map(({ year, closed }) => (
          <li key={year} className="border-b border-trait py-3">
            <Link to={`/bilans/${year}`}>Bilan {year}</Link>
            <span className="block text-sm text-discret">{closed ? `clos le ${closed}` : 'pas clos'}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
