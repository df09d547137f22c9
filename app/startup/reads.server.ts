import { z } from 'zod';
import { insideStartup, type Actor, type Scope, type StartupTies } from '~/person/rights';
import { startupsWithin, uuidArray } from '~/person/where.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';

/** The text of one fiche, which the network in memory does not hold. */
/** The text of an incubator's page, in Markdown. */
export async function readIncubatorContent(db: Sql, incubatorId: string): Promise<string> {
  const rows = await readRows(
    db,
    z.object({ content: z.string() }),
    sql`SELECT content FROM incubator WHERE id = ${incubatorId}::uuid`,
  );
  return rows[0]?.content ?? '';
}

export async function readContent(db: Sql, startupId: string): Promise<string> {
  const rows = await readRows(
    db,
    z.object({ content: z.string() }),
    sql`SELECT content FROM startup WHERE id = ${startupId}::uuid`,
  );
  return rows[0]?.content ?? '';
}

export const oddityRow = z.object({
  publicId: z.string(),
  kind: z.string(),
  line: z.number().nullable(),
  field: z.string(),
  found: z.string(),
  understood: z.string(),
});
export type StartupOddity = z.infer<typeof oddityRow>;

/** Oddities of the startups among `startupIds` that the actor may see inside: the right is part of the query. */
export const readOddities = (
  db: Sql,
  actor: Actor,
  today: Day,
  startupIds: readonly string[],
): Promise<StartupOddity[]> =>
  readRows(
    db,
    oddityRow,
    sql`SELECT s.public_id AS "publicId", o.kind, o.line, o.field, o.found, o.understood
        FROM startup s JOIN oddity o ON o.content_file_id = s.content_file_id
        WHERE s.id = ANY(${uuidArray(startupIds)}) AND ${startupsWithin(insideStartup, actor, today)}
        ORDER BY s.public_id, o.line NULLS LAST, o.kind`,
  );

/** The startups that the actor reaches by a scope, by internal id: what a list may show. */
export async function startupIdsWithin(
  db: Sql,
  scope: Scope<StartupTies>,
  actor: Actor,
  today: Day,
): Promise<string[]> {
  const rows = await readRows(
    db,
    z.object({ id: z.string() }),
    sql`SELECT id FROM startup s WHERE ${startupsWithin(scope, actor, today)}`,
  );
  return rows.map((row) => row.id);
}
