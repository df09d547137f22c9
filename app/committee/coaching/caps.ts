import { addMonths, monthsBetween } from '~/platform/calendar';
import { addDays, type Day } from '~/platform/day';
import type { PhaseCode } from '~/startup/rules';

/** How much coaching a phase may take, in days for a span of it (handbook, « coaching »). */
export interface Cap {
  days: number;
  from: Day;
  to: Day;
  words: string;
}

const HALF_YEAR = 6;
const INVESTIGATION_WEEKS = 9;

/** The cap that counts today: 20 days for an investigation; 40 for the first half-year of construction, then 25; 25; 15. */
export function capAt(phase: { code: PhaseCode; start: Day } | null, today: Day): Cap | null {
  if (phase === null || phase.start > today) return null;
  if (phase.code === 'investigation')
    return {
      days: 20,
      from: phase.start,
      to: addDays(phase.start, INVESTIGATION_WEEKS * 7 - 1),
      words: `20 jours en ${INVESTIGATION_WEEKS} semaines`,
    };
  const days = { construction: 25, acceleration: 25, consolidation: 15 }[phase.code as string];
  if (days === undefined) return null;
  const half = Math.floor(monthsBetween(phase.start, today) / HALF_YEAR);
  const from = addMonths(phase.start, half * HALF_YEAR);
  const first = phase.code === 'construction' && half === 0;
  return {
    days: first ? 40 : days,
    from,
    to: addDays(addMonths(phase.start, (half + 1) * HALF_YEAR), -1),
    words: first ? '40 jours les six premiers mois' : `${days} jours par semestre`,
  };
}

/** The days given within a cap's span: a month counts when its first day lies in the span's months. */
export const daysWithin = (
  months: ReadonlyArray<{ month: Day; days: number }>,
  { from, to }: Pick<Cap, 'from' | 'to'>,
): number =>
  months
    .filter(({ month }) => month.slice(0, 7) >= from.slice(0, 7) && month <= to)
    .reduce((sum, { days }) => sum + days, 0);

/** Past two years on one product it is no coaching any more, unless somebody says why. */
export const LONGEST_MONTHS = 24;
