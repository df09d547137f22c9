export type Cell = string | number | null | readonly string[];

/** A cell of a published table: nothing when there is nothing; a list parted by bars; a formula led by an apostrophe. */
export function formatTableCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(' | ');
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
