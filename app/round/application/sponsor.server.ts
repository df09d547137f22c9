import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatAmount } from '~/design/formats';
import { RuleError, type Acting } from '~/person/acting';
import { findOrCreatePerson } from '~/person/people.server';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { findLink, makeLink, takeLink } from '~/platform/signed-links.server';
import { callOf } from '../calls/calls.server';
import { applicationOf, lockOwn, type Application } from './applications.server';

const LINK_DAYS = 60;

/** The very sentence that a sponsor signs: its digest is kept beside the signature. */
export async function commitmentOf(db: Sql, application: Application): Promise<string> {
  const call = (await callOf(db, application.callId))!;
  const money =
    application.amount === null || application.amount === 0
      ? ''
      : ` La candidature demande ${formatAmount(application.amount)} ; mon administration apporte ${
          application.cofunding === null ? 'un montant à préciser' : formatAmount(application.cofunding)
        }.`;
  return `Je soutiens la candidature de ${application.title} à ${call.title}.${money} Je reste disponible pour lever les blocages pendant l’accompagnement.`;
}

/** Asks a sponsor, who may have no account, to sign the commitment by a link of their own. */
export async function askSponsor(
  acting: Acting,
  id: string,
  version: number,
  { name, address }: { name: string; address: string },
): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const { application, call } = await lockOwn(tx, acting, id, version);
    const { id: personId } = await findOrCreatePerson(tx, { name, address });
    await tx.$executeRaw(
      sql`UPDATE application SET sponsor_name = ${name}, sponsor_person_id = ${personId}::uuid, sponsor_asked_at = ${now}, sponsor_signed_at = NULL, version = version + 1 WHERE id = ${id}::uuid`,
    );
    const token = await makeLink(tx, now, {
      act: 'soutenir-candidature',
      thingId: id,
      personId,
      days: LINK_DAYS,
    });
    await queueMails(tx, { now, origin: acting.origin }, [
      {
        kind: 'appel',
        personId,
        address,
        topic: `soutien/${id}`,
        letter: {
          subject: `Soutenir la candidature de ${application.title}`,
          paragraphs: [
            `L’équipe de ${application.title} candidate à ${call.title} et vous demande votre engagement.`,
          ],
          action: { label: 'Lire et signer', url: `${acting.origin}/liens/${token}` },
          why: 'Vous recevez ce courriel parce que l’équipe vous a désigné comme sponsor de sa candidature.',
        },
      },
    ]);
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'ask-sponsor', thing: { kind: 'application', id } },
    ]);
  });
}

/** The commitment that a link lets sign, or null when the application no longer waits for it. */
export async function commitmentToSign(db: Sql, applicationId: string) {
  const application = await applicationOf(db, applicationId);
  if (!application || application.sponsorSignedAt !== null || application.withdrawnAt !== null) return null;
  return { title: application.title, text: await commitmentOf(db, application) };
}

/** Signs, once, the text as it reads now. @returns whether it is signed. */
export async function signCommitment(
  acting: Pick<Acting, 'database' | 'clock'>,
  token: string,
): Promise<boolean> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const link = await findLink(tx, now, token);
    if (!link || link.act !== 'soutenir-candidature' || !(await takeLink(tx, now, link.id))) return false;
    const application = await applicationOf(tx, link.thingId);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    const call = (await callOf(tx, application.callId))!;
    if (now >= call.scoresCloseAt)
      throw new RuleError('Le jury a fini de lire : cet engagement arrive trop tard.');
    const [asked] = await readRows(
      tx,
      z.object({ personId: z.string().nullable() }),
      sql`SELECT sponsor_person_id AS "personId" FROM application WHERE id = ${application.id}::uuid FOR UPDATE`,
    );
    if (asked!.personId !== link.personId)
      throw new RuleError('L’équipe a demandé l’engagement de quelqu’un d’autre.');
    const sha256 = createHash('sha256')
      .update(await commitmentOf(tx, application))
      .digest('hex');
    await tx.$executeRaw(
      sql`UPDATE application SET sponsor_signed_at = ${now}, sponsor_sha256 = ${sha256}, version = version + 1 WHERE id = ${application.id}::uuid`,
    );
    await recordChanges(tx, { actor: { kind: 'link', id: link.id }, requestId: null, at: now }, [
      { verb: 'sign-commitment', thing: { kind: 'application', id: application.id } },
    ]);
    return true;
  });
}
