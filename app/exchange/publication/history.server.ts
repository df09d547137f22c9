import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { BODY } from '~/platform/document/fields';
import { wordDifferences, type TextPart } from '~/platform/document/differences';
import { DocumentFault, readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { changedKeys, valueInWords, valueOf } from './comparison';
import { fieldOf, keyLabel, type EditedCollection } from './editors';
import { NATURE_LABELS, type Nature } from './replace.server';

const MOST_SHOWN = 50;

/** A version that came in unreadable stays in the history, and says so. */
function readable(bytes: Uint8Array): FrontMatterDocument | null {
  try {
    return readDocument(bytes);
  } catch (error) {
    if (error instanceof DocumentFault) return null;
    throw error;
  }
}

const versionRow = z.object({
  id: z.string(),
  sha256: z.string(),
  bytes: z.instanceof(Uint8Array),
  at: z.date(),
  nature: z.enum(Object.keys(NATURE_LABELS) as [Nature, ...Nature[]]),
  author: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  hasAuthor: z.boolean(),
});

export interface FieldChange {
  label: string;
  parts: TextPart[];
}

export interface HistoryEntry {
  id: string;
  at: Date;
  nature: Nature;
  label: string;
  /** What was touched, in the words of the form: all that the public reads of it. */
  fields: string[];
  author: string | null;
  changes: FieldChange[];
  /** Whether this version is what is published now. */
  current: boolean;
}

/**
 * Every version of a file, the newest first, with what each changed in the one before.
 * @param withAuthors for the team and its incubators; the public gets dates and natures only.
 * @param before only versions earlier than this, for the next page.
 */
export async function readHistory(
  db: Sql,
  collection: EditedCollection,
  file: { id: string; sha256: string },
  { withAuthors, before }: { withAuthors: boolean; before: Date | null },
): Promise<{ entries: HistoryEntry[]; more: boolean }> {
  const rows = await readRows(
    db,
    versionRow,
    sql`SELECT v.id, v.sha256, v.bytes, v.at, v.nature, p.full_name AS author, o.full_name AS "onBehalfOf",
          v.nature NOT IN ('origine', 'import') AS "hasAuthor"
        FROM content_version v LEFT JOIN person p ON p.id = v.person_id LEFT JOIN person o ON o.id = v.on_behalf_of
        WHERE v.content_file_id = ${file.id}::uuid AND (${before}::timestamptz IS NULL OR v.at < ${before}::timestamptz)
        ORDER BY v.at DESC, v.id DESC LIMIT ${MOST_SHOWN + 1}`,
  );
  // The one after the last that is shown is what the last is compared with.
  const entries = rows.slice(0, MOST_SHOWN).map((row, index) => {
    const older = rows[index + 1];
    const after = readable(row.bytes);
    const former = older ? readable(older.bytes) : null;
    const keys = former === null || after === null ? [] : changedKeys(former, after);
    return {
      id: row.id,
      at: row.at,
      nature: row.nature,
      label: after === null ? `${NATURE_LABELS[row.nature]}, illisible` : NATURE_LABELS[row.nature],
      fields: withAuthors
        ? [...new Set(keys.map((key) => fieldOf(collection, key)?.section.title ?? 'Autres champs'))]
        : [],
      author:
        withAuthors && row.hasAuthor
          ? `${row.author ?? 'personne partie'}${row.onBehalfOf ? `, pour ${row.onBehalfOf}` : ''}`
          : null,
      changes:
        withAuthors && former !== null && after !== null
          ? keys.map((key) => ({
              label: key === BODY ? 'Texte de la page' : keyLabel(collection, key),
              parts: wordDifferences(
                valueInWords(collection, key, valueOf(former, key)),
                valueInWords(collection, key, valueOf(after, key)),
              ),
            }))
          : [],
      current: before === null && index === 0 && row.sha256 === file.sha256,
    };
  });
  return { entries, more: rows.length > MOST_SHOWN };
}
