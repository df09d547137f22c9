import { Link } from '@remix-run/react';
import { formatAmount } from '~/design/formats';
import type { Cents } from '~/platform/money';
import { NATURE_LABELS, NATURES, PART_LABELS, PARTS, type Amounts } from '../budget/budget-words';

export interface ShownGauge {
  planned: string;
  spent: string;
  left: string;
  elapsed: number;
  used: number;
  ends: string;
}

/** What is left of the period under way, beside the time that is gone. */
export function BudgetGauge({ gauge }: { gauge: ShownGauge }) {
  const bar = (share: number) => Math.min(100, Math.max(0, share));
  return (
    <figure className="carte m-0 mb-6 max-w-3xl">
      <p className="m-0 text-lg">
        <strong>{gauge.left}</strong> sur {gauge.planned} ; l’argent s’arrête le {gauge.ends}.
      </p>
      <svg
        viewBox="0 0 200 26"
        role="img"
        aria-label={`${gauge.used} % de l’argent est dépensé, ${gauge.elapsed} % du temps est passé.`}
        className="mt-2 block w-full"
      >
        <rect width="200" height="10" className="jauge-fond" rx="2" />
        <rect width={2 * bar(gauge.used)} height="10" className="jauge-argent" rx="2" />
        <rect y="15" width="200" height="10" className="jauge-fond" rx="2" />
        <rect y="15" width={2 * bar(gauge.elapsed)} height="10" className="jauge-temps" rx="2" />
      </svg>
      <figcaption className="regle">
        En haut, l’argent : {gauge.used} % dépensé. En bas, le temps : {gauge.elapsed} % passé. Ce qui reste
        est celui de la période en cours ; l’argent s’arrête au dernier jour des périodes qui se suivent sans
        trou.
      </figcaption>
    </figure>
  );
}

const written = (amount: Cents | null) =>
  amount === null ? <span className="text-discret">non dit</span> : formatAmount(amount);

/** Each period with what was planned and spent, part by part. */
export function BudgetTable({
  periods,
}: {
  periods: ReadonlyArray<{
    id: string;
    period: string;
    planned: Amounts;
    spent: Amounts;
    publicShare: number | null;
    withTax: boolean;
    published: boolean;
    shares: ReadonlyArray<{ name: string; to: string; amount: string }>;
  }>;
}) {
  return periods.map((period) => (
    <section key={period.id} aria-labelledby={`budget-${period.id}`} className="mb-8">
      <h2 id={`budget-${period.id}`} className="text-xl">
        {period.period}
        {!period.published && <span className="text-sm font-normal"> · non publié</span>}
      </h2>
      <div className="defile" tabIndex={0} role="group" aria-label={`Budget ${period.period}`}>
        <table className="tableau tableau-serre max-w-3xl">
          <caption className="sr-only">Budget {period.period}</caption>
          <thead>
            <tr>
              <th scope="col">{period.withTax ? 'TTC' : 'Hors taxes'}</th>
              {NATURES.map((nature) => (
                <th key={nature} scope="col" className="nombre">
                  {NATURE_LABELS[nature]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PARTS.map((part) => (
              <tr key={part}>
                <th scope="row" className="font-normal">
                  {PART_LABELS[part]}
                </th>
                {NATURES.map((nature) => (
                  <td key={nature} className="nombre">
                    {written(period[nature][part])}
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">Total</th>
              {NATURES.map((nature) => (
                <td key={nature} className="nombre font-bold">
                  {written(period[nature].total)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      {period.publicShare !== null && (
        <p className="m-0 mt-1 text-sm">Part d’argent public : {period.publicShare} %.</p>
      )}
      {period.shares.length > 0 && (
        <p className="m-0 mt-1 text-sm">
          Apporté par{' '}
          {period.shares.map(({ name, to, amount }, index) => (
            <span key={to}>
              {index > 0 && ', '}
              <Link to={to}>{name}</Link> ({amount})
            </span>
          ))}
          .
        </p>
      )}
    </section>
  ));
}
