import { resolve } from 'node:path';
import { FolderError } from '~/exchange/folder.server';
import { BackupError } from '~/platform/database/dump.server';
import { FolderInUseError } from '~/platform/database/lock.server';
import { MigrationError } from '~/platform/database/migrate.server';
import { SettingsError } from '~/platform/settings';
import { PortInUseError } from '../start.server';

/** For people, on standard error; results go to standard output. */
export const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/** A mistake in how a command was called: what is wrong and what to do. */
export class UsageError extends Error {}

const EXPECTED = [
  UsageError,
  SettingsError,
  FolderInUseError,
  FolderError,
  MigrationError,
  PortInUseError,
  BackupError,
];

const NETWORK_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'La base de données ne répond pas à l’adresse de DATABASE_URL. Vérifiez l’adresse et que PostgreSQL est démarré.',
  ENOTFOUND: 'Le nom de la machine de DATABASE_URL est introuvable.',
  '28P01': 'La base de données refuse le mot de passe de DATABASE_URL.',
  '3D000': 'La base nommée dans DATABASE_URL n’existe pas : créez-la, puis recommencez.',
  ENOSPC: 'Le disque est plein.',
};

/** Runs a command; an expected mistake is one clear message, anything else keeps its trace. Both exit non-zero. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const known = EXPECTED.some((kind) => error instanceof kind);
    const code =
      (error as { code?: string; errors?: Array<{ code?: string }> }).code ??
      (error as { errors?: Array<{ code?: string }> }).errors?.[0]?.code;
    const network = code === undefined ? undefined : NETWORK_FAULTS[code];
    say(
      known
        ? (error as Error).message
        : (network ?? `Erreur inattendue :\n${(error as Error).stack ?? String(error)}`),
    );
    process.exit(1);
  }
}

const BAR = 30;

/** A progress bar on one line where a person watches, silent elsewhere. */
export function progress(label: string): (done: number, total: number) => void {
  return (done, total) => {
    if (!process.stderr.isTTY) return;
    const filled = total === 0 ? BAR : Math.round((done / total) * BAR);
    process.stderr.write(`\r${label} [${'█'.repeat(filled)}${'·'.repeat(BAR - filled)}] ${done}/${total}`);
    if (done >= total) process.stderr.write('\n');
  };
}

/** A path as the person who typed the command means it, wherever npm runs the command. */
export const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

export function sayCounts(what: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts))
    process.stdout.write(`${String(count).padStart(8)}  ${name}\n`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${what} : ${total} éléments.\n`);
}
