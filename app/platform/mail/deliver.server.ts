import type { Clock } from '../clock.server';
import type { Database } from '../database/open.server';
import type { Log } from '../log.server';
import { repeating } from '../repeating.server';
import type { Carrier } from './carrier.server';
import { claimMail, settleAbandonedMails, settleMail, type ClaimedMail } from './outbox.server';

const RETRY_MS = 60_000;
const MOST_ATTEMPTS = 10;
/** A sign-in link that comes too late is worth nothing. */
const SIGN_IN_MS = 15 * 60_000;
const WAKE_MS = 15_000;

interface Services {
  database: Database;
  clock: Clock;
  log: Log;
  /** Null where no mail server is named: mails wait, and an administrator sees them. */
  carrier: Carrier | null;
}

async function deliver({ database, clock, carrier, log }: Services, mail: ClaimedMail): Promise<void> {
  const { prisma } = database;
  if (mail.kind === 'connexion' && clock.now().getTime() - mail.createdAt.getTime() > SIGN_IN_MS) {
    return settleMail(prisma, mail.id, { state: 'replaced', error: 'lien expiré avant son envoi' });
  }
  const delivery = await carrier!.send(mail);
  switch (delivery.end) {
    case 'accepted':
      return settleMail(prisma, mail.id, { state: 'sent', error: null, sentAt: clock.now() });
    case 'refused':
      log.warn({ mail: mail.id, kind: mail.kind }, 'mail refused');
      return settleMail(prisma, mail.id, { state: 'refused', error: delivery.error });
    case 'unknown':
      log.warn({ mail: mail.id, kind: mail.kind }, 'mail uncertain');
      return settleMail(prisma, mail.id, { state: 'uncertain', error: delivery.error });
    case 'failed': {
      const givenUp = mail.attempts >= MOST_ATTEMPTS;
      const dueAt = new Date(clock.now().getTime() + RETRY_MS * 2 ** (mail.attempts - 1));
      return settleMail(prisma, mail.id, {
        state: givenUp ? 'refused' : 'waiting',
        error: delivery.error,
        dueAt,
      });
    }
  }
}

/** Sends every mail that is due, one exchange at a time. @returns how many exchanges were held. */
export async function deliverDueMails(services: Services): Promise<number> {
  const { database, clock, carrier } = services;
  await settleAbandonedMails(database.prisma, clock.now());
  if (carrier === null) return 0;
  let held = 0;
  for (
    let mail = await claimMail(database.prisma, clock.now());
    mail !== null;
    mail = await claimMail(database.prisma, clock.now())
  ) {
    await deliver(services, mail);
    held += 1;
  }
  return held;
}

/** Sends what is due now and then, and at once when woken. */
export function startMail(services: Services): { wake(): void; stop(): Promise<void> } {
  const mail = repeating(
    WAKE_MS,
    () => deliverDueMails(services),
    ({ message }) => services.log.error({ error: message }, 'mail failed'),
  );
  mail.wake();
  return mail;
}
