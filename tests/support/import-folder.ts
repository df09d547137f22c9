import { importContent } from '~/exchange/import.server';
import { systemClock } from '~/platform/clock.server';
import { openDatabase } from '~/platform/database/open.server';
import { foundInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';

/** A process that imports a folder, saying when it begins and ends, to be killed in between. */
const database = await openDatabase(readSettings(process.env));
await foundInstallation(database.prisma, 'real', systemClock.now());
process.stdout.write('ready\n');
const report = await importContent({ database, clock: systemClock }, { dir: process.argv[2]! });
process.stdout.write(`${JSON.stringify(report.counts)}\n`);
await database.close();
