import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { countOf } from '~/design/formats';
import { indicatorByCode } from '~/network/indicators/all';
import { measureOf, periodOf } from '~/network/indicators/indicator';
import { indicatorLine } from '~/network/indicators/table';
import { notFound, PUBLIC_PAGE } from './answers.server';
import { indicatorsAsked } from './indicator-years.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const indicator = indicatorByCode(params['code'] ?? '');
  if (!indicator) throw notFound('Cet indicateur n’existe pas.');
  const { facts, year, years, today } = await indicatorsAsked(
    context,
    new URL(request.url).searchParams.get('annee'),
  );
  const { counted } = measureOf(indicator, facts, periodOf(year, today));
  return {
    code: indicator.code,
    name: indicator.name,
    rule: indicator.rule,
    source: indicator.source,
    kind: indicator.period,
    isShare: indicator.unit === 'pourcent',
    year,
    now: indicatorLine(indicator, facts, year, today),
    series: [...years].reverse().map((one) => {
      const { shown, target, published, note } = indicatorLine(indicator, facts, one, today);
      return { year: one, shown, target, published: published?.shown ?? null, note };
    }),
    counted: [...counted].sort(
      (a, b) => Number(b.kept ?? true) - Number(a.kept ?? true) || a.name.localeCompare(b.name, 'fr'),
    ),
    keptCount: counted.filter(({ kept }) => kept === true).length,
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(siteOf(matches), {
    title: `${data?.name ?? 'Indicateur'}, ${data?.year ?? ''}`,
    description: data?.rule ?? '',
    path: `/indicateurs/${data?.code ?? ''}`,
  });

export default function IndicatorPage() {
  const page = useLoaderData<typeof loader>();
  const kept = page.isShare ? page.counted.filter((one) => one.kept) : page.counted;
  const others = page.isShare ? page.counted.filter((one) => !one.kept) : [];
  const list = (things: typeof page.counted) => (
    <ul className="m-0 grid list-none gap-x-8 p-0 sm:grid-cols-2">
      {things.map((thing, index) => (
        <li key={`${thing.name}-${index}`} className="border-b border-trait py-2">
          {thing.to ? <Link to={thing.to}>{thing.name}</Link> : thing.name}
          <span className="block text-sm text-discret">{thing.detail}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: 'Indicateurs', to: `/indicateurs?annee=${page.year}` }]} here={page.name} />
      <h1>{page.name}</h1>
      <p className="nombre m-0 text-[2.25rem] leading-10 font-bold">
        {page.now.shown} <span className="text-lg font-normal">en {page.year}</span>
      </p>
      {page.now.note && <p className="regle">{page.now.note}</p>}
      <p className="max-w-3xl">
        <strong>La règle.</strong> {page.rule} Source : {page.source}.
      </p>
      {page.now.published && (
        <p className="carte max-w-3xl">
          Publié : <strong>{page.now.published.shown}</strong>, {page.now.published.source}.{' '}
          {page.now.published.difference && `Écart : ${page.now.published.difference}. `}
          {page.now.published.difference !== 'égal' && page.now.published.explanation}
        </p>
      )}
      <section aria-labelledby="annees">
        <h2 id="annees">D’année en année</h2>
        <table className="tableau empile">
          <caption className="sr-only">{page.name} par année</caption>
          <thead>
            <tr>
              <th scope="col">{page.kind === 'fin' ? 'Au 31 décembre' : 'Année'}</th>
              <th scope="col" className="nombre">
                Calculé ici
              </th>
              <th scope="col" className="nombre">
                Cible
              </th>
              <th scope="col" className="nombre">
                Publié
              </th>
            </tr>
          </thead>
          <tbody>
            {page.series.map((one) => (
              <tr key={one.year} aria-current={one.year === page.year ? 'true' : undefined}>
                <th scope="row">
                  <Link to={`?annee=${one.year}`}>{one.year}</Link>
                </th>
                <td className="nombre" data-label="Calculé ici">
                  {one.shown}
                  {one.note && <span className="regle block">{one.note}</span>}
                </td>
                <td className="nombre" data-label="Cible">
                  {one.target ?? '–'}
                </td>
                <td className="nombre" data-label="Publié">
                  {one.published ?? '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section aria-labelledby="liste" className="mt-10">
        <h2 id="liste">Ce qui est compté en {page.year}</h2>
        {page.counted.length === 0 ? (
          <p>Rien n’est compté cette année-là{page.now.note ? ` : ${page.now.note}` : '.'}</p>
        ) : page.isShare ? (
          <>
            <h3>
              {countOf(page.keptCount, 'cas retenu', 'cas retenus')} sur {page.counted.length}
            </h3>
            {kept.length === 0 ? <p>Aucun.</p> : list(kept)}
            <h3 className="mt-6">Les autres cas</h3>
            {others.length === 0 ? <p>Aucun.</p> : list(others)}
          </>
        ) : (
          list(kept)
        )}
      </section>
    </div>
  );
}
