import type { PhaseCode } from '../rules';
import type { Bar, Mark, TimeScale } from './life-line-geometry';

/** Patterns by phase; a phase without one is plain. */
export const PATTERNS: Partial<Record<PhaseCode, string>> = {
  investigation: 'url(#motif-investigation)',
  construction: 'url(#motif-construction)',
  consolidation: 'url(#motif-consolidation)',
};

const STAR = 'M0,-8 L2.3,-2.6 L8,-2.3 L3.6,1.3 L5.1,7 L0,3.8 L-5.1,7 L-3.6,1.3 L-8,-2.3 L-2.3,-2.6 Z';

export function BarShape({ bar, y, height }: { bar: Bar; y: number; height: number }) {
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
      {!bar.outlined && PATTERNS[bar.code] && (
        <rect x={bar.x} y={y} width={bar.width} height={height} rx="2" fill={PATTERNS[bar.code]} />
      )}
      {bar.doubtful && (
        <rect x={bar.x} y={y} width={bar.width} height={height} rx="2" fill="url(#motif-doute)" />
      )}
    </>
  );
}

export function MarkShape({ mark, x, y }: { mark: Mark; x: number; y: number }) {
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
    case 'committee-moves':
      return <path d="M-5,-5 L5,0 L-5,5 Z" transform={`translate(${x},${y})`} className="jalon-plein" />;
    case 'committee-hands-over':
      return <path d="M-6,-4 H6 V4 H-6 Z" transform={`translate(${x},${y})`} className="jalon-plein" />;
    case 'committee-stops':
      return <path d="M-5,-4 L5,-4 L0,5 Z" transform={`translate(${x},${y})`} className="jalon-plein" />;
    case 'launch':
      return <path d="M-5,0 L0,-5 L5,0 L0,5 Z" transform={`translate(${x},${y})`} className="jalon" />;
    case 'other':
      return <circle cx={x} cy={y} r="3.5" className="jalon" />;
  }
}

/** The first of January of each year: one stroke for all lines, since a list draws fifty grids. */
export function YearGrid({
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
      <path d={scale.years.map(({ x }) => `M${x},${top}V${bottom}`).join('')} className="axe" />
      {labels &&
        scale.years.map(({ year, x }) => (
          <text key={year} x={x + 4} y={bottom + 14} className="texte-axe">
            {year}
          </text>
        ))}
    </>
  );
}

export function TodayLine({
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
