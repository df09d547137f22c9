import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { LARGEST_DOCUMENT } from '~/platform/document/front-matter';

/** The collections of the network's content, in the order in which they refer to each other. */
export const COLLECTIONS = [
  'aide',
  '_phases',
  '_organisations',
  '_incubators',
  '_teams',
  '_fasts',
  '_startups',
  '_authors',
] as const;
export type Collection = (typeof COLLECTIONS)[number];

export interface FolderFile {
  path: string;
  bytes: Buffer;
  sha256: string;
}

export interface RefusedFile {
  path: string;
  reason: string;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A folder that cannot be imported at all, said to the person who named it. */
export class FolderError extends Error {}

/**
 * The folder that holds the collections: the one named, or its `content` folder.
 * @throws {FolderError} when it is not there or holds no collection.
 */
export async function findContentFolder(named: string): Promise<string> {
  const isThere = await stat(named).catch(() => null);
  if (!isThere?.isDirectory()) throw new FolderError(`Le dossier ${named} n’existe pas.`);
  for (const folder of [named, join(named, 'content')]) {
    const entries = await readdir(folder).catch(() => [] as string[]);
    if (entries.some((entry) => (COLLECTIONS as readonly string[]).includes(entry))) return realpath(folder);
  }
  throw new FolderError(
    `Le dossier ${named} ne contient aucune collection connue (${COLLECTIONS.join(', ')}). Donnez le dossier « content » du site du réseau.`,
  );
}

/** Names of the files of a collection in byte order; what is no plain file is left to `readOne` to refuse. */
export async function listCollection(folder: string, collection: Collection): Promise<string[]> {
  const place = join(folder, collection);
  const isThere = await lstat(place).catch(() => null);
  if (!isThere) return [];
  if (isThere.isSymbolicLink() && !(await realpath(place)).startsWith(folder + sep)) {
    throw new FolderError(
      `${collection} est un lien vers l’extérieur du dossier : il n’est pas suivi, et rien n’a été lu.`,
    );
  }
  const names = await readdir(place).catch((error: NodeJS.ErrnoException) => {
    throw new FolderError(
      `${collection} ne peut pas être lu (${error.code ?? 'erreur'}) : rien n’a été importé.`,
    );
  });
  return names
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Reads one file, and nothing outside the folder. */
export async function readOne(
  folder: string,
  collection: Collection,
  path: string,
): Promise<FolderFile | RefusedFile> {
  const file = join(folder, collection, path);

  if (/[\\\x00-\x1f]/.test(path))
    return { path, reason: 'nom de fichier avec une barre inversée ou un caractère de contrôle' };
  try {
    const entry = await lstat(file);
    if (entry.isSymbolicLink() && !(await realpath(file)).startsWith(folder + sep)) {
      return { path, reason: 'lien symbolique vers l’extérieur du dossier : non suivi' };
    }
    const target = await stat(file);
    if (!target.isFile()) return { path, reason: 'ce n’est pas un fichier : ignoré' };
    if (target.size > LARGEST_DOCUMENT) {
      return { path, reason: `fichier de ${Math.round(target.size / 1e6)} Mo, refusé au-delà de 2 Mo` };
    }
    const bytes = await readFile(file);
    return { path, bytes, sha256: sha256(bytes) };
  } catch (error) {
    return { path, reason: `lecture impossible (${(error as NodeJS.ErrnoException).code ?? 'erreur'})` };
  }
}
