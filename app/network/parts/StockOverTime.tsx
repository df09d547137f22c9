import { PATTERNS } from '~/startup/parts/life-line-shapes';
import { Link } from '@remix-run/react';
import { formatNumber } from '~/design/formats';
import { StockChart } from '~/design/StockChart';
import type { StockPoint } from '~/network/pages/stock-over-time';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { LifeLineLegend } from '~/startup/parts/PhaseBadge';

/** Stock by phase over the years: the picture, its sentence, and its table. */
export function StockOverTime({
  points,
  codes,
  rule,
  linkOf,
  listOf,
}: {
  points: StockPoint[];
  codes: readonly PhaseCode[];
  rule: string;
  linkOf?: (on: string) => string;
  /** The list that one number of the table counts. */
  listOf?: (on: string, code: PhaseCode) => string;
}) {
  const sum = (point: StockPoint) => codes.reduce((all, code) => all + point.stock[code], 0);
  const first = points[0]!;
  const last = points.at(-1)!;
  const sentence = `De ${sum(first)} en ${first.label} à ${sum(last)} aujourd’hui.`;
  const upward = [...codes].reverse();
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(20rem,1fr)_auto]">
      <figure className="m-0">
        <StockChart
          points={points.map(({ label, stock }) => ({ label, values: stock }))}
          series={codes.map((code) => ({
            key: code,
            label: LIFECYCLE[code].label,
            className: `phase-${code}`,
            ...(PATTERNS[code] ? { pattern: PATTERNS[code] } : {}),
          }))}
          sentence={sentence}
        />
        <LifeLineLegend codes={upward} />
        <figcaption className="mt-3">
          <strong>{sentence}</strong> <span className="regle">{rule}</span>
        </figcaption>
      </figure>
      <div className="defile" tabIndex={0} role="group" aria-label="Tableau du stock par année">
        <table className="tableau tableau-serre">
          <caption className="sr-only">Startups par phase à la fin de chaque année</caption>
          <thead>
            <tr>
              <th scope="col">Au 31 décembre</th>
              {upward.map((code) => (
                <th key={code} scope="col" className="nombre">
                  {LIFECYCLE[code].label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.on}>
                <th scope="row" className="font-normal whitespace-nowrap">
                  {linkOf ? (
                    <Link to={linkOf(point.on)}>{point.label === 'auj.' ? 'Aujourd’hui' : point.label}</Link>
                  ) : point.label === 'auj.' ? (
                    'Aujourd’hui'
                  ) : (
                    point.label
                  )}
                </th>
                {upward.map((code) => (
                  <td key={code} className="nombre">
                    {listOf && point.stock[code] > 0 ? (
                      <Link
                        to={listOf(point.on, code)}
                        aria-label={`${formatNumber(point.stock[code])} : ${LIFECYCLE[code].label}, ${point.label === 'auj.' ? 'aujourd’hui' : point.label}, voir la liste`}
                      >
                        {formatNumber(point.stock[code])}
                      </Link>
                    ) : (
                      formatNumber(point.stock[code])
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
