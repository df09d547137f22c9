import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readRows, sql, type Sql } from './database/sql.server';

export interface Allowance {
  within: boolean;
  limit: number;
  /** Tries left in this window. */
  remaining: number;
  /** Seconds until the next window. */
  reset: number;
}

/** Whether one more try is within the limit. */
export const withinLimit = async (...asked: Parameters<typeof countTry>): Promise<boolean> =>
  (await countTry(...asked)).within;

/**
 * Counts one more try in the window that `now` falls in, shared by all processes.
 * @param subject an address or account: only its digest is kept.
 * @returns whether the try is within the limit, and what is left.
 */
export async function countTry(
  db: Sql,
  now: Date,
  { name, subject, limit, minutes }: { name: string; subject: string; limit: number; minutes: number },
): Promise<Allowance> {
  const length = minutes * 60_000;
  const windowStart = new Date(Math.floor(now.getTime() / length) * length);
  const bucket = `${name}:${createHash('sha256').update(subject).digest('base64url').slice(0, 22)}`;
  const rows = await readRows(
    db,
    z.object({ hits: z.number() }),
    sql`INSERT INTO rate_limit (bucket, window_start, hits) VALUES (${bucket}, ${windowStart}, 1)
        ON CONFLICT (bucket, window_start) DO UPDATE SET hits = rate_limit.hits + 1 RETURNING hits`,
  );
  const { hits } = rows[0]!;
  return {
    within: hits <= limit,
    limit,
    remaining: Math.max(0, limit - hits),
    reset: Math.ceil((windowStart.getTime() + length - now.getTime()) / 1000),
  };
}
