import { utils, write } from '@e965/xlsx';
import { stringify } from 'csv-stringify/sync';

export type Rows = Array<Array<string | number>>;

/** Rows as a CSV that spreadsheets open; a text that they would compute is marked as text. */
export const csvOf = (rows: Rows): string =>
  stringify(rows, { delimiter: ';', bom: true, escape_formulas: true });

/** The same rows as an OpenDocument sheet: cells are text or numbers, never formulas. */
export function odsOf(rows: Rows): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 'Feuille');
  return write(book, { type: 'buffer', bookType: 'ods' }) as Buffer;
}
