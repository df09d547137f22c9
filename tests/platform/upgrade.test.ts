import type { PoolClient } from 'pg';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from '~/platform/database/migrate.server';
import { MIGRATIONS, type Database } from '~/platform/database/open.server';
import { freshDatabase } from '../support/database';

const migrations = readMigrations(MIGRATIONS);

/** Each version in the full checks; the first, the last and every fifth between otherwise. */
const versions = migrations
  .map((_, index) => index + 1)
  .filter((at) => Boolean(process.env['CI']) || at % 5 === 1 || at === migrations.length);

/** What belongs to the database itself. */
const NOT_DATA = ['_prisma_migrations', 'installation', 'data_version', 'clock_override', 'rate_limit'];

type Rows = Array<Record<string, unknown>>;

async function columnsOf(client: PoolClient): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' ORDER BY 1, 2`,
  );
  const columns = new Map<string, Set<string>>();
  for (const { table, column } of rows) {
    if (NOT_DATA.includes(table)) continue;
    columns.set(table, (columns.get(table) ?? new Set()).add(column));
  }
  return columns;
}

const withClient = async <T>({ pool }: Database, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
};

/** Every row of the demo network as this program keeps it. */
async function demoRows(): Promise<Map<string, Rows>> {
  return withClient(await freshDatabase('demo'), async (client) => {
    const tables = await columnsOf(client);
    const kept = new Map<string, Rows>();
    for (const table of tables.keys()) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `SELECT to_jsonb(t) AS row FROM "${table}" t`,
      );
      if (rows.length > 0)
        kept.set(
          table,
          rows.map(({ row }) => row),
        );
    }
    return kept;
  });
}

/** Puts what an older version can hold of these rows into it: the columns that it had, the tables that it could fill. */
async function fill(client: PoolClient, rows: ReadonlyMap<string, Rows>): Promise<string[]> {
  const filled: string[] = [];
  const tables = await columnsOf(client);
  await client.query(`SET session_replication_role = 'replica'`);
  for (const [table, columns] of tables) {
    const known = rows.get(table);
    const shared = [...columns].filter((column) => known?.[0] && column in known[0]);
    if (known === undefined || shared.length === 0) continue;
    const names = shared.map((name) => `"${name}"`).join(', ');
    await client.query('SAVEPOINT filling');
    try {
      await client.query(
        `INSERT INTO "${table}" (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
        [JSON.stringify(known)],
      );
      filled.push(table);
    } catch {
      // That version had a column or a rule that these rows do not meet: its table stays empty.
      await client.query('ROLLBACK TO SAVEPOINT filling');
    }
  }
  await client.query(`SET session_replication_role = 'origin'`);
  return filled;
}

const counted = async (client: PoolClient, tables: Iterable<string>): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}"`);
    counts[table] = rows[0]!.n;
  }
  return counts;
};

test('a database of each earlier version, filled with the demo network, is upgraded without losing a row', async () => {
  const rows = await demoRows();
  for (const at of versions) {
    const database = await freshDatabase('vide');
    await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await migrate(database.pool, migrations.slice(0, at));
    const before = await withClient(database, async (client) => {
      await client.query('BEGIN');
      const filled = await fill(client, rows);
      await client.query('COMMIT');
      return counted(client, filled);
    });
    expect(before['startup']).toBe(rows.get('startup')!.length);
    // This program's own version holds everything: a table that could not be filled would prove nothing.
    if (at === migrations.length) expect(Object.keys(before).sort()).toEqual([...rows.keys()].sort());
    expect(await migrate(database.pool, migrations)).toHaveLength(migrations.length - at);
    expect({ at, ...(await withClient(database, (client) => counted(client, Object.keys(before)))) }).toEqual(
      {
        at,
        ...before,
      },
    );
  }
}, 300_000);
