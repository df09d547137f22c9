import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatDay, inSentence } from '~/design/formats';
import { RuleError, StaleError, type Acting } from '~/person/acting';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { recordFile } from '~/platform/files/store.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { findLink, makeLink, takeLink } from '~/platform/signed-links.server';
import { permittedOnAll, told } from '../committees.server';
import { committeeOf, itemTies, type Committee } from '../reads.server';
import { COMMITTEE_KINDS } from '../vocabulary';

const row = z.object({
  number: z.number(),
  body: z.string(),
  reason: z.string().nullable(),
  version: z.number(),
  askedName: z.string().nullable(),
  signedAt: z.date().nullable(),
  signedBy: z.string().nullable(),
  manner: z.enum(['publication', 'lien', 'papier']).nullable(),
  sha256: z.string().nullable(),
  paperSha256: z.string().nullable(),
});
export type Minutes = z.infer<typeof row>;

export const MANNERS = {
  publication: 'publié par le secrétariat',
  lien: 'signé par un lien personnel',
  papier: 'signé sur papier',
} as const;

/** The minutes of a committee, the newest first: the signed ones as they were signed. */
export const minutesOf = (db: Sql, committeeId: string): Promise<Minutes[]> =>
  readRows(
    db,
    row,
    sql`SELECT m.number, m.body, m.reason, m.version, p.full_name AS "askedName", m.signed_at AS "signedAt", m.signed_by AS "signedBy", m.manner, m.sha256, m.paper_sha256 AS "paperSha256"
        FROM committee_minutes m LEFT JOIN person p ON p.id = m.asked_person_id WHERE m.committee_id = ${committeeId}::uuid ORDER BY m.number DESC`,
  );

/** Within the closing: the first minutes, to be reread. */
export const insertMinutes = (tx: Sql, now: Date, committeeId: string, body: string) =>
  tx.$executeRaw(
    sql`INSERT INTO committee_minutes (committee_id, number, body, version, updated_at) VALUES (${committeeId}::uuid, 1, ${body}, 1, ${now})`,
  );

const digestOf = (body: string): string => createHash('sha256').update(body).digest('hex');
const LONGEST_BODY = 200_000;

/** The committee whose minutes are worked on, locked. @throws {RefusedError} {RuleError} */
async function lockClosed(tx: Sql, acting: Acting, committeeId: string): Promise<Committee> {
  await tx.$executeRaw(sql`SELECT 1 FROM committee WHERE id = ${committeeId}::uuid FOR UPDATE`);
  const committee = await committeeOf(tx, committeeId);
  if (committee?.state !== 'clos')
    throw new RuleError('Ce comité n’est pas clos : il n’a pas encore de relevé.');
  permittedOnAll(acting, 'startup.decider', committee.items.map(itemTies));
  return committee;
}

/** Rewrites minutes that nobody signed. @throws {StaleError} */
export async function saveMinutes(
  acting: Acting,
  committeeId: string,
  { version, body }: { version: number; body: string },
): Promise<void> {
  if (body.trim() === '') throw new RuleError('Le relevé ne peut pas être vide.', 'texte');
  if (body.length > LONGEST_BODY) throw new RuleError('Le relevé est trop long.', 'texte');
  await acting.database.transaction(async (tx) => {
    await lockClosed(tx, acting, committeeId);
    const count = await tx.$executeRaw(
      sql`UPDATE committee_minutes SET body = ${body}, version = version + 1, updated_at = ${acting.clock.now()}, asked_person_id = NULL
          WHERE committee_id = ${committeeId}::uuid AND version = ${version} AND signed_at IS NULL`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'save-minutes', committeeId, null);
  });
}

async function sign(
  tx: Sql,
  now: Date,
  committeeId: string,
  {
    version,
    by,
    manner,
    paper,
  }: { version: number; by: string; manner: keyof typeof MANNERS; paper: string | null },
): Promise<void> {
  const [current] = await minutesOf(tx, committeeId);
  if (!current || current.signedAt !== null || current.version !== version) throw new StaleError();
  await tx.$executeRaw(
    sql`UPDATE committee_minutes SET signed_at = ${now}, signed_by = ${by}, manner = ${manner}, sha256 = ${digestOf(current.body)}, paper_sha256 = ${paper}
        WHERE committee_id = ${committeeId}::uuid AND number = ${current.number}`,
  );
}

/** The secretary publishes the minutes, without anybody's signature: from then on they do not change. */
export async function publishMinutes(
  acting: Acting,
  committeeId: string,
  { version, name }: { version: number; name: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await lockClosed(tx, acting, committeeId);
    await sign(tx, acting.clock.now(), committeeId, {
      version,
      by: name,
      manner: 'publication',
      paper: null,
    });
    await told(tx, acting, 'publish-minutes', committeeId, null);
  });
}

/** The signed paper is brought: its bytes are kept beside the text. @param by who signed it, as written on it. */
export async function bringPaper(
  acting: Acting,
  committeeId: string,
  { version, by, file }: { version: number; by: string; file: { sha256: string; size: number } },
): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await lockClosed(tx, acting, committeeId);
    await recordFile(tx, now, { ...file, mediaType: 'application/pdf' });
    await sign(tx, now, committeeId, { version, by, manner: 'papier', paper: file.sha256 });
    await told(tx, acting, 'sign-minutes-on-paper', committeeId, null);
  });
}

const SIGNING_DAYS = 30;

/** Asks one member to sign by a link of their own; another request, or another text, takes its place. */
export async function askSignature(
  acting: Acting,
  committeeId: string,
  { version, memberId }: { version: number; memberId: string },
): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const committee = await lockClosed(tx, acting, committeeId);
    const [current] = await minutesOf(tx, committeeId);
    if (!current || current.signedAt !== null || current.version !== version) throw new StaleError();
    const member = committee.members.find(({ id }) => id === memberId);
    if (!member?.personId)
      throw new RuleError('Choisissez une personne du comité qui a une adresse de courriel.', 'signataire');
    const [address] = await readRows(
      tx,
      z.object({ address: z.string().nullable() }),
      sql`SELECT min(address) AS address FROM person_address WHERE person_id = ${member.personId}::uuid`,
    );
    if (!address?.address)
      throw new RuleError('Cette personne n’a plus d’adresse de courriel.', 'signataire');
    const token = await makeLink(tx, now, {
      act: 'signer-releve',
      thingId: `${committeeId}/${current.number}/${version}`,
      personId: member.personId,
      days: SIGNING_DAYS,
    });
    await tx.$executeRaw(
      sql`UPDATE committee_minutes SET asked_person_id = ${member.personId}::uuid WHERE committee_id = ${committeeId}::uuid AND number = ${current.number}`,
    );
    await queueMails(tx, { now, origin: acting.origin }, [
      {
        kind: 'comite',
        personId: member.personId,
        address: address.address,
        topic: `signature/${committeeId}`,
        letter: {
          subject: `Relevé de décisions à signer\u00a0: ${inSentence(COMMITTEE_KINDS[committee.kind].label)} du ${formatDay(committee.heldOn)}`,
          paragraphs: [
            'Relisez le relevé de décisions, puis signez-le d’un clic. S’il est inexact, répondez à la personne qui vous l’envoie\u00a0: rien n’est signé sans vous.',
          ],
          action: { label: 'Relire et signer', url: `${acting.origin}/liens/${token}` },
          why: `Ce lien est personnel et sert une fois, pendant ${SIGNING_DAYS} jours.`,
        },
      },
    ]);
    await told(tx, acting, 'ask-signature', committeeId, null);
  });
}

const partsOf = (thingId: string) => {
  const [committeeId = '', number = '', version = ''] = thingId.split('/');
  return { committeeId, number: Number(number), version: Number(version) };
};

/** The very text that a signing link is about; null when it is another one by now, or signed. */
export async function minutesToSign(
  db: Sql,
  thingId: string,
): Promise<{ committee: Committee; minutes: Minutes } | null> {
  const { committeeId, number, version } = partsOf(thingId);
  const committee = await committeeOf(db, committeeId);
  const minutes = (await minutesOf(db, committeeId)).find((one) => one.number === number);
  return committee && minutes && minutes.signedAt === null && minutes.version === version
    ? { committee, minutes }
    : null;
}

/** One click by the person named: the digest of the text that they read is kept. @returns false when the link is spent. */
export async function signByLink(acting: Acting, token: string): Promise<boolean> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const link = await findLink(tx, now, token);
    if (link?.act !== 'signer-releve') return false;
    const { committeeId } = partsOf(link.thingId);
    await tx.$executeRaw(sql`SELECT 1 FROM committee WHERE id = ${committeeId}::uuid FOR UPDATE`);
    const known = await minutesToSign(tx, link.thingId);
    if (!known || !(await takeLink(tx, now, link.id))) return false;
    const [person] = await readRows(
      tx,
      z.object({ name: z.string() }),
      sql`SELECT full_name AS name FROM person WHERE id = ${link.personId}::uuid AND erased_at IS NULL`,
    );
    if (!person) return false;
    await sign(tx, now, committeeId, {
      version: known.minutes.version,
      by: person.name,
      manner: 'lien',
      paper: null,
    });
    const byLink = { ...acting, audit: { ...acting.audit, actor: { kind: 'link' as const, id: link.id } } };
    await told(tx, byLink, 'sign-minutes', committeeId, null);
    return true;
  });
}

/** Signed minutes stay as they are; a correction is the next number, with its reason, to be signed in its turn. */
export async function correctMinutes(
  acting: Acting,
  committeeId: string,
  { reason }: { reason: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await lockClosed(tx, acting, committeeId);
    const [current] = await minutesOf(tx, committeeId);
    if (!current || current.signedAt === null)
      throw new RuleError('Le relevé n’est pas encore signé : modifiez-le directement.');
    await tx.$executeRaw(
      sql`INSERT INTO committee_minutes (committee_id, number, body, reason, version, updated_at)
          VALUES (${committeeId}::uuid, ${current.number + 1}, ${current.body}, ${reason}, 1, ${acting.clock.now()})`,
    );
    await told(tx, acting, 'correct-minutes', committeeId, { number: current.number + 1 });
  });
}
