import { formatAmount, formatDay, formatNumber } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { lastDayOfYear, yearOf, type Day } from '~/platform/day';
import { cents } from '~/platform/money';
import { FEWEST_CASES } from '~/startup/durations';
import type { Network, StartupFacts } from '../facts';

/** A count, an amount in cents, or a share in percent. */
export type Unit = 'nombre' | 'euros' | 'pourcent';

export const FAMILIES = {
  finances: 'Indicateurs de la loi de finances',
  activite: 'Chiffres du rapport d’activité',
  arrets: 'Ce qui s’arrête et ce qui continue',
  transparence: 'Transparence',
} as const;
export type Family = keyof typeof FAMILIES;

/** One thing that a number counts. */
export interface Counted {
  name: string;
  to: string | null;
  /** Why it is counted: a day, an amount, a phase. */
  detail: string;
  /** Of a share: whether it is on its upper side. Absent: it counts for one. */
  kept?: boolean;
}

export interface Measure {
  value: number | null;
  counted: readonly Counted[];
  /** Why there is no value, or what must be known of it. */
  note: string | null;
}

/** One calendar year, to its end or to today. */
export interface Period {
  year: number;
  /** The last day that counts. */
  end: Day;
  /** Whether the year is still running. */
  running: boolean;
  today: Day;
}

export const periodOf = (year: number, today: Day): Period => {
  const running = year >= yearOf(today);
  return { year, end: running ? today : lastDayOfYear(year), running, today };
};

/** What an indicator counted on a night of a year that is over. */
export interface KeptMeasure {
  value: number | null;
  counted: readonly Counted[];
  on: Day;
}

/** What indicators read besides the published network. */
export interface IndicatorFacts {
  network: Network;
  /** How many people had a mission on the last day of each year, or today. Never who. */
  membersByYear: ReadonlyMap<number, number>;
  /** How many people the certification's sessions of each year certified. Never who. */
  certifiedByYear: ReadonlyMap<number, number>;
  /** Of the awards whose results were published here: whether the promise was kept; null while a result is missing. */
  promises: ReadonlyArray<{ startup: StartupFacts; year: number; kept: boolean | null }>;
  /** What those without dates counted on the last night of each year, by `code/year`. */
  kept: ReadonlyMap<string, KeptMeasure>;
  /** What people entered, with its source, by `code/year`. */
  entered: ReadonlyMap<string, { value: number; source: string }>;
}

export interface Indicator {
  code: string;
  family: Family;
  name: string;
  /** The rule, as everybody reads it. */
  rule: string;
  unit: Unit;
  /** « année » sums what happened; « fin » says where things stand on the last day. */
  period: 'année' | 'fin';
  source: string;
  /** What it counts bears no date: of a past year only what was kept then is known. */
  undated?: true;
  measure(facts: IndicatorFacts, period: Period): Measure;
}

/** What an indicator says of a period: counted now, or as it was kept when the year was not over. */
export function measureOf(indicator: Indicator, facts: IndicatorFacts, period: Period): Measure {
  const kept = facts.kept.get(`${indicator.code}/${period.year}`);
  if (!indicator.undated || period.running || kept === undefined) return indicator.measure(facts, period);
  return { value: kept.value, counted: kept.counted, note: `Compté le ${formatDay(kept.on)}.` };
}

export const within = (day: Day | null, { year, end }: Period): boolean =>
  day !== null && yearOf(day) === year && day <= end;

export const countedStartup = (startup: StartupFacts, detail: string, kept?: boolean): Counted => ({
  name: startup.title,
  to: startupPath(startup.publicId),
  detail,
  ...(kept === undefined ? {} : { kept }),
});

export const countOfThings = (counted: readonly Counted[], note: string | null = null): Measure => ({
  value: counted.length,
  counted,
  note,
});

/** The share of what is kept, in percent; none below the number of cases under which no rate is shown. */
export function shareOf(counted: readonly Counted[], note: string | null = null): Measure {
  if (counted.length < FEWEST_CASES)
    return {
      value: null,
      counted,
      note: `Moins de ${FEWEST_CASES} cas${counted.length === 0 ? '' : ` (${counted.length})`} : pas de taux.`,
    };
  const kept = counted.filter((one) => one.kept === true).length;
  return { value: (kept / counted.length) * 100, counted, note };
}

const tenth = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

export function formatMeasure(unit: Unit, value: number | null): string {
  if (value === null) return '–';
  if (unit === 'euros') return formatAmount(cents(Math.round(value)));
  return unit === 'pourcent' ? `${tenth.format(value)} %` : formatNumber(value);
}
