import { reportAsText } from '~/exchange/report';
import { syncContent } from '~/exchange/sync/sync.server';
import { systemClock } from '~/platform/clock.server';
import { readInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { openExisting, runCommand, UsageError } from './run';

const USAGE = 'Usage : npm run content:sync -- DEPOT [--branche main] [--vers jalons]';

function readArguments(args: string[]): { address: string; branch: string; ours: string } {
  const found = { branche: 'main', vers: 'jalons' };
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const option = /^--(branche|vers)$/.exec(args[index]!)?.[1] as keyof typeof found | undefined;
    if (option) {
      const value = args[(index += 1)] ?? '';
      if (!/^[\w][\w./-]*$/.test(value))
        throw new UsageError(`Nommez une branche après --${option}.\n${USAGE}`);
      found[option] = value;
    } else if (args[index]!.startsWith('-')) {
      throw new UsageError(`Option inconnue : ${args[index]}\n${USAGE}`);
    } else rest.push(args[index]!);
  }
  if (rest.length !== 1 || !rest[0]) throw new UsageError(`Nommez un dépôt.\n${USAGE}`);
  return { address: rest[0], branch: found.branche, ours: found.vers };
}

await runCommand(async () => {
  const options = readArguments(process.argv.slice(2));
  const database = await openExisting(readSettings(process.env));
  try {
    if ((await readInstallation(database.prisma)).kind === 'demo')
      throw new UsageError(
        'Cette base est une démonstration : elle n’échange rien avec le dépôt du réseau. Créez une base réelle (DEMO=0).',
      );
    const { imported, commits, conflicts } = await syncContent({ database, clock: systemClock }, options);
    process.stdout.write(`${reportAsText(imported)}\n\n`);
    for (const file of conflicts)
      process.stdout.write(
        `CONFLIT  ${file} : changée là-bas et ici, à choisir sur sa page (« proposition »)\n`,
      );
    for (const message of commits) process.stdout.write(`ENVOYÉ   ${message}\n`);
    process.stdout.write(
      commits.length === 0
        ? 'Rien à proposer au dépôt.\n'
        : `${commits.length} fiche(s) proposée(s) sur la branche ${options.ours}.\n`,
    );
    if (imported.counts.unreadable > 0) process.exitCode = 2;
  } finally {
    await database.close();
  }
});
