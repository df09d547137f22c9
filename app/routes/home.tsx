import { startupPath } from '~/platform/addresses';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Figure } from '~/design/Figure';
import { countOf, formatDay, formatNumber } from '~/design/formats';
import { SearchForm } from '~/design/SearchForm';
import { DRAWN_CODES, stockOverTime } from '~/network/pages/stock-over-time';
import { homePage } from '~/network/pages/home';
import { StockOverTime } from '~/network/parts/StockOverTime';
import { LIFECYCLE } from '~/startup/rules';
import { PhaseBadge, PhaseSwatch } from '~/startup/parts/PhaseBadge';
import { PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export function loader({ context: { network, clock } }: LoaderFunctionArgs) {
  const today = clock.today();
  return {
    ...homePage(network, today),
    todayText: formatDay(today),
    history: stockOverTime(network, 'network', network.startups, today),
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches }) =>
  pageMeta(siteOf(matches), {
    title: 'Les startups d’État, de l’investigation au passage de relais',
    description:
      'Où en sont les startups d’État du réseau : phases, incubateurs, financements, impact national.',
    path: '/',
    feed: '/fil.atom',
  });

export default function Home() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1 className="mb-3 max-w-4xl text-4xl leading-tight">
        {countOf(page.activeCount, 'startup d’État active', 'startups d’État actives')} dans{' '}
        {countOf(page.incubatorCount, 'incubateur', 'incubateurs')}
      </h1>
      <p className="mb-6 max-w-3xl text-lg">
        Chaque équipe construit un service public numérique, financée par étapes sur la preuve de son impact.
        État au {page.todayText}.
      </p>
      <p className="regle mb-6">
        Sont comptées les <Link to="/startups">startups actives</Link>, et les{' '}
        <Link to="/incubateurs?actives=oui">incubateurs listés qui en portent au moins une</Link>.
      </p>
      <div className="max-w-2xl">
        <SearchForm label="Chercher une startup par son nom, sa mission ou son texte" />
      </div>

      <section aria-labelledby="etapes" className="mt-12">
        <h2 id="etapes">Où elles en sont</h2>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-5">
          {page.stages.map(({ stage, swatch, ...figure }) => (
            <Figure key={stage} {...figure} mark={<PhaseSwatch code={swatch} />} />
          ))}
        </div>
      </section>

      <section aria-labelledby="ensemble" className="mt-12">
        <h2 id="ensemble">L’ensemble du réseau</h2>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {page.totals.map((figure) => (
            <Figure key={figure.label} {...figure} />
          ))}
        </div>
      </section>

      <div className="mt-12 grid gap-12 lg:grid-cols-2">
        <section aria-labelledby="flux">
          <h2 id="flux">Douze mois de mouvements</h2>
          <p>
            Startups entrées dans chaque phase depuis le {formatDay(page.since)}. Une startup compte une fois
            par phase où elle est entrée.
          </p>
          <table className="tableau">
            <caption className="sr-only">Entrées par phase sur douze mois</caption>
            <thead>
              <tr>
                <th scope="col">Phase</th>
                <th scope="col" className="nombre">
                  Entrées
                </th>
              </tr>
            </thead>
            <tbody>
              {page.flow.map(({ code, count, to }) => (
                <tr key={code}>
                  <th scope="row" className="font-normal">
                    <PhaseBadge code={code} />
                  </th>
                  <td className="nombre">
                    <Link
                      to={to}
                      aria-label={`${formatNumber(count)} : entrées, ${LIFECYCLE[code].label}, voir la liste`}
                    >
                      {formatNumber(count)}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section aria-labelledby="derniers">
          <h2 id="derniers">Derniers changements</h2>
          <p>Les phases commencées le plus récemment, d’après les fiches.</p>
          {page.latest.length === 0 && <p>Aucune phase encore : elles viennent avec les fiches du réseau.</p>}
          <ul className="m-0 list-none p-0">
            {page.latest.map((change) => (
              <li
                key={`${change.publicId}/${change.code}`}
                className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-trait py-2.5"
              >
                <Link to={startupPath(change.publicId)} className="font-bold">
                  {change.title}
                </Link>
                <span className="flex flex-wrap items-center gap-x-4">
                  <PhaseBadge code={change.code} />
                  <span className="text-sm text-discret">{formatDay(change.day)}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>

      {page.history.length > 1 && (
        <section aria-labelledby="histoire" className="mt-12">
          <h2 id="histoire">D’année en année</h2>
          <StockOverTime
            points={page.history}
            codes={DRAWN_CODES}
            rule="Startups par phase en cours au 31 décembre de chaque année, et aujourd’hui. Les arrêts n’y sont pas : ce ne sont plus des services."
            linkOf={(on) => `/panorama?au=${on}`}
            listOf={(on, phase) => `/startups?au=${on}&situation=toutes&phase=${phase}`}
          />
        </section>
      )}
    </div>
  );
}
