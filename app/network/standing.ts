import type { Day } from '~/platform/day';
import { currentPhase, type Phase } from '~/startup/life';
import {
  ACTIVE_CODES,
  codesOfStage,
  LIFECYCLE,
  PERENNIAL_CODES,
  STAGES,
  type PhaseCode,
  type Stage,
  type Stop,
} from '~/startup/rules';
import type { Network, StartupFacts } from './facts';
import { oncePerVersion } from './memo';

/** Where each startup stood on a day: in the order of `network.startups`; null before its first phase. */
export function standingOn(network: Network, on: Day): ReadonlyArray<Phase | null> {
  return oncePerVersion(network, `standing/${on}`, () =>
    network.startups.map((startup) => currentPhase(startup.phases, on)),
  );
}

export type Stock = Readonly<Record<PhaseCode, number>>;

export function stockOf(phases: Iterable<Pick<Phase, 'code'> | null>): Stock {
  const stock = Object.fromEntries(Object.keys(LIFECYCLE).map((code) => [code, 0])) as Record<
    PhaseCode,
    number
  >;
  for (const phase of phases) if (phase) stock[phase.code] += 1;
  return stock;
}

export const stockOn = (network: Network, on: Day): Stock =>
  oncePerVersion(network, `stock/${on}`, () => stockOf(standingOn(network, on)));

export const sumOf = (stock: Stock, codes: readonly PhaseCode[]): number =>
  codes.reduce((sum, code) => sum + stock[code], 0);
export const activeIn = (stock: Stock): number => sumOf(stock, ACTIVE_CODES);
export const perennialIn = (stock: Stock): number => sumOf(stock, PERENNIAL_CODES);
export const inStage = (stock: Stock, stage: Stage | Stop): number => sumOf(stock, codesOfStage(stage));

export const stockByStage = (stock: Stock): Array<{ stage: Stage; count: number }> =>
  STAGES.map((stage) => ({ stage, count: inStage(stock, stage) }));

/** Whether a startup entered a phase after `since` and until `until` (both days of Paris). */
export const enteredBetween = (
  startup: Pick<StartupFacts, 'phases'>,
  code: PhaseCode,
  since: Day,
  until: Day,
): boolean =>
  startup.phases.some((phase) => phase.code === code && phase.start > since && phase.start <= until);
