import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readRows, sql, type Sql } from '../database/sql.server';
import { newId } from '../identifier';

const FOLDER = 'fichiers';
const pathOf = (dataDir: string, sha256: string): string =>
  join(dataDir, FOLDER, sha256.slice(0, 2), sha256.slice(2));

/** Puts bytes under the name of their content; the same bytes are kept once. Not yet known to the database. */
export async function putBytes(dataDir: string, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = pathOf(dataDir, sha256);
  await mkdir(join(file, '..'), { recursive: true });
  const aside = `${file}.${newId()}`;
  await writeFile(aside, bytes);
  await rename(aside, file);
  return sha256;
}

export async function recordFile(
  tx: Sql,
  now: Date,
  file: { sha256: string; mediaType: string; size: number },
): Promise<void> {
  await tx.$executeRaw(
    sql`INSERT INTO stored_file (sha256, media_type, size, created_at) VALUES (${file.sha256}, ${file.mediaType}, ${file.size}, ${now}) ON CONFLICT DO NOTHING`,
  );
}

/** The bytes of a file that the database knows, or null. Whether the reader may have them is asked before. */
export async function readStored(
  db: Sql,
  dataDir: string,
  sha256: string,
): Promise<{ bytes: Buffer; mediaType: string } | null> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const rows = await readRows(
    db,
    z.object({ mediaType: z.string() }),
    sql`SELECT media_type AS "mediaType" FROM stored_file WHERE sha256 = ${sha256}`,
  );
  const known = rows[0];
  if (!known) return null;
  const bytes = await readFile(pathOf(dataDir, sha256)).catch(() => null);
  return bytes === null ? null : { bytes, mediaType: known.mediaType };
}
