// Reads the first sheet of a spreadsheet (XLSX, ODS) as rows of text, or writes rows as one: away from the server's
// own thread and memory, because a file that somebody sends may be made to fill both.
import { parentPort, workerData } from 'node:worker_threads';
import { read, utils, write } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';

const cellText = (cell) => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell);
};

/** The archive as its own index says it, no more: the sizes that its parts claim by themselves are not believed. */
const asIndexed = (bytes) => zipSync(unzipSync(bytes), { level: 0 });

function readRows({ bytes, mostRows }) {
  const book = read(asIndexed(bytes), {
    dense: true,
    cellDates: true,
    UTC: true,
    cellFormula: false,
    sheetRows: mostRows + 2,
  });
  const sheet = book.Sheets[book.SheetNames[0]];
  if (!sheet) return [];
  return utils
    .sheet_to_json(sheet, { header: 1, raw: true, defval: '', UTC: true })
    .map((row) => row.map(cellText));
}

function writeRows({ rows, format, name }) {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  return write(book, { type: 'buffer', bookType: format, compression: true });
}

try {
  parentPort.postMessage({ ok: workerData.rows ? writeRows(workerData) : readRows(workerData) });
} catch (error) {
  parentPort.postMessage({ error: String(error?.message ?? error) });
}
