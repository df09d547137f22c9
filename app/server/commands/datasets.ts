import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATASETS } from '~/exchange/datasets/datasets';
import { dataPackage, datasetCsv, tableSchema } from '~/exchange/datasets/descriptor';
import { datasetParquet } from '~/exchange/datasets/parquet';
import { followNetwork } from '~/network/network.server';
import { systemClock } from '~/platform/clock.server';
import { readInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { openExisting, runCommand, UsageError } from './run';

/** Writes every dataset with its schema and the package's descriptor into a folder, as they stand now. */
await runCommand(async () => {
  const [folder, ...rest] = process.argv.slice(2);
  if (!folder || rest.length > 0) throw new UsageError('Usage : npm run datasets -- DOSSIER');
  const database = await openExisting(readSettings(process.env));
  try {
    const demo = (await readInstallation(database.prisma)).kind === 'demo';
    const reader = await followNetwork(database, demo);
    const network = reader.current();
    reader.stop();
    const today = systemClock.today();
    await mkdir(folder, { recursive: true });
    const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
    for (const dataset of DATASETS) {
      const csv = datasetCsv(dataset, network, today);
      await write(`${dataset.name}.csv`, csv);
      await write(`${dataset.name}.parquet`, new Uint8Array(datasetParquet(dataset, network, today)));
      await write(`${dataset.name}.schema.json`, JSON.stringify(tableSchema(dataset, demo), null, 2));
      process.stdout.write(`${dataset.name}.csv : ${dataset.rows(network, today).length} lignes\n`);
    }
    // A package beside its files names them by their name alone.
    await write('datapackage.json', JSON.stringify(dataPackage(network, today, null), null, 2));
  } finally {
    await database.close();
  }
});
