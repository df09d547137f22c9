import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll } from 'vitest';
import { openInMemory, openServer, type Database } from '~/platform/database/open.server';
import { databaseUrl, imageFile, SERVER_URL, templateName, type Contents } from './images';

async function withAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: SERVER_URL! });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** A new database on the test server; made anew while another copy of the template is under way. */
export async function createServerDatabase(contents: Contents): Promise<string> {
  const name = `jalons_t_${randomUUID().replaceAll('-', '')}`;
  await withAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock(42)');
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${templateName(contents)}"`);
    await admin.query('SELECT pg_advisory_unlock(42)');
  });
  afterAll(() => withAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)));
  return databaseUrl(name);
}

/** A database of this test alone, closed after it. */
export async function freshDatabase(contents: Contents): Promise<Database> {
  const database = SERVER_URL
    ? await openServer(await createServerDatabase(contents))
    : await openInMemory(new Blob([new Uint8Array(await readFile(imageFile(contents)))]));
  afterAll(() => database.close());
  return database;
}
