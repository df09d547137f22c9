import type { Day } from '~/platform/day';
import { INDICATORS } from './all';
import { knownIn, type IndicatorYear } from './facts.server';
import {
  FAMILIES,
  formatMeasure,
  measureOf,
  periodOf,
  type Family,
  type Indicator,
  type IndicatorFacts,
} from './indicator';

export interface IndicatorLine {
  code: string;
  name: string;
  rule: string;
  value: number | null;
  shown: string;
  /** How many things it counts: none for those that only people enter. */
  count: number;
  note: string | null;
  target: string | null;
  published: { shown: string; difference: string | null; source: string; explanation: string } | null;
}

const difference = (indicator: Indicator, value: number | null, published: number): string | null => {
  if (value === null) return null;
  const gap = value - published;
  if (Math.abs(gap) < (indicator.unit === 'pourcent' ? 0.5 : 0.001)) return 'égal';
  return `${gap > 0 ? '+' : '−'}${formatMeasure(indicator.unit, Math.abs(gap)).replace(' %', ' points')}`;
};

/** One indicator in one year, beside its target and what was published elsewhere. */
export function indicatorLine(
  indicator: Indicator,
  facts: IndicatorFacts & { written: ReadonlyMap<string, IndicatorYear> },
  year: number,
  today: Day,
): IndicatorLine {
  const { value, counted, note } = measureOf(indicator, facts, periodOf(year, today));
  const known = knownIn(facts.written, indicator.code, year);
  return {
    code: indicator.code,
    name: indicator.name,
    rule: indicator.rule,
    value,
    shown: formatMeasure(indicator.unit, value),
    count: counted.length,
    note,
    target: known === null || known.target === null ? null : formatMeasure(indicator.unit, known.target),
    published:
      known === null || known.published === null
        ? null
        : {
            shown: formatMeasure(indicator.unit, known.published),
            difference: difference(indicator, value, known.published),
            source: known.source,
            explanation: known.explanation,
          },
  };
}

export interface IndicatorFamily {
  family: Family;
  label: string;
  lines: IndicatorLine[];
}

export const indicatorTable = (
  facts: IndicatorFacts & { written: ReadonlyMap<string, IndicatorYear> },
  year: number,
  today: Day,
): IndicatorFamily[] =>
  (Object.keys(FAMILIES) as Family[]).map((family) => ({
    family,
    label: FAMILIES[family],
    lines: INDICATORS.filter((indicator) => indicator.family === family).map((indicator) =>
      indicatorLine(indicator, facts, year, today),
    ),
  }));
