import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FolderError } from '~/exchange/folder.server';
import { RepositoryError } from '~/exchange/sync/repository.server';
import { BackupError } from '~/platform/database/dump.server';
import { FolderInUseError } from '~/platform/database/lock.server';
import { MigrationError } from '~/platform/database/migrate.server';
import { openDatabase, type Database } from '~/platform/database/open.server';
import { EmptyDatabaseError } from '~/platform/installation.server';
import { SettingsError, type Settings } from '~/platform/settings';
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
  EmptyDatabaseError,
  RepositoryError,
];

const NETWORK_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'La base de données ne répond pas à l’adresse de DATABASE_URL. Vérifiez l’adresse et que PostgreSQL est démarré.',
  ENOTFOUND: 'Le nom de machine donné dans HOST ou DATABASE_URL est introuvable.',
  EADDRNOTAVAIL: 'L’adresse donnée dans HOST n’est pas une adresse de cette machine.',
  EACCES: 'Le dossier ou le fichier nommé n’est pas accessible : vérifiez ses droits.',
  EROFS: 'Le dossier nommé est en lecture seule.',
  EEXIST: 'Un fichier porte déjà le nom du dossier demandé : choisissez-en un autre.',
  ENOTDIR: 'Le chemin donné passe par un fichier : choisissez un dossier.',
  EISDIR: 'Le chemin donné est un dossier : nommez un fichier.',
  ENOENT: 'Le fichier ou le dossier nommé n’existe pas.',
  '28P01': 'La base de données refuse le mot de passe de DATABASE_URL.',
  '3D000': 'La base nommée dans DATABASE_URL n’existe pas : créez-la, puis recommencez.',
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
    const { path, stack = String(error) } = error as Error & { path?: string };
    const where = path === undefined ? '' : `${path}\u00a0: `;
    if (known) say((error as Error).message);
    else say(network === undefined ? `Erreur inattendue\u00a0:\n${stack}` : where + network);
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

/** The database of the settings, which must be there already: naming a wrong folder makes no new one. */
export async function openExisting(settings: Settings): Promise<Database> {
  if (!settings.databaseUrl && !existsSync(join(settings.dataDir, 'base'))) {
    throw new UsageError(`Aucune base dans le dossier ${settings.dataDir}. Vérifiez DATA_DIR.`);
  }
  return openDatabase(settings);
}

/** A path as the person who typed the command means it, wherever npm runs the command. */
export const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

export function sayCounts(what: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts))
    process.stdout.write(`${String(count).padStart(8)}  ${name}\n`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${what} : ${total} éléments.\n`);
}
