import { daysBetween, type Day } from '~/platform/day';
import { inOrder, type Phase } from './life';
import type { PhaseCode } from './rules';

/** One stay in a phase, in days; `ended` is false for those still in it on the asked day (censored). */
export interface Stay {
  days: number;
  ended: boolean;
}

export interface Stays {
  stays: Stay[];
  /** Left out because the next phase starts on the same day: their length is unknown. */
  sameDayCount: number;
}

/** The stays in a phase: from its start to the next start, or to the asked day. */
export function staysIn(code: PhaseCode, lives: Iterable<readonly Phase[]>, on: Day): Stays {
  const result: Stays = { stays: [], sameDayCount: 0 };
  for (const life of lives) {
    const ordered = inOrder(life.filter((phase) => phase.start <= on));
    ordered.forEach((phase, index) => {
      if (phase.code !== code) return;
      const next = ordered[index + 1];
      if (next === undefined) result.stays.push({ days: daysBetween(phase.start, on), ended: false });
      else if (next.start === phase.start) result.sameDayCount += 1;
      else result.stays.push({ days: daysBetween(phase.start, next.start), ended: true });
    });
  }
  return result;
}

/** A quantile of the length of stay in days; null is « non atteinte ». */
export interface Quantile {
  days: number | null;
  low: number | null;
  high: number | null;
}

export interface Estimate {
  count: number;
  ended: number;
  sameDayCount: number;
  median: Quantile;
  thirdQuartile: Quantile;
}

interface Step {
  days: number;
  survival: number;
  low: number;
  high: number;
}

const Z_95 = 1.959963984540054;

/** Kaplan–Meier with the log-log 95 % interval, as R's `survfit(conf.type = "log-log")`. */
export function survivalSteps(stays: readonly Stay[]): Step[] {
  const byDays = new Map<number, { ended: number; left: number }>();
  for (const stay of stays) {
    const at = byDays.get(stay.days) ?? { ended: 0, left: 0 };
    at.left += 1;
    if (stay.ended) at.ended += 1;
    byDays.set(stay.days, at);
  }
  let atRisk = stays.length;
  let survival = 1;
  let greenwood = 0;
  const steps: Step[] = [];
  for (const [days, { ended, left }] of [...byDays].sort(([a], [b]) => a - b)) {
    if (ended > 0) {
      survival *= 1 - ended / atRisk;
      greenwood += ended / (atRisk * (atRisk - ended));
      steps.push({ days, survival, ...logLogInterval(survival, greenwood) });
    }
    atRisk -= left;
  }
  return steps;
}

function logLogInterval(survival: number, greenwood: number): { low: number; high: number } {
  if (survival <= 0 || survival >= 1) return { low: Number.NaN, high: Number.NaN };
  const spread = (Z_95 * Math.sqrt(greenwood)) / Math.log(survival);
  return {
    low: Math.exp(-Math.exp(Math.log(-Math.log(survival)) - spread)),
    high: Math.exp(-Math.exp(Math.log(-Math.log(survival)) + spread)),
  };
}

const TOLERANCE = 1e-9;

/**
 * The first day where the curve falls below `level`; where it rests exactly on it, the middle of that rest, which
 * may last until the longest stay.
 */
function crossing(
  steps: readonly Step[],
  longest: number,
  level: number,
  of: (step: Step) => number,
): number | null {
  const index = steps.findIndex((step) => of(step) <= level + TOLERANCE);
  const step = steps[index];
  if (step === undefined) return null;
  const rests = Math.abs(of(step) - level) < TOLERANCE;
  return rests ? (step.days + (steps[index + 1]?.days ?? longest)) / 2 : step.days;
}

function quantile(steps: readonly Step[], longest: number, share: number): Quantile {
  const level = 1 - share;
  return {
    days: crossing(steps, longest, level, (step) => step.survival),
    low: crossing(steps, longest, level, (step) => step.low),
    high: crossing(steps, longest, level, (step) => step.high),
  };
}

/** The one estimator of time in a phase (decision record 0006). */
export function estimate({ stays, sameDayCount }: Stays): Estimate {
  const steps = survivalSteps(stays);
  const longest = stays.reduce((most, stay) => Math.max(most, stay.days), 0);
  return {
    count: stays.length,
    ended: stays.filter((stay) => stay.ended).length,
    sameDayCount,
    median: quantile(steps, longest, 0.5),
    thirdQuartile: quantile(steps, longest, 0.75),
  };
}

/** Below ten cases no median or rate is shown. */
export const FEWEST_CASES = 10;

/**
 * How many more days a stay lasts that has lasted `lived` days already: the same estimator over the stays that lasted
 * at least as long, counted from there.
 */
export const remainingAfter = (lived: number, { stays }: Stays): Estimate =>
  estimate({
    stays: stays.filter(({ days }) => days > lived).map(({ days, ended }) => ({ days: days - lived, ended })),
    sameDayCount: 0,
  });
