import { BODY } from '~/platform/document/fields';
import type { FrontMatterDocument } from '~/platform/document/front-matter';

/** What a key of a document holds, as text that can be read and compared: lists and tables line by line. */
export function valueAsText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  if (Array.isArray(value)) return value.map(valueAsText).join('\n');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, entry]) => `${key} : ${valueAsText(entry)}`)
      .join(', ');
  }
  return String(value);
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
  base: FrontMatterDocument | null,
  theirs: FrontMatterDocument,
  mine: FrontMatterDocument,
): Disagreement[] {
  return changedKeys(theirs, mine).map((key) => {
    const [b, t, m] = [base && valueOf(base, key), valueOf(theirs, key), valueOf(mine, key)];
    return {
      key,
      base: base === null ? null : valueAsText(b),
      theirs: valueAsText(t),
      mine: valueAsText(m),
      who: base === null ? 'both' : same(b, t) ? 'mine' : same(b, m) ? 'theirs' : 'both',
    };
  });
}
