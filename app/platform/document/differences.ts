import { diffWordsWithSpace } from 'diff';

/** A stretch of text that stayed, came or went. */
export interface TextPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Past this, comparing word by word takes longer than a reader waits: the whole is shown replaced. */
const LONGEST_COMPARED = 60_000;

/** What changed between two texts, word by word. */
export function wordDifferences(before: string, after: string): TextPart[] {
  if (before.length + after.length > LONGEST_COMPARED) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
