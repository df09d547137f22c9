import { readDocument, DocumentFault } from '~/platform/document/front-matter';
import { changedKeys } from '../publication/comparison';
import { EDITED, EDITORS, keyLabel, type EditedCollection } from '../publication/editors';

const LONGEST_SUBJECT = 72;

const isEdited = (collection: string): collection is EditedCollection =>
  (EDITED as readonly string[]).includes(collection);

function changesOf(collection: EditedCollection, before: Uint8Array, after: Uint8Array): string[] {
  try {
    return changedKeys(readDocument(before), readDocument(after)).map((key) =>
      keyLabel(collection, key).toLowerCase(),
    );
  } catch (error) {
    // What nobody can read has no fields.
    if (error instanceof DocumentFault) return [];
    throw error;
  }
}

/**
 * What a commit says of one file: which, and which of its fields changed. Nobody is named.
 * @param before null for a file that the repository does not have.
 */
export function commitMessage(
  { collection, path }: { collection: string; path: string },
  before: Uint8Array | null,
  after: Uint8Array,
): string {
  const id = path.replace(/\.md$/, '');
  const what = isEdited(collection) ? `${EDITORS[collection].one} ${id}` : `${collection}/${id}`;
  if (before === null) return `Ajoute ${what}`;
  const changes = isEdited(collection) ? changesOf(collection, before, after) : [];
  const whole = `Modifie ${what}${changes.length === 0 ? '' : ` : ${changes.join(', ')}`}`;
  return whole.length <= LONGEST_SUBJECT
    ? whole
    : [`Modifie ${what}`, '', ...changes.map((change) => `- ${change}`)].join('\n');
}
