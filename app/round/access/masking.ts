/** What stands in place of what is not the asker's: a person's name, another team's file, a way to write to somebody. */
export const MASKS = {
  nom: '[nom masqué]',
  candidature: '[autre candidature]',
  adresse: '[adresse masquée]',
} as const;
export type MaskKind = keyof typeof MASKS;

export interface Masked {
  text: string;
  /** How often each kind was masked. */
  counts: Readonly<Record<MaskKind, number>>;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
/** A word among others, as French writes it: « l’Inventée » is found, « Inventéeraie » is not. */
const word = (name: string, flags: 'giu' | 'gu'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, flags);

const ADDRESSES = [
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu,
  /(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}/g,
];
/** Shorter words are too often something else than a name. */
const SHORTEST = 3;

/**
 * A text without what would tell of others: names, other applications, addresses and telephone numbers.
 * It prepares the work of a person, who reads it and answers for it: what no list knows cannot be found here.
 * @param names people who are not the asker's own; longest first is seen to here.
 */
export function masked(
  text: string,
  { names, others }: { names: readonly string[]; others: readonly string[] },
): Masked {
  const counts = { nom: 0, candidature: 0, adresse: 0 };
  let result = text.normalize('NFC');
  const replace = (kind: MaskKind, pattern: RegExp) => {
    result = result.replace(pattern, () => {
      counts[kind] += 1;
      return MASKS[kind];
    });
  };
  for (const pattern of ADDRESSES) replace('adresse', pattern);
  const longestFirst = (list: readonly string[]) =>
    [...new Set(list.map((one) => one.normalize('NFC').trim()))]
      .filter((one) => one.length >= SHORTEST)
      .sort((a, b) => b.length - a.length);
  // Titles are often ordinary words: only as a title is written.
  for (const title of longestFirst(others)) replace('candidature', word(title, 'gu'));
  for (const name of longestFirst(names)) replace('nom', word(name, 'giu'));
  return { text: result, counts };
}
