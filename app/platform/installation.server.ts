import { z } from 'zod';
import { readRows, sql, type Sql } from './database/sql.server';

const row = z.object({ kind: z.enum(['demo', 'real']) });

/** What this database is, said once at its creation and for ever: demo and real never mix. */
export type Installation = z.infer<typeof row>;

/** @throws when the database has not been founded yet. */
export async function readInstallation(db: Sql): Promise<Installation> {
  const rows = await readRows(db, row, sql`SELECT kind FROM installation`);
  if (!rows[0]) throw new Error('the database is not founded');
  return rows[0];
}

/** Founds the database as demo or real if nothing has yet. @returns what it is. */
export async function foundInstallation(
  db: Sql,
  kind: Installation['kind'],
  now: Date,
): Promise<Installation> {
  await db.$executeRaw(
    sql`INSERT INTO installation (id, kind, created_at) VALUES (1, ${kind}, ${now}) ON CONFLICT DO NOTHING`,
  );
  return readInstallation(db);
}
