import { readRows, sql, type Sql } from '../database/sql.server';
import { z } from 'zod';

/** What a report of non-delivery says: of which of our mails, and why they did not arrive. */
export interface Bounce {
  messageIds: string[];
  /** The status of RFC 3463, « 5.1.1 »; null when the report gives none. */
  status: string | null;
}

/**
 * Reads a report of non-delivery (RFC 3464). Its two parts that matter, the delivery status and the headers of the
 * mail that came back, are plain header lines wherever they stand in the message: they are read as such, folded lines
 * put together, whatever wraps them.
 * @returns null for any other message: an answer out of office, a delay, a mail from somebody.
 */
export function readBounce(message: string): Bounce | null {
  const lines = message.replace(/\r\n/g, '\n').replace(/\n[ \t]+/g, ' ');
  const failed = /^Action:\s*failed\b/im.test(lines);
  const status = /^Status:\s*([45]\.\d{1,3}\.\d{1,3})/im.exec(lines)?.[1] ?? null;
  const messageIds = [...lines.matchAll(/^Message-ID:\s*(<[^<>\s]{3,200}>)/gim)].map(([, id]) => id!);
  if (!failed || messageIds.length === 0) return null;
  return { messageIds: [...new Set(messageIds)], status };
}

/** Why a mail came back, for the administrator: the classes of RFC 3463, in words. */
const REASONS: ReadonlyArray<[RegExp, string]> = [
  [/^[45]\.1\./, 'l’adresse n’existe pas ou plus'],
  [/^[45]\.2\./, 'la boîte est pleine ou fermée'],
  [/^[45]\.[34]\./, 'le serveur destinataire ne répond pas ou ne prend pas ce courriel'],
  [/^[45]\.7\./, 'le serveur destinataire le refuse par sa politique'],
];
export const bounceReason = (status: string | null): string =>
  `${REASONS.find(([pattern]) => status !== null && pattern.test(status))?.[1] ?? 'le courriel est revenu'}${status ? ` (${status})` : ''}`;

/** Notes that mails came back. @returns how many of ours the report was about. */
export async function noteBounce(db: Sql, { messageIds, status }: Bounce): Promise<number> {
  const noted = await readRows(
    db,
    z.object({ id: z.string() }),
    sql`UPDATE mail SET state = 'bounced', error = ${bounceReason(status)} WHERE message_id = ANY(${messageIds}) AND state IN ('sent', 'uncertain', 'bounced') RETURNING id`,
  );
  return noted.length;
}
