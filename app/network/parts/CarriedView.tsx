import { Link } from '@remix-run/react';
import { Figure } from '~/design/Figure';
import { countOf } from '~/design/formats';
import { Ledger } from '~/design/Ledger';
import type { Day } from '~/platform/day';
import { Gantt } from '~/startup/parts/Gantt';
import { LifeLineLegend } from '~/startup/parts/PhaseBadge';
import type { CarriedPortfolio } from '../pages/organisation';
import { costInEuros } from '~/impact/parts/Costs';
import { kindWords } from '~/impact/views';
import type { PublicResult } from '../pages/public-costs.server';
import { StartupLine } from './StartupLine';

/** What an administration or a ministry carries, answered first and then listed. */
export function CarriedView({
  carried,
  results,
  today,
}: {
  carried: CarriedPortfolio;
  results: readonly PublicResult[];
  today: Day;
}) {
  return (
    <>
      <p className="text-xl">
        {carried.startups.length === 0 ? (
          'Aucune startup portée encore.'
        ) : (
          <>
            <strong>{countOf(carried.startups.length, 'startup portée', 'startups portées')}</strong>, dont{' '}
            {countOf(carried.active, 'active', 'actives')} et{' '}
            {countOf(carried.perennial, 'pérennisée', 'pérennisées')} (une opérée compte dans les deux).
          </>
        )}
      </p>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {carried.figures.map((figure) => (
          <Figure key={figure.label} {...figure} />
        ))}
      </div>
      {results.length > 0 && (
        <section aria-labelledby="resultats" className="mt-10">
          <h2 id="resultats">Ce que ces startups montrent</h2>
          <p className="regle">
            Mesures et budgets publics seulement. Deux mesures ne se comparent que si leur définition est la
            même : ce n’est pas un classement.
          </p>
          <table className="tableau empile">
            <caption className="sr-only">Mesures et coûts publics</caption>
            <thead>
              <tr>
                <th scope="col">Startup</th>
                <th scope="col">Mesure</th>
                <th scope="col">Coût</th>
              </tr>
            </thead>
            <tbody>
              {results.map(({ title, path, metric, costs }) => (
                <tr key={path}>
                  <th scope="row" className="font-normal">
                    <Link to={path}>{title}</Link>
                  </th>
                  <td data-label="Mesure">
                    {metric ? (
                      <>
                        {metric.name} (mesure {kindWords(metric.kind)}) :{' '}
                        <strong className="nombre">{metric.figure}</strong>, {metric.change}
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td data-label="Coût">
                    {costs.length === 0 && 'budget ou mesure non publiés'}
                    {costs.map((cost) => (
                      <span key={cost.label} className="block">
                        {cost.label} : <strong className="nombre">{costInEuros(cost.euros)}</strong>
                        <span className="regle block">{cost.formula}</span>
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {carried.gantt.length > 0 && (
        <section aria-labelledby="vies" className="mt-10">
          <h2 id="vies">Toutes les vies</h2>
          <Gantt
            rows={carried.gantt}
            today={today}
            sentence={`Lignes de vie des ${carried.gantt.length} startups, de la plus ancienne à la plus récente. Les mêmes sont listées plus bas.`}
          />
          <LifeLineLegend codes={carried.codes} />
        </section>
      )}
      <div className="mt-10 grid gap-10 lg:grid-cols-3">
        <Ledger
          id="financements"
          title="Financements"
          none="Aucun financement connu."
          total={carried.awardTotal}
          lines={carried.awards.map(({ title, to, name, round, amount }) => ({
            what: (
              <>
                <Link to={to}>{title}</Link> · <Link to={round}>{name}</Link>
              </>
            ),
            value: amount,
          }))}
        />
        <Ledger
          id="impact-national"
          title="Impact national"
          none="Aucune reconnaissance encore."
          lines={carried.labels.map(({ title, to, year }) => ({
            what: <Link to={to}>{title}</Link>,
            value: year,
          }))}
        />
        <Ledger
          id="incubateurs"
          title="Incubateurs"
          none="Aucun incubateur connu."
          lines={carried.incubators.map(({ title, to, count }) => ({
            what: <Link to={to}>{title}</Link>,
            value: countOf(count, 'startup', 'startups'),
          }))}
        />
      </div>
      {carried.startups.length > 0 && (
        <section aria-labelledby="startups" className="mt-10">
          <h2 id="startups">Startups</h2>
          <ul className="m-0 list-none p-0">
            {carried.startups.map((startup) => (
              <StartupLine key={startup.publicId} startup={startup} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
