import type { Acting } from '~/person/acting';
import { startupManagers } from '~/person/people.server';
import { applicationPath } from '~/platform/addresses';
import type { Sql } from '~/platform/database/sql.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { tiesOfApplication, type Application } from './applications.server';

/** Writes to those who answer for the startup of an application; the same news again takes the place of the former. */
export async function writeToTeam(
  tx: Sql,
  acting: Acting,
  application: Application,
  { about, subject, paragraphs }: { about: string; subject: string; paragraphs: string[] },
): Promise<void> {
  const readers = await startupManagers(tx, acting.clock.today(), tiesOfApplication(application));
  await queueMails(
    tx,
    { now: acting.clock.now(), origin: acting.origin },
    readers.map(({ id, address }) => ({
      kind: 'appel',
      personId: id,
      address,
      topic: `${about}/${application.id}`,
      letter: {
        subject,
        paragraphs,
        action: { label: 'Ouvrir la candidature', url: `${acting.origin}${applicationPath(application.id)}` },
        why: 'Vous recevez ce courriel parce que vous répondez de cette startup.',
      },
    })),
  );
}
