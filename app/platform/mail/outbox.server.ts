import { z } from 'zod';
import { insertRows, readRows, sql, type Sql } from '../database/sql.server';
import { newId } from '../identifier';
import { asHtml, asPlain, type Letter } from './letter';

/** Where a mail stands. « Uncertain »: the exchange began and nobody saw its end; « bounced »: it left and came back. */
export const MAIL_STATES = [
  'waiting',
  'sending',
  'sent',
  'refused',
  'uncertain',
  'replaced',
  'bounced',
] as const;
export type MailState = (typeof MAIL_STATES)[number];

export interface MailToSend {
  /** What kind of mail it is: preferences and retries go by it. */
  kind: string;
  personId: string | null;
  address: string;
  /** A newer mail on the same topic to the same address takes the place of one that has not left. */
  topic: string;
  letter: Letter;
  /** An invitation that calendars read, its update or its cancellation. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
}

/** Mails whose reader waits for them: sent again after a crash, since a second one does no harm. */
export const RESENT_KINDS: readonly string[] = ['connexion'];

/** Those that their reader has not said no to: asked here, so that no sender forgets. */
async function wantedMails(tx: Sql, mails: readonly MailToSend[]): Promise<MailToSend[]> {
  const people = [...new Set(mails.flatMap(({ personId }) => (personId === null ? [] : [personId])))];
  if (people.length === 0) return [...mails];
  const refused = await readRows(
    tx,
    z.object({ personId: z.string(), kind: z.string() }),
    sql`SELECT person_id AS "personId", kind FROM mail_preference WHERE NOT wanted AND person_id = ANY(${people}::uuid[])`,
  );
  return mails.filter(
    (mail) => !refused.some(({ personId, kind }) => personId === mail.personId && kind === mail.kind),
  );
}

/**
 * Commits the intent to send with the transaction that it belongs to.
 * @param origin where links of the mail lead; its host stands in the Message-ID, which every attempt keeps.
 */
export async function queueMails(
  tx: Sql,
  { now, origin }: { now: Date; origin: string },
  mails: readonly MailToSend[],
): Promise<void> {
  const wanted = await wantedMails(tx, mails);
  if (wanted.length === 0) return;
  const host = new URL(origin).hostname;
  const rows = wanted.map(({ letter, personId, calendar, ...mail }) => {
    const id = newId();
    return {
      id,
      ...mail,
      person_id: personId,
      subject: letter.subject,
      plain: asPlain(letter),
      html: asHtml(letter),
      calendar: calendar?.content ?? null,
      calendar_method: calendar?.method ?? null,
      message_id: `<${id}@${host}>`,
      created_at: now.toISOString(),
      due_at: now.toISOString(),
      state: 'waiting',
      attempts: 0,
    };
  });
  await tx.$executeRaw(
    sql`UPDATE mail SET state = 'replaced' FROM jsonb_to_recordset(${JSON.stringify(rows.map(({ address, topic }) => ({ address, topic })))}::jsonb) AS n(address text, topic text)
        WHERE mail.state = 'waiting' AND mail.address = n.address AND mail.topic = n.topic`,
  );
  await insertRows(
    tx,
    'mail',
    {
      id: 'uuid',
      kind: 'text',
      person_id: 'uuid',
      address: 'text',
      topic: 'text',
      subject: 'text',
      plain: 'text',
      html: 'text',
      calendar: 'text',
      calendar_method: 'text',
      message_id: 'text',
      created_at: 'timestamptz',
      due_at: 'timestamptz',
      state: 'text',
      attempts: 'integer',
    },
    rows,
  );
}

const claimedRow = z.object({
  id: z.string(),
  kind: z.string(),
  address: z.string(),
  subject: z.string(),
  plain: z.string(),
  html: z.string(),
  calendar: z.string().nullable(),
  calendarMethod: z.enum(['REQUEST', 'CANCEL']).nullable(),
  messageId: z.string(),
  createdAt: z.date(),
  attempts: z.number(),
});
export type ClaimedMail = z.infer<typeof claimedRow>;

const LEASE_MS = 3 * 60_000;

/** Takes one due mail for this process; from here on its exchange counts as begun. */
export async function claimMail(db: Sql, now: Date): Promise<ClaimedMail | null> {
  const rows = await readRows(
    db,
    claimedRow,
    sql`UPDATE mail SET state = 'sending', attempts = attempts + 1, leased_until = ${new Date(now.getTime() + LEASE_MS)}
        WHERE id = (SELECT id FROM mail WHERE state = 'waiting' AND due_at <= ${now} ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, address, subject, plain, html, calendar, calendar_method AS "calendarMethod", message_id AS "messageId", created_at AS "createdAt", attempts`,
  );
  return rows[0] ?? null;
}

/**
 * Exchanges whose process died are said uncertain, and are not sent again by themselves; sign-in links are.
 * @returns how many were found.
 */
export async function settleAbandonedMails(db: Sql, now: Date): Promise<number> {
  return db.$executeRaw(
    sql`UPDATE mail SET leased_until = NULL,
          state = CASE WHEN kind = ANY(${[...RESENT_KINDS]}) THEN 'waiting' ELSE 'uncertain' END,
          error = CASE WHEN kind = ANY(${[...RESENT_KINDS]}) THEN error ELSE 'le programme s’est arrêté pendant l’envoi' END
        WHERE state = 'sending' AND leased_until < ${now}`,
  );
}

export async function settleMail(
  db: Sql,
  id: string,
  outcome: { state: MailState; error: string | null; dueAt?: Date; sentAt?: Date },
): Promise<void> {
  await db.$executeRaw(
    sql`UPDATE mail SET state = ${outcome.state}, error = ${outcome.error?.slice(0, 500) ?? null}, leased_until = NULL,
          due_at = coalesce(${outcome.dueAt ?? null}, due_at), sent_at = ${outcome.sentAt ?? null} WHERE id = ${id}::uuid`,
  );
}
