import { addDays, daysBetween, type Day } from '~/platform/day';
import { estimate, FEWEST_CASES, remainingAfter, staysIn, type Estimate } from '~/startup/durations';
import { PHASE_CODES, LIFECYCLE, type PhaseCode } from '~/startup/rules';
import type { Network, StartupFacts } from '../facts';
import { oncePerVersion } from '../memo';

export const TIMED_CODES = PHASE_CODES.filter((code) => LIFECYCLE[code].kind === 'phase');

/** Time in each phase over the whole network, as of a day. */
export function networkDurations(network: Network, on: Day): Readonly<Partial<Record<PhaseCode, Estimate>>> {
  return oncePerVersion(network, `durations/${on}`, () => {
    const lives = network.startups.map((startup) => startup.phases);
    return Object.fromEntries(TIMED_CODES.map((code) => [code, estimate(staysIn(code, lives, on))]));
  });
}

/** Time in each phase among some startups, where ten cases or more allow a figure. */
export const durationsAmong = (
  startups: ReadonlyArray<Pick<StartupFacts, 'phases'>>,
  on: Day,
): Array<{ code: PhaseCode; estimate: Estimate }> =>
  TIMED_CODES.map((code) => ({
    code,
    estimate: estimate(
      staysIn(
        code,
        startups.map(({ phases }) => phases),
        on,
      ),
    ),
  })).filter((line) => line.estimate.count >= FEWEST_CASES);

/** When the phase in which a startup is would end, as the network's own went on that lasted as long. */
export interface NextChange {
  /** On how many cases it rests. */
  count: number;
  on: Day;
  earliest: Day | null;
  latest: Day | null;
}

/** The next change of phase of a startup; null below ten cases, or where fewer than half ever left. */
export function nextChange(
  network: Network,
  phase: { code: PhaseCode; start: Day },
  today: Day,
): NextChange | null {
  if (LIFECYCLE[phase.code].kind !== 'phase') return null;
  const stays = oncePerVersion(network, `stays/${phase.code}/${today}`, () =>
    staysIn(
      phase.code,
      network.startups.map(({ phases }) => phases),
      today,
    ),
  );
  const { count, median } = remainingAfter(daysBetween(phase.start, today), stays);
  if (count < FEWEST_CASES || median.days === null) return null;
  const after = (days: number | null): Day | null =>
    days === null ? null : addDays(today, Math.round(days));
  return { count, on: after(median.days)!, earliest: after(median.low), latest: after(median.high) };
}

/** Medians in days by phase, where enough cases allow one. */
export function medians(network: Network, on: Day): Partial<Record<PhaseCode, number>> {
  const durations = networkDurations(network, on);
  return Object.fromEntries(
    TIMED_CODES.flatMap((code) => {
      const found = durations[code];
      return found && found.count >= FEWEST_CASES && found.median.days !== null
        ? [[code, found.median.days]]
        : [];
    }),
  );
}
