import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.number(),
  bornAt: z.string(),
  command: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** The embedded database is already in use. Two processes on one folder would silently lose rows. */
export class FolderInUseError extends Error {
  constructor(folder: string, holder: Holder) {
    super(
      `Le dossier ${folder} est déjà utilisé par le processus ${holder.pid} (${holder.command}, depuis le ${holder.since}).\n` +
        'La base embarquée ne sert qu’un processus à la fois : arrêtez-le, ou choisissez un autre dossier avec DATA_DIR.',
    );
  }
}

/** When the process was born, so that a number used again by the system is not taken for its former owner. */
function birthOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function readHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * Takes the folder for this process alone; a lock left by a killed process is taken over.
 * @returns the release.
 * @throws {FolderInUseError} while another living process holds it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'verrou.json');
  const mine: Holder = {
    pid: process.pid,
    bornAt: birthOf(process.pid) ?? 'unknown',
    command: process.argv.slice(1, 3).join(' ').slice(-80),
    since: new Date().toISOString(),
  };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
      return () => {
        if (readHolder(file)?.pid === mine.pid) rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder && birthOf(holder.pid) === holder.bornAt) throw new FolderInUseError(folder, holder);
    // Only one process can win this rename: the others find the file gone and try again.
    const aside = `${file}.${process.pid}.perime`;
    try {
      renameSync(file, aside);
      rmSync(aside, { force: true });
    } catch {
      if (existsSync(aside)) rmSync(aside, { force: true });
    }
  }
  throw new Error(`could not take the lock of ${folder}`);
}
