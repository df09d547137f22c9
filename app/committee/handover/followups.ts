import { addMonths } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import { FOLLOWUP_MONTHS, SIGN_CODES, type SuccessSign } from './vocabulary';

/** Which of the five signs hold, by the host's word. */
export type SignAnswers = Partial<Record<SuccessSign, boolean>>;

/** One look at a product some months after it left: due, asked, answered. */
export interface FollowUp {
  id: string;
  startupId: string;
  title: string;
  exitDay: Day;
  months: number;
  due: Day;
  askedAt: Date | null;
  answers: SignAnswers | null;
  comment: string | null;
  answeredAt: Date | null;
}

/** The days on which a host is asked, from the day of the exit. */
export const followUpDays = (exitDay: Day) =>
  FOLLOWUP_MONTHS.map((months) => ({ months, due: addMonths(exitDay, months) }));

/** Signs that hold no more, against the answer before, or at all when there is none before. */
export function fallenSigns(followUps: readonly FollowUp[]): SuccessSign[] {
  const answered = followUps.filter(({ answers }) => answers !== null);
  const last = answered.at(-1)?.answers;
  return last ? SIGN_CODES.filter((sign) => last[sign] === false) : [];
}
