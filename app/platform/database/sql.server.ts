import type { z } from 'zod';
import { Prisma, type PrismaClient } from './client/client';

/** What verbs and reads are given: the transaction that they belong to, or the client for a single read. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;

/** Keeps one parameter within some megabytes even for rows that carry whole fiches. */
const ROWS_A_STATEMENT = 500;

export const { sql, empty, join, raw } = Prisma;

/** PostgreSQL keeps no NUL and no half of a character: both become the sign of an unreadable one. */
export const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && /[\0\ud800-\udfff]/.test(value)
    ? value.toWellFormed().replaceAll('\0', '\ufffd')
    : value;

/** The rows of a query, each checked against what the caller says it is. What no row can hold finds none. */
export async function readRows<Row extends z.ZodType>(
  db: Sql,
  row: Row,
  query: Prisma.Sql,
): Promise<Array<z.infer<Row>>> {
  const values = query.values.map((value) => storable('', value));
  const rows = await db.$queryRaw<unknown[]>(new Prisma.Sql(query.strings, values));
  return rows.map((value) => row.parse(value) as z.infer<Row>);
}

/**
 * Writes many rows in one statement. `columns` names each column with its SQL type, and rows are objects by
 * column name; `bytea` travels as base64. One JSON parameter carries them all, so NULLs and any number of rows do.
 */
export async function insertRows(
  db: Sql,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: ReadonlyArray<Record<string, unknown>>,
  onConflict = '',
): Promise<void> {
  const names = Object.keys(columns);
  const taken = names
    .map((name) => (columns[name] === 'bytea' ? `decode(r.${name}, 'base64')` : `r.${name}`))
    .join(', ');
  const shape = names
    .map((name) => `${name} ${columns[name] === 'bytea' ? 'text' : columns[name]}`)
    .join(', ');
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const part = JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT), storable);
    await db.$executeRaw(
      sql`${raw(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${taken} FROM jsonb_to_recordset(`)}${part}::jsonb${raw(`) AS r(${shape}) ${onConflict}`)}`,
    );
  }
}
