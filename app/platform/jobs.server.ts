import { z } from 'zod';
import type { Clock } from './clock.server';
import type { Database } from './database/open.server';
import { readRows, sql, type Sql } from './database/sql.server';
import { newId } from './identifier';
import type { Log } from './log.server';
import { repeating } from './repeating.server';

const LEASE_MINUTES = 5;
const WAKE_MS = 15_000;

/** What a job does, in one transaction; a job that repeats says when it is next due. */
export interface JobKind {
  /** How long its transaction may take; ten seconds when not said. */
  seconds?: number;
  run(tx: Sql, now: Date, payload: unknown): Promise<void>;
  next?(now: Date): Date;
}
export type JobKinds = Readonly<Record<string, JobKind>>;

/** Plans a job; the same job already waiting is left as it is. */
export async function planJob(tx: Sql, kind: string, dueAt: Date, payload: object = {}): Promise<void> {
  await tx.$executeRaw(
    sql`INSERT INTO job (id, kind, due_at, payload, attempts) VALUES (${newId()}::uuid, ${kind}, ${dueAt}, ${JSON.stringify(payload)}::jsonb, 0)
        ON CONFLICT DO NOTHING`,
  );
}

const claimed = z.object({ id: z.string(), kind: z.string(), payload: z.unknown(), attempts: z.number() });

/** Takes one due job for this process; a job whose process died is free again when its lease ends. */
async function claimOne(database: Database, now: Date): Promise<z.infer<typeof claimed> | null> {
  const lease = new Date(now.getTime() + LEASE_MINUTES * 60_000);
  const rows = await readRows(
    database.prisma,
    claimed,
    sql`UPDATE job SET leased_until = ${lease}, attempts = attempts + 1
        WHERE id = (SELECT id FROM job WHERE done_at IS NULL AND due_at <= ${now} AND (leased_until IS NULL OR leased_until < ${now})
                    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, payload, attempts`,
  );
  return rows[0] ?? null;
}

async function runOne(
  database: Database,
  now: Date,
  kinds: JobKinds,
  job: z.infer<typeof claimed>,
): Promise<void> {
  const kind = kinds[job.kind];
  if (!kind) throw new Error(`unknown job ${job.kind}`);
  await database.transaction(
    async (tx) => {
      await kind.run(tx, now, job.payload);
      await tx.$executeRaw(
        sql`UPDATE job SET done_at = ${now}, leased_until = NULL WHERE id = ${job.id}::uuid`,
      );
      if (kind.next) await planJob(tx, job.kind, kind.next(now), job.payload as object);
    },
    kind.seconds === undefined ? {} : { seconds: kind.seconds },
  );
}

/** Runs every job that is due now. A failure is written down and tried again later, each time a little later. */
export async function runDueJobs(
  { database, clock, log }: { database: Database; clock: Clock; log: Log },
  kinds: JobKinds,
): Promise<number> {
  let done = 0;
  for (
    let job = await claimOne(database, clock.now());
    job !== null;
    job = await claimOne(database, clock.now())
  ) {
    try {
      await runOne(database, clock.now(), kinds, job);
      done += 1;
    } catch (error) {
      const retryAt = new Date(clock.now().getTime() + 60_000 * 2 ** Math.min(job.attempts, 10));
      log.error({ job: job.kind, error: (error as Error).message }, 'job failed');
      await database.prisma.$executeRaw(
        sql`UPDATE job SET leased_until = NULL, due_at = ${retryAt}, last_error = ${(error as Error).message.slice(0, 500)} WHERE id = ${job.id}::uuid`,
      );
    }
  }
  return done;
}

/** Wakes now and then to run what is due. @returns the stop, which waits for the job under way. */
export function startJobs(
  services: { database: Database; clock: Clock; log: Log },
  kinds: JobKinds,
): () => Promise<void> {
  const { wake, stop } = repeating(
    WAKE_MS,
    () => runDueJobs(services, kinds),
    ({ message }) => services.log.error({ error: message }, 'job runner failed'),
  );
  wake();
  return stop;
}
