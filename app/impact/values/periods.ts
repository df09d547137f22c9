import { addMonths } from '~/platform/calendar';
import {
  addDays,
  day,
  dayNumber,
  firstDayOfYear,
  lastDayOfYear,
  parseDay,
  yearOf,
  type Day,
} from '~/platform/day';
import type { Periodicity } from '../vocabulary';

/** The days that one value covers, both included. */
export interface Period {
  start: Day;
  end: Day;
}

export const firstOfMonth = (value: Day): Day => day(`${value.slice(0, 7)}-01`);
const MONDAY_ONE = dayNumber(day('1970-01-05'));

/** The period of this periodicity that a day falls in; weeks begin on Monday. */
export function periodOf(periodicity: Periodicity, value: Day): Period {
  switch (periodicity) {
    case 'day':
      return { start: value, end: value };
    case 'week': {
      const weekday = (((dayNumber(value) - MONDAY_ONE) % 7) + 7) % 7;
      const start = addDays(value, -weekday);
      return { start, end: addDays(start, 6) };
    }
    case 'month': {
      const start = firstOfMonth(value);
      return { start, end: addDays(addMonths(start, 1), -1) };
    }
    case 'quarter': {
      const month = Math.floor((Number(value.slice(5, 7)) - 1) / 3) * 3 + 1;
      const start = day(`${value.slice(0, 4)}-${String(month).padStart(2, '0')}-01`);
      return { start, end: addDays(addMonths(start, 3), -1) };
    }
    case 'year':
      return { start: firstDayOfYear(yearOf(value)), end: lastDayOfYear(yearOf(value)) };
  }
}

/** The last `count` periods that are over on this day, latest first. */
export function lastPeriods(periodicity: Periodicity, today: Day, count: number): Period[] {
  const periods: Period[] = [];
  for (let before = periodOf(periodicity, today).start; periods.length < count;) {
    const period = periodOf(periodicity, addDays(before, -1));
    periods.push(period);
    before = period.start;
  }
  return periods;
}

const MONTHS = ['janv', 'fevr', 'mars', 'avr', 'mai', 'juin', 'juil', 'aout', 'sept', 'oct', 'nov', 'dec'];
const plainWord = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '')
    .toLowerCase();

/**
 * A day as a spreadsheet or a person writes it: 2026-03-31, 31/03/2026, 03/2026, mars 2026, 2026-03, 2026-T1, 2026;
 * an instant keeps its day.
 */
export function readPeriodDay(text: string): Day | null {
  const plain = text.trim();
  const whole = parseDay(plain.slice(0, 10));
  if (whole !== null && (plain.length === 10 || /^[T ]/.test(plain.slice(10)))) return whole;
  const french = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(plain);
  if (french) return parseDay(`${french[3]}-${french[2]!.padStart(2, '0')}-${french[1]!.padStart(2, '0')}`);
  const month = /^(\d{4})-(\d{2})$/.exec(plain) ?? /^(\d{1,2})\/(\d{4})$/.exec(plain);
  if (month) {
    const [year, number] = month[1]!.length === 4 ? [month[1]!, month[2]!] : [month[2]!, month[1]!];
    return parseDay(`${year}-${number.padStart(2, '0')}-01`);
  }
  const quarter = /^(\d{4})[- ]?[TQ]([1-4])$/i.exec(plain);
  if (quarter) return parseDay(`${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}-01`);
  const named = /^(\p{L}{3,9}\.?)[ -](\d{2}|\d{4})$/u.exec(plain);
  if (named) {
    const word = plainWord(named[1]!);
    const at = MONTHS.findIndex((name) => word.startsWith(name) || name.startsWith(word));
    const year = named[2]!.length === 2 ? `20${named[2]}` : named[2]!;
    if (at >= 0) return parseDay(`${year}-${String(at + 1).padStart(2, '0')}-01`);
  }
  return /^\d{4}$/.test(plain) ? parseDay(`${plain}-01-01`) : null;
}
