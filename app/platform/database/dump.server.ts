import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import type { Database } from './open.server';

const FORMAT = 'jalons-sauvegarde-1';
const PAGE = 500;
/** Rows that a new database makes for itself, or that are of one machine only. */
const NOT_KEPT = ['_prisma_migrations', 'clock_override', 'rate_limit'];
const FILES = 'fichiers';

/** What is wrong with a backup, or with where it is to go. */
export class BackupError extends Error {}

interface Header {
  format: string;
  migrations: string[];
  kind: string;
}

type Line =
  | { header: Header }
  | { table: string; row: Record<string, unknown> }
  | { file: string; base64: string }
  | { end: Record<string, number> };

/** Tables so that each comes after those it refers to. */
async function tablesInOrder(client: PoolClient): Promise<string[]> {
  const tables = (
    await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
    )
  ).rows
    .map((row) => row.name)
    .filter((name) => !NOT_KEPT.includes(name));
  const references = (
    await client.query<{ child: string; parent: string }>(
      `SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`,
    )
  ).rows;
  const ordered: string[] = [];
  while (ordered.length < tables.length) {
    const next = tables.find(
      (table) =>
        !ordered.includes(table) &&
        references.every(
          ({ child, parent }) => child !== table || ordered.includes(parent) || NOT_KEPT.includes(parent),
        ),
    );
    if (next === undefined) throw new Error('tables refer to each other in a circle');
    ordered.push(next);
  }
  return ordered;
}

const appliedMigrations = async (client: PoolClient): Promise<string[]> =>
  (
    await client.query<{ name: string }>(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
    )
  ).rows.map((row) => row.name);

async function filesBelow(folder: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
  const files = await Promise.all(
    entries.map((entry) => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, path) : Promise.resolve([path]);
    }),
  );
  return files.flat();
}

/** The whole database as of one instant, then the files: one JSON value a line. */
async function* linesOf(client: PoolClient, dataDir: string): AsyncGenerator<Line> {
  const kind =
    (await client.query<{ kind: string }>('SELECT kind FROM installation')).rows[0]?.kind ?? 'real';
  yield { header: { format: FORMAT, migrations: await appliedMigrations(client), kind } };
  const counts: Record<string, number> = {};
  for (const table of await tablesInOrder(client)) {
    await client.query(
      `DECLARE lecture NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS row FROM "${table}" t`,
    );
    let count = 0;
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`FETCH ${PAGE} FROM lecture`);
      for (const { row } of rows) yield { table, row: JSON.parse(row) as Record<string, unknown> };
      count += rows.length;
      if (rows.length < PAGE) break;
    }
    await client.query('CLOSE lecture');
    counts[table] = count;
  }
  for (const file of await filesBelow(join(dataDir, FILES))) {
    yield { file, base64: (await readFile(join(dataDir, FILES, file))).toString('base64') };
    counts[FILES] = (counts[FILES] ?? 0) + 1;
  }
  yield { end: counts };
}

async function* asText(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function snapshot<T>(database: Database, read: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      return await read(client);
    } finally {
      await client.query('ROLLBACK');
    }
  } finally {
    client.release();
  }
}

/** Writes a backup file; it bears its name only once it is whole. */
export async function backup(database: Database, dataDir: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.partiel`;
  try {
    await snapshot(database, (client) =>
      pipeline(
        Readable.from(asText(linesOf(client, dataDir))),
        createGzip(),
        createWriteStream(partial, { mode: 0o600 }),
      ),
    );
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

async function* linesOfFile(file: string): AsyncGenerator<Line> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
      if (line !== '') yield JSON.parse(line) as Line;
    }
  } catch (error) {
    throw new BackupError(
      `Le fichier ${file} n’est pas une sauvegarde entière de Jalons (${(error as Error).message}).`,
    );
  }
}

const isUnsafe = (path: string): boolean =>
  path.split('/').some((part) => part === '..' || part === '') || path.startsWith('/') || path.includes('\\');

/** Writes the lines of a backup into a database that holds nothing yet: all of them or none. */
async function fill(
  database: Database,
  dataDir: string,
  lines: AsyncIterable<Line>,
): Promise<Record<string, number>> {
  const client = await database.pool.connect();
  const counts: Record<string, number> = {};
  let expected: Record<string, number> | null = null;
  const batch: { table: string; rows: unknown[] } = { table: '', rows: [] };
  const flush = async () => {
    if (batch.rows.length > 0) {
      await client.query(
        `INSERT INTO "${batch.table}" SELECT * FROM jsonb_populate_recordset(NULL::"${batch.table}", $1::jsonb)`,
        [JSON.stringify(batch.rows)],
      );
    }
    batch.rows = [];
  };
  try {
    const tables = await tablesInOrder(client);
    const known = await appliedMigrations(client);
    if ((await client.query('SELECT 1 FROM installation')).rowCount) {
      throw new BackupError(
        'Cette base contient déjà des données : restaurez dans une base vide (un autre DATA_DIR ou une autre DATABASE_URL).',
      );
    }
    await client.query('BEGIN');
    await client.query('DELETE FROM data_version');
    for await (const line of lines) {
      if ('header' in line) {
        const missing = line.header.migrations.filter((name) => !known.includes(name));
        if (line.header.format !== FORMAT)
          throw new BackupError('Ce fichier n’est pas une sauvegarde de Jalons.');
        if (missing.length > 0)
          throw new BackupError(
            `Cette sauvegarde vient d’une version plus récente du programme (${missing.join(', ')}).`,
          );
      } else if ('row' in line) {
        if (!tables.includes(line.table))
          throw new BackupError(`La sauvegarde nomme une table inconnue : ${line.table}.`);
        if (batch.table !== line.table || batch.rows.length >= PAGE) await flush();
        batch.table = line.table;
        batch.rows.push(line.row);
        counts[line.table] = (counts[line.table] ?? 0) + 1;
      } else if ('file' in line) {
        if (isUnsafe(line.file))
          throw new BackupError(`La sauvegarde nomme un fichier hors de son dossier : ${line.file}.`);
        const target = join(dataDir, FILES, line.file);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, Buffer.from(line.base64, 'base64'));
        counts[FILES] = (counts[FILES] ?? 0) + 1;
      } else {
        expected = line.end;
      }
    }
    await flush();
    for (const [table, count] of Object.entries(expected ?? { '': -1 })) {
      if ((counts[table] ?? 0) !== count)
        throw new BackupError('La sauvegarde est incomplète : rien n’a été restauré.');
    }
    await client.query('COMMIT');
    return counts;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** @throws {BackupError} when the file is no whole backup, or the database is not empty. */
export const restore = (database: Database, dataDir: string, file: string): Promise<Record<string, number>> =>
  fill(database, dataDir, linesOfFile(file));

/** Copies one database into another, files included, without a file in between. */
export const move = (
  from: { database: Database; dataDir: string },
  to: { database: Database; dataDir: string },
): Promise<Record<string, number>> =>
  snapshot(from.database, (client) => fill(to.database, to.dataDir, linesOf(client, from.dataDir)));
