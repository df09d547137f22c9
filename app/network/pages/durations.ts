import type { Day } from '~/platform/day';
import { estimate, FEWEST_CASES, staysIn, type Estimate } from '~/startup/durations';
import { PHASE_CODES, LIFECYCLE, type PhaseCode } from '~/startup/rules';
import type { Network } from '../facts';
import { oncePerVersion } from '../memo';

export const TIMED_CODES = PHASE_CODES.filter((code) => LIFECYCLE[code].kind === 'phase');

/** Time in each phase over the whole network, as of a day. */
export function networkDurations(network: Network, on: Day): Readonly<Partial<Record<PhaseCode, Estimate>>> {
  return oncePerVersion(network, `durations/${on}`, () => {
    const lives = network.startups.map((startup) => startup.phases);
    return Object.fromEntries(TIMED_CODES.map((code) => [code, estimate(staysIn(code, lives, on))]));
  });
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
