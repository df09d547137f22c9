import type { Day } from '~/platform/day';

/** Success criteria that a file may name: more are remembered by nobody. */
export const CRITERIA_COUNT = 3;

export interface Criterion {
  text: string;
  /** The number that says that it is reached, with its unit. */
  target: string;
  due: Day | null;
}
