import { z } from 'zod';
import { formatDay } from '~/design/formats';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { findOrCreatePerson } from '~/person/people.server';
import { recordChanges } from '~/platform/audit.server';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, daysBetween } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { digest, randomToken } from '~/platform/secrets.server';
import { findLink, makeLink } from '~/platform/signed-links.server';
import { lockCommittee } from '../committees.server';
import { committeeOf, committeeOfItem, itemTies, type Committee, type Item } from '../reads.server';
import { changesSince, contentsSchema, type FileChange, type FileContents } from './contents';
import type { FileInput } from './file-schema';
import { gatherFile } from './gather.server';

/** A file is frozen this many days before its committee: everyone decides on the same text. */
export const FREEZE_DAYS = 7;
/** A reader's link lives until this many days after the minutes are signed; before, as long as it takes. */
const AFTER_MINUTES_DAYS = 30;
/** Links of a committee whose minutes are never signed end all the same. */
const LONGEST_LINK_DAYS = 120;

const criterion = z.object({
  text: z.string(),
  target: z.string(),
  due: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : day(text))),
});
const fileRow = z.object({
  done: z.string(),
  next: z.string(),
  askTeam: z.string(),
  askAmount: z.coerce.number().nullable(),
  askMonths: z.number().nullable(),
  hypotheses: z.string(),
  criteria: z.array(criterion),
  version: z.number(),
  frozenAt: z.date().nullable(),
  snapshot: contentsSchema.nullable(),
});
export type CommitteeFile = z.infer<typeof fileRow>;

export const EMPTY_FILE: CommitteeFile = {
  done: '',
  next: '',
  askTeam: '',
  askAmount: null,
  askMonths: null,
  hypotheses: '',
  criteria: [],
  version: 0,
  frozenAt: null,
  snapshot: null,
};

/** What a team typed for an item, and the file as it was frozen. */
export async function fileOf(db: Sql, itemId: string): Promise<CommitteeFile> {
  const rows = await readRows(
    db,
    fileRow,
    sql`SELECT done, next, ask_team AS "askTeam", ask_amount AS "askAmount", ask_months AS "askMonths", hypotheses, criteria, version, frozen_at AS "frozenAt", snapshot
        FROM committee_file WHERE item_id = ${itemId}::uuid`,
  );
  return rows[0] ?? EMPTY_FILE;
}

/** Keeps what the team says. A frozen file keeps its frozen text; what changes since is shown as a change. */
export async function saveFile(acting: Acting, item: Item, version: number, input: FileInput): Promise<void> {
  permitted(acting, 'startup.modifier', itemTies(item));
  const now = acting.clock.now();
  const criteria = JSON.stringify(input.criteria);
  await acting.database.transaction(async (tx) => {
    const committee = await committeeOfItem(tx, item.id);
    if (committee?.state !== 'prevu')
      throw new RuleError('Le comité est passé ou annulé : son dossier ne change plus.');
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO committee_file (item_id, done, next, ask_team, ask_amount, ask_months, hypotheses, criteria, version, updated_at)
                VALUES (${item.id}::uuid, ${input.done}, ${input.next}, ${input.askTeam}, ${input.askAmount}, ${input.askMonths}, ${input.hypotheses}, ${criteria}::jsonb, 1, ${now})
                ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE committee_file SET done = ${input.done}, next = ${input.next}, ask_team = ${input.askTeam}, ask_amount = ${input.askAmount}, ask_months = ${input.askMonths},
                  hypotheses = ${input.hypotheses}, criteria = ${criteria}::jsonb, version = version + 1, updated_at = ${now}
                WHERE item_id = ${item.id}::uuid AND version = ${version}`,
          );
    if (count === 0) throw new StaleError();
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'save-committee-file', thing: { kind: 'committee-item', id: item.id } },
    ]);
  });
}

/** Within a transaction: the file as it is now becomes the one that everybody reads. Once. */
async function freeze(tx: Sql, committee: Committee, item: Item, now: Date): Promise<void> {
  const file = await fileOf(tx, item.id);
  if (file.frozenAt !== null) return;
  const contents = await presentContents(tx, committee, item, file, now);
  const snapshot = JSON.stringify(contents);
  await tx.$executeRaw(
    sql`INSERT INTO committee_file (item_id, done, next, ask_team, ask_amount, ask_months, hypotheses, criteria, version, updated_at, frozen_at, snapshot)
        VALUES (${item.id}::uuid, '', '', '', NULL, NULL, '', '[]', 1, ${now}, ${now}, ${snapshot}::jsonb)
        ON CONFLICT (item_id) DO UPDATE SET frozen_at = EXCLUDED.frozen_at, snapshot = EXCLUDED.snapshot`,
  );
}

/** Freezes every file whose committee is seven days away or less. Runs every morning. */
export async function freezeDueFiles(tx: Sql, now: Date): Promise<void> {
  const today = parisDay(now);
  const due = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT DISTINCT c.id FROM committee c JOIN committee_item i ON i.committee_id = c.id LEFT JOIN committee_file f ON f.item_id = i.id
        WHERE c.state = 'prevu' AND c.kind <> 'atelier' AND c.held_on BETWEEN ${today}::date AND ${addDays(today, FREEZE_DAYS)}::date AND f.frozen_at IS NULL`,
  );
  for (const { id } of due) {
    const committee = await committeeOf(tx, id);
    for (const item of committee?.items ?? []) await freeze(tx, committee!, item, now);
  }
}

/** Whoever holds the committee freezes its files before their day, to send them. */
export async function freezeNow(acting: Acting, committeeId: string): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, committeeId, null);
    for (const item of committee.items) await freeze(tx, committee, item, now);
  });
}

/** The file that everybody decides on: as it was frozen, or as it is known today. */
export async function shownFile(
  db: Sql,
  committee: Committee,
  item: Item,
  now: Date,
): Promise<{ contents: FileContents; file: CommitteeFile }> {
  const file = await fileOf(db, item.id);
  const contents = file.snapshot ?? (await presentContents(db, committee, item, file, now));
  return { contents, file };
}

const presentContents = (db: Sql, committee: Committee, item: Item, file: CommitteeFile, now: Date) =>
  gatherFile(db, item.startupId, file, {
    heldOn: committee.heldOn,
    today: parisDay(now),
    exceptItem: item.id,
  });

/** The same with what became different since it was frozen. */
export async function shownFileWithChanges(
  db: Sql,
  committee: Committee,
  item: Item,
  now: Date,
): Promise<{ contents: FileContents; file: CommitteeFile; changes: FileChange[] }> {
  const { contents, file } = await shownFile(db, committee, item, now);
  const changes =
    file.snapshot === null
      ? []
      : changesSince(file.snapshot, await presentContents(db, committee, item, file, now));
  return { contents, file, changes };
}

/** Sends a member a link that opens one file and nothing else; the bearer may pass it to one named assistant. */
async function sendReadingLink(
  tx: Sql,
  acting: Pick<Acting, 'origin'>,
  now: Date,
  {
    itemId,
    title,
    heldOn,
    personId,
    address,
    from,
  }: {
    itemId: string;
    title: string;
    heldOn: Committee['heldOn'];
    personId: string;
    address: string;
    from: string | null;
  },
): Promise<void> {
  const days = Math.max(1, daysBetween(parisDay(now), heldOn)) + LONGEST_LINK_DAYS;
  const token = await makeLink(tx, now, { act: 'lire-dossier', thingId: itemId, personId, days });
  await queueMails(tx, { now, origin: acting.origin }, [
    {
      kind: 'comite',
      personId,
      address,
      topic: `dossier/${itemId}`,
      letter: {
        subject: `Dossier du comité du ${formatDay(heldOn)}\u00a0: ${title}`,
        paragraphs: [
          from === null
            ? 'Voici le dossier sur lequel le comité décidera\u00a0: la demande en trois lignes, ce que le service change, ce qu’il coûte.'
            : `${from} vous confie la lecture de ce dossier.`,
        ],
        action: { label: 'Lire le dossier', url: `${acting.origin}/liens/${token}` },
        why: `Ce lien personnel ouvre ce seul dossier, jusqu’à ${AFTER_MINUTES_DAYS} jours après le relevé de décisions.`,
      },
    },
  ]);
}

/** Sends the files of a committee to its members who can be written to. @returns to how many people. */
export async function sendFiles(acting: Acting, committeeId: string): Promise<number> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, committeeId, null);
    for (const item of committee.items) await freeze(tx, committee, item, now);
    const readers = await readRows(
      tx,
      z.object({ personId: z.string(), address: z.string() }),
      sql`SELECT p.id AS "personId", min(a.address) AS address FROM committee_member m JOIN person p ON p.id = m.person_id JOIN person_address a ON a.person_id = p.id
          WHERE m.committee_id = ${committeeId}::uuid AND p.erased_at IS NULL GROUP BY p.id`,
    );
    if (readers.length === 0)
      throw new RuleError('Ajoutez au comité des personnes avec une adresse de courriel.');
    for (const { personId, address } of readers) {
      for (const { id: itemId, title } of committee.items)
        await sendReadingLink(tx, acting, now, {
          itemId,
          title,
          heldOn: committee.heldOn,
          personId,
          address,
          from: null,
        });
    }
    return readers.length;
  });
}

/** The first use of a link gives this browser a secret of its own for the file. @returns it, or null when the link is spent. */
export async function openReading(
  acting: Acting,
  token: string,
): Promise<{ itemId: string; secret: string } | null> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const link = await findLink(tx, now, token);
    if (link?.act !== 'lire-dossier' || !(await isReadable(tx, link.thingId, now))) return null;
    const secret = randomToken();
    await tx.$executeRaw(
      sql`INSERT INTO link_reader (id, link_id, token_sha256, opened_at) VALUES (${newId()}::uuid, ${link.id}::uuid, ${digest(secret)}, ${now})`,
    );
    await recordChanges(tx, { ...acting.audit, actor: { kind: 'link', id: link.id }, at: now }, [
      { verb: 'open-committee-file', thing: { kind: 'committee-item', id: link.thingId } },
    ]);
    return { itemId: link.thingId, secret };
  });
}

/** Whether the file may still be read by link: until thirty days after its minutes are signed, never once cancelled. */
async function isReadable(db: Sql, itemId: string, now: Date): Promise<boolean> {
  const rows = await readRows(
    db,
    z.object({ signedAt: z.date().nullable(), state: z.string() }),
    sql`SELECT c.state, (SELECT min(m.signed_at) FROM committee_minutes m WHERE m.committee_id = c.id) AS "signedAt"
        FROM committee_item i JOIN committee c ON c.id = i.committee_id WHERE i.id = ${itemId}::uuid`,
  );
  const [found] = rows;
  if (!found || found.state === 'annule') return false;
  return found.signedAt === null || addDays(parisDay(found.signedAt), AFTER_MINUTES_DAYS) >= parisDay(now);
}

/** Who reads this file by link in this browser: the link's own person, or null when it opens nothing (any more). */
export async function readerOf(
  db: Sql,
  now: Date,
  secret: string | null,
  itemId: string,
): Promise<{ linkId: string; name: string } | null> {
  if (secret === null || !(await isReadable(db, itemId, now))) return null;
  const rows = await readRows(
    db,
    z.object({ linkId: z.string(), name: z.string() }),
    sql`SELECT l.id AS "linkId", p.full_name AS name FROM link_reader r JOIN signed_link l ON l.id = r.link_id JOIN person p ON p.id = l.person_id
        WHERE r.token_sha256 = ${digest(secret)} AND l.act = 'lire-dossier' AND l.thing_id = ${itemId} AND l.expires_at > ${now}`,
  );
  return rows[0] ?? null;
}

const MOST_ASSISTANTS = 3;

/** Passes the reading to a named assistant, who has a link of their own: known, and told from whom. */
export async function passReading(
  acting: Acting,
  { itemId, linkId, from }: { itemId: string; linkId: string; from: string },
  assistant: { name: string; address: string },
): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const committee = await committeeOfItem(tx, itemId);
    const item = committee?.items.find(({ id }) => id === itemId);
    if (!committee || !item) throw new RuleError('Ce dossier n’existe plus.');
    // The link's own row is the counter's lock: two requests at once pass it on one after the other.
    await tx.$executeRaw(sql`SELECT 1 FROM signed_link WHERE id = ${linkId}::uuid FOR UPDATE`);
    const [passed] = await readRows(
      tx,
      z.object({ n: z.coerce.number() }),
      sql`SELECT count(*) AS n FROM change WHERE verb = 'pass-committee-file' AND actor_kind = 'link' AND actor_id = ${linkId}`,
    );
    if (passed!.n >= MOST_ASSISTANTS)
      throw new RuleError(
        'Ce lien a déjà été confié trois fois : demandez-en un autre à l’incubateur.',
        'courriel',
      );
    const { id: personId } = await findOrCreatePerson(tx, assistant);
    await sendReadingLink(tx, acting, now, {
      itemId,
      title: item.title,
      heldOn: committee.heldOn,
      personId,
      address: assistant.address,
      from,
    });
    await recordChanges(tx, { ...acting.audit, actor: { kind: 'link', id: linkId }, at: now }, [
      { verb: 'pass-committee-file', thing: { kind: 'committee-item', id: itemId } },
    ]);
  });
}
