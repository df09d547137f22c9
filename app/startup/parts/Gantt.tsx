import { barsOf, timeScale, type LifeLineData } from './life-line-geometry';
import { BarShape, MarkShape, TodayLine, YearGrid } from './life-line-shapes';

export interface GanttRow extends Pick<LifeLineData, 'stretches' | 'marks'> {
  href: string;
  title: string;
}

const ROW = 26;

/** Every life line of a portfolio on one axis, names in full; the same is said by the table of the page. */
export function Gantt({
  rows,
  today,
  sentence,
}: {
  rows: GanttRow[];
  today: LifeLineData['today'];
  sentence: string;
}) {
  const firsts = rows.flatMap((row) => row.stretches[0]?.start ?? []);
  const first = firsts.reduce((a, b) => (b < a ? b : a), today);
  const longest = Math.max(...rows.map((row) => row.title.length), 10);
  const names = Math.min(380, longest * 7.1 + 12);
  const width = names + 820;
  const scale = timeScale(first, today, names, width - 4);
  const bottom = 24 + rows.length * ROW;
  const fits = Math.floor((names - 8) / 7.1);
  return (
    <figure className="m-0 defile" tabIndex={0} role="group" aria-label="Lignes de vie du portefeuille">
      <svg
        viewBox={`0 0 ${width} ${bottom + 22}`}
        role="img"
        aria-label={sentence}
        className="block w-full min-w-[56rem]"
      >
        <YearGrid scale={scale} top={18} bottom={bottom} labels />
        {rows.map((row, index) => {
          const y = 24 + index * ROW;
          return (
            <g key={row.href}>
              <text x="0" y={y + 15} className="ligne-nom">
                {row.title.length > fits ? `${row.title.slice(0, fits - 1)}…` : row.title}
                <title>{row.title}</title>
              </text>
              {barsOf(row.stretches, today, scale).map((bar, place) => (
                <BarShape key={place} bar={bar} y={y + 4} height={13} />
              ))}
              {row.marks
                .filter((mark) => mark.kind === 'national-impact' && mark.day <= today)
                .map((mark, place) => (
                  <MarkShape key={place} mark={mark} x={scale.x(mark.day)} y={y + 10} />
                ))}
            </g>
          );
        })}
        <TodayLine scale={scale} top={14} bottom={bottom} label="aujourd’hui" />
      </svg>
    </figure>
  );
}
