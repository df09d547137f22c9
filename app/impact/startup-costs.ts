import { addMonths } from '~/platform/calendar';
import { addDays, type Day } from '~/platform/day';
import { costOf, type BudgetPeriod } from './budget/budget';
import { costsOf, yearlyBudget, type Cost } from './costs';
import type { Metric } from './reads.server';
import { firstOfMonth } from './values/periods';
import { sinceLastBreak, unitAt } from './views';

/** A metric without what was measured before its definition changed: the two are never added together. */
const unbroken = (metric: Metric): Metric => {
  const months = sinceLastBreak(metric);
  const last = months.at(-1);
  return { ...metric, months, unit: last ? unitAt(metric, last.month) : metric.unit };
};

const held = (metrics: readonly Metric[], indicator: string): Metric | null => {
  const found = metrics.find((metric) => metric.indicator === indicator);
  return found ? unbroken(found) : null;
};

/** Costs as they are, each with what it was a year before: the same rule, on the figures and the money of then. */
export function costsOverTime(
  metrics: readonly Metric[],
  budgets: readonly BudgetPeriod[],
  today: Day,
): Array<Cost & { yearBefore: number | null }> {
  const then = addMonths(today, -12);
  const before = costsFrom(
    metrics.map((metric) => ({
      ...metric,
      // The same definition, and whole months, as in the present cost.
      months: sinceLastBreak(metric).filter(({ month }) => month < firstOfMonth(then)),
    })),
    budgets.filter(({ start }) => start < then),
    then,
    budgets[0]?.withTax,
  );
  return costsFrom(metrics, budgets, today).map((cost) => ({
    ...cost,
    yearBefore: before.find(({ code }) => code === cost.code)!.euros,
  }));
}

/** The costs that these metrics and budgets let compute, as of the last month that they know. */
export function costsFrom(
  metrics: readonly Metric[],
  budgets: readonly BudgetPeriod[],
  today: Day,
  withTax = budgets[0]?.withTax,
): Cost[] {
  // Amounts with and without taxes are never added together: the latest period says which count.
  const periods = budgets
    .filter((budget) => budget.withTax === withTax)
    .map((budget) => ({ start: budget.start, end: budget.end, amount: costOf(budget, today) }));
  const leading = metrics.find(({ northStar, kind }) => northStar && kind === 'impact');
  const impact = held(metrics, 'impact') ?? (leading ? unbroken(leading) : null);
  return costsOf(
    yearlyBudget(periods, addDays(today, -1)),
    {
      active: held(metrics, 'utilisateurs-actifs'),
      transactions: held(metrics, 'transactions'),
      satisfaction: held(metrics, 'satisfaction'),
      impact,
    },
    today,
  );
}
