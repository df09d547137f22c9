import { parse } from 'csv-parse/sync';

/** One value that is not the same on both sides. */
export interface Difference {
  path: string;
  expected: unknown;
  found: unknown;
  /** Why it is so and rightly, where that is known. */
  reason: string | null;
}
export interface Comparison {
  /** How many single values were held beside each other. */
  values: number;
  differences: Difference[];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of two answers, one by one: absent, empty and null are three things, and lists have an order. */
export function compareJson(expected: unknown, found: unknown): Comparison {
  const differences: Difference[] = [];
  let values = 0;
  const walk = (path: string, left: unknown, right: unknown): void => {
    if (Array.isArray(left) && Array.isArray(right)) {
      for (let index = 0; index < Math.max(left.length, right.length); index += 1)
        walk(`${path}[${index}]`, left[index], right[index]);
      return;
    }
    if (isMap(left) && isMap(right)) {
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
        walk(`${path}.${key}`, left[key], right[key]);
      return;
    }
    values += 1;
    if (left !== right) differences.push({ path, expected: left, found: right, reason: null });
  };
  walk('$', expected, found);
  return { values, differences };
}

const BROKEN = 'un « ; » sans guillemets y coupe une cellule de la référence';

/**
 * Two CSV files of the network, row by row under their identifier. A row of the reference that has more cells than its
 * head is broken by the reference itself; ours holds the same text in one cell.
 */
export function compareCsv(expected: string, found: string): Comparison {
  const read = (text: string): string[][] =>
    parse(text, { delimiter: ';', relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  const [head = [], ...rows] = read(expected);
  const [ourHead = [], ...ours] = read(found);
  const differences: Difference[] = [];
  let values = 0;
  const hold = (path: string, left: unknown, right: unknown, reason: string | null) => {
    values += 1;
    if (left !== right) differences.push({ path, expected: left, found: right, reason });
  };
  hold('en-tête', head.join(';'), ourHead.join(';'), null);
  for (let index = 0; index < Math.max(rows.length, ours.length); index += 1) {
    const row = rows[index] ?? [];
    const own = ours[index] ?? [];
    const name = `ligne ${index + 2} (${row[0] ?? own[0]})`;
    const rejoined = row.join(';') === own.join(';');
    if (row.length > head.length && rejoined) hold(name, row.length, own.length, BROKEN);
    else
      for (let column = 0; column < Math.max(row.length, own.length); column += 1)
        hold(`${name}, ${head[column] ?? `colonne ${column + 1}`}`, row[column], own[column], null);
  }
  return { values, differences };
}
