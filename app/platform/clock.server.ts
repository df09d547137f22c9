import { z } from 'zod';
import type { Database } from './database/open.server';
import { readRows, sql } from './database/sql.server';
import { parisDay } from './calendar';
import type { Day } from './day';

/** What time it is, asked of one place only and passed along as an argument. */
export interface Clock {
  now(): Date;
  today(): Day;
}

function clockOf(now: () => Date): Clock {
  return { now, today: () => parisDay(now()) };
}

export const systemClock: Clock = clockOf(() => new Date());

export const stoppedClock = (instant: string): Clock => clockOf(() => new Date(instant));

/** A clock that tests move in the database, so that every process sees the same time. */
export function movableClock(database: Database): Clock & { refresh(): Promise<void> } {
  let moved: Date | null = null;
  return {
    ...clockOf(() => moved ?? new Date()),
    async refresh() {
      const rows = await readRows(
        database.prisma,
        z.object({ instant: z.date() }),
        sql`SELECT instant FROM clock_override`,
      );
      moved = rows[0]?.instant ?? null;
    },
  };
}
