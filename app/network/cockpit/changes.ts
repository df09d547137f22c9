import { yearOf, type Day } from '~/platform/day';
import { inOrder } from '~/startup/life';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import type { Network, StartupFacts } from '../facts';
import { oncePerVersion } from '../memo';
import type { Stock } from '../standing';

/** From one phase to another on one day; from nothing: the startup comes in. */
export interface Change {
  day: Day;
  from: PhaseCode | null;
  to: PhaseCode;
}

/** Each day on which a startup ends in another phase than it began it; phases of a same day make one change. */
export function changesOf(startup: Pick<StartupFacts, 'phases'>): Change[] {
  const changes: Change[] = [];
  for (const { code, start } of inOrder(startup.phases)) {
    const last = changes.at(-1);
    if (last?.day === start) last.to = code;
    else changes.push({ day: start, from: last?.to ?? null, to: code });
  }
  return changes;
}

export type CountedChange = Change & { count: number };

/** What happens once at most in a life, whatever the phases that follow. */
export type Milestone = 'launch' | 'handover';

/**
 * Every change of the network, counted by day: what the cockpit reads (decision record 0030). Its length follows the
 * days of the network's life, not the number of startups.
 */
export const changesByDay = (network: Network): readonly CountedChange[] =>
  oncePerVersion(network, 'changes-by-day', () => {
    const counted = new Map<string, CountedChange>();
    for (const startup of network.startups)
      for (const change of changesOf(startup)) {
        const key = `${change.day}/${change.from}/${change.to}`;
        const known = counted.get(key);
        if (known) known.count += 1;
        else counted.set(key, { ...change, count: 1 });
      }
    return [...counted.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  });

/** How many startups stood in each phase at the end of each of these days, which are in order. */
export function stocksOn(changes: readonly CountedChange[], days: readonly Day[]): Stock[] {
  const running = Object.fromEntries(Object.keys(LIFECYCLE).map((code) => [code, 0])) as Record<
    PhaseCode,
    number
  >;
  let next = 0;
  return days.map((day) => {
    for (let change = changes[next]; change !== undefined && change.day <= day; change = changes[++next]) {
      running[change.to] += change.count;
      if (change.from !== null) running[change.from] -= change.count;
    }
    return { ...running };
  });
}

const MILESTONES: Readonly<Record<Milestone, readonly PhaseCode[]>> = {
  launch: ['construction'],
  handover: ['opere', 'transfere'],
};

/** The first day of a startup's first construction, or of its first exit (ruling 2). */
export const milestoneDay = (
  { phases }: Pick<StartupFacts, 'phases'>,
  milestone: Milestone,
): Day | undefined =>
  phases
    .filter(({ code }) => MILESTONES[milestone].includes(code))
    .map(({ start }) => start)
    .sort()[0];

/** When startups were first built and first handed over, counted by day. */
export const milestonesByDay = (network: Network): ReadonlyMap<Day, Readonly<Record<Milestone, number>>> =>
  oncePerVersion(network, 'milestones-by-day', () => {
    const byDay = new Map<Day, Record<Milestone, number>>();
    for (const startup of network.startups)
      for (const milestone of ['launch', 'handover'] as const) {
        const day = milestoneDay(startup, milestone);
        if (day === undefined) continue;
        const known = byDay.get(day) ?? { launch: 0, handover: 0 };
        known[milestone] += 1;
        byDay.set(day, known);
      }
    return byDay;
  });

export interface Flow {
  from: PhaseCode | null;
  to: PhaseCode;
  count: number;
}

/** Changes after `since` and until `until`, summed by the two phases that they join. */
export function flowsBetween(changes: readonly CountedChange[], since: Day, until: Day): Flow[] {
  const flows = new Map<string, Flow>();
  for (const { day, from, to, count } of changes) {
    if (day <= since || day > until || from === to) continue;
    const key = `${from}/${to}`;
    const known = flows.get(key);
    if (known) known.count += count;
    else flows.set(key, { from, to, count });
  }
  return [...flows.values()];
}

export interface YearOfChanges {
  year: number;
  /** First phases of all. */
  entries: number;
  launches: number;
  handovers: number;
  inconclusive: number;
  stops: number;
}

/** Arrivals and departures of each calendar year until a day. */
export function changesByYear(
  changes: readonly CountedChange[],
  milestones: ReadonlyMap<Day, Readonly<Record<Milestone, number>>>,
  until: Day,
): YearOfChanges[] {
  const years = new Map<number, YearOfChanges>();
  const lineOf = (day: Day): YearOfChanges => {
    const year = yearOf(day);
    const line = years.get(year) ?? {
      year,
      entries: 0,
      launches: 0,
      handovers: 0,
      inconclusive: 0,
      stops: 0,
    };
    years.set(year, line);
    return line;
  };
  for (const [day, { launch, handover }] of milestones) {
    if (day > until) continue;
    lineOf(day).launches += launch;
    lineOf(day).handovers += handover;
  }
  for (const { day, from, to, count } of changes) {
    if (day > until) continue;
    const line = lineOf(day);
    if (from === null) line.entries += count;
    if (to === 'abandon-investigation') line.inconclusive += count;
    if (to === 'abandon') line.stops += count;
  }
  return [...years.values()].sort((a, b) => b.year - a.year);
}
