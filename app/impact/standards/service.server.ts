import { z } from 'zod';
import type { Clock } from '~/platform/clock.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import type { Database } from '~/platform/database/open.server';
import { insertRows, readRows, sql, type Sql } from '~/platform/database/sql.server';
import { askOutside, OUTGOING_LIMITS, OutgoingError } from '~/platform/http/outgoing.server';
import type { Log } from '~/platform/log.server';
import { DOMAINS } from './catalogue';

/** What the network's standards service says: percent of completion and conformity, startup by startup. */
const percent = z.number().min(0).max(100).transform(Math.round);
const answer = z.record(
  z.string(),
  z.object({ completion: z.record(z.string(), percent), conformity: z.record(z.string(), percent) }),
);

const DAY_MS = 86_400_000;

export interface EvaluationServices {
  database: Database;
  clock: Clock;
  log: Log;
  /** The service's address, `…/api/evaluations`. */
  address: string;
  allowLoopback: boolean;
}

/**
 * Reads the service's evaluations once a day; what it says of startups that are not known here is left.
 * @returns how many startups it spoke of; null when it was not asked, or did not answer.
 */
export async function readEvaluations(services: EvaluationServices): Promise<number | null> {
  const { database, clock, log } = services;
  const now = clock.now();
  const [last] = await readRows(
    database.prisma,
    z.object({ at: z.date().nullable() }),
    sql`SELECT max(read_at) AS at FROM standard_evaluation`,
  );
  if (last?.at && now.getTime() - last.at.getTime() < DAY_MS) return null;
  let evaluations: z.infer<typeof answer>;
  try {
    const { status, body } = await askOutside(
      services.address,
      { method: 'GET' },
      { ...OUTGOING_LIMITS, allowLoopback: services.allowLoopback },
    );
    if (status !== 200) throw new OutgoingError(`réponse ${status}`);
    evaluations = answer.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    log.warn(
      { error: error instanceof OutgoingError ? error.message : 'réponse illisible' },
      'standards service',
    );
    return null;
  }
  return database.transaction(async (tx) => {
    const known = await readRows(
      tx,
      z.object({ id: z.string(), publicId: z.string() }),
      sql`SELECT id, public_id AS "publicId" FROM startup WHERE public_id = ANY(${Object.keys(evaluations)})`,
    );
    await tx.$executeRaw(
      sql`DELETE FROM standard_evaluation WHERE startup_id = ANY(${known.map(({ id }) => id)}::uuid[])`,
    );
    await insertRows(
      tx,
      'standard_evaluation',
      {
        startup_id: 'uuid',
        domain: 'text',
        completion: 'smallint',
        conformity: 'smallint',
        read_at: 'timestamptz',
      },
      known.flatMap(({ id, publicId }) => {
        const { completion, conformity } = evaluations[publicId]!;
        return DOMAINS.filter((domain) => completion[domain] !== undefined).map((domain) => ({
          startup_id: id,
          domain,
          completion: completion[domain],
          conformity: conformity[domain] ?? null,
          read_at: now.toISOString(),
        }));
      }),
    );
    await raiseDataVersion(tx);
    return known.length;
  });
}

/** What the service last said of a startup. */
export const evaluationsOf = (db: Sql, startupId: string) =>
  readRows(
    db,
    z.object({
      domain: z.enum(DOMAINS),
      completion: z.number(),
      conformity: z.number().nullable(),
      readAt: z.date(),
    }),
    sql`SELECT domain, completion, conformity, read_at AS "readAt" FROM standard_evaluation WHERE startup_id = ${startupId}::uuid`,
  );
