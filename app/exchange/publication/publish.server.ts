import { z } from 'zod';
import { RuleError, StaleError, type Acting } from '~/person/acting';
import type { Network } from '~/network/facts';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { BODY, type Typed } from '~/platform/document/fields';
import type { Changes } from '~/platform/document/section-reading';
import { DocumentFault, readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
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
import { prepareDeclaredRelay } from './relay.server';
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
  const fields = disagreements(
    file.collection as EditedCollection,
    base === null ? null : readDocument(base),
    readDocument(file.bytes),
    mine,
  );
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
  chosen: { choices: Choices; seen: string } | null,
): Promise<Uint8Array> {
  const { fields, mine, mistakes } = await compareDraft(db, network, file, draft);
  if (mistakes.length > 0) throw new DraftMistakesError(mistakes);
  if (draft.basedOn === file.sha256) {
    return withChanges(
      file.bytes,
      takeFields(mine, fields, () => true),
    );
  }
  // Choices are about the page that was shown beside the draft: another one since is shown again.
  const choices = chosen?.seen === file.sha256 ? chosen.choices : {};
  if (fields.some(({ key }) => choices[key] === undefined)) throw new DraftConflictError(fields);
  return withChanges(
    file.bytes,
    takeFields(mine, fields, ({ key }) => choices[key] === 'mine'),
  );
}

const incubatorsIn = ({ attributes }: FrontMatterDocument): string =>
  JSON.stringify(
    [...new Set([attributes['incubator'], attributes['incubators']].flat().filter(Boolean))].sort(),
  );

/**
 * Rights follow from the incubators of a page: only their own people say which they are.
 * @throws {RuleError} when somebody else's edit, restoration or choice would change them.
 */
export function keepIncubators(
  target: { collection: EditedCollection; movesIncubators: boolean },
  before: Uint8Array,
  after: Uint8Array,
): void {
  if (target.collection !== '_startups' || target.movesIncubators) return;
  if (incubatorsIn(readDocument(before)) !== incubatorsIn(readDocument(after))) {
    throw new RuleError(
      'Les incubateurs d’une startup sont changés par l’équipe de l’un d’eux : demandez-le-lui.',
    );
  }
}

/** A page brought back to what it was keeps the addresses that lead to it since. */
export function keepFormerAddresses(before: Uint8Array, after: Uint8Array): Uint8Array {
  const former = (bytes: Uint8Array): unknown[] =>
    [readDocument(bytes).attributes['redirect_from']]
      .flat()
      .filter((path) => typeof path === 'string' && path !== '');
  const kept = [...new Set([...former(after), ...former(before)])];
  return kept.length === former(after).length
    ? after
    : withChanges(after, { attributes: { redirect_from: kept } });
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

/**
 * A picture is no part of the network's files: it has a table of its own, and changes with the same publication.
 * @throws {RuleError} when somebody else changed it since it was drafted.
 */
async function publishPicture(tx: Sql, file: ContentFile, typed: Typed): Promise<void> {
  const part = (name: string) => typed[name]?.[0] ?? '';
  const startup = sql`SELECT id FROM startup WHERE content_file_id = ${file.id}::uuid`;
  const isGone = part('grande') === '';
  const changed = await tx.$executeRaw(
    isGone
      ? sql`DELETE FROM picture WHERE startup_id = (${startup}) AND large_sha256 = ${part('avant')}`
      : sql`INSERT INTO picture (startup_id, large_sha256, small_sha256, width, height, alternative)
            SELECT s.id, ${part('grande')}, ${part('petite')}, ${Number(part('largeur'))}::int, ${Number(part('hauteur'))}::int, ${part('texte')} FROM (${startup}) s
            ON CONFLICT (startup_id) DO UPDATE SET large_sha256 = EXCLUDED.large_sha256, small_sha256 = EXCLUDED.small_sha256,
              width = EXCLUDED.width, height = EXCLUDED.height, alternative = EXCLUDED.alternative
              WHERE picture.large_sha256 = ${part('avant')}`,
  );
  if (changed === 0 && !(isGone && part('avant') === '')) {
    throw new RuleError(
      'Quelqu’un a changé l’image depuis : ouvrez « Image », choisissez de nouveau, puis publiez.',
    );
  }
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
 * @param chosen given when the page was published by someone else meanwhile, with the digest of the page shown then.
 * @returns whether the page has a new version; a picture alone makes none.
 * @throws {DraftMistakesError} {DraftConflictError} {StaleError} {RuleError}
 */
export async function publishDraft(
  acting: Acting,
  network: Network,
  target: { collection: EditedCollection; publicId: string; personId: string; movesIncubators: boolean },
  { version, chosen = null }: { version: number; chosen?: { choices: Choices; seen: string } | null },
): Promise<boolean> {
  const { prisma } = acting.database;
  const file = await readFile(prisma, target.collection, target.publicId);
  const draft = file && (await readDraft(prisma, file.id, target.personId));
  if (!file || !draft) throw new RuleError('Il n’y a rien à publier : tout est déjà en ligne.');
  if (draft.version !== version) throw new StaleError();
  const bytes = await bytesToPublish(prisma, network, file, draft, chosen);
  keepIncubators(target, file.bytes, bytes);
  const picture = draft.typed[PICTURE_SECTION];
  return acting.database.transaction(async (tx) => {
    await lockUnchanged(tx, file, draft);
    if (picture) await publishPicture(tx, file, picture);
    const written = await replaceBytes(tx, acting, file, bytes, {
      nature: 'publication',
      draftId: draft.id,
    });
    if (written === null) await publishPictureAlone(tx, acting, file, draft);
    if (target.collection === '_startups')
      await prepareDeclaredRelay(
        tx,
        { now: acting.clock.now(), today: acting.clock.today() },
        target.publicId,
      );
    return written !== null;
  });
}

/**
 * Brings back an earlier version of a page, as a change of its own.
 * @param seen the digest of the page that the author saw: someone else's change since is not undone unseen.
 * @throws {StaleError} {RuleError}
 */
export async function restoreVersion(
  acting: Acting,
  target: { collection: EditedCollection; publicId: string; movesIncubators: boolean },
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
    let bytes: Uint8Array;
    try {
      bytes = keepFormerAddresses(file.bytes, versions[0].bytes);
    } catch (error) {
      if (error instanceof DocumentFault)
        throw new RuleError('Cette version ne se lit pas : elle ne peut pas revenir.');
      throw error;
    }
    keepIncubators(target, file.bytes, bytes);
    const written = await replaceBytes(tx, acting, file, bytes, { nature: 'restauration' });
    if (written === null) throw new RuleError('Cette version est déjà celle qui est en ligne.');
  });
}
