import { link, curveBumpX } from 'd3-shape';
import { formatNumber } from '~/design/formats';
import { LIFECYCLE, PHASE_CODES, type PhaseCode } from '~/startup/rules';
import { PATTERNS } from '~/startup/parts/life-line-shapes';
import type { Flow } from '../cockpit/changes';

const WIDTH = 760;
const HEIGHT = 360;
const BAR = 14;
const GAP = 10;
const LABEL = 196;

interface Side {
  key: PhaseCode | null;
  label: string;
  count: number;
  top: number;
  height: number;
}

const ribbon = link(curveBumpX);

/** One column of bars, in lifecycle order, as high as what passes through them. */
function sideOf(flows: readonly Flow[], end: 'from' | 'to', scale: number): Side[] {
  const keys = end === 'from' ? [null, ...PHASE_CODES] : [...PHASE_CODES];
  let top = 8;
  return keys.flatMap((key) => {
    const count = flows.reduce((sum, flow) => (flow[end] === key ? sum + flow.count : sum), 0);
    if (count === 0) return [];
    const side = {
      key,
      label: key === null ? 'Entrée dans le réseau' : LIFECYCLE[key].label,
      count,
      top,
      height: Math.max(2, count * scale),
    };
    top += side.height + GAP;
    return [side];
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** What passed from phase to phase, as ribbons as wide as they are many; the table beside says the same. */
export function FlowPicture({ flows, sentence }: { flows: readonly Flow[]; sentence: string }) {
  const all = flows.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  const rows = Math.max(new Set(flows.map(({ from }) => from)).size, new Set(flows.map(({ to }) => to)).size);
  const scale = (HEIGHT - 16 - (rows - 1) * GAP) / all;
  const left = sideOf(flows, 'from', scale);
  const right = sideOf(flows, 'to', scale);
  const used = new Map<string, number>();
  const place = (side: Side, end: string, height: number): number => {
    const key = `${end}/${side.key}`;
    const offset = used.get(key) ?? 0;
    used.set(key, offset + height);
    return side.top + offset + height / 2;
  };
  const x1 = LABEL + BAR;
  const x2 = WIDTH - LABEL - BAR;
  const order = (code: PhaseCode | null) => (code === null ? -1 : PHASE_CODES.indexOf(code));
  const ribbons = [...flows]
    .sort((a, b) => order(a.from) - order(b.from) || order(a.to) - order(b.to))
    .map((flow) => {
      const height = flow.count * scale;
      const from = place(
        left.find(({ key }) => key === flow.from)!,
        'from',
        height,
      );
      const to = place(
        right.find(({ key }) => key === flow.to)!,
        'to',
        height,
      );
      return {
        key: `${flow.from}/${flow.to}`,
        path: ribbon({ source: [x1, round(from)], target: [x2, round(to)] }) ?? '',
        height: round(Math.max(1, height)),
        className: flow.from === null ? 'flux-entree' : `phase-${flow.from}`,
      };
    });
  const bars = (sides: Side[], x: number, labelX: number, anchor: 'start' | 'end') =>
    sides.map(({ key, label, count, top, height }) => (
      <g key={String(key)}>
        <rect
          x={x}
          y={round(top)}
          width={BAR}
          height={round(height)}
          className={key === null ? 'flux-entree aire' : `phase-${key} aire`}
        />
        {key !== null && PATTERNS[key] && (
          <rect x={x} y={round(top)} width={BAR} height={round(height)} fill={PATTERNS[key]} />
        )}
        <text x={labelX} y={round(top + height / 2 + 4)} textAnchor={anchor} className="texte-axe">
          {label}, {formatNumber(count)}
        </text>
      </g>
    ));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={sentence} className="block w-full">
      {ribbons.map(({ key, path, height, className }) => (
        <path key={key} d={path} strokeWidth={height} className={`${className} ruban`} />
      ))}
      {bars(left, LABEL, LABEL - 8, 'end')}
      {bars(right, x2, x2 + BAR + 8, 'start')}
    </svg>
  );
}
