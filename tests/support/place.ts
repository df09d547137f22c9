import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbedded } from '~/platform/database/embedded.server';
import { openDatabase, openFolder, type Database } from '~/platform/database/open.server';
import { readSettings } from '~/platform/settings';
import { createServerDatabase } from './database';
import { folderOf } from './folders';
import { imageFile, SERVER_URL, type Contents } from './images';

/** A database that other processes open by the settings given to them, and this one when they are gone. */
export interface Place {
  env: Record<string, string>;
  open(): Promise<Database>;
}

export async function place(contents: Contents): Promise<Place> {
  if (SERVER_URL) {
    const env = { DATABASE_URL: await createServerDatabase(contents), PUBLIC_URL: 'http://localhost' };
    return { env, open: () => openDatabase(readSettings(env)) };
  }
  const folder = await folderOf();
  const image = new Blob([new Uint8Array(await readFile(imageFile(contents)))]);
  const { pglite, pool } = await openEmbedded(join(folder, 'base'), image);
  await pool.query('SELECT 1');
  await pool.end();
  if (!pglite.closed) await pglite.close();
  return { env: { DATA_DIR: folder }, open: () => openFolder(folder) };
}
