import { LIFECYCLE, type PhaseCode } from '../rules';
import { barsOf, timeScale, type Bar, type LifeLineData, type Mark } from './life-line-geometry';
import { BarShape, MarkShape, TodayLine, YearGrid } from './life-line-shapes';

const ON_BAR: ReadonlySet<Mark['kind']> = new Set(['national-impact', 'award']);

/** Labels of phases, each only where it fits before the next. */
function labelledBars(bars: readonly Bar[], right: number): Bar[] {
  const shown: Bar[] = [];
  let free = -1;
  bars.forEach((bar, index) => {
    const next = bars[index + 1]?.x ?? right;
    const width = LIFECYCLE[bar.code].label.length * 7.4;
    if (bar.x >= free && (bar.x + width <= next + 2 || index === bars.length - 1)) {
      shown.push(bar);
      free = bar.x + width + 8;
    }
  });
  return shown;
}

/**
 * The life of one startup at full size. Its sentence says what it shows; the table of its phases stands below it
 * on the page. `ghosts` are the network's medians, in days by phase: for the inside view.
 */
export function LifeLine({
  data,
  sentence,
  ghosts,
  todayLabel = 'aujourd’hui',
}: {
  data: LifeLineData;
  sentence: string;
  ghosts?: Partial<Record<PhaseCode, number>>;
  todayLabel?: string;
}) {
  const first = data.stretches[0]?.start;
  if (first === undefined) return null;
  const width = 1120;
  const scale = timeScale(first, data.today, 2, width - 2);
  const bars = barsOf(data.stretches, data.today, scale);
  const top = 46;
  const height = 30;
  // Ghosts of neighbouring phases may overlap in time: they lie on two levels, and marks go below them.
  const bottom = ghosts ? 116 : 96;
  const markLine = top + height + (ghosts ? 28 : 12);
  return (
    <figure className="m-0 defile" tabIndex={0} role="group" aria-label="Ligne de vie">
      <svg
        viewBox={`0 0 ${width} ${bottom + 22}`}
        role="img"
        aria-label={sentence}
        className="block w-full min-w-[40rem]"
      >
        <YearGrid scale={scale} top={top - 16} bottom={bottom} labels />
        {bars.map((bar, index) => (
          <BarShape key={index} bar={bar} y={top} height={height} />
        ))}
        {ghosts &&
          bars.map((bar, index) => {
            const days = ghosts[bar.code];
            const stretch = data.stretches[index];
            if (days === undefined || !stretch || bar.shape !== 'phase') return null;
            const perDay = (scale.today - scale.x(first)) / Math.max(1, daysIn(first, data.today));
            return (
              <rect
                key={index}
                x={bar.x}
                y={top + height + 5 + (index % 2) * 7}
                width={days * perDay}
                height="4"
                rx="2"
                className="fantome"
              />
            );
          })}
        {labelledBars(bars, width).map((bar) => (
          <text
            key={bar.x}
            x={bar.x + LIFECYCLE[bar.code].label.length * 7.4 > width ? width - 2 : bar.x}
            textAnchor={bar.x + LIFECYCLE[bar.code].label.length * 7.4 > width ? 'end' : 'start'}
            y={top - 6}
            className="texte-phase"
          >
            {LIFECYCLE[bar.code].label}
          </text>
        ))}
        <TodayLine scale={scale} top={14} bottom={bottom} label={todayLabel} />
        {data.marks
          .filter((mark) => mark.day <= data.today && mark.day >= first)
          .map((mark, index) => (
            <MarkShape
              key={index}
              mark={mark}
              x={scale.x(mark.day)}
              y={ON_BAR.has(mark.kind) ? top + height / 2 : markLine}
            />
          ))}
      </svg>
    </figure>
  );
}

const daysIn = (start: string, end: string): number => (Date.parse(end) - Date.parse(start)) / 86_400_000;

/** A life line as one row of a list: decorative, since the row says the same in words. */
export function LifeLineRow({
  data,
  from,
  className = '',
}: {
  data: LifeLineData;
  from: LifeLineData['today'];
  className?: string;
}) {
  const scale = timeScale(from, data.today, 0, 480);
  const bars = barsOf(data.stretches, data.today, scale);
  return (
    <svg
      viewBox="0 0 480 20"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
      className={`block h-5 w-full ${className}`}
    >
      <YearGrid scale={scale} top={0} bottom={20} labels={false} />
      {bars.map((bar, index) => (
        <BarShape key={index} bar={bar} y={4} height={12} />
      ))}
    </svg>
  );
}
