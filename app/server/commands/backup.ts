import { resolve } from 'node:path';
import { systemClock } from '~/platform/clock.server';
import { backup } from '~/platform/database/dump.server';
import { readInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { fromCaller, openExisting, runCommand, UsageError } from './run';

await runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.length > 1 || args[0]?.startsWith('--'))
    throw new UsageError('Usage : npm run backup -- [FICHIER]');
  const file = args[0]
    ? fromCaller(args[0])
    : resolve(`sauvegarde-${systemClock.now().toISOString().replace(/[:.]/g, '-')}.jsonl.gz`);
  const settings = readSettings(process.env);
  const database = await openExisting(settings);
  try {
    await readInstallation(database.prisma);
    await backup(database, settings.dataDir, file);
    process.stdout.write(`Sauvegarde écrite : ${file}\n`);
  } finally {
    await database.close();
  }
});
