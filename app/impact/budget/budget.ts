import { formatAmount } from '~/design/formats';
import { amountField, dayField, percentField } from '~/platform/form-fields';
import { z } from 'zod';
import { parisDay } from '~/platform/calendar';
import { addDays, daysBetween, yearOf, type Day } from '~/platform/day';
import { cents, type Cents } from '~/platform/money';
import {
  NATURE_LABELS,
  NATURES,
  PART_LABELS,
  PARTS,
  type Amounts,
  type Nature,
  type Part,
} from './budget-words';

export interface BudgetPeriod {
  id: string;
  start: Day;
  end: Day;
  planned: Amounts;
  spent: Amounts;
  /** Percent of public money. */
  publicShare: number | null;
  withTax: boolean;
  publishedAt: Date | null;
  version: number;
  shares: Array<{ organisationId: string; amount: Cents }>;
}

const amounts = (nature: Nature) => {
  const name = NATURE_LABELS[nature].toLowerCase();
  return {
    [`${nature}_total`]: amountField(`Total ${name}`),
    ...Object.fromEntries(
      PARTS.map((part) => [`${nature}_${part}`, amountField(`${PART_LABELS[part]}, ${name}`)]),
    ),
  };
};

/** The short form: the period that the money covers, and what is known of it. */
export const budgetSchema = z
  .object({
    debut: dayField('Début'),
    fin: dayField('Fin'),
    taxes: z.enum(['ttc', 'ht'], { error: 'Dites si les montants sont TTC ou HT.' }).default('ttc'),
    part_publique: percentField('Part publique'),
    ...amounts('planned'),
    ...amounts('spent'),
  })
  .refine(({ debut, fin }) => fin >= debut, { error: 'La fin doit venir après le début.', path: ['fin'] });

export interface BudgetInput {
  start: Day;
  end: Day;
  withTax: boolean;
  publicShare: number | null;
  planned: Amounts;
  spent: Amounts;
}

type ReadForm = z.infer<typeof budgetSchema> & Record<string, unknown>;

const amountsIn = (form: ReadForm, nature: Nature): Amounts => {
  const at = (key: string) => (form[`${nature}_${key}`] ?? null) as Cents | null;
  const parts = Object.fromEntries(PARTS.map((part) => [part, at(part)])) as Record<Part, Cents | null>;
  return { ...parts, total: at('total') ?? sumOf(parts) };
};

/** What the parts make together; null when none is known. */
export function sumOf(parts: Readonly<Record<Part, Cents | null>>): Cents | null {
  const known = PARTS.map((part) => parts[part]).filter((value) => value !== null);
  return known.length === 0 ? null : cents(known.reduce<number>((sum, value) => sum + value, 0));
}

/** The parts of a total cannot make more than it. */
export function budgetOf(form: z.infer<typeof budgetSchema>): {
  input: BudgetInput;
  mistakes: Record<string, string>;
} {
  const read = form as ReadForm;
  const input: BudgetInput = {
    start: read.debut,
    end: read.fin,
    withTax: read.taxes === 'ttc',
    publicShare: read.part_publique,
    planned: amountsIn(read, 'planned'),
    spent: amountsIn(read, 'spent'),
  };
  const mistakes: Record<string, string> = {};
  for (const nature of NATURES) {
    const { total, ...parts } = input[nature];
    const sum = sumOf(parts);
    if (sum !== null && total !== null && sum > total)
      mistakes[`${nature}_total`] =
        `Total ${NATURE_LABELS[nature].toLowerCase()} : les parties font davantage que le total.`;
  }
  return { input, mistakes };
}

/** What a period costs: once it is over what was spent, when it is known; while it lasts what was planned. */
export const costOf = (
  { planned, spent, end }: Pick<BudgetPeriod, 'planned' | 'spent' | 'end'>,
  today: Day,
): Cents | null => (end < today ? (spent.total ?? planned.total) : planned.total);

export interface Gauge {
  planned: Cents;
  spent: Cents;
  /** Below zero when more was spent than granted. */
  left: Cents;
  /** Share of the period that is over, 0 to 100. */
  elapsed: number;
  /** Share of the money that is spent, 0 to 100 or more. */
  used: number;
  /** The day on which the money ends, at the latest. */
  ends: Day;
}

/** The last day that the money under way covers, periods that follow each other taken together; null when none is. */
export function moneyEnds(
  periods: ReadonlyArray<Pick<BudgetPeriod, 'start' | 'end'>>,
  today: Day,
): Day | null {
  const present = periods.find(({ start, end }) => start <= today && end >= today);
  if (!present) return null;
  return [...periods]
    .sort((a, b) => (a.start < b.start ? -1 : 1))
    .reduce((ends, { start, end }) => (start <= addDays(ends, 1) && end > ends ? end : ends), present.end);
}

/** « Il reste 12 000 € », or by how much more was spent. */
export const leftWords = (left: Cents): string =>
  left < 0 ? `Dépassé de ${formatAmount(cents(-left))}` : `Il reste ${formatAmount(left)}`;

/** What is left of the period under way; null when none is, or when nobody says what was granted and spent. */
export function gaugeOf(periods: readonly BudgetPeriod[], today: Day): Gauge | null {
  const present = periods.find(({ start, end }) => start <= today && end >= today);
  if (!present || !present.planned.total || present.spent.total === null) return null;
  const planned = present.planned.total;
  const spent = present.spent.total;
  const elapsed =
    (100 * (daysBetween(present.start, today) + 1)) / (daysBetween(present.start, present.end) + 1);
  return {
    planned,
    spent,
    left: cents(planned - spent),
    elapsed: Math.round(elapsed),
    used: Math.round((100 * spent) / planned),
    ends: moneyEnds(periods, today)!,
  };
}

/** The two campaigns of a year: in January what last year cost, in June what this one is expected to. */
export interface Campaign {
  code: 'janvier' | 'juin';
  year: number;
  label: string;
  opens: Day;
  closes: Day;
}

const campaign = (code: Campaign['code'], year: number): Campaign => ({
  code,
  year,
  label: `${code === 'janvier' ? 'Janvier' : 'Juin'} ${year}`,
  opens: `${year}-${code === 'janvier' ? '01' : '06'}-01` as Day,
  closes: `${year}-${code === 'janvier' ? '01-31' : '06-30'}` as Day,
});

/** Whether a budget was published since the campaign opened, days counted in Paris. */
export const publishedSince = (
  budgets: ReadonlyArray<Pick<BudgetPeriod, 'publishedAt'>>,
  { opens }: Campaign,
): boolean => budgets.some(({ publishedAt }) => publishedAt !== null && parisDay(publishedAt) >= opens);

/** The campaign that is open, or the last one that was. */
export function campaignAt(today: Day): Campaign {
  const year = yearOf(today);
  return today >= `${year}-06-01` ? campaign('juin', year) : campaign('janvier', year);
}
