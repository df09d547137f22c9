import type { Cost } from '../costs';

/** What one unit costs: to the cent below a hundred euros. */
export const costInEuros = (euros: number): string =>
  `${euros.toLocaleString('fr-FR', { maximumFractionDigits: euros < 100 ? 2 : 0, minimumFractionDigits: 0 })}\u00a0€`;

/** What a use, a useful act and a unit of impact cost, each with its formula. */
export function Costs({ costs }: { costs: ReadonlyArray<Cost & { yearBefore?: number | null }> }) {
  return (
    <dl className="m-0 grid gap-4 sm:grid-cols-3 print:grid-cols-3 print:gap-1">
      {costs.map((cost) => (
        <div key={cost.code} className="carte print:p-1">
          <dt className="text-sm text-discret print:text-[8pt]">{cost.label}</dt>
          <dd className="nombre m-0 text-2xl font-bold text-encre print:text-sm">
            {cost.euros === null ? 'Pas encore calculable' : costInEuros(cost.euros)}
          </dd>
          {cost.euros !== null && cost.yearBefore != null && (
            <dd className="m-0 text-sm print:text-[8pt]">
              {costInEuros(cost.yearBefore)} un an plus tôt, par la même règle.
            </dd>
          )}
          <dd className="regle m-0 print:text-[7pt] print:leading-tight">{cost.formula}.</dd>
          {cost.lacks.length > 0 && (
            <dd className="m-0 mt-1 text-sm">Il manque : {cost.lacks.join(', ')}.</dd>
          )}
        </div>
      ))}
    </dl>
  );
}
