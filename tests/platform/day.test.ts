import { describe, expect, test } from 'vitest';
import { addMonths, monthsBetween, parisDay } from '~/platform/calendar';
import { addDays, day, daysBetween, parseDay } from '~/platform/day';

describe('A day is a day of the calendar in Paris', () => {
  test('days that do not exist are refused', () => {
    expect(['2023-02-29', '2023-13-01', '2023-1-1', '20230101', '', 'hier'].map(parseDay)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(parseDay('2024-02-29')).toBe('2024-02-29');
  });

  test('an instant late in the evening in London is already tomorrow in Paris, in winter and in summer', () => {
    expect(parisDay(new Date('2026-01-31T23:30:00Z'))).toBe('2026-02-01');
    expect(parisDay(new Date('2026-07-31T22:30:00Z'))).toBe('2026-08-01');
    expect(parisDay(new Date('2026-07-31T21:59:59Z'))).toBe('2026-07-31');
  });

  test('a month after the 31st is the last day of the next month', () => {
    expect(addMonths(day('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(day('2026-03-31'), -1)).toBe('2026-02-28');
  });

  test('months are whole: the day before the anniversary is not yet a month', () => {
    expect(monthsBetween(day('2025-09-21'), day('2026-11-20'))).toBe(13);
    expect(monthsBetween(day('2025-09-21'), day('2026-11-21'))).toBe(14);
  });

  test('days are counted across the change of the clocks', () => {
    expect(daysBetween(day('2026-03-28'), day('2026-03-30'))).toBe(2);
    expect(addDays(day('2026-10-24'), 2)).toBe('2026-10-26');
  });
});
