import { LIFECYCLE, type PhaseCode } from '../rules';
import {
  barsOf,
  timeScale,
  type Bar,
  type LifeLineData,
  type Mark,
  type TimeScale,
} from './life-line-geometry';

const patternOf: Partial<Record<PhaseCode, string>> = {
  investigation: 'url(#motif-investigation)',
  construction: 'url(#motif-construction)',
  consolidation: 'url(#motif-consolidation)',
};

const STAR = 'M0,-8 L2.3,-2.6 L8,-2.3 L3.6,1.3 L5.1,7 L0,3.8 L-5.1,7 L-3.6,1.3 L-8,-2.3 L-2.3,-2.6 Z';

function BarShape({ bar, y, height }: { bar: Bar; y: number; height: number }) {
  const middle = y + height / 2;
  if (bar.shape === 'stop') {
    const arm = Math.min(6, height / 2 - 1);
    const className = bar.code === 'abandon' ? 'croix' : 'croix-investigation';
    return (
      <path
        d={`M${bar.x + 2},${middle - arm} l${arm * 2},${arm * 2} m0,${-arm * 2} l${-arm * 2},${arm * 2}`}
        className={className}
      />
    );
  }
  if (bar.shape === 'exit') {
    return (
      <rect
        x={bar.x}
        y={middle - height / 6}
        width={bar.width}
        height={height / 3}
        rx={height / 6}
        className={`phase-${bar.code}`}
      />
    );
  }
  return (
    <>
      <rect
        x={bar.outlined ? bar.x + 1 : bar.x}
        y={bar.outlined ? y + 1 : y}
        width={bar.outlined ? Math.max(1, bar.width - 2) : bar.width}
        height={bar.outlined ? height - 2 : height}
        rx="2"
        className={`phase-${bar.code}${bar.outlined ? ' contour' : ''}`}
      />
      {!bar.outlined && patternOf[bar.code] && (
        <rect x={bar.x} y={y} width={bar.width} height={height} rx="2" fill={patternOf[bar.code]} />
      )}
      {bar.doubtful && (
        <rect x={bar.x} y={y} width={bar.width} height={height} rx="2" fill="url(#motif-doute)" />
      )}
    </>
  );
}

function MarkShape({ mark, x, y }: { mark: Mark; x: number; y: number }) {
  switch (mark.kind) {
    case 'national-impact':
      return <path d={STAR} transform={`translate(${x},${y})`} className="jalon" />;
    case 'award':
      return (
        <g transform={`translate(${x},${y})`}>
          <circle r="8" className="jalon" />
          <text textAnchor="middle" dy="4" className="texte-axe">
            €
          </text>
        </g>
      );
    case 'committee':
      return <path d="M-5,5 L0,-4 L5,5 Z" transform={`translate(${x},${y})`} className="jalon-plein" />;
    case 'launch':
      return <path d="M-5,0 L0,-5 L5,0 L0,5 Z" transform={`translate(${x},${y})`} className="jalon" />;
    case 'other':
      return <circle cx={x} cy={y} r="3.5" className="jalon" />;
  }
}

function YearGrid({
  scale,
  top,
  bottom,
  labels,
}: {
  scale: TimeScale;
  top: number;
  bottom: number;
  labels: boolean;
}) {
  return (
    <>
      {scale.years.map(({ year, x }) => (
        <g key={year}>
          <line x1={x} x2={x} y1={top} y2={bottom} className="axe" />
          {labels && (
            <text x={x + 4} y={bottom + 14} className="texte-axe">
              {year}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function TodayLine({
  scale,
  top,
  bottom,
  label,
}: {
  scale: TimeScale;
  top: number;
  bottom: number;
  label: string | null;
}) {
  return (
    <>
      <line x1={scale.today} x2={scale.today} y1={top} y2={bottom} className="aujourdhui" />
      {label && (
        <text x={scale.today} y={top - 4} textAnchor="end" className="texte-aujourdhui">
          {label}
        </text>
      )}
    </>
  );
}

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
  const bottom = ghosts ? 104 : 96;
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
                y={top + height + 7}
                width={days * perDay}
                height="5"
                rx="2.5"
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
              y={ON_BAR.has(mark.kind) ? top + height / 2 : top + height + 12}
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

/** What the colours, patterns and shapes mean, once under a picture. */
export function LifeLineLegend({
  codes,
  marks = [],
}: {
  codes: readonly PhaseCode[];
  marks?: ReadonlyArray<{ kind: Mark['kind']; label: string }>;
}) {
  return (
    <ul className="m-0 mt-2 flex list-none flex-wrap gap-x-5 gap-y-1 p-0" aria-label="Légende">
      {codes.map((code) => (
        <li key={code} className="pastille p-0">
          <PhaseSwatch code={code} />
          {LIFECYCLE[code].label}
        </li>
      ))}
      {marks.map(({ kind, label }) => (
        <li key={kind} className="pastille p-0">
          <svg width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true" focusable="false">
            <MarkShape mark={{ kind, label, day: '' as never }} x={0} y={0} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

export function PhaseSwatch({ code }: { code: PhaseCode }) {
  const { kind } = LIFECYCLE[code];
  return (
    <svg width="26" height="14" viewBox="0 0 26 14" aria-hidden="true" focusable="false" className="shrink-0">
      <BarShape
        bar={{ code, shape: kind, outlined: false, doubtful: false, x: kind === 'stop' ? 5 : 0, width: 26 }}
        y={0}
        height={14}
      />
    </svg>
  );
}

/** The phase in which something stands: swatch and words, never colour alone. */
export function PhaseBadge({ code, label }: { code: PhaseCode; label?: string }) {
  return (
    <span className="pastille">
      <PhaseSwatch code={code} />
      {label ?? LIFECYCLE[code].label}
    </span>
  );
}
