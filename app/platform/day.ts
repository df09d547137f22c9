/** A day of the calendar in Europe/Paris, `YYYY-MM-DD`. Days compare as strings. Never a JS Date. */
export type Day = string & { readonly __day: unique symbol };

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MILLISECONDS = 86_400_000;

/** The day written, or null when no such day exists (2023-02-30 does not). */
export function parseDay(text: string): Day | null {
  const match = DAY.exec(text);
  // PostgreSQL's calendar has no year 0.
  if (!match || match[1] === '0000') return null;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text) ? (text as Day) : null;
}

/** @throws when the text is no day: for constants and for columns of type `date`. */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`not a day: ${text}`);
  return parsed;
}

/** Days since 1970-01-01, for arithmetic and for the horizontal axis of pictures. */
export const dayNumber = (value: Day): number => Date.parse(`${value}T00:00:00Z`) / MILLISECONDS;

export const fromDayNumber = (number: number): Day =>
  new Date(number * MILLISECONDS).toISOString().slice(0, 10) as Day;

/** Whole days from `start` to `end`; negative when `end` comes first. */
export const daysBetween = (start: Day, end: Day): number => dayNumber(end) - dayNumber(start);

export const addDays = (value: Day, days: number): Day => fromDayNumber(dayNumber(value) + days);

export const yearOf = (value: Day): number => Number(value.slice(0, 4));

export const firstDayOfYear = (year: number): Day => day(`${String(year).padStart(4, '0')}-01-01`);

export const lastDayOfYear = (year: number): Day => day(`${String(year).padStart(4, '0')}-12-31`);
