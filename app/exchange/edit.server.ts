import { z } from 'zod';
import { recordChanges, type AuditActor } from '~/platform/audit.server';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { editDocument, readDocument } from '~/platform/document/front-matter';
import type { PhaseOrigin } from '~/startup/rules';
import { sha256 } from './folder.server';
import { projectAwards } from './projection/rounds.server';
import { projectStartups } from './projection/startups.server';

/** What changes in a fiche: top-level keys of its front matter (`undefined` removes one), and its text. */
export interface FicheEdit {
  attributes?: Readonly<Record<string, unknown>>;
  body?: string;
}

/** Someone else changed the fiche since it was read. */
export class StaleFicheError extends Error {}

/**
 * Changes a startup's fiche: its file keeps every byte that the edit does not touch, and the startup's facts follow
 * from the new file. One transaction with its audit.
 * @param basedOn sha256 of the file that the author of the edit saw.
 * @throws {StaleFicheError} when the file is another one by now.
 * @throws {DocumentFault} when the file cannot be read.
 */
export async function editFiche(
  { database, clock }: { database: Database; clock: Clock },
  {
    publicId,
    basedOn,
    edit,
    actor,
    requestId,
    originOfNew,
  }: {
    publicId: string;
    basedOn: string;
    edit: FicheEdit;
    actor: AuditActor;
    requestId: string | null;
    originOfNew: PhaseOrigin;
  },
): Promise<void> {
  await database.transaction(async (tx) => {
    const rows = await readRows(
      tx,
      z.object({ id: z.string(), path: z.string(), bytes: z.instanceof(Uint8Array), sha256: z.string() }),
      sql`SELECT f.id, f.path, f.bytes, f.sha256 FROM content_file f JOIN startup s ON s.content_file_id = f.id
          WHERE s.public_id = ${publicId} FOR UPDATE OF f`,
    );
    const file = rows[0];
    if (!file || file.sha256 !== basedOn) throw new StaleFicheError(`fiche ${publicId} changed meanwhile`);
    const bytes = editDocument(file.bytes, edit.attributes ?? {}, edit.body);
    const digest = sha256(bytes);
    if (digest === file.sha256) return;
    const now = clock.now();
    await tx.$executeRaw(
      sql`UPDATE content_file SET bytes = ${bytes}, sha256 = ${digest}, updated_at = ${now} WHERE id = ${file.id}::uuid`,
    );
    const revision = await raiseDataVersion(tx);
    await projectStartups(
      { tx, revision, today: clock.today() },
      [{ fileId: file.id, path: file.path, publicId, document: readDocument(bytes) }],
      originOfNew,
    );
    await projectAwards(tx);
    await recordChanges(tx, { actor, at: now, requestId }, [
      { verb: 'edit', thing: { kind: 'startup', id: publicId }, before: file.sha256, after: digest },
    ]);
  });
}
