import { followNetwork } from '~/network/network.server';
import { readIndicatorFacts } from '~/network/indicators/facts.server';
import { firstYear } from '~/network/indicators/portfolio';
import { indicatorTable } from '~/network/indicators/table';
import { systemClock } from '~/platform/clock.server';
import { parseDay, yearOf } from '~/platform/day';
import { readInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { openExisting, runCommand, UsageError } from './run';

const WIDTH = 52;

/** All indicators of some years, with what was published beside them. */
await runCommand(async () => {
  const [from, to, ...rest] = process.argv.slice(2).map(Number);
  if (rest.length > 0 || [from, to].some((year) => year !== undefined && !Number.isInteger(year)))
    throw new UsageError('Usage : npm run indicators [-- PREMIÈRE_ANNÉE [DERNIÈRE_ANNÉE]]');
  const database = await openExisting(readSettings(process.env));
  try {
    const demo = (await readInstallation(database.prisma)).kind === 'demo';
    const reader = await followNetwork(database, demo);
    const network = reader.current();
    reader.stop();
    const today = parseDay(process.env['JALONS_JOUR'] ?? '') ?? systemClock.today();
    const facts = await readIndicatorFacts(database.prisma, network, today);
    process.stdout.write(
      `Calculé sur les ${network.startups.length} startups de cette base, au ${today} : un total d’une partie du réseau est celui de la partie.\n`,
    );
    const last = to ?? from ?? yearOf(today);
    for (let year = from ?? firstYear(facts, today); year <= last; year += 1) {
      process.stdout.write(`\n# ${year}\n`);
      for (const { label, lines } of indicatorTable(facts, year, today)) {
        process.stdout.write(`${label}\n`);
        for (const line of lines) {
          const published = line.published
            ? ` ; publié ${line.published.shown} (${line.published.source}), écart ${line.published.difference ?? 'inconnu'}${line.published.difference !== 'égal' && line.published.explanation ? ` : ${line.published.explanation}` : ''}`
            : '';
          process.stdout.write(
            `  ${line.name.padEnd(WIDTH)} ${line.shown.padStart(12)}${line.count > 0 ? `, ${line.count} comptés` : ''}${line.target ? ` ; cible ${line.target}` : ''}${published}${line.note ? ` ; ${line.note}` : ''}\n`,
          );
        }
      }
    }
  } finally {
    await database.close();
  }
});
