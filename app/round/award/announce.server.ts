import { z } from 'zod';
import { formatAmount } from '~/design/formats';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { startupManagers } from '~/person/people.server';
import { parisDay } from '~/platform/calendar';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { scoresAreOpen } from '../calls/calendar';
import { lockCall, type Call } from '../calls/calls.server';
import { depositedOf, tiesOfApplication, type DepositedFile } from '../application/applications.server';
import { refuseOverspent } from '../deliberation/deliberation.server';
import { DECISIONS, isLaureate } from '../vocabulary';
import { toldCall } from '../told.server';

/** The letter to one team: its words are those approved by a person, never a juror's own. */
export function letterOf(call: Pick<Call, 'title'>, application: DepositedFile, origin: string) {
  const decision = application.admissibility === 'irrecevable' ? 'refus' : (application.decision ?? 'refus');
  const reason =
    application.admissibility === 'irrecevable'
      ? `La candidature n’est pas recevable : ${application.admissibilityReason}`
      : application.decisionReason;
  const money =
    application.awarded === null
      ? []
      : [`Montant accordé : ${formatAmount(application.awarded)}, en plus de l’accompagnement.`];
  return {
    subject: `${call.title} : ${application.title}`,
    paragraphs: [
      `${DECISIONS[decision].letter} : ${application.title}, ${call.title}.`,
      ...money,
      ...(reason === '' ? [] : [reason]),
      ...(application.feedbackApprovedAt === null ? [] : [application.feedback]),
    ],
    action: { label: 'Lire ma candidature', url: `${origin}/candidatures/${application.id}` },
    why: 'Vous recevez ce courriel parce que votre équipe a candidaté à cet appel.',
  };
}

/** What still keeps the results from being published. */
export function unfinished(applications: readonly DepositedFile[]): string[] {
  return applications.flatMap((application) => {
    if (application.admissibility === 'irrecevable') return [];
    if (application.decision === null) return [`${application.title} : pas encore décidé.`];
    if (application.decision === 'refus' && application.decisionReason === '')
      return [`${application.title} : le refus n’est pas motivé.`];
    return [];
  });
}

/**
 * Publishes all results at once: awards with their amounts, a letter to each team, working notes erased, minutes kept.
 * In one transaction: all of it or nothing.
 */
export async function announceResults(acting: Acting, callId: string): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const call = await lockCall(tx, callId);
    if (call.announcedAt !== null) throw new RuleError('Les résultats sont déjà publiés.');
    if (!scoresAreOpen(call, now)) throw new RuleError('La notation n’est pas finie.');
    const applications = await depositedOf(tx, callId);
    const left = unfinished(applications);
    if (left[0]) throw new RuleError(left.join(' '));
    await refuseOverspent(tx, call);
    const revision = await raiseDataVersion(tx);
    const roundId = await insertRound(tx, call, applications, revision, now);
    for (const application of applications.filter(({ decision }) => isLaureate(decision)))
      await insertAward(tx, roundId, application, revision);
    await tx.$executeRaw(
      sql`UPDATE call SET announced_at = ${now}, round_id = ${roundId}::uuid, version = version + 1 WHERE id = ${callId}::uuid`,
    );
    // Working notes were their author's alone: they end with the jury's work.
    await tx.$executeRaw(
      sql`UPDATE jury_reading r SET notes = '' FROM jury_seat j WHERE j.id = r.seat_id AND j.call_id = ${callId}::uuid`,
    );
    for (const application of applications) await sendLetter(tx, acting, call, application);
    await toldCall(tx, acting, 'announce-results', callId);
  });
}

async function insertRound(
  tx: Sql,
  call: Call,
  applications: readonly DepositedFile[],
  revision: number,
  now: Date,
): Promise<string> {
  const id = newId();
  const laureates = applications.filter(({ decision }) => isLaureate(decision));
  await tx.$executeRaw(
    sql`INSERT INTO funding_round (id, program_id, edition, title, held_on, applications, announced_cents, announced_laureates, source, content, revision)
        SELECT ${id}::uuid, program_id, edition, title, ${parisDay(now)}::date, ${applications.length},
          ${call.means === 'places' ? null : laureates.reduce((sum, { awarded }) => sum + (awarded ?? 0), 0)}, ${laureates.length}, 'résultats publiés dans Jalons', '', ${revision}
        FROM call WHERE id = ${call.id}::uuid`,
  );
  return id;
}

async function insertAward(
  tx: Sql,
  roundId: string,
  application: DepositedFile,
  revision: number,
): Promise<void> {
  await tx.$executeRaw(
    sql`INSERT INTO award (id, round_id, startup_id, awarded_cents, source) VALUES (${newId()}::uuid, ${roundId}::uuid, ${application.startupId}::uuid, ${application.awarded ?? 0}, 'appel')`,
  );
  await tx.$executeRaw(
    sql`INSERT INTO award_followup (application_id, convention, check_note, coaching_days, version) VALUES (${application.id}::uuid, 'a-ecrire', '', 0, 1)`,
  );
  await tx.$executeRaw(
    sql`UPDATE startup SET revision = ${revision} WHERE id = ${application.startupId}::uuid`,
  );
}

async function sendLetter(tx: Sql, acting: Acting, call: Call, application: DepositedFile): Promise<void> {
  const now = acting.clock.now();
  const readers = await startupManagers(tx, acting.clock.today(), tiesOfApplication(application));
  const letter = letterOf(call, application, acting.origin);
  await queueMails(
    tx,
    { now, origin: acting.origin },
    readers.map(({ id, address }) => ({
      kind: 'appel',
      personId: id,
      address,
      topic: `lettre/${application.id}/${now.getTime()}`,
      letter,
    })),
  );
  await tx.$executeRaw(
    sql`UPDATE application SET letter_sent_at = ${now} WHERE id = ${application.id}::uuid`,
  );
}

/** A letter leaves once; a second time only when somebody asks for it. */
export async function resendLetter(acting: Acting, callId: string, applicationId: string): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  await acting.database.transaction(async (tx) => {
    const call = await lockCall(tx, callId);
    const application = (await depositedOf(tx, callId)).find(({ id }) => id === applicationId);
    if (call.announcedAt === null || !application)
      throw new RuleError('Cette lettre n’est pas encore partie.');
    await sendLetter(tx, acting, call, application);
    await toldCall(tx, acting, 'resend-letter', callId);
  });
}

export const roundOf = async (db: Sql, callId: string): Promise<number | null> => {
  const [row] = await readRows(
    db,
    z.object({ edition: z.number() }),
    sql`SELECT r.edition FROM call c JOIN funding_round r ON r.id = c.round_id WHERE c.id = ${callId}::uuid`,
  );
  return row?.edition ?? null;
};
