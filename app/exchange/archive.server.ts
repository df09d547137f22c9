import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { RuleError, type Acting } from '~/person/acting';
import { exportContent } from './export.server';
import { COLLECTIONS } from './folder.server';
import { importContent } from './import.server';
import type { ImportReport } from './report';

const MOST_FILES = 20_000;
const MOST_BYTES = 200_000_000;
const NAME = /^(?:[^/\\]+\/)*?(?:content\/)?([^/\\]+)\/([^/\\\0]+)$/;

/** The files of an archive that belong to a collection; anything else is left out. @throws {RuleError} */
function collectionFiles(bytes: Uint8Array): Array<{ collection: string; path: string; bytes: Uint8Array }> {
  let total = 0;
  let count = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const collection = NAME.exec(name)?.[1] ?? '';
        if (!(COLLECTIONS as readonly string[]).includes(collection)) return false;
        total += originalSize;
        count += 1;
        if (total > MOST_BYTES || count > MOST_FILES)
          throw new RuleError('Cette archive est trop grande une fois ouverte.', 'archive');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof RuleError) throw error;
    throw new RuleError('Ce fichier n’est pas une archive ZIP lisible.', 'archive');
  }
  return Object.entries(files).map(([name, content]) => {
    const [, collection, path] = NAME.exec(name)!;
    return { collection: collection!, path: path!, bytes: content };
  });
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'jalons-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Brings an archive of the network's content in, as the command does with a folder. @throws {RuleError} */
export async function importArchive(
  acting: Acting,
  bytes: Uint8Array,
  { dryRun }: { dryRun: boolean },
): Promise<ImportReport> {
  const files = collectionFiles(bytes);
  if (files.length === 0) {
    throw new RuleError(
      `Cette archive ne contient aucune collection connue (${COLLECTIONS.join(', ')}).`,
      'archive',
    );
  }
  return inFolder(async (folder) => {
    for (const file of files) {
      await mkdir(join(folder, file.collection), { recursive: true });
      await writeFile(join(folder, file.collection, file.path), file.bytes);
    }
    return importContent(acting, { dir: folder, dryRun });
  });
}

/** Every collection as an archive, byte for byte where nothing was edited. */
export async function exportArchive(acting: Pick<Acting, 'database'>, demo: boolean): Promise<Uint8Array> {
  return inFolder(async (folder) => {
    await exportContent(acting, { dir: folder, demo });
    const archive: Zippable = {};
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      archive[file.slice(folder.length + 1)] = await readFile(file);
    }
    return zipSync(archive, { level: 6 });
  });
}
