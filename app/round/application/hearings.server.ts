import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { handling } from '../jury/conflicts.server';
import { newId } from '~/platform/identifier';
import { tiesOfApplication, type Application } from './applications.server';
import { toldApplication } from '../told.server';

const hearingRow = z.object({
  id: z.string(),
  startsAt: z.date(),
  minutes: z.number(),
  visio: z.string(),
  applicationId: z.string().nullable(),
  notes: z.string(),
  version: z.number(),
});
export type Hearing = z.infer<typeof hearingRow>;
export const hearingsOf = (db: Sql, callId: string): Promise<Hearing[]> =>
  readRows(
    db,
    hearingRow,
    sql`SELECT id, starts_at AS "startsAt", minutes, visio, application_id AS "applicationId", notes, version FROM hearing WHERE call_id = ${callId}::uuid ORDER BY starts_at`,
  );

/** Proposes a slot that a team may book. */
export async function proposeHearing(
  acting: Acting,
  callId: string,
  input: { startsAt: Date; minutes: number; visio: string },
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  if (input.startsAt <= acting.clock.now()) throw new RuleError('Ce créneau est passé.', 'debut');
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`INSERT INTO hearing (id, call_id, starts_at, minutes, visio, notes, version) VALUES (${newId()}::uuid, ${callId}::uuid, ${input.startsAt}, ${input.minutes}, ${input.visio}, '', 1) ON CONFLICT DO NOTHING`,
    );
    if (count === 0) throw new RuleError('Un créneau commence déjà à cette heure.', 'debut');
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'propose-hearing', thing: { kind: 'call', id: callId } },
    ]);
  });
}

/** A team takes a free slot, or gives its own back by taking another. The first who takes it has it. */
export async function bookHearing(
  acting: Acting,
  application: Application,
  hearingId: string,
): Promise<void> {
  permitted(acting, 'startup.modifier', tiesOfApplication(application));
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`UPDATE hearing SET application_id = NULL WHERE application_id = ${application.id}::uuid AND starts_at > ${acting.clock.now()}`,
    );
    const count = await tx.$executeRaw(
      sql`UPDATE hearing SET application_id = ${application.id}::uuid, version = version + 1 WHERE id = ${hearingId}::uuid AND call_id = ${application.callId}::uuid
            AND application_id IS NULL AND starts_at > ${acting.clock.now()}`,
    );
    if (count === 0) throw new RuleError('Ce créneau vient d’être pris : choisissez-en un autre.');
    await toldApplication(tx, acting, 'book-hearing', application.id);
  });
}

const questionRow = z.object({ id: z.string(), name: z.string(), mine: z.boolean(), text: z.string() });
/** The questions that the jury prepared for a hearing, each signed by its author within the jury. */
export const questionsOf = (db: Sql, applicationId: string, seatId: string | null) =>
  readRows(
    db,
    questionRow,
    sql`SELECT q.id, p.full_name AS name, coalesce(q.seat_id = ${seatId}::uuid, false) AS mine, q.text FROM hearing_question q JOIN jury_seat j ON j.id = q.seat_id JOIN person p ON p.id = j.person_id
        WHERE q.application_id = ${applicationId}::uuid ORDER BY q.created_at, q.id`,
  );

/** The questions prepared for every hearing of a call, by file: what each hearing begins with. */
export const questionsOfCall = (db: Sql, callId: string) =>
  readRows(
    db,
    z.object({ id: z.string(), applicationId: z.string(), name: z.string(), text: z.string() }),
    sql`SELECT q.id, q.application_id AS "applicationId", p.full_name AS name, q.text FROM hearing_question q JOIN jury_seat j ON j.id = q.seat_id JOIN person p ON p.id = j.person_id
        WHERE j.call_id = ${callId}::uuid ORDER BY q.created_at, q.id`,
  );

export async function askQuestion(
  acting: Acting,
  applicationId: string,
  seatId: string,
  text: string,
): Promise<void> {
  if (text === '' || text.length > 500) throw new RuleError('Une question, en 500 caractères.', 'question');
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO hearing_question (id, application_id, seat_id, text, created_at) VALUES (${newId()}::uuid, ${applicationId}::uuid, ${seatId}::uuid, ${text}, ${acting.clock.now()})`,
    );
    await toldApplication(tx, acting, 'ask-question', applicationId);
  });
}

export async function saveHearingNotes(
  acting: Acting,
  callId: string,
  hearingId: string,
  version: number,
  notes: string,
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  await acting.database.transaction(async (tx) => {
    const [held] = await readRows(
      tx,
      z.object({ applicationId: z.string().nullable() }),
      sql`SELECT application_id AS "applicationId" FROM hearing WHERE id = ${hearingId}::uuid AND call_id = ${callId}::uuid`,
    );
    if (held?.applicationId) await handling(tx, acting, { id: held.applicationId, callId });
    const count = await tx.$executeRaw(
      sql`UPDATE hearing SET notes = ${notes}, version = version + 1 WHERE id = ${hearingId}::uuid AND call_id = ${callId}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new RuleError('Quelqu’un a écrit entre-temps : relisez avant de recommencer.');
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'hearing-notes', thing: { kind: 'call', id: callId } },
    ]);
  });
}
