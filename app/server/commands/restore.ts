import { restore } from '~/platform/database/dump.server';
import { openDatabase } from '~/platform/database/open.server';
import { readSettings } from '~/platform/settings';
import { fromCaller, runCommand, sayCounts, UsageError } from './run';

await runCommand(async () => {
  const [file, ...rest] = process.argv.slice(2);
  if (!file || rest.length > 0 || file.startsWith('--'))
    throw new UsageError('Usage : npm run restore -- FICHIER (dans une base vide)');
  const settings = readSettings(process.env);
  const database = await openDatabase(settings);
  try {
    sayCounts('Restauré', await restore(database, settings.dataDir, fromCaller(file)));
  } finally {
    await database.close();
  }
});
