import { LIFECYCLE, type PhaseCode } from '../rules';
import type { Mark } from './life-line-geometry';
import { BarShape, MarkShape } from './life-line-shapes';

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
