import { exportContent } from '~/exchange/export.server';
import { readInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { fromCaller, openExisting, runCommand, UsageError } from './run';

await runCommand(async () => {
  const [dir, ...rest] = process.argv.slice(2);
  if (!dir || rest.length > 0 || dir.startsWith('--')) {
    throw new UsageError('Usage : npm run content:export -- DOSSIER');
  }
  const database = await openExisting(readSettings(process.env));
  try {
    const demo = (await readInstallation(database.prisma)).kind === 'demo';
    const counts = await exportContent({ database }, { dir: fromCaller(dir), demo });
    for (const [collection, count] of Object.entries(counts))
      process.stdout.write(`${String(count).padStart(6)}  ${collection}\n`);
    process.stdout.write(`Écrit dans ${dir}.\n`);
  } finally {
    await database.close();
  }
});
