import { z } from 'zod';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import type { Log } from '~/platform/log.server';

const HOUR_MS = 3_600_000;
const state = z.object({ applied: z.number(), late: z.number() });

/**
 * Whether everything is there to serve: the database answers, every migration is in it, and no job waits for an hour.
 * @param migrations how many the program knows.
 */
export async function readiness(
  { database, clock, log }: { database: Database; clock: Clock; log: Log },
  migrations: number,
): Promise<{ ok: boolean; checks: Record<'base' | 'migrations' | 'travaux', boolean> }> {
  try {
    const [found] = await readRows(
      database.prisma,
      state,
      sql`SELECT (SELECT count(*)::int FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS applied,
            (SELECT count(*)::int FROM job WHERE done_at IS NULL AND due_at < ${new Date(clock.now().getTime() - HOUR_MS)}) AS late`,
    );
    const checks = { base: true, migrations: found!.applied === migrations, travaux: found!.late === 0 };
    return { ok: Object.values(checks).every(Boolean), checks };
  } catch (error) {
    log.error({ error: (error as Error).message }, 'not ready');
    return { ok: false, checks: { base: false, migrations: false, travaux: false } };
  }
}
