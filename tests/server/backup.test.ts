import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { backup, BackupError, move, restore } from '~/platform/database/dump.server';
import type { Database } from '~/platform/database/open.server';
import { freshDatabase } from '../support/database';
import { bytesBelow, folderOf } from '../support/folders';

/** Every row of every table, as text: two databases are equal when these are. */
async function everything(database: Database): Promise<Record<string, string[]>> {
  const tables = (
    await database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`,
    )
  ).rows;
  const found: Record<string, string[]> = {};
  for (const { name } of tables)
    found[name] = (
      await database.pool.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM "${name}" t ORDER BY 1`,
      )
    ).rows.map(({ row }) => row);
  return found;
}

describe('A backup', () => {
  test('restored into an empty database is the same, row by row and file by file', async () => {
    const database = await freshDatabase('demo');
    const dataDir = await folderOf({ 'fichiers/ab/cd.bin': randomBytes(5000), 'fichiers/é.txt': 'accent' });
    const file = join(await folderOf(), 'sauvegarde.jsonl.gz');
    await backup(database, dataDir, file);

    const again = await freshDatabase('vide');
    const newDir = await folderOf();
    await restore(again, newDir, file);
    expect(await everything(again)).toEqual(await everything(database));
    expect(await bytesBelow(join(newDir, 'fichiers'))).toEqual(await bytesBelow(join(dataDir, 'fichiers')));

    await expect(restore(again, newDir, file)).rejects.toThrow('contient déjà des données');
  });

  test('cut short, of another kind, or naming files elsewhere restores nothing', async () => {
    const database = await freshDatabase('demo');
    const folder = await folderOf();
    const file = join(folder, 'sauvegarde.jsonl.gz');
    await backup(database, folder, file);
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n');
    const variants: Record<string, Buffer> = {
      coupee: (await readFile(file)).subarray(0, 20_000),
      'sans-fin': gzipSync(lines.slice(0, -1).join('\n')),
      'ligne-perdue': gzipSync(lines.filter((_, index) => index !== 50).join('\n')),
      autre: gzipSync('{"header":{"format":"autre","migrations":[],"kind":"real"}}\n'),
      dehors: gzipSync(
        [lines[0], '{"file":"../dehors","base64":"AA=="}', '{"end":{"fichiers":1}}'].join('\n'),
      ),
      'pas-gzip': Buffer.from('bonjour'),
    };
    const empty = await freshDatabase('vide');
    const before = await everything(empty);
    for (const [name, bytes] of Object.entries(variants)) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      await expect(restore(empty, folder, path), name).rejects.toThrow(BackupError);
      expect(await everything(empty), name).toEqual(before);
    }
  });

  test('a move carries everything from one database to another', async () => {
    const from = await freshDatabase('demo');
    const to = await freshDatabase('vide');
    const folder = await folderOf();
    await move({ database: from, dataDir: folder }, { database: to, dataDir: folder });
    expect(await everything(to)).toEqual(await everything(from));
  });
});
