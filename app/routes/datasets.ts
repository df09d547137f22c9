import type { LoaderFunctionArgs } from '@remix-run/node';
import { DATASETS } from '~/exchange/datasets/datasets';
import { dataPackage, datasetCsv, tableSchema } from '~/exchange/datasets/descriptor';
import { datasetParquet } from '~/exchange/datasets/parquet';
import { noSuchData, openDataHeaders, openJson } from './open-data.server';

/** The datasets, their schemas and their package, as of today. */
export function loader({ context: { network, clock, origin }, params }: LoaderFunctionArgs) {
  const today = clock.today();
  const name = params['fichier'] ?? '';
  if (name === 'datapackage.json') return openJson(dataPackage(network, today, origin), network.demo);
  const dataset = DATASETS.find((one) =>
    [`${one.name}.csv`, `${one.name}.parquet`, `${one.name}.schema.json`].includes(name),
  );
  if (!dataset)
    throw noSuchData(
      `Ce fichier n’existe pas. Fichiers : ${DATASETS.map((one) => `${one.name}.csv`).join(', ')}, datapackage.json ; chacun aussi en .parquet.`,
    );
  if (name.endsWith('.parquet'))
    return new Response(datasetParquet(dataset, network, today), {
      headers: openDataHeaders('application/vnd.apache.parquet', network.demo),
    });
  return name.endsWith('.csv')
    ? new Response(datasetCsv(dataset, network, today), {
        headers: openDataHeaders('text/csv; charset=utf-8', network.demo),
      })
    : openJson(tableSchema(dataset, network.demo), network.demo);
}
