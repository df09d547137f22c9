import { PrismaPg } from '@prisma/adapter-pg';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { PrismaClient } from './client/client';
import { openEmbedded } from './embedded.server';
import { lockFolder } from './lock.server';
import { migrate, readMigrations } from './migrate.server';
import type { Sql } from './sql.server';

export const MIGRATIONS = join(process.cwd(), 'prisma/migrations');

/** The open database: embedded in a folder, or a PostgreSQL server. */
export interface Database {
  kind: 'embedded' | 'server';
  prisma: PrismaClient;
  /** For what Prisma cannot say: migrations, streaming, LISTEN. */
  pool: pg.Pool;
  /** Migrations applied while opening. */
  applied: string[];
  /**
   * Everything in `work` is written, or nothing. `work` must use the transaction it is given and nothing else:
   * the embedded database has one connection, and a query beside it would wait for itself for ever.
   */
  transaction<T>(work: (tx: Sql) => Promise<T>, options?: { seconds?: number }): Promise<T>;
  /** Calls back at each NOTIFY of the channel (server only; the embedded database has no other process to hear). */
  listen(channel: string, onNotice: () => void): Promise<void>;
  close(): Promise<void>;
}

const WAIT_MS = 5_000;

function databaseOn(
  kind: Database['kind'],
  pool: pg.Pool,
  applied: string[],
  release: () => Promise<void>,
  url: string | null,
): Database {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  let listener: pg.Client | null = null;
  return {
    kind,
    prisma,
    pool,
    applied,
    transaction: (work, { seconds = 10 } = {}) =>
      prisma.$transaction((tx) => work(tx), {
        timeout: seconds * 1000,
        maxWait: Math.max(WAIT_MS, seconds * 1000),
      }),
    async listen(channel, onNotice) {
      if (url === null) return;
      listener = new pg.Client({ connectionString: url, application_name: 'jalons-ecoute' });
      listener.on('notification', onNotice);
      // A lost listener is not fatal: the data version is polled too.
      listener.on('error', () => undefined);
      await listener.connect();
      await listener.query(`LISTEN ${channel}`);
    },
    async close() {
      await listener?.end().catch(() => undefined);
      await prisma.$disconnect();
      await release();
    },
  };
}

/** Opens a PostgreSQL server and brings it to the newest version. */
export async function openServer(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: WAIT_MS });
  pool.on('error', () => undefined);
  const applied = await migrate(pool, readMigrations(MIGRATIONS));
  return databaseOn('server', pool, applied, () => pool.end(), url);
}

/**
 * Opens the embedded database of `dataDir`, made if it is not there.
 * @throws {FolderInUseError} when another process has it open.
 */
export async function openFolder(dataDir: string): Promise<Database> {
  const release = lockFolder(dataDir);
  try {
    const folder = join(dataDir, 'base');
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    const { pglite, pool } = await openEmbedded(folder);
    const applied = await migrate(pool, readMigrations(MIGRATIONS));
    return databaseOn(
      'embedded',
      pool,
      applied,
      async () => {
        await pool.end();
        if (!pglite.closed) await pglite.close();
        release();
      },
      null,
    );
  } catch (error) {
    release();
    throw error;
  }
}

/** An embedded database in memory, from a prepared image: for tests. */
export async function openInMemory(prepared?: Blob): Promise<Database & { image(): Promise<Blob> }> {
  const { pglite, pool } = await openEmbedded(null, prepared);
  const applied = await migrate(pool, readMigrations(MIGRATIONS));
  const close = async () => {
    await pool.end();
    if (!pglite.closed) await pglite.close();
  };
  return { ...databaseOn('embedded', pool, applied, close, null), image: () => pglite.dumpDataDir('none') };
}

export function openDatabase(settings: { databaseUrl: string | null; dataDir: string }): Promise<Database> {
  return settings.databaseUrl ? openServer(settings.databaseUrl) : openFolder(settings.dataDir);
}
