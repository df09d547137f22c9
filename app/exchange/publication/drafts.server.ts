import { z } from 'zod';
import { StaleError, type Acting } from '~/person/acting';
import { readRows, sql, storable, type Sql } from '~/platform/database/sql.server';
import { sameTyped, typedOf, type Lists, type Section, type Typed } from '~/platform/document/fields';
import { readSection, type Changes } from '~/platform/document/section-reading';
import { editDocument, readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { newId } from '~/platform/identifier';
import type { Network } from '~/network/facts';
import { EDITORS, type EditedCollection } from './editors';
import { listsFor } from './lists.server';
import type { ContentFile } from './replace.server';

/** The section of a draft that holds a picture instead of fields. */
export const PICTURE_SECTION = 'image';

const typedSchema = z.record(z.string(), z.record(z.string(), z.array(z.string())));

const draftRow = z.object({
  id: z.string(),
  basedOn: z.string(),
  typed: typedSchema,
  version: z.number(),
  updatedAt: z.date(),
});
export type Draft = z.infer<typeof draftRow>;

/** What this person has begun on a file, or null. */
export async function readDraft(db: Sql, fileId: string, personId: string): Promise<Draft | null> {
  const rows = await readRows(
    db,
    draftRow,
    sql`SELECT d.id, d.based_on AS "basedOn", d.typed, d.version, d.updated_at AS "updatedAt" FROM content_draft d WHERE d.content_file_id = ${fileId}::uuid AND d.person_id = ${personId}::uuid`,
  );
  return rows[0] ?? null;
}

/** Others who have begun something on the same file, by name, so that one can speak to them first. */
export async function othersDrafting(db: Sql, fileId: string, personId: string): Promise<string[]> {
  const rows = await readRows(
    db,
    z.object({ name: z.string() }),
    sql`SELECT p.full_name AS name FROM content_draft d JOIN person p ON p.id = d.person_id
        WHERE d.content_file_id = ${fileId}::uuid AND d.person_id <> ${personId}::uuid ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Keeps what was typed in one section. The version that the form was given must still be the draft's: two windows
 * of one person do not silently undo each other.
 * @param seen the digest of the page that the form was opened on: a first draft is of that page, whatever was
 *   published since.
 * @param version 0 when the form was opened without a draft.
 * @returns the draft's new version; 0 when nothing differs from the published page any more.
 * @throws {StaleError}
 */
export async function saveDraft(
  acting: Acting,
  personId: string,
  file: ContentFile,
  section: string,
  typed: Typed,
  { version, seen }: { version: number; seen: string },
): Promise<number> {
  return acting.database.transaction(async (tx) => {
    const before = await readDraft(tx, file.id, personId);
    if ((before?.version ?? 0) !== version) throw new StaleError();
    if (before === null && (await baseBytes(tx, file, seen)) === null) throw new StaleError();
    const own = before?.typed ?? {};
    const basedOn = before?.basedOn ?? seen;
    const pristine = pristineOf(file, section);
    const { [section]: _section, ...others } = own;
    const next =
      pristine !== null && basedOn === file.sha256 && sameTyped(typed, pristine)
        ? others
        : { ...others, [section]: typed };
    const now = acting.clock.now();
    if (Object.keys(next).length === 0) {
      await tx.$executeRaw(
        sql`DELETE FROM content_draft WHERE content_file_id = ${file.id}::uuid AND person_id = ${personId}::uuid`,
      );
      return 0;
    }
    const rows = await readRows(
      tx,
      z.object({ version: z.number() }),
      sql`INSERT INTO content_draft (id, content_file_id, person_id, based_on, typed, version, created_at, updated_at)
          VALUES (${newId()}::uuid, ${file.id}::uuid, ${personId}::uuid, ${basedOn}, ${JSON.stringify(next, storable)}::jsonb, 1, ${now}, ${now})
          ON CONFLICT (content_file_id, person_id) DO UPDATE SET typed = EXCLUDED.typed, version = content_draft.version + 1, updated_at = EXCLUDED.updated_at
            WHERE content_draft.version = ${version} RETURNING version`,
    );
    if (!rows[0]) throw new StaleError();
    return rows[0].version;
  });
}

const pristineOf = (file: ContentFile, code: string): Typed | null => {
  const section = EDITORS[file.collection as EditedCollection].sections.find((one) => one.code === code);
  return section ? typedOf(section, readDocument(file.bytes)) : null;
};

export async function discardDraft(acting: Acting, personId: string, fileId: string): Promise<void> {
  await acting.database.transaction((tx) =>
    tx.$executeRaw(
      sql`DELETE FROM content_draft WHERE content_file_id = ${fileId}::uuid AND person_id = ${personId}::uuid`,
    ),
  );
}

export interface DraftReading {
  changes: Changes;
  /** Mistakes by section and field: a draft with one is kept and cannot be published. */
  mistakes: Array<{ section: Section; field: string; sentence: string }>;
}

/** What a draft changes in the document that it was begun on. */
export async function readDraftChanges(
  db: Sql,
  network: Network,
  collection: EditedCollection,
  draft: Pick<Draft, 'typed'>,
  base: FrontMatterDocument,
): Promise<DraftReading> {
  const reading: DraftReading = { changes: { attributes: {} }, mistakes: [] };
  for (const section of EDITORS[collection].sections) {
    const typed = draft.typed[section.code];
    if (!typed) continue;
    const lists: Lists = await listsFor(db, network, section);
    const { changes, mistakes } = readSection(section, typed, base, lists);
    Object.assign(reading.changes.attributes, changes.attributes);
    if (changes.body !== undefined) reading.changes.body = changes.body;
    for (const [field, sentence] of Object.entries(mistakes))
      reading.mistakes.push({ section, field, sentence });
  }
  return reading;
}

/** The document as it would be with these changes. */
export const withChanges = (bytes: Uint8Array, changes: Changes): Uint8Array =>
  editDocument(bytes, changes.attributes, changes.body);

/** The bytes that a draft was begun on, which a later publication may have replaced. */
export async function baseBytes(db: Sql, file: ContentFile, basedOn: string): Promise<Uint8Array | null> {
  if (basedOn === file.sha256) return file.bytes;
  const rows = await readRows(
    db,
    z.object({ bytes: z.instanceof(Uint8Array) }),
    sql`SELECT bytes FROM content_version WHERE content_file_id = ${file.id}::uuid AND sha256 = ${basedOn} LIMIT 1`,
  );
  return rows[0]?.bytes ?? null;
}
