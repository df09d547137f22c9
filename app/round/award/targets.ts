/** A target counts as reached from this share of the way, as Parliament's indicator counts (2025: 80 %, result 77 %). */
export const REACHED_SHARE = 0.8;
/** An award keeps its promise when this share of its targets is reached. */
export const KEPT_SHARE = 0.8;

/** Four fifths of 17 is 13.6, whatever binary fractions make of it. */
const ROUNDING = 1e-9;

export interface TargetResult {
  value: number;
  result: number | null;
  /** Where the figure stood when it was promised, if that is known. */
  base: number | null;
}

/**
 * Whether a target is reached at 80 %; null as long as nobody knows. One that rises is reached at 80 % of its figure;
 * one that falls from where it stood (a delay, a cost) at 80 % of the way down.
 */
export function isReached({ value, result, base }: TargetResult): boolean | null {
  if (result === null) return null;
  if (base !== null && base > value) return (base - result) / (base - value) >= REACHED_SHARE - ROUNDING;
  return value === 0 ? result >= 0 : result / value >= REACHED_SHARE - ROUNDING;
}

/** Whether an award reached 80 % of its targets, each at 80 % at least; null while a result is missing, or without a target. */
export function keptPromise(targets: readonly TargetResult[]): boolean | null {
  if (targets.length === 0) return null;
  const reached = targets.map(isReached);
  if (reached.some((one) => one === null)) return null;
  return reached.filter(Boolean).length / reached.length >= KEPT_SHARE;
}

/** « 3 sur 4 », with those of which nothing is known yet apart. */
export function keptOf(awards: ReadonlyArray<readonly TargetResult[]>): {
  kept: number;
  known: number;
  unknown: number;
} {
  const answers = awards.map(keptPromise);
  return {
    kept: answers.filter((answer) => answer === true).length,
    known: answers.filter((answer) => answer !== null).length,
    unknown: answers.filter((answer) => answer === null).length,
  };
}
