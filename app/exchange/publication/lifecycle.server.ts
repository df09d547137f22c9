import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { acceptStartupRequest } from '~/person/startup-requests.server';
import { startupPath } from '~/platform/addresses';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { editDocument, readDocument, writeDocument } from '~/platform/document/front-matter';
import { folded } from '~/platform/folding';
import { newId } from '~/platform/identifier';
import { sha256 } from '../folder.server';
import { projectCollection } from '../projection/projection.server';
import type { EditedCollection } from './editors';
import { pathOfId, readFile, replaceBytes } from './replace.server';

/** What an address of a page may be made of. */
const PUBLIC_ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const LONGEST_ID = 80;

/** « Potagers partagés » is proposed as `potagers-partages`. */
export const proposedId = (title: string): string =>
  folded(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST_ID)
    .replace(/-+$/, '');

/** @throws {RuleError} beside the field when no page can have this address. */
function checkId(publicId: string): void {
  if (!PUBLIC_ID.test(publicId) || publicId.length > LONGEST_ID) {
    throw new RuleError(
      'L’identifiant se compose de lettres sans accent, de chiffres, de tirets et de points, 80 au plus.',
      'identifiant',
    );
  }
}

/** @throws {RuleError} when a page of the collection has, or had, this address. */
async function checkFree(
  tx: Sql,
  collection: EditedCollection,
  publicId: string,
  /** The file that wants it: its own former addresses are free to it. */
  fileId: string | null = null,
): Promise<void> {
  const rows = await readRows(
    tx,
    z.object({ id: z.string() }),
    collection === '_startups'
      ? sql`SELECT public_id AS id FROM startup WHERE lower(public_id) = ${publicId} AND content_file_id IS DISTINCT FROM ${fileId}::uuid
            UNION ALL SELECT f.former_id FROM startup_former_id f JOIN startup s ON s.id = f.startup_id WHERE f.former_id = ${publicId} AND s.content_file_id IS DISTINCT FROM ${fileId}::uuid
            UNION ALL SELECT path FROM content_file WHERE collection = '_startups' AND lower(path) = ${pathOfId(publicId)} AND id IS DISTINCT FROM ${fileId}::uuid LIMIT 1`
      : sql`SELECT path AS id FROM content_file WHERE collection = ${collection} AND lower(path) = ${pathOfId(publicId)} LIMIT 1`,
  );
  if (rows.length > 0) throw new RuleError('Une autre page porte ou a porté cet identifiant.', 'identifiant');
}

/** Within a transaction: a new file of a collection, with the facts that follow from it. Published at once. */
export async function createFile(
  tx: Sql,
  acting: Acting,
  collection: EditedCollection,
  publicId: string,
  content: { attributes: Record<string, unknown>; body: string },
): Promise<void> {
  checkId(publicId);
  // Two people who make the same page at the same time come one after the other.
  await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(hashtext(${`${collection}/${publicId}`}))`);
  await checkFree(tx, collection, publicId);
  const bytes = writeDocument(content.attributes, content.body);
  const digest = sha256(bytes);
  const now = acting.clock.now();
  const fileId = newId();
  const path = pathOfId(publicId);
  const author = acting.audit.actor.kind === 'person' ? acting.audit.actor.id : null;
  await tx.$executeRaw(
    sql`INSERT INTO content_file (id, collection, path, bytes, sha256, upstream_sha256, updated_at) VALUES (${fileId}::uuid, ${collection}, ${path}, ${bytes}, ${digest}, '', ${now})`,
  );
  await tx.$executeRaw(
    sql`INSERT INTO content_version (id, content_file_id, sha256, bytes, at, nature, person_id, on_behalf_of)
        VALUES (${newId()}::uuid, ${fileId}::uuid, ${digest}, ${bytes}, ${now}, 'creation', ${author}::uuid, ${acting.audit.actor.onBehalfOf ?? null}::uuid)`,
  );
  const revision = await raiseDataVersion(tx);
  await projectCollection({ tx, revision, today: acting.clock.today() }, collection, [
    { fileId, path, publicId, document: readDocument(bytes) },
  ]);
  if (collection === '_startups') {
    // A phase begun here is declared by its team: only what was imported is past beyond question.
    await tx.$executeRaw(
      sql`UPDATE phase SET origin = 'declared' WHERE startup_id = (SELECT id FROM startup WHERE public_id = ${publicId})`,
    );
  }
  await recordChanges(tx, { ...acting.audit, at: now }, [
    { verb: 'creation', thing: { kind: 'content', id: `${collection}/${path}` }, after: digest },
  ]);
}

/**
 * A startup begins with its investigation: a name, a mission, an incubator and a day. Made of a request, it has its
 * first intrapreneur, and the request is answered by it.
 */
export async function createStartup(
  acting: Acting,
  input: {
    identifiant: string;
    nom: string;
    mission: string;
    debut: Day;
    incubator: { id: string; publicId: string };
    fictional: boolean;
    requestId: string | null;
  },
): Promise<void> {
  const { identifiant, incubator, requestId } = input;
  await acting.database.transaction(async (tx) => {
    await createFile(tx, acting, '_startups', identifiant, {
      attributes: {
        title: input.nom,
        mission: input.mission,
        incubator: incubator.publicId,
        link: '',
        contact: '',
        phases: [{ name: 'investigation', start: input.debut }],
        ...(input.fictional ? { fictif: true } : {}),
      },
      body: '',
    });
    if (requestId === null) return;
    const [made] = await readRows(
      tx,
      z.object({ id: z.string() }),
      sql`SELECT id FROM startup WHERE public_id = ${identifiant}`,
    );
    await acceptStartupRequest(
      tx,
      acting,
      { incubatorId: incubator.id, requestId },
      {
        kind: 'startup',
        ties: { id: made!.id, incubatorIds: [incubator.id] },
        title: input.nom,
        path: startupPath(identifiant),
      },
    );
  });
}

/** An incubator begins with its name and its administration; it is in creation until its lead says otherwise. */
export async function createIncubator(
  acting: Acting,
  input: { identifiant: string; nom: string; administration: string | null },
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  await acting.database.transaction((tx) =>
    createFile(tx, acting, '_incubators', input.identifiant, {
      attributes: {
        title: input.nom,
        ...(input.administration === null ? {} : { owner: `/organisations/${input.administration}` }),
        contact: '',
        website: '',
        github: '',
        address: '',
        statut: 'in_creation',
      },
      body: '',
    }),
  );
}

const formerPaths = (value: unknown): unknown[] =>
  value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value : [value];

/**
 * Gives a startup another address; the former one leads there from now on.
 * @param seen the digest of the page that the author saw.
 */
export async function renameStartup(
  acting: Acting,
  { publicId, next, seen }: { publicId: string; next: string; seen: string },
): Promise<void> {
  checkId(next);
  await acting.database.transaction(async (tx) => {
    const file = await readFile(tx, '_startups', publicId, { lock: true });
    if (!file || file.sha256 !== seen) throw new StaleError();
    await checkFree(tx, '_startups', next, file.id);
    await tx.$executeRaw(
      sql`UPDATE startup SET public_id = ${next} WHERE content_file_id = ${file.id}::uuid`,
    );
    await tx.$executeRaw(
      sql`UPDATE content_file SET path = ${pathOfId(next)}, upstream_path = coalesce(upstream_path, path) WHERE id = ${file.id}::uuid`,
    );
    const { attributes } = readDocument(file.bytes);
    const former = formerPaths(attributes['redirect_from']).filter((path) => path !== `/startups/${next}`);
    const bytes = editDocument(file.bytes, { redirect_from: [...former, `/startups/${publicId}`] });
    await replaceBytes(tx, acting, { ...file, path: pathOfId(next) }, bytes, { nature: 'renommage' });
  });
}

/** Takes a page out of every list and export, or brings it back: it keeps its file and its history. */
export async function archiveFile(
  acting: Acting,
  {
    collection,
    publicId,
    archived,
    reason,
  }: {
    collection: EditedCollection;
    publicId: string;
    archived: boolean;
    reason: string;
  },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const file = await readFile(tx, collection, publicId, { lock: true });
    if (!file) throw new RuleError('Cette page n’existe plus.');
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`UPDATE content_file SET archived_at = ${archived ? now : null}::timestamptz WHERE id = ${file.id}::uuid`,
    );
    const revision = await raiseDataVersion(tx);
    await tx.$executeRaw(
      sql`UPDATE startup SET revision = ${revision} WHERE content_file_id = ${file.id}::uuid`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: archived ? 'archive' : 'unarchive',
        thing: { kind: 'content', id: `${collection}/${file.path}` },
        reason,
      },
    ]);
  });
}

/** « Rien n’a changé »: someone of the team read the page and found it true. It counts as an update. */
export async function confirmUnchanged(acting: Acting, startupId: string, personId: string): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`INSERT INTO fiche_review (startup_id, at, person_id) VALUES (${startupId}::uuid, ${now}, ${personId}::uuid)
          ON CONFLICT (startup_id) DO UPDATE SET at = EXCLUDED.at, person_id = EXCLUDED.person_id`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'confirm-unchanged', thing: { kind: 'startup', id: startupId } },
    ]);
  });
}
