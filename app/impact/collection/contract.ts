import { z } from 'zod';
import { parisDay } from '~/platform/calendar';
import { addDays, parseDay, type Day } from '~/platform/day';
import type { Gathering, Periodicity } from '../vocabulary';
import { periodOf } from '../values/periods';

/**
 * The network's publishing contract of statistics: `{ description, stats: [{ date, value }] }` for a periodicity and
 * a number of periods. What is seen besides it is understood: everything wrapped in `data`, numbers as
 * text, dates in epoch seconds or milliseconds, extra fields.
 */
const figure = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+([.,]\d+)?$/, { error: 'valeur illisible' })
    .transform((text) => Number(text.replace(',', '.'))),
]);
const LATEST_SECONDS = 10_000_000_000;
const instant = z.union([
  z
    .number()
    .transform((number) => new Date(Math.abs(number) < LATEST_SECONDS ? number * 1000 : number))
    .refine((date) => !Number.isNaN(date.getTime()), { error: 'date illisible' }),
  z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'date illisible' })
    .transform((text) => new Date(text)),
]);
const series = z.object({
  description: z.string().optional(),
  stats: z.array(z.object({ date: instant, value: figure })).max(20_000),
});
const answer = z.union([series, z.object({ data: series }).transform(({ data }) => data)]);

export interface ContractValue {
  start: Day;
  end: Day;
  value: number;
}

const asContractPeriod: Readonly<Record<Periodicity, 'day' | 'week' | 'month' | 'year'>> = {
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'month',
  year: 'year',
};

const DAYS_OF = { day: 1, week: 7, month: 31, year: 366 } as const;

/** Periods to ask for: enough to mend a month of silence, all of them the first time. */
export const periodsToAsk = (periodicity: Periodicity, first: boolean): number =>
  ({ day: 45, week: 12, month: 6, quarter: 9, year: 3 })[periodicity] * (first ? 16 : 1);

/** The address of a request, in the contract's words. */
export function contractAddress(address: string, periodicity: Periodicity, since: number): string {
  const url = new URL(address);
  url.searchParams.set('periodicity', asContractPeriod[periodicity]);
  url.searchParams.set('since', String(since));
  return url.href;
}

/** The same for those who want `since` and `to` as days. */
export function datedAddress(address: string, periodicity: Periodicity, since: number, today: Day): string {
  const url = new URL(contractAddress(address, periodicity, since));
  url.searchParams.set('since', addDays(today, -since * DAYS_OF[asContractPeriod[periodicity]]));
  url.searchParams.set('to', today);
  return url.href;
}

export const contractBody = (periodicity: Periodicity, since: number): string =>
  JSON.stringify({ periodicity: asContractPeriod[periodicity], since });

/** Larger ones are no measure of anything, and overflow sums. */
const LARGEST = 1e15;
const OLDEST = '1990-01-01' as Day;

/** The day that a date of the contract means: a day in Paris, except midnight in UTC, which is the day that it writes. */
function dayOf(date: Date): Day | null {
  const atMidnight = date.getTime() % 86_400_000 === 0;
  return atMidnight ? parseDay(date.toISOString().slice(0, 10)) : parseDay(parisDay(date));
}

/** What the months of a quarter or a year make of it, as the metric says. */
function gathered(months: ReadonlyArray<{ start: Day; value: number }>, gathering: Gathering): number {
  const inOrder = [...months].sort((a, b) => (a.start < b.start ? -1 : 1));
  const sum = inOrder.reduce((total, { value }) => total + value, 0);
  if (gathering === 'somme') return sum;
  return gathering === 'moyenne' ? sum / inOrder.length : inOrder.at(-1)!.value;
}

/**
 * Reads an answer as values of the metric's periods. The period under way is left out, which is not over, and so is
 * a quarter of which a month is missing.
 * @throws {z.ZodError | SyntaxError} when it is not the contract.
 */
export function readAnswer(
  text: string,
  { periodicity, gathering }: { periodicity: Periodicity; gathering: Gathering },
  today: Day,
): ContractValue[] {
  const { stats } = answer.parse(JSON.parse(text));
  const asked = periodicity === 'quarter' ? 'month' : periodicity;
  const values = new Map<Day, ContractValue>();
  for (const { date, value } of stats) {
    const on = dayOf(date);
    if (on === null || on < OLDEST || !(Math.abs(value) <= LARGEST)) continue;
    const { start, end } = periodOf(asked, on);
    if (end < today) values.set(start, { start, end, value });
  }
  if (periodicity !== 'quarter') return [...values.values()];
  const quarters = new Map<Day, ContractValue[]>();
  for (const month of values.values()) {
    const { start } = periodOf('quarter', month.start);
    quarters.set(start, [...(quarters.get(start) ?? []), month]);
  }
  return [...quarters]
    .filter(([, months]) => months.length === 3)
    .map(([start, months]) => ({ ...periodOf('quarter', start), value: gathered(months, gathering) }));
}

/** How many figures make a year whole. */
const FIGURES_A_YEAR: Readonly<Record<Periodicity, number>> = {
  day: 12,
  week: 12,
  month: 12,
  quarter: 4,
  year: 1,
};

/**
 * Our months as a periodicity of the contract: by the year when it is asked for, without the years of which a figure
 * is missing; month by month otherwise, since no finer figure is published.
 */
export function publishedBy(
  periodicity: string | null,
  { gathering, periodicity: own }: { gathering: Gathering; periodicity: Periodicity },
  months: ReadonlyArray<{ month: Day; value: number }>,
): Array<{ start: Day; value: number }> {
  const monthly = months.map(({ month, value }) => ({ start: month, value }));
  if (periodicity !== 'year') return monthly;
  const years = new Set(monthly.map(({ start }) => periodOf('year', start).start));
  return [...years].flatMap((year) => {
    const ofYear = monthly.filter(({ start }) => periodOf('year', start).start === year);
    return ofYear.length === FIGURES_A_YEAR[own] ? [{ start: year, value: gathered(ofYear, gathering) }] : [];
  });
}

/** Our own figures in the same contract. */
export const contractAnswer = (
  description: string,
  values: ReadonlyArray<{ start: Day; value: number }>,
): { description: string; stats: Array<{ date: string; value: number }> } => ({
  description,
  stats: values.map(({ start, value }) => ({ date: `${start}T00:00:00.000Z`, value })),
});
