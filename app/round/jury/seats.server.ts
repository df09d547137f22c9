import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { addMission } from '~/person/missions.server';
import { findOrCreatePerson } from '~/person/people.server';
import { addMonths, parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { newId } from '~/platform/identifier';
import { lockCall } from '../calls/calls.server';
import { SEAT_ROLES, SEATS, type SeatRole } from '../vocabulary';
import { seatMail } from '../reminders/jury-mails.server';
import { toldCall } from '../told.server';

const seatRow = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  role: z.enum(SEAT_ROLES),
});
export type Seat = z.infer<typeof seatRow>;

/** The seats of a call's jury: the chair first, then by name. */
export const seatsOf = (db: Sql, callId: string): Promise<Seat[]> =>
  readRows(
    db,
    seatRow,
    sql`SELECT j.id, j.person_id AS "personId", p.full_name AS name, j.role FROM jury_seat j JOIN person p ON p.id = j.person_id
        WHERE j.call_id = ${callId}::uuid ORDER BY array_position(ARRAY['presidence','jury','expertise','secretariat'], j.role), folded(p.full_name), j.id`,
  );
export const votes = ({ role }: Pick<Seat, 'role'>): boolean => SEATS[role].votes;

/** Months after the end of scoring during which an outside juror may still come in. */
const AFTER_MONTHS = 3;

/** Gives a seat; somebody from outside is known by their address and may come in until after the results. */
export async function giveSeat(
  acting: Acting,
  callId: string,
  { name, address, role }: { name: string; address: string; role: SeatRole },
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const call = await lockCall(tx, callId);
    if (now >= call.scoresCloseAt) throw new RuleError('La notation est close : le jury ne change plus.');
    const { id: personId } = await findOrCreatePerson(tx, { name, address });
    const seats = await seatsOf(tx, callId);
    if (seats.some((seat) => seat.personId === personId))
      throw new RuleError('Cette personne siège déjà.', 'courriel');
    if (role === 'presidence' && seats.some((seat) => seat.role === 'presidence'))
      throw new RuleError('La présidence est déjà tenue.', 'siege');
    await tx.$executeRaw(
      sql`INSERT INTO jury_seat (id, call_id, person_id, role, created_at) VALUES (${newId()}::uuid, ${callId}::uuid, ${personId}::uuid, ${role}, ${now})`,
    );
    await toldCall(tx, acting, 'give-seat', callId, { personId, role });
    const member = await readRows(
      tx,
      z.object({ held: z.boolean() }),
      sql`SELECT EXISTS (SELECT 1 FROM mission m WHERE m.person_id = ${personId}::uuid AND (m.start_day IS NULL OR m.start_day <= ${parisDay(now)}::date)
            AND (m.end_day IS NULL OR m.end_day >= ${parisDay(call.scoresCloseAt)}::date)) AS held`,
    );
    await queueMails(tx, { now, origin: acting.origin }, [
      seatMail(call, acting.origin, { personId, address: address.trim().toLowerCase(), role }),
    ]);
    if (!member[0]!.held)
      await addMission(
        tx,
        acting,
        { kind: 'network', title: 'le réseau', path: '/reseau' },
        {
          personId,
          courriel: address,
          role: 'jury',
          statut: 'admin',
          debut: parisDay(now),
          fin: addMonths(parisDay(call.scoresCloseAt), AFTER_MONTHS),
        },
        // The mail of the seat says how to come in.
        { invites: false },
      );
  });
}

/** Takes a seat away, as long as its holder has written nothing. */
export async function takeSeat(acting: Acting, callId: string, seatId: string): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  await acting.database.transaction(async (tx) => {
    await lockCall(tx, callId);
    const begun = await readRows(
      tx,
      z.object({ held: z.boolean() }),
      sql`SELECT EXISTS (SELECT 1 FROM jury_score s WHERE s.seat_id = ${seatId}::uuid)
            OR EXISTS (SELECT 1 FROM jury_reading r WHERE r.seat_id = ${seatId}::uuid AND (r.opinion <> '' OR r.feedback <> '' OR r.notes <> '' OR r.recommendation IS NOT NULL)) AS held`,
    );
    if (begun[0]!.held)
      throw new RuleError('Cette personne a déjà écrit ou noté : elle peut s’abstenir, son siège reste.');
    await tx.$executeRaw(sql`DELETE FROM jury_seat WHERE id = ${seatId}::uuid AND call_id = ${callId}::uuid`);
    await toldCall(tx, acting, 'take-seat', callId, { seatId });
  });
}
