import { parse } from 'csv-parse';
import { unzipSync } from 'fflate';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A table as text, row by row; empty rows stay, so that a line keeps its number. */
export type Rows = string[][];

/** The file cannot be read as a table; the message says why, for its sender. */
export class UnreadableTableError extends Error {}

export const MOST_TABLE_BYTES = 10 * 1024 * 1024;
const MOST_UNZIPPED_BYTES = 100 * 1024 * 1024;
const SECONDS = 20;
const MEMORY_MB = 384;
const WORKER = join(process.cwd(), 'app/platform/files/spreadsheet-worker.mjs');

function inWorker<T>(workerData: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      env: {},
      stdout: true,
      stderr: true,
    });
    const stop = (error: Error) => {
      clearTimeout(timer);
      reject(error);
      void worker.terminate();
    };
    const timer = setTimeout(
      () => stop(new UnreadableTableError('Ce tableur est trop long à lire : envoyez-le en CSV.')),
      SECONDS * 1000,
    );
    worker.once('message', (message: { ok?: T; error?: string }) => {
      if (message.error !== undefined || message.ok === undefined)
        return stop(
          new UnreadableTableError('Ce tableur ne se lit pas : enregistrez-le de nouveau, ou en CSV.'),
        );
      clearTimeout(timer);
      resolve(message.ok);
      void worker.terminate();
    });
    worker.once('error', () =>
      stop(new UnreadableTableError('Ce tableur prend trop de place une fois ouvert : envoyez-le en CSV.')),
    );
  });
}

/** Text in UTF-8, or as French spreadsheets wrote it before. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The separator of a table in text: the one that its first line holds most of. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/\r?\n|$/));
  const counts = ['\t', ';', ','].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.sort((a, b) => b.count - a.count)[0]!.sign;
}

/** A table pasted from a spreadsheet, or a CSV file. @throws {UnreadableTableError} */
export async function rowsOfText(text: string, mostRows: number): Promise<Rows> {
  const rows: Rows = [];
  const parser = parse(text, {
    delimiter: delimiterOf(text),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
  });
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (rows.length > mostRows) throw tooLong(mostRows);
      rows.push(row);
    }
  } catch (error) {
    if (error instanceof UnreadableTableError) throw error;
    throw new UnreadableTableError('Ce tableau ne se lit pas : un guillemet n’est pas refermé.');
  }
  return rows;
}

const tooLong = (most: number) =>
  new UnreadableTableError(
    `${most.toLocaleString('fr-FR')} lignes au plus : coupez ce tableau en plusieurs.`,
  );

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** The first sheet of an XLSX or ODS file, or a CSV, by what the bytes are. @throws {UnreadableTableError} */
export async function rowsOfFile(bytes: Uint8Array, mostRows: number): Promise<Rows> {
  if (bytes.length === 0) throw new UnreadableTableError('Ce fichier est vide.');
  if (bytes.length > MOST_TABLE_BYTES)
    throw new UnreadableTableError('10 Mo au plus : coupez ce tableau en plusieurs.');
  if (!isZip(bytes)) {
    if (bytes.subarray(0, 1000).includes(0))
      throw new UnreadableTableError('Un tableau est attendu : XLSX, ODS ou CSV.');
    return rowsOfText(textOf(bytes), mostRows);
  }
  let unzipped = 0;
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unzipped += originalSize;
        return false;
      },
    });
  } catch {
    throw new UnreadableTableError('Ce tableur est abîmé : enregistrez-le de nouveau, ou en CSV.');
  }
  if (unzipped > MOST_UNZIPPED_BYTES)
    throw new UnreadableTableError('Ce tableur prend trop de place une fois ouvert : envoyez-le en CSV.');
  const rows = await inWorker<Rows>({ bytes, mostRows });
  if (rows.length > mostRows + 1) throw tooLong(mostRows);
  return rows;
}

/** Rows as a spreadsheet file. */
export const spreadsheetOf = (
  rows: ReadonlyArray<ReadonlyArray<string | number>>,
  format: 'xlsx' | 'ods',
  name: string,
): Promise<Uint8Array> => inWorker<Uint8Array>({ rows, format, name });
