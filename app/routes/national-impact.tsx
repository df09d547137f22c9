import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf, formatDay } from '~/design/formats';
import { campaigns, isOpen } from '~/impact/national/campaigns.server';
import { CRITERIA } from '~/impact/national/criteria';
import { startupPath } from '~/platform/addresses';
import { can, NETWORK } from '~/person/rights';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context }: LoaderFunctionArgs) {
  const { network, database, clock, actor } = context;
  const today = clock.today();
  const byYear = new Map<number, Array<{ title: string; path: string; day: string }>>();
  for (const startup of network.startups) {
    for (const { day, labelYear } of startup.impacts) {
      const year = labelYear ?? Number(day.slice(0, 4));
      byYear.set(year, [
        ...(byYear.get(year) ?? []),
        { title: startup.title, path: startupPath(startup.publicId), day: formatDay(day) },
      ]);
    }
  }
  const open = (await campaigns(database.prisma)).find((campaign) => isOpen(campaign, today));
  return {
    years: [...byYear]
      .sort(([a], [b]) => b - a)
      .map(([year, startups]) => ({
        year,
        startups: startups.sort((a, b) => a.title.localeCompare(b.title, 'fr')),
      })),
    count: [...byYear.values()].flat().length,
    open: open ? { year: open.year, closes: formatDay(open.closesOn) } : null,
    animates: can(actor, 'reseau.modifier', NETWORK, today).allowed,
  };
}

export const meta: MetaFunction = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Services à impact national',
    description: 'Les services reconnus chaque année pour leur impact national, et leurs trois critères.',
    path: '/impact-national',
  });

export default function NationalImpact() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb path={[]} here="Impact national" />
      <h1 className="mb-2">Services à impact national</h1>
      <p className="max-w-3xl text-xl">
        <strong>{countOf(page.count, 'reconnaissance', 'reconnaissances')}</strong>, une fois par an, sur
        trois critères.
      </p>
      <p className="regle">
        Une startup compte à l’année de son label, qui peut différer de la date de la décision.
      </p>
      {page.animates && (
        <p className="sans-impression">
          <Link to="/reseau/impact-national" className="fr-btn fr-btn--sm">
            Tenir la campagne
          </Link>
        </p>
      )}
      {page.open && (
        <p className="carte max-w-3xl">
          Campagne {page.open.year} ouverte jusqu’au {page.open.closes}. Le dossier se remplit depuis la page
          d’impact de la startup.
        </p>
      )}
      <section aria-labelledby="criteres" className="mt-6">
        <h2 id="criteres">Les trois critères</h2>
        <ol>
          {CRITERIA.map(({ field, label, hint }) => (
            <li key={field}>
              <strong>{label}.</strong> {hint}
            </li>
          ))}
        </ol>
      </section>
      {page.years.length === 0 ? (
        <p>Aucune reconnaissance n’est connue ici.</p>
      ) : (
        page.years.map(({ year, startups }) => (
          <section key={year} aria-labelledby={`annee-${year}`} className="mt-6">
            <h2 id={`annee-${year}`} className="text-xl">
              {year} <span className="font-normal">· {countOf(startups.length, 'service', 'services')}</span>
            </h2>
            <ul className="m-0 grid list-none grid-cols-1 gap-x-8 p-0 sm:grid-cols-2 lg:grid-cols-3">
              {startups.map((startup) => (
                <li key={startup.path + startup.day} className="border-b border-trait py-1.5">
                  <Link to={startup.path}>{startup.title}</Link>
                  <span className="block text-sm text-discret">{startup.day}</span>
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  );
}
