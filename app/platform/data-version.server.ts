import { z } from 'zod';
import { readRows, sql, type Sql } from './database/sql.server';

const CHANNEL = 'data_version';

/** Raises the one counter of public writes, and wakes the other processes when the transaction commits. */
export async function raiseDataVersion(tx: Sql): Promise<number> {
  const rows = await readRows(
    tx,
    z.object({ version: z.coerce.number() }),
    sql`WITH raised AS (UPDATE data_version SET version = version + 1 RETURNING version)
        SELECT version, pg_notify(${CHANNEL}, '')::text AS told FROM raised`,
  );
  return rows[0]!.version;
}

export async function readDataVersion(db: Sql): Promise<number> {
  const rows = await readRows(
    db,
    z.object({ version: z.coerce.number() }),
    sql`SELECT version FROM data_version`,
  );
  return rows[0]!.version;
}

export const DATA_VERSION_CHANNEL = CHANNEL;
