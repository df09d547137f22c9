/** Whether a row of a table says nothing. */
export const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');

/** The head of a table, its body, and the number of the body's first line; null for a table that says nothing. */
export function headed(
  rows: readonly string[][],
): { head: string[]; body: readonly string[][]; firstLine: number } | null {
  const at = rows.findIndex((row) => !isBlank(row));
  return at === -1 ? null : { head: rows[at]!, body: rows.slice(at + 1), firstLine: at + 2 };
}
