import { z } from 'zod';
import type { Acting } from '~/person/acting';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, storable, type Sql } from '~/platform/database/sql.server';
import { readDocument } from '~/platform/document/front-matter';
import { newId } from '~/platform/identifier';
import type { PhaseOrigin } from '~/startup/rules';
import { sha256, type Collection } from '../folder.server';
import { projectCollection } from '../projection/projection.server';
import { projectStartups } from '../projection/startups.server';

export type Nature =
  | 'origine'
  | 'import'
  | 'creation'
  | 'publication'
  | 'restauration'
  | 'renommage'
  | 'liste'
  | 'proposition'
  | 'comite';

/** What each kind of change is called where its author is not named. */
export const NATURE_LABELS: Readonly<Record<Nature, string>> = {
  origine: 'Version d’origine',
  import: 'Mise à jour par import',
  creation: 'Création',
  publication: 'Modification',
  restauration: 'Retour à une version antérieure',
  renommage: 'Changement de nom',
  liste: 'Mise à jour d’une liste du réseau',
  proposition: 'Reprise d’une version du réseau',
  comite: 'Décision d’un comité',
};

const fileRow = z.object({
  id: z.string(),
  collection: z.string(),
  path: z.string(),
  bytes: z.instanceof(Uint8Array),
  sha256: z.string(),
  archived: z.boolean(),
});
export type ContentFile = z.infer<typeof fileRow>;

export const idOfPath = (path: string): string => path.replace(/\.md$/, '').normalize('NFC');
export const pathOfId = (publicId: string): string => `${publicId}.md`;

/** The file that says a thing of a collection, locked for this transaction when it is to change. */
export async function readFile(
  db: Sql,
  collection: Collection,
  publicId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ContentFile | null> {
  const rows = await readRows(
    db,
    fileRow,
    sql`SELECT f.id, f.collection, f.path, f.bytes, f.sha256, f.archived_at IS NOT NULL AS archived FROM content_file f WHERE f.collection = ${collection} AND f.path IN (${pathOfId(publicId)}, ${pathOfId(publicId).normalize('NFD')}) AND f.fault IS NULL
        ${lock ? sql`FOR UPDATE` : sql``}`,
  );
  return rows[0] ?? null;
}

const ORIGIN_OF_NEW: PhaseOrigin = 'declared';

/**
 * Gives a locked file its new bytes: the facts follow from them, the version before and the new one are kept, the
 * draft that made them is gone, and the audit says who. Eight statements for a startup, whatever its size.
 * @param draftId the draft that is published by this.
 * @returns the digest of the new bytes, or null when nothing differs.
 */
export async function replaceBytes(
  tx: Sql,
  acting: Pick<Acting, 'clock' | 'audit'>,
  file: ContentFile,
  bytes: Uint8Array,
  { nature, draftId = null, reason }: { nature: Nature; draftId?: string | null; reason?: string },
): Promise<string | null> {
  const digest = sha256(bytes);
  if (digest === file.sha256) return null;
  const now = acting.clock.now();
  const { actor } = acting.audit;
  const author = actor.kind === 'person' ? actor.id : null;
  const publicId = idOfPath(file.path);
  const revision = await raiseDataVersion(tx);
  const read = { fileId: file.id, path: file.path, publicId, document: readDocument(bytes) };
  const context = { tx, revision, today: acting.clock.today() };
  const oddities =
    file.collection === '_startups'
      ? await projectStartups(context, [read], ORIGIN_OF_NEW)
      : await projectCollection(context, file.collection as Collection, [read]);
  await tx.$executeRaw(
    sql`WITH d AS (DELETE FROM content_draft WHERE id = ${draftId}::uuid),
          gone AS (DELETE FROM oddity WHERE content_file_id = ${file.id}::uuid),
          odd AS (INSERT INTO oddity (id, content_file_id, kind, line, field, found, understood)
                SELECT id, ${file.id}::uuid, kind, line, field, found, understood
                FROM jsonb_to_recordset(${JSON.stringify(
                  oddities.map(({ oddity }) => ({ id: newId(), ...oddity })),
                  storable,
                )}::jsonb)
                  AS r(id uuid, kind text, line integer, field text, found text, understood text)),
          o AS (INSERT INTO content_version (id, content_file_id, sha256, bytes, at, nature)
                SELECT ${newId()}::uuid, f.id, f.sha256, f.bytes, f.updated_at, 'origine' FROM content_file f WHERE f.id = ${file.id}::uuid
                  AND NOT EXISTS (SELECT 1 FROM content_version v WHERE v.content_file_id = f.id AND v.sha256 = f.sha256)),
          v AS (INSERT INTO content_version (id, content_file_id, sha256, bytes, at, nature, person_id, on_behalf_of)
                VALUES (${newId()}::uuid, ${file.id}::uuid, ${digest}, ${bytes}, ${now}, ${nature}, ${author}::uuid, ${actor.onBehalfOf ?? null}::uuid))
        UPDATE content_file SET bytes = ${bytes}, sha256 = ${digest}, updated_at = ${now} WHERE id = ${file.id}::uuid`,
  );
  await recordChanges(tx, { ...acting.audit, at: now }, [
    {
      verb: nature,
      thing: { kind: 'content', id: `${file.collection}/${file.path}` },
      before: file.sha256,
      after: digest,
      ...(reason === undefined ? {} : { reason }),
    },
  ]);
  return digest;
}
