import { lastDayOfYear, yearOf, type Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import type { PhaseCode } from '~/startup/rules';
import type { Network, StartupFacts } from '../facts';
import { oncePerVersion } from '../memo';
import { stockOf, type Stock } from '../standing';

export interface StockPoint {
  label: string;
  on: Day;
  stock: Stock;
}

/** The stock at the end of each year since the first phase, and today. */
export function stockOverTime(
  network: Network,
  key: string,
  startups: readonly StartupFacts[],
  today: Day,
): StockPoint[] {
  return oncePerVersion(network, `stock-over-time/${key}/${today}`, () => {
    const first = startups.reduce<Day | null>((earliest, startup) => {
      for (const phase of startup.phases)
        if (earliest === null || phase.start < earliest) earliest = phase.start;
      return earliest;
    }, null);
    if (first === null || first > today) return [];
    const days: Day[] = [];
    for (let year = yearOf(first); year < yearOf(today); year += 1) days.push(lastDayOfYear(year));
    days.push(today);
    return days.map((on) => ({
      label: on === today ? 'auj.' : String(yearOf(on)),
      on,
      stock: stockOf(startups.map((startup) => currentPhase(startup.phases, on))),
    }));
  });
}

/** Drawn from the bottom up: what lasts, then the phases in reverse. Stops are no stock of services. */
export const DRAWN_CODES: readonly PhaseCode[] = [
  'transfere',
  'opere',
  'consolidation',
  'acceleration',
  'construction',
  'investigation',
];
