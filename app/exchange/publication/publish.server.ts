import { z } from 'zod';
import { RuleError, StaleError, type Acting } from '~/person/acting';
import type { Network } from '~/network/facts';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { BODY, type Changes, type Typed } from '~/platform/document/fields';
import { readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { disagreements, valueOf, type Disagreement } from './comparison';
import {
  baseBytes,
  PICTURE_SECTION,
  readDraft,
  readDraftChanges,
  withChanges,
  type Draft,
  type DraftReading,
} from './drafts.server';
import type { EditedCollection } from './editors';
import { readFile, replaceBytes, type ContentFile } from './replace.server';

/** What the author chose for each field that two people changed. */
export type Choices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** A draft that cannot be published yet: some of its fields are to be corrected. */
export class DraftMistakesError extends Error {
  constructor(readonly mistakes: DraftReading['mistakes']) {
    super('draft with mistakes');
  }
}

/** Someone published meanwhile: the author sees both versions, field by field, and chooses. */
export class DraftConflictError extends Error {
  constructor(readonly fields: Disagreement[]) {
    super('published meanwhile');
  }
}

interface Comparison {
  fields: Disagreement[];
  mine: FrontMatterDocument;
  mistakes: DraftReading['mistakes'];
}

/** The draft beside the page as it is published now: what differs, and who changed it since they were the same. */
export async function compareDraft(
  db: Sql,
  network: Network,
  file: ContentFile,
  draft: Draft,
): Promise<Comparison> {
  const base = await baseBytes(db, file, draft.basedOn);
  const known = base ?? file.bytes;
  const { changes, mistakes } = await readDraftChanges(
    db,
    network,
    file.collection as EditedCollection,
    draft,
    readDocument(known),
  );
  const mine = readDocument(withChanges(known, changes));
  const fields = disagreements(base === null ? null : readDocument(base), readDocument(file.bytes), mine);
  return { fields, mine, mistakes };
}

/** The edit that takes from one document the fields for which it was chosen. */
export function takeFields(
  document: FrontMatterDocument,
  fields: readonly Disagreement[],
  isTaken: (field: Disagreement) => boolean,
): Changes {
  const changes: Changes = { attributes: {} };
  for (const field of fields.filter(isTaken)) {
    if (field.key === BODY) changes.body = document.body;
    else changes.attributes[field.key] = valueOf(document, field.key);
  }
  return changes;
}

/** @throws {DraftMistakesError} {DraftConflictError} */
async function bytesToPublish(
  db: Sql,
  network: Network,
  file: ContentFile,
  draft: Draft,
  choices: Choices | null,
): Promise<Uint8Array> {
  const { fields, mine, mistakes } = await compareDraft(db, network, file, draft);
  if (mistakes.length > 0) throw new DraftMistakesError(mistakes);
  if (draft.basedOn === file.sha256) {
    return withChanges(
      file.bytes,
      takeFields(mine, fields, () => true),
    );
  }
  if (fields.some(({ key }) => choices?.[key] === undefined)) throw new DraftConflictError(fields);
  return withChanges(
    file.bytes,
    takeFields(mine, fields, ({ key }) => choices?.[key] === 'mine'),
  );
}

/** @throws {StaleError} when the page or the draft is another one than was read. */
async function lockUnchanged(tx: Sql, file: ContentFile, draft: Draft): Promise<void> {
  const rows = await readRows(
    tx,
    z.object({ sha256: z.string(), version: z.number() }),
    sql`SELECT f.sha256, d.version FROM content_file f JOIN content_draft d ON d.content_file_id = f.id
        WHERE f.id = ${file.id}::uuid AND d.id = ${draft.id}::uuid FOR UPDATE`,
  );
  if (rows[0]?.sha256 !== file.sha256 || rows[0].version !== draft.version) throw new StaleError();
}

/** A picture is no part of the network's files: it has a table of its own, and changes with the same publication. */
async function publishPicture(tx: Sql, file: ContentFile, typed: Typed): Promise<void> {
  const part = (name: string) => typed[name]?.[0] ?? '';
  const ofFile = sql`content_file_id = ${file.id}::uuid`;
  await tx.$executeRaw(
    part('grande') === ''
      ? sql`DELETE FROM picture WHERE startup_id = (SELECT id FROM startup WHERE ${ofFile})`
      : sql`INSERT INTO picture (startup_id, large_sha256, small_sha256, width, height, alternative)
            SELECT id, ${part('grande')}, ${part('petite')}, ${Number(part('largeur'))}::int, ${Number(part('hauteur'))}::int, ${part('texte')} FROM startup WHERE ${ofFile}
            ON CONFLICT (startup_id) DO UPDATE SET large_sha256 = EXCLUDED.large_sha256, small_sha256 = EXCLUDED.small_sha256,
              width = EXCLUDED.width, height = EXCLUDED.height, alternative = EXCLUDED.alternative`,
  );
}

/** The fields ended where they began: the draft is gone, and a picture alone is a change of its own. */
async function publishPictureAlone(tx: Sql, acting: Acting, file: ContentFile, draft: Draft): Promise<void> {
  await tx.$executeRaw(sql`DELETE FROM content_draft WHERE id = ${draft.id}::uuid`);
  if (draft.typed[PICTURE_SECTION] === undefined) return;
  const revision = await raiseDataVersion(tx);
  await tx.$executeRaw(
    sql`UPDATE startup SET revision = ${revision} WHERE content_file_id = ${file.id}::uuid`,
  );
  await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb: 'picture', thing: { kind: 'content', id: `${file.collection}/${file.path}` } },
  ]);
}

/**
 * Publishes what a person drafted: one transaction of ten statements at the most, whatever the size of the page.
 * The page, the export and every list say it at once. The caller has asked for the right.
 * @param version the draft's version that its author saw.
 * @param choices given when the page was published by someone else meanwhile.
 * @throws {DraftMistakesError} {DraftConflictError} {StaleError} {RuleError}
 */
export async function publishDraft(
  acting: Acting,
  network: Network,
  target: { collection: EditedCollection; publicId: string; personId: string },
  { version, choices = null }: { version: number; choices?: Choices | null },
): Promise<void> {
  const { prisma } = acting.database;
  const file = await readFile(prisma, target.collection, target.publicId);
  const draft = file && (await readDraft(prisma, file.id, target.personId));
  if (!file || !draft) throw new RuleError('Il n’y a rien à publier : tout est déjà en ligne.');
  if (draft.version !== version) throw new StaleError();
  const bytes = await bytesToPublish(prisma, network, file, draft, choices);
  const picture = draft.typed[PICTURE_SECTION];
  await acting.database.transaction(async (tx) => {
    await lockUnchanged(tx, file, draft);
    if (picture) await publishPicture(tx, file, picture);
    const written = await replaceBytes(tx, acting, file, bytes, {
      nature: 'publication',
      draftId: draft.id,
    });
    if (written === null) await publishPictureAlone(tx, acting, file, draft);
  });
}

/**
 * Brings back an earlier version of a page, as a change of its own.
 * @param seen the digest of the page that the author saw: someone else's change since is not undone unseen.
 * @throws {StaleError} {RuleError}
 */
export async function restoreVersion(
  acting: Acting,
  target: { collection: EditedCollection; publicId: string },
  { versionId, seen }: { versionId: string; seen: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const file = await readFile(tx, target.collection, target.publicId, { lock: true });
    const versions = await readRows(
      tx,
      z.object({ bytes: z.instanceof(Uint8Array) }),
      sql`SELECT bytes FROM content_version WHERE id = ${versionId}::uuid AND content_file_id = ${file?.id ?? null}::uuid`,
    );
    if (!file || !versions[0]) throw new RuleError('Cette version n’existe pas.');
    if (file.sha256 !== seen) throw new StaleError();
    const written = await replaceBytes(tx, acting, file, versions[0].bytes, { nature: 'restauration' });
    if (written === null) throw new RuleError('Cette version est déjà celle qui est en ligne.');
  });
}
