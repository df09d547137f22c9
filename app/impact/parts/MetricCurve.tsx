import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { formatMonth } from '~/design/formats';
import { dayNumber, firstDayOfYear, yearOf, type Day } from '~/platform/day';
import type { PhaseCode } from '~/startup/rules';
import { firstOfMonth } from '../values/periods';

/** Something on the time axis that explains a curve; later pieces add theirs. */
export interface CurveMark {
  day: Day;
  label: string;
  kind: 'phase' | 'financement' | 'rupture' | 'impact-national' | 'comite' | 'condition';
}
export interface CurvePhase {
  code: PhaseCode;
  start: Day;
  end: Day | null;
}

export interface CurveProps {
  months: ReadonlyArray<{ month: Day; value: number }>;
  targets?: ReadonlyArray<{ due: Day; value: number }>;
  marks?: readonly CurveMark[];
  phases?: readonly CurvePhase[];
  sentence: string;
  /** A small one has no axis: it stands in a list of many, each with its own figure. */
  small?: boolean;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const SIGNS: Readonly<Record<CurveMark['kind'], string>> = {
  phase: '▸',
  financement: '€',
  rupture: '≠',
  'impact-national': '★',
  comite: '◆',
  condition: '!',
};

/** Past this many months the points would hide the curve. */
const MOST_POINTS = 60;

/** A month that tells its figure to whoever points at it. */
const Point = ({ x, y, point }: { x: number; y: number; point: { month: Day; value: number } }) => (
  <circle cx={x} cy={y} r="7" className="courbe-visee">
    <title>{`${formatMonth(point.month)} : ${point.value.toLocaleString('fr-FR', { maximumFractionDigits: 2 })}`}</title>
  </circle>
);

/** A metric month by month: its curve, its targets, and on the time axis what happened meanwhile. */
export function MetricCurve({
  months,
  targets = [],
  marks = [],
  phases = [],
  sentence,
  small = false,
}: CurveProps) {
  const width = small ? 240 : 760;
  const height = small ? 64 : 260;
  const [left, right, top, bottom] = small ? [2, 6, 6, 4] : [64, 12, 30, 40];
  const first = months[0]?.month;
  const last = months.at(-1)?.month;
  if (first === undefined || last === undefined) return null;
  // A target before the first figure has no place on the axis: its words tell it.
  const drawn = targets.filter(({ due }) => due >= first);
  const ends = [last, ...drawn.map(({ due }) => due)].sort();
  const x = scaleLinear()
    .domain([dayNumber(first), Math.max(dayNumber(ends.at(-1)!), dayNumber(first) + 30)])
    .range([left, width - right]);
  const values = [...months.map(({ value }) => value), ...drawn.map(({ value }) => value)];
  const y = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(...values, Math.min(0, ...values) + 1)])
    .nice(4)
    .range([height - bottom, top]);
  const at = (on: Day) => round(x(dayNumber(on)));
  const draw = line<{ month: Day; value: number }>()
    .x(({ month }) => at(month))
    .y(({ value }) => round(y(value)));
  // A month without a figure is a hole in the curve, never a straight line across it.
  const runs = unbroken(
    months,
    marks.filter(({ kind }) => kind === 'rupture').map(({ day }) => day),
  );
  const end = months.at(-1)!;
  const within = (on: Day) => on >= first && x(dayNumber(on)) <= width - right;
  const years = Array.from(
    { length: yearOf(ends.at(-1)!) - yearOf(first) + 1 },
    (_, index) => yearOf(first) + index,
  )
    .map(firstDayOfYear)
    .filter((on) => on >= first);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence} className="block w-full">
      {!small &&
        y.ticks(4).map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={round(y(tick))} y2={round(y(tick))} className="axe" />
            <text x={left - 6} y={round(y(tick)) + 4} textAnchor="end" className="texte-axe">
              {tick.toLocaleString('fr-FR')}
            </text>
          </g>
        ))}
      {!small &&
        years.map((on) => (
          <text key={on} x={at(on)} y={height - 6} textAnchor="middle" className="texte-axe">
            {yearOf(on)}
          </text>
        ))}
      {!small &&
        phases
          .filter(({ start, end: over }) => start <= ends.at(-1)! && (over === null || over >= first))
          .map((phase) => {
            const from = Math.max(left, at(phase.start));
            const to = phase.end === null ? width - right : Math.min(width - right, at(phase.end));
            return (
              <rect
                key={`${phase.code}${phase.start}`}
                x={from}
                width={Math.max(1, round(to - from))}
                y={height - bottom + 6}
                height="7"
                className={`phase-${phase.code}`}
              />
            );
          })}
      {!small &&
        marks
          .filter(({ day }) => within(day))
          .map((mark) => (
            <g key={`${mark.kind}${mark.day}${mark.label}`}>
              <line
                x1={at(mark.day)}
                x2={at(mark.day)}
                y1={top - 8}
                y2={height - bottom}
                className={mark.kind === 'rupture' ? 'rupture' : 'axe'}
              />
              <text x={at(mark.day)} y={top - 12} textAnchor="middle" className="texte-axe">
                {SIGNS[mark.kind]}
              </text>
            </g>
          ))}
      {drawn.map((target) => (
        <g key={`${target.due}${target.value}`}>
          {target.due > end.month && (
            <line
              x1={at(end.month)}
              y1={round(y(end.value))}
              x2={at(target.due)}
              y2={round(y(target.value))}
              className="cible"
            />
          )}
          <circle
            cx={at(target.due)}
            cy={round(y(target.value))}
            r={small ? 2.5 : 5}
            className="cible-point"
          />
        </g>
      ))}
      {runs.map((run) => (
        <path key={run[0]!.month} d={draw(run) ?? ''} className="courbe" />
      ))}
      {runs
        .filter((run) => run.length === 1)
        .map(([only]) => (
          <circle
            key={only!.month}
            cx={at(only!.month)}
            cy={round(y(only!.value))}
            r="3"
            className="courbe-point"
          />
        ))}
      <circle cx={at(end.month)} cy={round(y(end.value))} r={small ? 3 : 4} className="courbe-point" />
      {!small &&
        months.length <= MOST_POINTS &&
        months.map((point) => (
          <Point key={point.month} x={at(point.month)} y={round(y(point.value))} point={point} />
        ))}
    </svg>
  );
}

/**
 * The months in runs without a hole longer than a year's quarter, so that quarters and years still make a line; another
 * definition begins another run.
 */
function unbroken(
  months: CurveProps['months'],
  breaks: readonly Day[],
): Array<Array<{ month: Day; value: number }>> {
  const runs: Array<Array<{ month: Day; value: number }>> = [];
  const gaps = months
    .slice(1)
    .map(({ month }, index) => dayNumber(month) - dayNumber(months[index]!.month))
    .sort((a, b) => a - b);
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 31;
  for (const point of months) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const isRedefined =
      before !== undefined &&
      breaks.map(firstOfMonth).some((since) => since > before.month && since <= point.month);
    if (run && before && !isRedefined && dayNumber(point.month) - dayNumber(before.month) <= usual * 1.6)
      run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** What the signs above a curve say, in words, for those who do not see them and for print. */
export function CurveMarks({ marks }: { marks: ReadonlyArray<CurveMark & { dayText: string }> }) {
  if (marks.length === 0) return null;
  return (
    <ul className="regle m-0 flex list-none flex-wrap gap-x-4 p-0 print:gap-x-2 print:text-[8pt] print:leading-tight">
      {marks.map((mark) => (
        <li key={`${mark.kind}${mark.day}${mark.label}`} className="p-0">
          <span aria-hidden="true">{SIGNS[mark.kind]} </span>
          {mark.dayText} : {mark.label}
        </li>
      ))}
    </ul>
  );
}

/** The same figures as a table, once a page, folded. */
export function MonthTable({
  name,
  unit,
  months,
  unitOf,
}: {
  name: string;
  unit: string;
  months: CurveProps['months'];
  /** A month's own unit, where a definition changed it. */
  unitOf: (month: Day) => string;
}) {
  return (
    <details className="mt-2 print:hidden">
      <summary className="lien cursor-pointer">Les mêmes valeurs en tableau</summary>
      <div className="defile mt-2 max-h-96" tabIndex={0} role="group" aria-label={`Valeurs : ${name}`}>
        <table className="tableau tableau-serre max-w-md">
          <caption className="sr-only">
            {name}, {unit}, mois par mois
          </caption>
          <thead>
            <tr>
              <th scope="col">Mois</th>
              <th scope="col" className="nombre">
                {unit}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...months].reverse().map(({ month, value }) => (
              <tr key={month}>
                <th scope="row" className="font-normal">
                  {formatMonth(month)}
                </th>
                <td className="nombre">
                  {value.toLocaleString('fr-FR', { maximumFractionDigits: 2 })}
                  {unitOf(month) !== unit && ` ${unitOf(month)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
