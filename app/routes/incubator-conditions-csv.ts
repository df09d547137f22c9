import type { LoaderFunctionArgs } from '@remix-run/node';
import { stringify } from 'csv-stringify/sync';
import { CONDITION_STATES } from '~/committee/vocabulary';
import { attachment } from './committee-file-formats.server';
import { conditionsOfIncubator } from './incubator-conditions.server';

const COLUMNS = [
  'startup',
  'comité',
  'condition',
  'qui',
  'échéance',
  'état',
  'preuve',
  'lien',
  'raison',
  'noté le',
];

/** The conditions as a table for a spreadsheet; a text that a spreadsheet would compute is marked as text. */
export async function loader(args: LoaderFunctionArgs) {
  const { incubator, conditions } = await conditionsOfIncubator(args);
  const rows = conditions.map((one) => [
    one.title,
    one.decidedOn,
    one.text,
    one.owner,
    one.due,
    CONDITION_STATES[one.state],
    one.evidenceNote ?? '',
    one.evidenceUrl ?? '',
    one.settledReason ?? '',
    one.settledOn ?? '',
  ]);
  const csv = stringify([COLUMNS, ...rows], { delimiter: ';', bom: true, escape_formulas: true });
  return attachment(csv, 'text/csv; charset=utf-8', `conditions-${incubator.publicId}.csv`);
}
