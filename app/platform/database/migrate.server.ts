import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

const LOCK = 7_201_959;

/** The layout of Prisma's own table, so that `prisma migrate deploy` and `status` stay usable. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

export interface Migration {
  name: string;
  sql: string;
}

/** The migrations of the folder in their order. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}

/** A database that this version of the program must not touch, said to the person who operates it. */
export class MigrationError extends Error {}

async function applyOne(client: PoolClient, migration: Migration): Promise<void> {
  const checksum = createHash('sha256').update(migration.sql).digest('hex');
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), now(), 1)',
      [randomUUID(), checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(
      `La mise à jour ${migration.name} de la base a échoué ; rien n’a été changé. Cause : ${(error as Error).message}`,
    );
  }
}

/**
 * Brings the database to the newest version, one transaction a file, one process at a time.
 * @returns the names of those applied now.
 * @throws {MigrationError} when a file already applied was changed, or when the database is of a newer program.
 */
export async function migrate(pool: Pool, migrations: Migration[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(TABLE);
    const applied = new Map<string, string>(
      (
        await client.query(
          'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
        )
      ).rows.map((row: { migration_name: string; checksum: string }) => [row.migration_name, row.checksum]),
    );
    const known = new Set(migrations.map((migration) => migration.name));
    const newer = [...applied.keys()].filter((name) => !known.has(name));
    if (newer.length > 0) {
      throw new MigrationError(
        `La base a été mise à jour par une version plus récente du programme (${newer.join(', ')}). Installez cette version, ou restaurez une sauvegarde plus ancienne.`,
      );
    }
    const done: string[] = [];
    for (const migration of migrations) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) {
        await applyOne(client, migration);
        done.push(migration.name);
      } else if (checksum !== createHash('sha256').update(migration.sql).digest('hex')) {
        throw new MigrationError(
          `Le fichier de mise à jour ${migration.name} a changé depuis son application : rétablissez-le tel qu’il a été publié.`,
        );
      }
    }
    return done;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    client.release();
  }
}
