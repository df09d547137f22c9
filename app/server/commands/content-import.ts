import { writeFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { findContentFolder } from '~/exchange/folder.server';
import { importContent } from '~/exchange/import.server';
import { reportAsText } from '~/exchange/report';
import { systemClock } from '~/platform/clock.server';
import { openDatabase } from '~/platform/database/open.server';
import { findInstallation, foundInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { SHIPPED_CONTENT } from '../start.server';
import { fromCaller, progress, runCommand, say, UsageError } from './run';

const USAGE = 'Usage : npm run content:import -- DOSSIER [--dry-run] [--json FICHIER]';

function readArguments(args: string[]): { dir: string; dryRun: boolean; json: string | null } {
  const jsonAt = args.indexOf('--json');
  const named = args[jsonAt + 1] ?? '';
  const json = jsonAt === -1 ? null : named.startsWith('--') ? '' : named;
  const rest = args.filter(
    (arg, index) => arg !== '--dry-run' && index !== jsonAt && (jsonAt === -1 || index !== jsonAt + 1),
  );
  const unknown = rest.find((arg) => arg.startsWith('--'));
  if (unknown) throw new UsageError(`Option inconnue : ${unknown}\n${USAGE}`);
  if (rest.length !== 1 || !rest[0] || json === '') throw new UsageError(`Nommez un dossier.\n${USAGE}`);
  return { dir: fromCaller(rest[0]), dryRun: args.includes('--dry-run'), json };
}

await runCommand(async () => {
  const { dir, dryRun, json } = readArguments(process.argv.slice(2));
  const settings = readSettings(process.env);
  const folder = await findContentFolder(dir);
  const database = await openDatabase(settings);
  try {
    const found = await findInstallation(database.prisma);
    const kind = found?.kind ?? (settings.demo ? 'demo' : 'real');
    if (kind === 'demo' && folder !== realpathSync(SHIPPED_CONTENT)) {
      throw new UsageError(
        `${found ? 'Cette base est' : 'Sans réglage, une base embarquée est'} une démonstration : un contenu réel n’y entre pas. Pour une base réelle :\n` +
          `  DEMO=0 DATA_DIR=donnees-reelles npm run content:import -- ${dir}\n` +
          '  DEMO=0 DATA_DIR=donnees-reelles npm start',
      );
    }
    await foundInstallation(database.prisma, kind, systemClock.now());
    const report = await importContent(
      { database, clock: systemClock },
      { dir: folder, dryRun, onProgress: progress('Lecture') },
    );
    process.stdout.write(`${reportAsText(report)}\n`);
    if (json) {
      await writeFile(fromCaller(json), `${JSON.stringify(report, null, 2)}\n`);
      say(`Rapport écrit dans ${json}.`);
    }
    if (report.counts.unreadable > 0) process.exitCode = 2;
  } finally {
    await database.close();
  }
});
