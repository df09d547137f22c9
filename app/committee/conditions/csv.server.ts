import { stringify } from 'csv-stringify/sync';
import { CONDITION_STATES } from '../vocabulary';
import { askedBy } from './shown';
import type { Condition } from './conditions.server';

const COLUMNS = [
  'startup',
  'demandée par',
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
export function conditionsCsv(conditions: readonly Condition[]): string {
  const rows = conditions.map((one) => [
    one.title,
    askedBy(one),
    one.text,
    one.owner,
    one.due,
    CONDITION_STATES[one.state],
    one.evidenceNote ?? '',
    one.evidenceUrl ?? one.evidenceName ?? '',
    one.settledReason ?? '',
    one.settledOn ?? '',
  ]);
  return stringify([COLUMNS, ...rows], { delimiter: ';', bom: true, escape_formulas: true });
}
