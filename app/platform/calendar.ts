import { Temporal } from 'temporal-polyfill';
import type { Day } from './day';

/** The one place where an instant becomes a day: the day that people in Paris live at that instant. */
export function parisDay(instant: Date): Day {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO('Europe/Paris')
    .toPlainDate()
    .toString() as Day;
}

/** The same day `months` later, or the last one of the month when it has none (31 January + 1 month). */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString() as Day;
}

/** Whole months from one day to a later one: 0 in the first month. */
export function monthsBetween(start: Day, end: Day): number {
  return Temporal.PlainDate.from(start).until(Temporal.PlainDate.from(end), { largestUnit: 'months' }).months;
}

/** The next instant at which it is this hour in Paris, today or on a later day; on Mondays only when `weekday` is 1. */
export function nextParisHour(instant: Date, hour: number, weekday?: number): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('Europe/Paris');
  let next = now.startOfDay().with({ hour });
  while (
    Temporal.ZonedDateTime.compare(next, now) <= 0 ||
    (weekday !== undefined && next.dayOfWeek !== weekday)
  ) {
    next = next.add({ days: 1 });
  }
  return new Date(next.epochMilliseconds);
}

/** The instant at which a clock in Paris shows this day and time; an hour that spring skips is the next one. */
export function parisInstant(day: Day, time: string): Date {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: time });
  return new Date(at.epochMilliseconds);
}

/** « 14:30 », as a clock in Paris shows this instant. */
export const parisTime = (instant: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO('Europe/Paris')
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
