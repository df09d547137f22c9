import { addMonths, monthsBetween } from '~/platform/calendar';
import { addDays, daysBetween, type Day } from '~/platform/day';
import { cents, type Cents } from '~/platform/money';
import type { Direction, Gathering, Periodicity } from './vocabulary';

export interface SpentPeriod {
  start: Day;
  end: Day;
  /** What was spent, or planned while nobody knows what was spent; null when neither is known. */
  amount: Cents | null;
}

/** Fewer known months than this make no yearly budget. */
const FEWEST_DAYS = 180;
const DAYS_A_YEAR = 365;

/**
 * The yearly budget on a day: what the twelve months before it cost, each period counted by its days that fall
 * within. From six known months on it is brought to a year; with fewer there is none.
 */
export function yearlyBudget(periods: readonly SpentPeriod[], until: Day): Cents | null {
  const from = addDays(addMonths(until, -12), 1);
  let days = 0;
  let amount = 0;
  for (const period of periods) {
    if (period.amount === null) continue;
    const start = period.start > from ? period.start : from;
    const end = period.end < until ? period.end : until;
    if (end < start) continue;
    const within = daysBetween(start, end) + 1;
    days += within;
    amount += (period.amount * within) / (daysBetween(period.start, period.end) + 1);
  }
  if (days < FEWEST_DAYS) return null;
  return cents(Math.round(days >= DAYS_A_YEAR ? amount : (amount * DAYS_A_YEAR) / days));
}

export interface MonthlySeries {
  /** How often there is a figure. */
  periodicity: Periodicity;
  /** First days of months with their figure, in order. */
  months: ReadonlyArray<{ month: Day; value: number }>;
}

export interface Cost {
  code: 'usage' | 'acte-utile' | 'impact';
  label: string;
  /** Euros for one unit; null when a part of the formula is not known. */
  euros: number | null;
  /** The formula with its figures, as text that everyone reads. */
  formula: string;
  /** What is not known of it. */
  lacks: string[];
}

/** A year's budget is held against figures of that year: older ones say nothing of it. */
const OLDEST_MONTHS = 12;
/** Figures that make twelve months whole. */
const A_YEAR: Readonly<Record<Periodicity, number>> = { day: 12, week: 12, month: 12, quarter: 4, year: 1 };

const recent = <S extends MonthlySeries>(series: S | null, until: Day): S | null => {
  const lastMonth = series?.months.at(-1)?.month;
  return lastMonth !== undefined && monthsBetween(lastMonth, until) <= OLDEST_MONTHS ? series : null;
};
const last = ({ months }: MonthlySeries): number | null => months.at(-1)?.value ?? null;
/** Only a figure of each month says how many were active in a month. */
const byMonth = (series: MonthlySeries | null): MonthlySeries | null =>
  series?.periodicity === 'month' ? series : null;
/** What the twelve months up to the last figure add up to; null when one of its figures is missing. */
function yearOf({ months, periodicity }: MonthlySeries): number | null {
  const lastMonth = months.at(-1)?.month;
  if (lastMonth === undefined) return null;
  const from = addMonths(lastMonth, -11);
  const within = months.filter(({ month }) => month >= from);
  return within.length < A_YEAR[periodicity] ? null : within.reduce((sum, { value }) => sum + value, 0);
}

const isProduced = ({ gathering, direction }: { gathering: Gathering; direction: Direction }): boolean =>
  gathering !== 'moyenne' && direction === 'hausse';

const written = (value: number): string =>
  value.toLocaleString('fr-FR', { maximumFractionDigits: value < 10 ? 2 : 0 });

function cost(
  code: Cost['code'],
  label: string,
  budget: Cents | null,
  parts: ReadonlyArray<{ name: string; value: number | null }>,
  words: string,
): Cost {
  const lacks = [
    ...(budget === null ? ['le budget d’un an'] : []),
    ...parts.filter(({ value }) => value === null).map(({ name }) => name),
  ];
  const divisor = parts.reduce<number | null>(
    (product, { value }) => (product === null || value === null ? null : product * value),
    1,
  );
  if (lacks.length > 0 || divisor === null || divisor <= 0) {
    return { code, label, euros: null, formula: words, lacks };
  }
  const product = parts.map(({ name, value }) => `${written(value!)} (${name})`).join(' × ');
  const figures = parts.length > 1 ? `(${product})` : product;
  return {
    code,
    label,
    euros: budget! / 100 / divisor,
    formula: `${words} : ${written(budget! / 100)} € ÷ ${figures}`,
    lacks,
  };
}

/**
 * The three costs of the impact matrix. A use costs the yearly budget over the people active in a month (the
 * matrix's own formula); a useful act and a unit of impact cost it over those of twelve months.
 */
export function costsOf(
  budget: Cents | null,
  given: Readonly<{
    active: MonthlySeries | null;
    transactions: MonthlySeries | null;
    satisfaction: MonthlySeries | null;
    /** What is produced: never a mean, nor what is better when it is low, of which a unit costs nothing. */
    impact: (MonthlySeries & { gathering: Gathering; direction: Direction; unit: string }) | null;
  }>,
  until: Day,
): Cost[] {
  const series = {
    active: recent(byMonth(given.active), until),
    transactions: recent(given.transactions, until),
    satisfaction: recent(given.satisfaction, until),
    impact: recent(given.impact && isProduced(given.impact) ? given.impact : null, until),
  };
  const isStock = series.impact?.gathering === 'dernier';
  const satisfaction = series.satisfaction ? last(series.satisfaction) : null;
  const impact =
    series.impact === null
      ? null
      : series.impact.gathering === 'somme'
        ? yearOf(series.impact)
        : last(series.impact);
  return [
    cost(
      'usage',
      'Coût par usage',
      budget,
      [{ name: 'personnes actives par mois', value: series.active ? last(series.active) : null }],
      'budget d’un an ÷ personnes actives du dernier mois',
    ),
    cost(
      'acte-utile',
      'Coût par acte utile',
      budget,
      [
        { name: 'actes en douze mois', value: series.transactions ? yearOf(series.transactions) : null },
        {
          name: 'part qui le trouve utile',
          // Some write 0.84, others 84.
          value: satisfaction === null ? null : satisfaction > 1 ? satisfaction / 100 : satisfaction,
        },
      ],
      'budget d’un an ÷ (actes en douze mois × part des personnes qui les trouvent utiles)',
    ),
    cost(
      'impact',
      series.impact ? `Coût par unité d’impact (${series.impact.unit})` : 'Coût par unité d’impact',
      budget,
      [
        {
          name: isStock ? 'impact constaté au dernier relevé' : 'impact produit en douze mois',
          value: impact,
        },
      ],
      isStock
        ? 'budget d’un an ÷ impact constaté au dernier relevé'
        : 'budget d’un an ÷ impact produit en douze mois',
    ),
  ];
}
