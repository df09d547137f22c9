import { z } from 'zod';
import { permitted, type Acting } from '~/person/acting';
import { peopleToForget, possibleDuplicates } from '~/person/retention.server';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';

const countsRow = z.object({
  oddities: z.number(),
  proposals: z.number(),
  mails: z.number(),
  jobs: z.number(),
  signIns: z.number(),
});

/** What asks for an administrator's eye, counted. */
export async function administrationCounts(db: Sql, now: Date) {
  const [row] = await readRows(
    db,
    countsRow,
    sql`SELECT (SELECT count(*)::int FROM oddity) AS oddities,
          (SELECT count(*)::int FROM content_proposal WHERE settled_at IS NULL) AS proposals,
          (SELECT count(*)::int FROM mail WHERE state IN ('refused', 'uncertain', 'bounced') OR (state = 'waiting' AND attempts > 0)) AS mails,
          (SELECT count(*)::int FROM job WHERE done_at IS NULL AND last_error IS NOT NULL) AS jobs,
          (SELECT count(*)::int FROM sign_in_event WHERE outcome = 'entrée' AND at > ${new Date(now.getTime() - 7 * 86_400_000)}) AS "signIns"`,
  );
  return {
    ...row!,
    duplicates: (await possibleDuplicates(db)).length,
    forget: (await peopleToForget(db, now)).length,
  };
}

const oddityRow = z.object({
  file: z.string(),
  kind: z.string(),
  line: z.number().nullable(),
  field: z.string(),
  found: z.string(),
  understood: z.string(),
});
const MOST_ODDITIES = 200;

export const oddityCounts = (db: Sql) =>
  readRows(
    db,
    z.object({ kind: z.string(), count: z.number() }),
    sql`SELECT kind, count(*)::int AS count FROM oddity GROUP BY kind ORDER BY count DESC, kind`,
  );

/** Oddities of one kind, with where they are. */
export const odditiesOf = (db: Sql, kind: string) =>
  readRows(
    db,
    oddityRow,
    sql`SELECT f.collection || '/' || f.path AS file, o.kind, o.line, o.field, o.found, o.understood
        FROM oddity o JOIN content_file f ON f.id = o.content_file_id WHERE o.kind = ${kind} ORDER BY 1, o.line LIMIT ${MOST_ODDITIES}`,
  );

/** Files for which a version of the network waits. */
export const openProposals = (db: Sql) =>
  readRows(
    db,
    z.object({ collection: z.string(), path: z.string() }),
    sql`SELECT f.collection, f.path FROM content_proposal p JOIN content_file f ON f.id = p.content_file_id WHERE p.settled_at IS NULL ORDER BY 1, 2`,
  );

const importRow = z.object({
  id: z.string(),
  startedAt: z.date(),
  summary: z.record(z.string(), z.unknown()),
});

export const latestImports = (db: Sql) =>
  readRows(
    db,
    importRow,
    sql`SELECT id, started_at AS "startedAt", summary FROM import_run ORDER BY started_at DESC LIMIT 10`,
  );

const jobRow = z.object({
  id: z.string(),
  kind: z.string(),
  dueAt: z.date(),
  attempts: z.number(),
  lastError: z.string().nullable(),
});

export const openJobs = (db: Sql) =>
  readRows(
    db,
    jobRow,
    sql`SELECT id, kind, due_at AS "dueAt", attempts, last_error AS "lastError" FROM job WHERE done_at IS NULL ORDER BY last_error IS NULL, due_at LIMIT 100`,
  );

/** A job that failed is tried at the next waking. */
export async function retryJob(acting: Acting, jobId: string): Promise<void> {
  permitted(acting, 'administration.voir', NETWORK);
  await acting.database.transaction(async (tx) => {
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`UPDATE job SET due_at = ${now}, leased_until = NULL, attempts = 0 WHERE id = ${jobId}::uuid AND done_at IS NULL`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'retry', thing: { kind: 'job', id: jobId } },
    ]);
  });
}

const signInRow = z.object({
  at: z.date(),
  name: z.string().nullable(),
  method: z.string(),
  outcome: z.string(),
});

export const latestSignIns = (db: Sql) =>
  readRows(
    db,
    signInRow,
    sql`SELECT e.at, p.full_name AS name, e.method, e.outcome FROM sign_in_event e LEFT JOIN person p ON p.id = e.person_id ORDER BY e.at DESC LIMIT 200`,
  );
