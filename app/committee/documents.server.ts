import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { can } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import {
  DOCUMENT_TYPES,
  documentTypeOf,
  LARGEST_DOCUMENT,
  type DocumentType,
} from '~/platform/files/documents';
import { putBytes, recordFile } from '~/platform/files/store.server';
import { day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { itemTies, type Item } from './reads.server';
import type { ShownDocument } from './parts/DocumentList';
import { DOCUMENT_CODES, DOCUMENT_KINDS, type DocumentKind } from './vocabulary';

export interface StoredDocument {
  sha256: string;
  size: number;
  type: DocumentType;
  name: string;
}

/**
 * A document that somebody sent, kept under the name of its content; null when none was chosen.
 * @throws {RuleError} when it is too large or no document that is kept.
 */
export async function readPaper(
  dataDir: string,
  file: File | null,
  field = 'releve',
): Promise<StoredDocument | null> {
  if (file === null || (file.size === 0 && file.name === '')) return null;
  if (file.size > LARGEST_DOCUMENT) throw new RuleError('Ce document dépasse 25 Mo.', field);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = documentTypeOf(bytes);
  if (type === null)
    throw new RuleError('Ce fichier n’est ni un PDF, ni un document ODT, ODP, DOCX ou PPTX.', field);
  return { sha256: await putBytes(dataDir, bytes), size: bytes.length, type, name: nameOf(file.name, type) };
}

/** Within the transaction that names it: a document whose bytes are kept. */
export const recordDocument = (tx: Sql, now: Date, { sha256, size, type }: StoredDocument): Promise<void> =>
  recordFile(tx, now, { sha256, size, mediaType: DOCUMENT_TYPES[type].media });

/** The name that people gave it, with the ending that its content deserves. */
const nameOf = (name: string, type: DocumentType): string => {
  const base = name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[^\p{L}\p{N} ._-]/gu, '')
    .trim()
    .slice(0, 120);
  return `${base || 'document'}.${DOCUMENT_TYPES[type].extension}`;
};

const row = z.object({
  id: z.string(),
  itemId: z.string(),
  kind: z.enum(DOCUMENT_CODES as [DocumentKind, ...DocumentKind[]]),
  name: z.string(),
  sha256: z.string().nullable(),
  link: z.string().nullable(),
  summary: z.string(),
  community: z.boolean(),
});
export type CommitteeDocument = z.infer<typeof row>;

/** The documents of a committee, in the order in which they came. */
export const documentsOf = (db: Sql, committeeId: string): Promise<CommitteeDocument[]> =>
  readRows(
    db,
    row,
    sql`SELECT d.id, d.item_id AS "itemId", d.kind, d.name, d.sha256, d.link, d.summary, d.community FROM committee_document d
        JOIN committee_item i ON i.id = d.item_id WHERE i.committee_id = ${committeeId}::uuid ORDER BY d.added_at, d.id`,
  );

/** What the team opened to the whole community: read by anyone signed in, committee or not. */
export const communityDocumentsOf = (db: Sql, startupId: string) =>
  readRows(
    db,
    row.extend({ heldOn: z.string().transform((text) => day(text)) }),
    sql`SELECT d.id, d.item_id AS "itemId", d.kind, d.name, d.sha256, d.link, d.summary, d.community, c.held_on::text AS "heldOn" FROM committee_document d
        JOIN committee_item i ON i.id = d.item_id JOIN committee c ON c.id = i.committee_id
        WHERE i.startup_id = ${startupId}::uuid AND d.community ORDER BY c.held_on DESC, d.added_at`,
  );

/** A document as lists show it: a file of ours is read below the page that lists it. */
export const shownDocument = (document: CommitteeDocument, below: string): ShownDocument => ({
  id: document.id,
  kind: DOCUMENT_KINDS[document.kind],
  name: document.name,
  href: document.link ?? `${below}/${document.id}`,
  file: document.link === null,
  summary: document.summary,
});

const MOST_DOCUMENTS = 30;

/** The team brings its deck, those who hold the committee bring the rest. @throws {RefusedError} */
function mayBring(acting: Acting, item: Item): void {
  const ties = itemTies(item);
  if (!can(acting.actor, 'startup.tenir-comite', ties, acting.clock.today()).allowed)
    permitted(acting, 'startup.modifier', ties);
}

/** Adds a document, as a file or as an address, with a summary for those who cannot read the file. */
export async function bringDocument(
  acting: Acting,
  item: Item,
  input: {
    kind: DocumentKind;
    name: string;
    stored: StoredDocument | null;
    link: string | null;
    summary: string;
    community: boolean;
  },
): Promise<void> {
  mayBring(acting, item);
  if ((input.stored === null) === (input.link === null))
    throw new RuleError('Choisissez un fichier, ou donnez une adresse.', 'fichier');
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const [count] = await readRows(
      tx,
      z.object({ n: z.coerce.number() }),
      sql`SELECT count(*) AS n FROM committee_document WHERE item_id = ${item.id}::uuid`,
    );
    if (count!.n >= MOST_DOCUMENTS) throw new RuleError(`${MOST_DOCUMENTS} documents au plus.`, 'fichier');
    if (input.stored !== null) await recordDocument(tx, now, input.stored);
    await tx.$executeRaw(
      sql`INSERT INTO committee_document (id, item_id, kind, name, sha256, link, summary, community, added_at)
          VALUES (${newId()}::uuid, ${item.id}::uuid, ${input.kind}, ${input.name}, ${input.stored?.sha256 ?? null}, ${input.link}, ${input.summary}, ${input.community}, ${now})`,
    );
    await toldDocument(tx, acting, 'bring-document', item, input.kind);
  });
}

/** Takes a document off; its bytes stay as long as something else names them. */
export async function removeDocument(acting: Acting, item: Item, documentId: string): Promise<void> {
  mayBring(acting, item);
  await acting.database.transaction(async (tx) => {
    const [known] = await readRows(
      tx,
      z.object({ kind: z.string(), state: z.string() }),
      sql`SELECT d.kind, c.state FROM committee_document d JOIN committee_item i ON i.id = d.item_id JOIN committee c ON c.id = i.committee_id
          WHERE d.id = ${documentId}::uuid AND d.item_id = ${item.id}::uuid`,
    );
    if (known?.kind === 'releve' && known.state === 'clos')
      throw new RuleError('Le comité est clos : son relevé reste avec lui.');
    const count = await tx.$executeRaw(
      sql`DELETE FROM committee_document WHERE id = ${documentId}::uuid AND item_id = ${item.id}::uuid`,
    );
    if (count === 0) throw new RuleError('Ce document n’est plus là.');
    await toldDocument(tx, acting, 'remove-document', item, null);
  });
}

const toldDocument = (tx: Sql, acting: Acting, verb: string, item: Item, kind: DocumentKind | null) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'committee-item', id: item.id }, ...(kind === null ? {} : { after: { kind } }) },
  ]);
