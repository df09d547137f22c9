import { formatDay } from '~/design/formats';
import { parseDay } from '~/platform/day';
import { BODY, type Choice, type Field } from '~/platform/document/fields';
import type { FrontMatterDocument } from '~/platform/document/front-matter';
import { fieldOf, type EditedCollection } from './editors';

const plain = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'boolean'
      ? value
        ? 'oui'
        : 'non'
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

const chosen = (choices: readonly Choice[] | undefined, text: string): string =>
  choices?.find(({ value }) => value === text)?.label ?? text;

const dayInWords = (text: string): string => {
  const found = parseDay(text.slice(0, 10));
  return found ? formatDay(found) : text;
};

/** A row of a table field in words: « Phase : Accélération, Début : 7 octobre 2024 ». */
const rowInWords = (field: Extract<Field, { kind: 'rows' }>, row: unknown): string =>
  typeof row !== 'object' || row === null
    ? plain(row)
    : field.columns
        .flatMap((column) => {
          const text = plain((row as Record<string, unknown>)[column.key]);
          if (text === '') return [];
          const shown =
            column.kind === 'day'
              ? dayInWords(text)
              : column.kind === 'choice'
                ? chosen(column.choices, text)
                : text;
          return [`${column.label} : ${shown}`];
        })
        .join(', ');

/** What a key of a document holds, in the words of its form: lists and tables line by line. */
export function valueInWords(collection: EditedCollection, key: string, value: unknown): string {
  const field = fieldOf(collection, key)?.field;
  const entries = Array.isArray(value) ? (value as unknown[]) : [value];
  switch (field?.kind) {
    case 'rows':
      return entries.map((row) => rowInWords(field, row)).join('\n');
    case 'choice':
      return chosen(field.choices, plain(value));
    case 'list':
      return entries.map((entry) => plain(entry).replace(field.prefix ?? '', '')).join('\n');
    default:
      return entries.map(plain).join('\n');
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const valueOf = (document: FrontMatterDocument, key: string): unknown =>
  key === BODY ? document.body : document.attributes[key];

/** Keys whose value differs between two documents, in the order of the later one. */
export function changedKeys(before: FrontMatterDocument, after: FrontMatterDocument): string[] {
  const keys = new Set([...Object.keys(after.attributes), ...Object.keys(before.attributes)]);
  return [
    ...[...keys].filter((key) => !same(before.attributes[key], after.attributes[key])),
    ...(before.body === after.body ? [] : [BODY]),
  ];
}

export interface Disagreement {
  key: string;
  base: string | null;
  theirs: string;
  mine: string;
  /** Who changed it since the common version; both must choose, the others are proposed. */
  who: 'theirs' | 'mine' | 'both';
}

/**
 * What two people changed since the version that both had, field by field.
 * @param base the common version; null when it is not known: then every difference must be chosen.
 */
export function disagreements(
  collection: EditedCollection,
  base: FrontMatterDocument | null,
  theirs: FrontMatterDocument,
  mine: FrontMatterDocument,
): Disagreement[] {
  return changedKeys(theirs, mine).map((key) => {
    const [b, t, m] = [base && valueOf(base, key), valueOf(theirs, key), valueOf(mine, key)];
    return {
      key,
      base: base === null ? null : valueInWords(collection, key, b),
      theirs: valueInWords(collection, key, t),
      mine: valueInWords(collection, key, m),
      who: base === null ? 'both' : same(b, t) ? 'mine' : same(b, m) ? 'theirs' : 'both',
    };
  });
}
