import { z } from 'zod';
import { formatDay, formatTime, inSentence } from '~/design/formats';
import { committeePath } from '~/platform/addresses';
import { RuleError, type Acting } from '~/person/acting';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { committeeOf, type Committee } from '../reads.server';
import { COMMITTEE_KINDS, MEMBER_ROLES } from '../vocabulary';
import { invitationFor, titleOf, type Organiser } from './calendar.server';

const reachedRow = z.object({
  memberId: z.string(),
  personId: z.string(),
  name: z.string(),
  address: z.string(),
  sequence: z.number().nullable(),
});

/** The members of a committee who can be written to, each with one address. */
const reachable = (tx: Sql, committeeId: string) =>
  readRows(
    tx,
    reachedRow,
    sql`SELECT m.id AS "memberId", p.id AS "personId", m.name, min(a.address) AS address, m.invited_sequence AS sequence
        FROM committee_member m JOIN person p ON p.id = m.person_id JOIN person_address a ON a.person_id = p.id
        WHERE m.committee_id = ${committeeId}::uuid AND p.erased_at IS NULL GROUP BY m.id, p.id, m.name, m.invited_sequence ORDER BY m.id`,
  );

/** Who organises, for the answers that calendars send back. @throws {RuleError} when nobody signed in acts. */
async function organiserOf(tx: Sql, acting: Acting): Promise<Organiser> {
  const { actor } = acting;
  const rows =
    actor.kind !== 'person'
      ? []
      : await readRows(
          tx,
          z.object({ name: z.string(), address: z.string() }),
          sql`SELECT p.full_name AS name, min(a.address) AS address FROM person p JOIN person_address a ON a.person_id = p.id WHERE p.id = ${actor.personId}::uuid GROUP BY p.id, p.full_name`,
        );
  if (!rows[0])
    throw new RuleError('Ajoutez une adresse de courriel à votre compte : les réponses y arriveront.');
  return rows[0];
}

export const whenAndWhere = (committee: Committee): string =>
  [
    `Le ${formatDay(committee.heldOn)}${committee.startsAt === null ? '' : ` à ${formatTime(committee.startsAt)}`}`,
    committee.place,
    committee.visio,
  ]
    .filter((part) => part !== null)
    .join(', ');

/** Within a transaction: invitations, or their update, to those who have not had this version. @returns how many. */
export async function queueInvitations(
  tx: Sql,
  acting: Acting,
  id: string,
  { now, changed }: { now: Date; changed: boolean },
): Promise<number> {
  const committee = (await committeeOf(tx, id))!;
  const organiser = await organiserOf(tx, acting);
  const due = (await reachable(tx, id)).filter(({ sequence }) =>
    changed ? sequence !== null : sequence === null || sequence < committee.calendarSequence,
  );
  await queueMails(
    tx,
    { now, origin: acting.origin },
    due.map(({ personId, name, address, sequence, memberId }) => ({
      kind: 'comite',
      personId,
      address,
      topic: `comite/${id}`,
      calendar: invitationFor(committee, { name, address }, organiser, {
        origin: acting.origin,
        now,
        cancelled: false,
      }),
      letter: {
        subject: sequence === null ? titleOf(committee) : `Changement\u00a0: ${titleOf(committee)}`,
        paragraphs: [
          `${whenAndWhere(committee)}.`,
          COMMITTEE_KINDS[committee.kind].does,
          `Vous y êtes pour\u00a0: ${inSentence(MEMBER_ROLES[committee.members.find((member) => member.id === memberId)!.role])}.`,
        ],
        items: committee.items.map(({ title }) => ({ text: title })),
        action: { label: 'Voir le comité', url: `${acting.origin}${committeePath(id)}` },
        why: 'Vous recevez ce courriel parce que vous êtes du comité. L’invitation jointe se lit dans votre agenda.',
      },
    })),
  );
  await tx.$executeRaw(
    sql`UPDATE committee_member SET invited = true, invited_sequence = ${committee.calendarSequence}
        WHERE committee_id = ${id}::uuid AND id = ANY(${due.map(({ memberId }) => memberId)}::uuid[])`,
  );
  return due.length;
}

/** Within a transaction: tells those who had an invitation that it no longer stands, and takes it out of their calendars. */
export async function queueCancellations(
  tx: Sql,
  acting: Acting,
  id: string,
  { now, reason, only }: { now: Date; reason: string; only?: string },
): Promise<void> {
  const committee = (await committeeOf(tx, id))!;
  const organiser = await organiserOf(tx, acting);
  const due = (await reachable(tx, id)).filter(
    ({ sequence, memberId }) => sequence !== null && (only === undefined || memberId === only),
  );
  await queueMails(
    tx,
    { now, origin: acting.origin },
    due.map(({ personId, name, address, sequence }) => ({
      kind: 'comite',
      personId,
      address,
      topic: `comite/${id}`,
      calendar: invitationFor(
        // A calendar hears a cancellation only when its number is not below the invitation's.
        { ...committee, calendarSequence: Math.max(committee.calendarSequence, (sequence ?? 0) + 1) },
        { name, address },
        organiser,
        { origin: acting.origin, now, cancelled: true },
      ),
      letter: {
        subject: `Annulé\u00a0: ${titleOf(committee)}`,
        paragraphs: [`${whenAndWhere(committee)}\u00a0: annulé.`, reason],
        action: null,
        why: 'Vous recevez ce courriel parce que vous étiez du comité. La pièce jointe retire la date de votre agenda.',
      },
    })),
  );
}
