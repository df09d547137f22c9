import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { digest } from '~/platform/secrets.server';
import { scoresAreOpen } from '../calls/calendar';
import { lockCall, type Call } from '../calls/calls.server';
import { depositedOf } from '../application/applications.server';
import { balanced, orderFor, type Assigned } from './assignment';
import { conflictedFiles, conflictsOf } from './conflicts.server';
import { seatsOf, votes } from './seats.server';
import { tellAssigned } from '../reminders/jury-mails.server';
import { toldCall } from '../told.server';

const assignedRow = z.object({
  seatId: z.string(),
  applicationId: z.string(),
  begun: z.boolean(),
  given: z.boolean(),
});

/** Who reads what in a call, whether they have begun and given their marks: never what they wrote. */
export const assignmentOf = (db: Sql, callId: string) =>
  readRows(
    db,
    assignedRow,
    sql`SELECT r.seat_id AS "seatId", r.application_id AS "applicationId", r.opened_at IS NOT NULL AS begun, r.given_at IS NOT NULL AS given
        FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id WHERE j.call_id = ${callId}::uuid ORDER BY 1, 2`,
  );

/** What a balanced assignment would be: shown before it is made. */
export async function previewAssignment(db: Sql, call: Pick<Call, 'id'>, readings: number) {
  const files = (await depositedOf(db, call.id)).filter(
    ({ admissibility }) => admissibility !== 'irrecevable',
  );
  const conflicts = await conflictsOf(db, call.id);
  const readers = (await seatsOf(db, call.id))
    .filter(votes)
    .map(({ id }) => ({ seatId: id, conflicts: conflictedFiles(conflicts, id) }));
  const kept = (await assignmentOf(db, call.id)).filter(({ begun }) => begun);
  return balanced(
    files.map(({ id }) => id),
    readers,
    readings,
    kept,
  );
}

/** Makes the balanced assignment: what was begun stays, what was not is dealt anew. */
export async function assign(acting: Acting, callId: string, readings: number): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  await acting.database.transaction(async (tx) => {
    const call = await lockOpen(tx, acting, callId);
    const { assigned } = await previewAssignment(tx, call, readings);
    await tx.$executeRaw(
      sql`DELETE FROM jury_reading r USING jury_seat j WHERE j.id = r.seat_id AND j.call_id = ${callId}::uuid AND r.opened_at IS NULL`,
    );
    await insertReadings(tx, assigned);
    await tellAssigned(tx, acting, call);
    await toldCall(tx, acting, 'assign', callId, { readings });
  });
}

/** One file more for one juror, or one less when they have not begun it. */
export async function assignOne(
  acting: Acting,
  callId: string,
  { seatId, applicationId, reads }: Assigned & { reads: boolean },
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  await acting.database.transaction(async (tx) => {
    await lockOpen(tx, acting, callId);
    const seat = (await seatsOf(tx, callId)).find(({ id }) => id === seatId);
    const file = (await depositedOf(tx, callId)).find(({ id }) => id === applicationId);
    if (!seat || !votes(seat) || !file) throw new RuleError('Ce siège ou ce dossier n’existe plus.');
    if (conflictedFiles(await conflictsOf(tx, callId), seatId).has(applicationId))
      throw new RuleError('Cette personne ne peut pas juger ce dossier.');
    if (reads) await insertReadings(tx, [{ seatId, applicationId }]);
    else {
      const count = await tx.$executeRaw(
        sql`DELETE FROM jury_reading WHERE seat_id = ${seatId}::uuid AND application_id = ${applicationId}::uuid AND opened_at IS NULL`,
      );
      if (count === 0) throw new RuleError('Cette lecture est commencée : elle ne se retire plus.');
    }
    await toldCall(tx, acting, reads ? 'assign-one' : 'unassign-one', callId, { seatId, applicationId });
  });
}

async function lockOpen(tx: Sql, acting: Acting, callId: string): Promise<Call> {
  const call = await lockCall(tx, callId);
  if (scoresAreOpen(call, acting.clock.now())) throw new RuleError('La notation est close.');
  return call;
}

/** Each juror reads in an order of their own, so that no file is always the last. */
export async function insertReadings(tx: Sql, assigned: readonly Assigned[]): Promise<void> {
  const bySeat = new Map<string, string[]>();
  for (const { seatId, applicationId } of assigned)
    bySeat.set(seatId, [...(bySeat.get(seatId) ?? []), applicationId]);
  for (const [seatId, ids] of bySeat)
    for (const [applicationId, position] of orderFor(seatId, ids, digest))
      await tx.$executeRaw(
        sql`INSERT INTO jury_reading (seat_id, application_id, position, opinion, feedback, notes, version)
            VALUES (${seatId}::uuid, ${applicationId}::uuid, ${position}, '', '', '', 0) ON CONFLICT DO NOTHING`,
      );
}
