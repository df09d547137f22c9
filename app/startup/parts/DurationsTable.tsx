import { formatDaysAsMonths, formatNumber } from '~/design/formats';
import { FEWEST_CASES, type Estimate } from '../durations';
import type { PhaseCode } from '../rules';
import { PhaseBadge } from './PhaseBadge';

function Quantile({ estimate, which }: { estimate: Estimate; which: 'median' | 'thirdQuartile' }) {
  const { days, low, high } = estimate[which];
  if (estimate.count < FEWEST_CASES) return <span className="text-discret">moins de {FEWEST_CASES} cas</span>;
  if (days === null) return <span>non atteinte</span>;
  const bound = (value: number | null) => (value === null ? 'non bornée' : formatDaysAsMonths(value));
  return (
    <>
      <strong>{formatDaysAsMonths(days)}</strong>
      <span className="block text-sm text-discret">
        entre {bound(low)} et {bound(high)}
      </span>
    </>
  );
}

/** Time in each phase by the one estimator, with its interval and the number of cases that it rests on. */
export function DurationsTable({
  caption,
  lines,
}: {
  caption: string;
  lines: ReadonlyArray<{ code: PhaseCode; estimate: Estimate }>;
}) {
  return (
    <>
      <table className="tableau empile">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Phase</th>
            <th scope="col">Médiane</th>
            <th scope="col">Trois quarts en sortent avant</th>
            <th scope="col" className="nombre">
              Passages
            </th>
            <th scope="col" className="nombre">
              Terminés
            </th>
            <th scope="col" className="nombre">
              Écartés
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ code, estimate }) => (
            <tr key={code}>
              <th scope="row" className="font-normal">
                <PhaseBadge code={code} />
              </th>
              <td data-label="Médiane">
                <Quantile estimate={estimate} which="median" />
              </td>
              <td data-label="Trois quarts en sortent avant">
                <Quantile estimate={estimate} which="thirdQuartile" />
              </td>
              <td className="nombre" data-label="Passages">
                {formatNumber(estimate.count)}
              </td>
              <td className="nombre" data-label="Terminés">
                {formatNumber(estimate.ended)}
              </td>
              <td className="nombre" data-label="Écartés">
                {formatNumber(estimate.sameDayCount)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="regle mt-2">
        Écartés : phases qui commencent le même jour que la suivante, dont la durée est inconnue. Aucune
        médiane n’est donnée sous {FEWEST_CASES} cas.
      </p>
    </>
  );
}
