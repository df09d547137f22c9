import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { COLLECTIONS } from './folder.server';

const PAGE = 500;

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
  const aside = await mkdtemp(join(target, '.export-'));
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
        await mkdir(join(target, row.collection), { recursive: true });
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

async function put(aside: string, file: string, bytes: Uint8Array): Promise<void> {
  const written = join(aside, 'fichier');
  await writeFile(written, bytes);
  await rename(written, file);
}
