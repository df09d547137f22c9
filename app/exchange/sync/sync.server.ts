import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { COLLECTIONS, findContentFolder } from '../folder.server';
import { importContent } from '../import.server';
import type { ImportReport } from '../report';
import { commitMessage } from './commit-message';
import { RepositoryCopy, RepositoryError, type RepositoryOptions } from './repository.server';

export interface SyncReport {
  imported: ImportReport;
  /** What our branch proposes, a commit each. */
  commits: string[];
  /** Changed there and here: each waits as a proposal on its page, and is not sent. */
  conflicts: string[];
}

const oursRow = z.object({
  collection: z.enum(COLLECTIONS),
  path: z.string(),
  upstreamPath: z.string(),
  bytes: z.instanceof(Uint8Array),
  conflict: z.boolean(),
});

/** The files of these collections that are not, here, what the network's repository last gave; with those that conflict. */
const ownFiles = (db: Sql, collections: readonly string[]) =>
  readRows(
    db,
    oursRow,
    sql`SELECT f.collection, f.path, coalesce(f.upstream_path, f.path) AS "upstreamPath", f.bytes,
          EXISTS (SELECT 1 FROM content_proposal p WHERE p.content_file_id = f.id AND p.settled_at IS NULL) AS conflict
        FROM content_file f
        WHERE f.collection = ANY(${[...collections]}) AND f.archived_at IS NULL AND f.erased_at IS NULL
          AND (f.sha256 <> f.upstream_sha256 OR f.path <> coalesce(f.upstream_path, f.path)
            OR EXISTS (SELECT 1 FROM content_proposal p WHERE p.content_file_id = f.id AND p.settled_at IS NULL))
        ORDER BY f.collection, f.path`,
  );

const bytesAt = (file: string): Promise<Uint8Array | null> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/**
 * Both ways with a Git repository: what changed there comes in (beside what was edited here, as proposals), what
 * changed here goes to a branch of ours, one commit a file, on top of theirs. Their branch is never written to.
 * @throws {RepositoryError} when the repository cannot be read or written.
 */
export async function syncContent(
  { database, clock }: { database: Database; clock: Clock },
  options: RepositoryOptions,
): Promise<SyncReport> {
  if (options.branch === options.ours)
    throw new RepositoryError('La branche de Jalons est une autre que celle du réseau : nommez-en deux.');
  const copy = await RepositoryCopy.open(options);
  try {
    const content = await findContentFolder(copy.folder);
    const imported = await importContent({ database, clock }, { dir: content });
    // Only collections that the repository keeps: the others are ours alone.
    const collections = COLLECTIONS.filter((name) => imported.byCollection[name] !== undefined);
    const files = await ownFiles(database.prisma, collections);
    const commits = await proposeFiles(
      copy,
      content,
      files.filter(({ conflict }) => !conflict),
    );
    return {
      imported,
      commits,
      conflicts: files
        .filter(({ conflict }) => conflict)
        .map(({ collection, path }) => `${collection}/${path}`),
    };
  } finally {
    await copy.close();
  }
}

type OwnFile = z.infer<typeof oursRow>;

/** Puts our version of each file on our branch, and sends it. @returns the first line of each commit. */
async function proposeFiles(
  copy: RepositoryCopy,
  content: string,
  files: readonly OwnFile[],
): Promise<string[]> {
  const commits: string[] = [];
  for (const { collection, path, upstreamPath, bytes } of files) {
    if (basename(path) !== path || basename(upstreamPath) !== upstreamPath)
      throw new Error(`unsafe path in ${collection}`);
    const place = join(content, collection, path);
    const former = join(content, collection, upstreamPath);
    const before = await bytesAt(former);
    if (before !== null && path === upstreamPath && Buffer.compare(before, bytes) === 0) continue;
    if (commits.length === 0) await copy.beginOurs();
    await mkdir(join(content, collection), { recursive: true });
    if (place !== former) await rm(former, { force: true });
    await writeFile(place, bytes);
    const message = commitMessage({ collection, path }, before, bytes);
    const touched = before !== null && place !== former ? [former, place] : [place];
    await copy.commit(
      touched.map((file) => relative(copy.folder, file)),
      message,
    );
    commits.push(message.split('\n')[0]!);
  }
  if (commits.length > 0) await copy.push();
  else await copy.dropOurs();
  return commits;
}
