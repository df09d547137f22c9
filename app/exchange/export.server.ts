import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { COLLECTIONS, FolderError } from './folder.server';

const PAGE = 500;
/** Where files are written before they are put in their place. */
const ASIDE = '.export-';

const fileRow = z.object({
  id: z.string(),
  collection: z.enum(COLLECTIONS),
  path: z.string(),
  bytes: z.instanceof(Uint8Array),
});

/**
 * Writes every collection back into `dir`, byte for byte where nothing was edited. Each file is written aside and
 * then put in its place, so that a killed export leaves whole files only.
 * @returns the number of files by collection.
 */
export async function exportContent(
  { database }: { database: Database },
  { dir, demo, onProgress }: { dir: string; demo: boolean; onProgress?: (done: number) => void },
): Promise<Record<string, number>> {
  const target = resolve(dir);
  await mkdir(target, { recursive: true });
  await leaveNothingAside(target);
  const aside = await mkdtemp(join(target, ASIDE));
  const counts: Record<string, number> = {};
  let done = 0;
  try {
    if (demo)
      await put(aside, join(target, 'DEMONSTRATION.txt'), Buffer.from('Démonstration, données fictives.\n'));
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const rows = await readRows(
        database.prisma,
        fileRow,
        sql`SELECT id, collection, path, bytes FROM content_file WHERE id > ${after}::uuid AND archived_at IS NULL ORDER BY id LIMIT ${PAGE}`,
      );
      for (const row of rows) {
        // A path is one plain name: it came from a listing, but the database may have been restored from elsewhere.
        if (basename(row.path) !== row.path || row.path.includes('\\') || row.path.includes('\0')) {
          throw new Error(`unsafe path in ${row.collection}`);
        }
        if (counts[row.collection] === undefined) await folderInside(target, row.collection);
        await put(aside, join(target, row.collection, row.path), row.bytes);
        counts[row.collection] = (counts[row.collection] ?? 0) + 1;
        done += 1;
      }
      onProgress?.(done);
      const last = rows.at(-1);
      if (last === undefined) return counts;
      after = last.id;
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What a killed export left beside the files. */
async function leaveNothingAside(target: string): Promise<void> {
  for (const name of await readdir(target))
    if (name.startsWith(ASIDE)) await rm(join(target, name), { recursive: true, force: true });
}

/** @throws {FolderError} when the folder of a collection leads elsewhere: nothing is written outside the target. */
async function folderInside(target: string, collection: string): Promise<void> {
  const folder = join(target, collection);
  await mkdir(folder, { recursive: true });
  if ((await realpath(folder)) !== join(await realpath(target), collection))
    throw new FolderError(
      `${folder} est un lien vers un autre dossier : rien n’y est écrit. Retirez ce lien, ou nommez un autre dossier.`,
    );
}

async function put(aside: string, file: string, bytes: Uint8Array): Promise<void> {
  const written = join(aside, 'fichier');
  await writeFile(written, bytes);
  await rename(written, file);
}
