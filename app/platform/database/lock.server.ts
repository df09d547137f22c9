import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
        'La base embarquée ne sert qu’un processus à la fois : arrêtez-le, ou choisissez un autre dossier avec DATA_DIR.',
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

const isAlive = (holder: Holder): boolean => birthOf(holder.pid) === holder.bornAt;

const ATTEMPTS = 100;
const PAUSE_MS = 50;
const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);

/** Removes the lock of a dead process, one process at a time, and only after looking again. */
function removeIfDead(file: string): void {
  const turn = `${file}.reprise`;
  try {
    mkdirSync(turn);
  } catch {
    // Another process has its turn; one that died during it would have left it for longer than a moment.
    if (Date.now() - (statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 5_000) {
      rmSync(turn, { recursive: true, force: true });
    }
    return;
  }
  try {
    const holder = readHolder(file);
    if (holder === null || !isAlive(holder)) rmSync(file, { force: true });
  } finally {
    rmSync(turn, { recursive: true, force: true });
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
  // The lock appears whole, by a link: nobody ever reads a half-written one.
  const written = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(written, JSON.stringify(mine));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      try {
        linkSync(written, file);
        return () => {
          const holder = readHolder(file);
          if (holder?.pid === mine.pid && holder.bornAt === mine.bornAt) rmSync(file, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && isAlive(holder)) throw new FolderInUseError(folder, holder);
      removeIfDead(file);
      if (attempt > 0) pause();
    }
    throw new Error(`could not take the lock of ${folder}`);
  } finally {
    rmSync(written, { force: true });
  }
}
