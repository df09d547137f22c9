import * as Y from 'yjs';
import { z } from 'zod';
import { RuleError, StaleError, type Acting } from '~/person/acting';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { digest } from '~/platform/secrets.server';
import { newId } from '~/platform/identifier';
import { permittedOnAll } from '../committees.server';
import { committeeOfItem, itemTies } from '../reads.server';

/**
 * The notes of a session, typed by several people at once. What they type are Yjs updates, kept in the order in which
 * they came: any process reads them, two orders give the same text, one sent twice counts once.
 */

const TEXT = 'notes';
const LONGEST_UPDATE = 1_000_000;
const MOST_UPDATES = 20_000;

const updateRow = z.object({ number: z.number(), bytes: z.instanceof(Uint8Array) });

/** The updates of an item after this one, in order. */
export const updatesSince = (db: Sql, itemId: string, after: number) =>
  readRows(
    db,
    updateRow,
    sql`SELECT number, bytes FROM shared_text_update WHERE item_id = ${itemId}::uuid AND number > ${after} ORDER BY number`,
  );

/** The notes as plain text, whoever typed them. */
export async function notesOf(db: Sql, itemId: string): Promise<string> {
  const doc = new Y.Doc();
  for (const { bytes } of await updatesSince(db, itemId, 0)) Y.applyUpdate(doc, bytes);
  return doc.getText(TEXT).toString();
}

/** The right over the notes of an item, which stay open until the committee closes. */
async function openNotes(tx: Sql, acting: Acting, itemId: string): Promise<void> {
  await tx.$executeRaw(sql`SELECT 1 FROM committee_item WHERE id = ${itemId}::uuid FOR UPDATE`);
  const committee = await committeeOfItem(tx, itemId);
  if (!committee) throw new RuleError('Cette startup n’est plus à l’ordre du jour.');
  permittedOnAll(acting, 'startup.tenir-comite', committee.items.map(itemTies));
  if (committee.state !== 'prevu') throw new RuleError('Le comité est clos : ses notes ne changent plus.');
}

async function append(tx: Sql, now: Date, itemId: string, sentId: string, bytes: Uint8Array): Promise<void> {
  const count = await tx.$executeRaw(
    sql`INSERT INTO shared_text_update (item_id, number, sent_id, bytes, at)
        SELECT ${itemId}::uuid, coalesce(max(number), 0) + 1, ${sentId}, ${bytes}, ${now} FROM shared_text_update WHERE item_id = ${itemId}::uuid
        HAVING count(*) < ${MOST_UPDATES} ON CONFLICT (item_id, sent_id) DO NOTHING`,
  );
  if (count > 0) return;
  const known = await readRows(
    tx,
    z.object({ n: z.number() }),
    sql`SELECT 1 AS n FROM shared_text_update WHERE item_id = ${itemId}::uuid AND sent_id = ${sentId}`,
  );
  if (known.length === 0) throw new RuleError('Les notes de cette startup sont pleines.');
}

/**
 * Keeps updates that a browser sends, each with a name of its own: sent again after a lost answer, it counts once.
 * @throws {RuleError} when the bytes are no update.
 */
export async function keepUpdates(
  acting: Acting,
  itemId: string,
  updates: ReadonlyArray<{ sentId: string; bytes: Uint8Array }>,
): Promise<void> {
  for (const { bytes } of updates) {
    if (bytes.length > LONGEST_UPDATE)
      throw new RuleError('Ce texte est trop long pour être envoyé d’un coup.');
    try {
      Y.applyUpdate(new Y.Doc(), bytes);
    } catch {
      throw new RuleError('Ces notes n’ont pas pu être lues.');
    }
  }
  await acting.database.transaction(async (tx) => {
    await openNotes(tx, acting, itemId);
    for (const { sentId, bytes } of updates) await append(tx, acting.clock.now(), itemId, sentId, bytes);
  });
}

/**
 * Replaces the text from a form without script; when others typed since its author read it, the form comes back.
 * @param seen the digest of the text that its author read.
 * @throws {StaleError}
 */
export async function writeNotes(
  acting: Acting,
  itemId: string,
  { seen, text }: { seen: string; text: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await openNotes(tx, acting, itemId);
    const doc = new Y.Doc();
    for (const { bytes } of await updatesSince(tx, itemId, 0)) Y.applyUpdate(doc, bytes);
    const notes = doc.getText(TEXT);
    if (digest(notes.toString()) !== seen) throw new StaleError();
    const before = Y.encodeStateVector(doc);
    doc.transact(() => {
      notes.delete(0, notes.length);
      notes.insert(0, text);
    });
    await append(tx, acting.clock.now(), itemId, newId(), Y.encodeStateAsUpdate(doc, before));
  });
}
