import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { Network } from '~/network/facts';
import type { Day } from '~/platform/day';
import { DATASETS, type Dataset } from './datasets';

export const LICENCE = {
  name: 'etalab-2.0',
  title: 'Licence Ouverte 2.0',
  path: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
} as const;

const WARNING = 'Démonstration, données fictives';

/** A demonstration says so on each of its lines, as in every file that leaves it. */
const fieldsOf = ({ fields }: Dataset, demo: boolean): Dataset['fields'] =>
  demo
    ? [...fields, { name: 'avertissement', type: 'string', description: WARNING, required: true }]
    : fields;

/** The columns and the rows of a dataset as it leaves this place. */
export const datasetTable = (dataset: Dataset, network: Network, today: Day) => ({
  fields: fieldsOf(dataset, network.demo),
  rows: dataset.rows(network, today).map((row) => (network.demo ? [...row, WARNING] : row)),
});

/** The table of a dataset: UTF-8, commas, as data.gouv.fr reads them best. */
export function datasetCsv(dataset: Dataset, network: Network, today: Day): string {
  const { fields, rows } = datasetTable(dataset, network, today);
  return stringify([fields.map(({ name }) => name), ...rows]);
}

/** Its Table Schema (specs.frictionlessdata.io/table-schema). */
export const tableSchema = (dataset: Dataset, demo: boolean) => ({
  fields: fieldsOf(dataset, demo).map(({ name, type, description, required }) => ({
    name,
    type,
    description,
    ...(required ? { constraints: { required: true } } : {}),
  })),
  missingValues: [''],
});

/**
 * The package: every table with its schema, its size and what it hashes to, on one day.
 * @param origin the site that serves the files; null when they stand beside the package.
 */
export const dataPackage = (network: Network, today: Day, origin: string | null) => ({
  $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
  name: 'jalons-reseau',
  title: network.demo ? WARNING : 'Le réseau des startups d’État',
  version: today.replaceAll('-', '.'),
  created: `${today}T00:00:00Z`,
  licenses: [LICENCE],
  resources: DATASETS.map((dataset) => {
    const bytes = Buffer.from(datasetCsv(dataset, network, today));
    return {
      name: dataset.name,
      title: dataset.title,
      description: dataset.description,
      path: `${origin === null ? '' : `${origin}/donnees/`}${dataset.name}.csv`,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      bytes: bytes.byteLength,
      hash: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      schema: tableSchema(dataset, network.demo),
    };
  }),
});
