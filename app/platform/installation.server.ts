import { z } from 'zod';
import { readRows, sql, type Sql } from './database/sql.server';

const row = z.object({ kind: z.enum(['demo', 'real']) });

/** What this database is, said once at its creation and for ever: demo and real never mix. */
export type Installation = z.infer<typeof row>;

/** A database that nothing has been put into yet, said to the person who named it. */
export class EmptyDatabaseError extends Error {
  constructor() {
    super('Cette base ne contient rien encore. Vérifiez DATA_DIR ou DATABASE_URL.');
  }
}

export async function findInstallation(db: Sql): Promise<Installation | null> {
  return (await readRows(db, row, sql`SELECT kind FROM installation`))[0] ?? null;
}

/** @throws {EmptyDatabaseError} when the database has not been founded yet. */
export async function readInstallation(db: Sql): Promise<Installation> {
  const found = await findInstallation(db);
  if (!found) throw new EmptyDatabaseError();
  return found;
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
