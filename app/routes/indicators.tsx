import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { SelectField } from '~/design/form/Field';
import { formatDay, formatNumber } from '~/design/formats';
import { periodOf } from '~/network/indicators/indicator';
import { TECH_GOUV } from '~/network/indicators/shipped';
import { indicatorTable } from '~/network/indicators/table';
import { IndicatorTable } from '~/network/parts/IndicatorTable';
import { NETWORK, can } from '~/person/rights';
import { PUBLIC_PAGE } from './answers.server';
import { indicatorsAsked } from './indicator-years.server';
import { pageMeta, siteOf } from './metadata';

export const headers = () => PUBLIC_PAGE;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const asked = await indicatorsAsked(context, new URL(request.url).searchParams.get('annee'));
  const { running, end } = periodOf(asked.year, asked.today);
  return {
    year: asked.year,
    years: asked.years,
    running,
    end: formatDay(end),
    startups: context.network.startups.length,
    families: indicatorTable(asked.facts, asked.year, asked.today),
    writes: can(context.actor, 'reseau.modifier', NETWORK, asked.today).allowed,
  };
}

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(siteOf(matches), {
    title: `Indicateurs du réseau, ${data?.year ?? ''}`,
    description: 'Chaque indicateur avec sa règle, ses cibles, ce qu’il compte et ce qui a été publié.',
    path: `/indicateurs?annee=${data?.year ?? ''}`,
  });

export default function Indicators() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page py-10">
      <h1>Indicateurs du réseau, {page.year}</h1>
      <p className="max-w-3xl text-lg">
        Chaque nombre dit sa règle et ouvre la liste de ce qu’il compte. Quand un chiffre a été publié
        ailleurs, il est à côté, avec l’écart et sa raison : une règle ne plie jamais pour atteindre un
        nombre.
      </p>
      <p className="regle">
        Calculé sur les {formatNumber(page.startups)} startups de cette base, au {page.end}
        {page.running ? ' : l’année court encore' : ''}.
      </p>
      <Form method="get" className="sans-impression flex flex-wrap items-end gap-2">
        <SelectField
          name="annee"
          label="Année"
          value={String(page.year)}
          choices={page.years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        <button type="submit" className="fr-btn fr-btn--secondary mb-6">
          Voir
        </button>
      </Form>
      {page.families.map((family) => (
        <section key={family.family} aria-labelledby={family.family} className="mt-8">
          <h2 id={family.family}>{family.label}</h2>
          <IndicatorTable family={family} year={page.year} writes={page.writes} />
        </section>
      ))}
      <section aria-labelledby="tech-gouv" className="mt-12">
        <h2 id="tech-gouv">Pour l’histoire : les indicateurs de TECH.GOUV</h2>
        <p className="max-w-3xl">
          Une série close n’a plus de cible : elle est donnée comme un fait, avec sa source (
          {TECH_GOUV.source}
          ). {TECH_GOUV.note}
        </p>
        <table className="tableau empile">
          <caption className="sr-only">Indicateurs BETA de TECH.GOUV, 2018 à 2022</caption>
          <thead>
            <tr>
              <th scope="col" className="md:w-[45%]">
                Indicateur
              </th>
              {TECH_GOUV.columns.map((column) => (
                <th key={column} scope="col" className="nombre">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TECH_GOUV.rows.map(([name, ...values]) => (
              <tr key={name}>
                <th scope="row" className="font-normal">
                  {name}
                </th>
                {values.map((value, index) => (
                  <td key={TECH_GOUV.columns[index]} className="nombre" data-label={TECH_GOUV.columns[index]}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="sans-impression mt-8">
        Emporter :{' '}
        <a href={`/indicateurs.csv?annee=${page.year}`} download>
          CSV
        </a>
        . Voir aussi <Link to={`/bilans/${page.year}`}>le bilan {page.year}</Link> et{' '}
        <Link to="/panorama">le panorama du réseau</Link>.
      </p>
    </div>
  );
}
