import { addDays, type Day } from '~/platform/day';
import { costOf, type BudgetPeriod } from './budget/budget';
import { costsOf, yearlyBudget, type Cost } from './costs';
import type { Metric } from './reads.server';

const held = (metrics: readonly Metric[], indicator: string): Metric | null =>
  metrics.find((metric) => metric.indicator === indicator) ?? null;

/** The costs that these metrics and budgets let compute, as of the last month that they know. */
export function costsFrom(metrics: readonly Metric[], budgets: readonly BudgetPeriod[], today: Day): Cost[] {
  // Amounts with and without taxes are never added together: the latest period says which count.
  const periods = budgets
    .filter(({ withTax }) => withTax === budgets[0]?.withTax)
    .map((budget) => ({ start: budget.start, end: budget.end, amount: costOf(budget, today) }));
  const impact =
    held(metrics, 'impact') ?? metrics.find(({ northStar, kind }) => northStar && kind === 'impact') ?? null;
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
