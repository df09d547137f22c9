import { startupPath } from '~/platform/addresses';
import { parsePortfolioQuery } from '~/network/portfolio/parse-query.server';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData, useSubmit } from '@remix-run/react';
import { useId } from 'react';
import { countOf, formatDay, formatNumber } from '~/design/formats';
import { Pagination } from '~/design/Pagination';
import { startupListPage, type StartupListPage, type StartupRow } from '~/network/pages/startup-list.server';
import type { Facet } from '~/network/portfolio/portfolio';
import { portfolioHref, portfolioSearch, type PortfolioQuery } from '~/network/portfolio/query';
import { SITUATIONS, SORTS, VIEWS } from '~/network/portfolio/choices';
import { LIFECYCLE, PHASE_CODES } from '~/startup/rules';
import { LifeLineLegend, PhaseBadge } from '~/startup/parts/PhaseBadge';
import { LifeLineRow } from '~/startup/parts/LifeLine';
import { badQuery, PUBLIC_PAGE } from './answers.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context: { network, database, clock }, request }: LoaderFunctionArgs) {
  const query = parsePortfolioQuery(new URL(request.url).searchParams, clock.today());
  if (!query.success) throw badQuery(query.error);
  return startupListPage(database.prisma, network, query.data, clock.today());
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) =>
  pageMeta(siteOf(matches), {
    title: data?.query.q ? `Startups : « ${data.query.q} »` : 'Startups',
    description: 'Les startups d’État du réseau, par étape, incubateur, ministère et thème.',
    path: data ? portfolioHref({ ...data.query, vue: 'liste' }) : '/startups',
    noindex: Boolean(data?.query.q),
  });

const SITUATION_WORDS: Readonly<Record<PortfolioQuery['situation'], [one: string, several: string]>> = {
  actives: ['startup active', 'startups actives'],
  sorties: ['startup pérennisée', 'startups pérennisées'],
  arrets: ['startup arrêtée', 'startups arrêtées'],
  toutes: ['startup', 'startups'],
};

const FACET_TITLES: ReadonlyArray<{
  name: Exclude<Facet['name'], 'situation'>;
  title: string;
  open: boolean;
}> = [
  { name: 'etape', title: 'Étape', open: true },
  { name: 'incubateur', title: 'Incubateur', open: false },
  { name: 'domaine', title: 'Domaine ministériel', open: false },
  { name: 'organisation', title: 'Administration porteuse', open: false },
  { name: 'public', title: 'Public', open: false },
  { name: 'theme', title: 'Thème', open: false },
  { name: 'phase', title: 'Phase exacte', open: false },
  { name: 'publie', title: 'Ce qui est publié (tout à la fois)', open: false },
  { name: 'finance', title: 'Financement', open: false },
  { name: 'national', title: 'Impact national', open: false },
];

function FacetGroup({ facet, title, open }: { facet: Facet; title: string; open: boolean }) {
  const id = useId();
  const chosen = facet.values.filter((value) => value.chosen).length;
  if (facet.values.length === 0) return null;
  return (
    <details open={open || chosen > 0} className="border-b border-trait py-2">
      <summary className="cursor-pointer py-1 font-medium text-encre">
        {title}
        {chosen > 0 && <span className="text-discret"> ({chosen})</span>}
      </summary>
      <fieldset className="m-0 border-0 p-0 pt-1">
        <legend className="sr-only">{title}</legend>
        {facet.values.map((value, index) => (
          <label
            key={value.value}
            htmlFor={`${id}-${index}`}
            className="flex cursor-pointer items-start gap-2 py-1 text-sm leading-5"
          >
            <input
              id={`${id}-${index}`}
              type="checkbox"
              name={facet.name}
              value={value.value}
              defaultChecked={value.chosen}
              className="mt-0.5 size-4 shrink-0"
            />
            <span className="flex-1">{value.label}</span>
            <span className="nombre text-discret">{formatNumber(value.count)}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function Filters({ page }: { page: StartupListPage }) {
  const submit = useSubmit();
  const id = useId();
  const { query } = page;
  const chosenCount = FACET_TITLES.reduce(
    (sum, { name }) => sum + page.facets[name].values.filter((value) => value.chosen).length,
    0,
  );
  return (
    <Form
      method="get"
      key={portfolioSearch(query)}
      className="sans-impression"
      onChange={(event) => {
        const field = event.target as unknown as HTMLInputElement;
        if (field.type === 'checkbox' || field.tagName === 'SELECT')
          submit(event.currentTarget, { preventScrollReset: true });
      }}
    >
      <label htmlFor={`${id}-q`} className="fr-label">
        Chercher
      </label>
      <input
        id={`${id}-q`}
        type="search"
        name="q"
        defaultValue={query.q}
        className="fr-input mt-1"
        maxLength={200}
      />
      <div className="mt-4 grid grid-cols-1 gap-3">
        <label className="fr-label text-sm">
          Situation
          <select name="situation" defaultValue={query.situation} className="fr-select mt-1">
            {Object.entries(SITUATIONS).map(([value, label]) => (
              <option key={value} value={value}>
                {label} (
                {formatNumber(page.facets.situation.values.find((one) => one.value === value)?.count ?? 0)})
              </option>
            ))}
          </select>
        </label>
        <label className="fr-label text-sm">
          Au (date passée)
          <input
            type="date"
            name="au"
            defaultValue={query.au ?? ''}
            max={page.today}
            className="fr-input mt-1"
          />
        </label>
        <label className="fr-label text-sm">
          Trier par
          <select name="tri" defaultValue={query.tri} className="fr-select mt-1">
            {Object.entries(SORTS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
      {query.vue !== 'liste' && <input type="hidden" name="vue" value={query.vue} />}
      {query.entree && <input type="hidden" name="entree" value={query.entree} />}
      {query.depuis && <input type="hidden" name="depuis" value={query.depuis} />}
      {query.jusque && <input type="hidden" name="jusque" value={query.jusque} />}
      <details className="filtres mt-4" open={chosenCount > 0}>
        <summary className="fr-btn fr-btn--secondary cursor-pointer list-none">
          Filtrer{chosenCount > 0 && ` (${chosenCount})`}
        </summary>
        {FACET_TITLES.map(({ name, title, open }) => (
          <FacetGroup key={name} facet={page.facets[name]} title={title} open={open} />
        ))}
      </details>
      <div className="mt-4 flex flex-wrap gap-3">
        <button type="submit" className="fr-btn">
          Appliquer
        </button>
        <Link to="/startups" className="fr-btn fr-btn--secondary">
          Tout effacer
        </Link>
      </div>
    </Form>
  );
}

function ViewChoice({ query }: { query: PortfolioQuery }) {
  return (
    <ul className="sans-impression m-0 flex list-none gap-4 p-0" aria-label="Présentation">
      {Object.entries(VIEWS).map(([vue, label]) => (
        <li key={vue} className="p-0">
          <Link
            to={portfolioHref({ ...query, vue: vue as PortfolioQuery['vue'] })}
            preventScrollReset
            className={query.vue === vue ? 'font-bold' : ''}
            {...(query.vue === vue ? { 'aria-current': 'true' as const } : {})}
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

const Signs = ({ row }: { row: StartupRow }) => (
  <>
    {row.national && <span className="mr-2 whitespace-nowrap">★ impact national</span>}
    {row.awarded && <span className="whitespace-nowrap">€ FAST</span>}
  </>
);

function ListView({ page }: { page: StartupListPage }) {
  return (
    <table className="tableau empile sm:table-fixed">
      <caption className="sr-only">Startups, au {page.onText}</caption>
      <thead>
        <tr>
          <th scope="col">Startup</th>
          <th scope="col" className="w-[30%]">
            Étape
          </th>
          <th scope="col" className="w-1/4">
            Vie
          </th>
        </tr>
      </thead>
      <tbody>
        {page.rows.map((row) => (
          <tr key={row.publicId}>
            <th scope="row" className="font-normal">
              <Link to={startupPath(row.publicId)} className="font-bold">
                {row.title}
              </Link>
              <span className="mt-0.5 block">{row.mission}</span>
              <span className="mt-0.5 block text-sm text-discret">{row.incubators.join(' · ')}</span>
            </th>
            <td>
              <PhaseBadge code={row.code} />
              <span className="block text-sm text-discret">{row.status}</span>
              <span className="block text-sm">
                <Signs row={row} />
              </span>
            </td>
            <td>
              {row.lifeLine && <LifeLineRow data={row.lifeLine} from={page.axisFrom} className="mt-1" />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CardView({ page }: { page: StartupListPage }) {
  return (
    <ul className="m-0 grid list-none grid-cols-1 gap-4 p-0 sm:grid-cols-2 xl:grid-cols-3">
      {page.rows.map((row) => (
        <li key={row.publicId} className="carte flex flex-col gap-2">
          <PhaseBadge code={row.code} />
          <h2 className="m-0 text-lg leading-6">
            <Link to={startupPath(row.publicId)}>{row.title}</Link>
          </h2>
          <p className="m-0 text-sm leading-5">{row.mission}</p>
          <p className="regle mt-auto">
            {row.status}. {row.incubators.join(' · ')}
          </p>
          <p className="m-0 text-sm">
            <Signs row={row} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function LivesView({ page }: { page: StartupListPage }) {
  return (
    <>
      <ul className="m-0 list-none p-0">
        {page.rows.map((row) => (
          <li
            key={row.publicId}
            className="grid items-center gap-x-4 border-b border-trait py-2 sm:grid-cols-[minmax(10rem,1fr)_3fr]"
          >
            <span>
              <Link to={startupPath(row.publicId)} className="font-medium">
                {row.title}
              </Link>
              <span className="block text-sm text-discret">{row.status}</span>
            </span>
            {row.lifeLine && <LifeLineRow data={row.lifeLine} from={page.axisFrom} />}
          </li>
        ))}
      </ul>
      <LifeLineLegend codes={PHASE_CODES} />
    </>
  );
}

function Restrictions({ page }: { page: StartupListPage }) {
  const { query } = page;
  return (
    <>
      {query.au && (
        <p className="m-0">
          Phases, financements et impact national tels qu’ils étaient le {page.onText}. Incubateurs, thèmes et
          liens ne sont pas datés : ce sont ceux d’aujourd’hui.
        </p>
      )}
      {query.entree && (
        <p className="m-0">
          Entrées en phase « {LIFECYCLE[query.entree].label} »
          {query.depuis && ` après le ${formatDay(query.depuis)}`}
          {query.jusque && ` et jusqu’au ${formatDay(query.jusque)}`}.{' '}
          <Link
            to={portfolioHref({ ...query, entree: undefined, depuis: undefined, jusque: undefined, page: 1 })}
          >
            Retirer ce filtre
          </Link>
        </p>
      )}
      {page.approximate && page.total > 0 && (
        <p className="m-0" role="status">
          Aucune fiche ne contient exactement « {query.q} » : voici les noms et missions les plus proches.
        </p>
      )}
    </>
  );
}

export default function Startups() {
  const page = useLoaderData<typeof loader>() as StartupListPage;
  const { query } = page;
  const [one, several] = SITUATION_WORDS[query.situation];
  return (
    <div className="page py-10">
      <h1 className="mb-2">Startups</h1>
      <div className="grid gap-8 lg:grid-cols-[17rem_1fr]">
        <aside aria-label="Filtres">
          <Filters page={page} />
        </aside>
        <div className="min-w-0">
          <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2">
            <p className="m-0 text-lg" role="status">
              <strong className="nombre">{countOf(page.total, one, several)}</strong>
              {query.q && ` pour « ${query.q} »`}
              {query.situation === 'actives' && (
                <>
                  {' '}
                  <span className="text-sm text-discret">
                    Les startups sorties ou arrêtées ne sont pas montrées.{' '}
                    <Link to={portfolioHref({ ...query, situation: 'toutes', page: 1 })}>Les montrer</Link>
                  </span>
                </>
              )}
            </p>
            <ViewChoice query={query} />
          </div>
          <Restrictions page={page} />
          {page.known === 0 ? (
            <p className="carte mt-4">Aucune startup encore : elles viennent avec les fiches du réseau.</p>
          ) : page.total === 0 ? (
            <div className="carte mt-4">
              <p className="m-0 font-bold">Aucune startup ne répond à tous ces critères.</p>
              <p className="m-0 mt-2">
                Retirez un filtre, essayez un autre mot,{' '}
                {query.situation !== 'toutes' && (
                  <Link to={portfolioHref({ ...query, situation: 'toutes', page: 1 })}>
                    cherchez aussi parmi les startups sorties et arrêtées
                  </Link>
                )}
                {query.situation !== 'toutes' && ', '}
                ou <Link to="/startups">revenez à la liste entière</Link>.
              </p>
            </div>
          ) : query.vue === 'cartes' ? (
            <CardView page={page} />
          ) : query.vue === 'vies' ? (
            <LivesView page={page} />
          ) : (
            <ListView page={page} />
          )}
          <Pagination
            page={query.page}
            pages={page.pages}
            hrefOf={(n) => portfolioHref({ ...query, page: n })}
          />
          <p className="mt-6 text-sm">
            <a href={`/startups.csv${portfolioSearch({ ...query, page: 1, vue: 'liste' })}`}>
              Télécharger cette liste (CSV)
            </a>
          </p>
        </div>
      </div>
    </div>
  );
}
