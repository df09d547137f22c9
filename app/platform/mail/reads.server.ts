import { z } from 'zod';
import { readRows, sql, type Sql } from '../database/sql.server';
import { MAIL_STATES, type MailState } from './outbox.server';

const MOST_SHOWN = 100;

/** The latest mails of a demonstration, whole. */
export const readDemoMails = (db: Sql) =>
  readRows(
    db,
    z.object({
      id: z.string(),
      address: z.string(),
      subject: z.string(),
      plain: z.string(),
      createdAt: z.date(),
    }),
    sql`SELECT id, address, subject, plain, created_at AS "createdAt" FROM mail WHERE state <> 'replaced' ORDER BY created_at DESC, id DESC LIMIT ${MOST_SHOWN}`,
  );

export const MAIL_STATE_LABELS: Readonly<Record<MailState, string>> = {
  waiting: 'En attente',
  sending: 'Envoi en cours',
  sent: 'Envoi fait',
  refused: 'Envoi refusé',
  uncertain: 'Envoi incertain',
  replaced: 'Remplacement par un plus récent',
  bounced: 'Retour à l’envoi',
};

const stateRow = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(MAIL_STATES),
  attempts: z.number(),
  error: z.string().nullable(),
  createdAt: z.date(),
});

/** Mails that did not simply leave: what an administrator looks at. Neither address nor text. */
export const troubledMails = (db: Sql) =>
  readRows(
    db,
    stateRow,
    sql`SELECT id, kind, subject, state, attempts, error, created_at AS "createdAt" FROM mail
        WHERE state IN ('refused', 'uncertain', 'bounced') OR (state = 'waiting' AND attempts > 0) ORDER BY created_at DESC LIMIT ${MOST_SHOWN}`,
  );

export async function countMails(db: Sql): Promise<Array<{ state: MailState; count: number }>> {
  return readRows(
    db,
    z.object({ state: z.enum(MAIL_STATES), count: z.number() }),
    sql`SELECT state, count(*)::int AS count FROM mail GROUP BY state ORDER BY state`,
  );
}

/** Sends a mail again on purpose: its Message-ID stays, so that a reader who has it sees one. */
export const resendMail = (db: Sql, now: Date, id: string): Promise<number> =>
  db.$executeRaw(
    sql`UPDATE mail SET state = 'waiting', due_at = ${now}, attempts = 0, leased_until = NULL, error = NULL WHERE id = ${id}::uuid AND state IN ('refused', 'uncertain', 'bounced', 'waiting')`,
  );
