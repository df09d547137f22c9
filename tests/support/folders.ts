import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';

/** A folder of this test alone, with these files by path. */
export async function folderOf(files: Record<string, string | Uint8Array> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jalons-'));
  const clean = () => rm(folder, { recursive: true, force: true });
  if (expect.getState().currentTestName === undefined) afterAll(clean);
  else onTestFinished(clean);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** Every file below a folder, by path, as bytes in hexadecimal: two folders are equal when these are. */
export async function bytesBelow(folder: string, prefix = ''): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = join(prefix, entry.name);
    if (entry.isDirectory()) Object.assign(found, await bytesBelow(folder, path));
    else found[path] = (await readFile(join(folder, path))).toString('hex');
  }
  return found;
}

/** A fiche as a file: the given front matter, in YAML as written. */
export const ficheFile = (yaml: string, body = 'Texte.\n'): string => `---\n${yaml.trim()}\n---\n${body}`;
