import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Network } from '~/network/facts';
import { dayNumber, parseDay, type Day } from '~/platform/day';
import type { Dataset } from './datasets';
import { datasetTable } from './descriptor';

type FieldType = Dataset['fields'][number]['type'];

/** How parquet stores each type: a text in UTF-8, a whole number of 64 bits, a day counted from 1970. */
const STORED = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  date: { type: 'INT32', converted_type: 'DATE' },
} as const;

/** An empty cell is no value. */
function valueOf(type: FieldType, cell: string): string | bigint | number | null {
  if (cell === '') return null;
  if (type === 'integer') return BigInt(cell);
  if (type === 'string') return cell;
  const on = parseDay(cell);
  return on === null ? null : dayNumber(on);
}

/** A dataset as a parquet file: the rows and columns of its CSV, typed. */
export function datasetParquet(dataset: Dataset, network: Network, today: Day): ArrayBuffer {
  const { fields, rows } = datasetTable(dataset, network, today);
  return parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: fields.length },
      ...fields.map(({ name, type, required }) => ({
        name,
        ...STORED[type],
        repetition_type: required ? ('REQUIRED' as const) : ('OPTIONAL' as const),
      })),
    ],
    columnData: fields.map(({ name, type }, index) => ({
      name,
      data: rows.map((row) => valueOf(type, row[index]!)),
    })),
    createdBy: 'Jalons',
  });
}
