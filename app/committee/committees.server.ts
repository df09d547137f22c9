import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { findOrCreatePerson } from '~/person/people.server';
import type { Action, StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { parisInstant } from '~/platform/calendar';
import { sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import type { MemberInput, PlanInput } from './committee-schema';
import { queueCancellations, queueInvitations } from './invitations/invitations.server';
import { committeeOf, itemTies, tiesOfStartups, type Committee } from './reads.server';
import type { CommitteeKind } from './vocabulary';

const MOST_STARTUPS = 20;

type OnStartups = Extract<Action, 'startup.tenir-comite' | 'startup.decider'>;

/** The right over every startup of a committee: one that is missing refuses the whole. @throws {RefusedError} */
export function permittedOnAll(acting: Acting, action: OnStartups, ties: readonly StartupTies[]) {
  if (ties.length === 0) throw new RuleError('Un comité porte sur une startup au moins.', 'startups');
  return ties.map((startup) => permitted(acting, action, startup))[0]!;
}

/**
 * The committee, locked until the transaction ends, for who may hold it.
 * @throws {RefusedError} {StaleError} {RuleError} when it is over or cancelled.
 */
export async function lockCommittee(
  tx: Sql,
  acting: Acting,
  id: string,
  version: number | null,
  action: OnStartups = 'startup.tenir-comite',
): Promise<Committee> {
  await tx.$executeRaw(sql`SELECT 1 FROM committee WHERE id = ${id}::uuid FOR UPDATE`);
  const committee = await committeeOf(tx, id);
  if (!committee) throw new RuleError('Ce comité n’existe plus.');
  permittedOnAll(acting, action, committee.items.map(itemTies));
  if (committee.state === 'clos') throw new RuleError('Ce comité est clos : sa décision ne change plus.');
  if (committee.state === 'annule') throw new RuleError('Ce comité est annulé.');
  if (version !== null && committee.version !== version) throw new StaleError();
  return committee;
}

/** Within a transaction that has its right: a committee with its startups, in their order. */
export async function insertCommittee(
  tx: Sql,
  now: Date,
  committee: {
    kind: CommitteeKind;
    heldOn: Day;
    startsAt: Date | null;
    place: string | null;
    visio: string | null;
  },
  startups: readonly StartupTies[],
  agenda: { presentation: number; questions: number; deliberation: number },
): Promise<{ id: string; itemIds: string[] }> {
  const id = newId();
  await tx.$executeRaw(
    sql`INSERT INTO committee (id, kind, held_on, starts_at, place, visio, state, calendar_sequence, version, created_at)
        VALUES (${id}::uuid, ${committee.kind}, ${committee.heldOn}::date, ${committee.startsAt}, ${committee.place}, ${committee.visio}, 'prevu', 0, 1, ${now})`,
  );
  await holdIncubators(tx, id, startups);
  const itemIds: string[] = [];
  for (const [position, startup] of startups.entries())
    itemIds.push(await insertItem(tx, id, startup.id, position, agenda));
  return { id, itemIds };
}

async function insertItem(
  tx: Sql,
  committeeId: string,
  startupId: string,
  position: number,
  agenda: { presentation: number; questions: number; deliberation: number },
): Promise<string> {
  const id = newId();
  await tx.$executeRaw(
    sql`INSERT INTO committee_item (id, committee_id, startup_id, position, presentation_minutes, question_minutes, deliberation_minutes, state, objectives, reasons, version)
        VALUES (${id}::uuid, ${committeeId}::uuid, ${startupId}::uuid, ${position}, ${agenda.presentation}, ${agenda.questions}, ${agenda.deliberation}, 'ouvert', '', '', 1)`,
  );
  return id;
}

/** A committee is held by the incubators of its startups. */
async function holdIncubators(tx: Sql, id: string, startups: readonly StartupTies[]): Promise<void> {
  await tx.$executeRaw(sql`DELETE FROM committee_incubator WHERE committee_id = ${id}::uuid`);
  for (const incubatorId of new Set(startups.flatMap(({ incubatorIds }) => incubatorIds))) {
    await tx.$executeRaw(
      sql`INSERT INTO committee_incubator (committee_id, incubator_id) VALUES (${id}::uuid, ${incubatorId}::uuid)`,
    );
  }
}

const asPlanned = (input: PlanInput) => ({
  kind: input.nature,
  heldOn: input.date,
  startsAt: parisInstant(input.date, input.heure),
  place: input.lieu || null,
  visio: input.visio || null,
});

/** Plans a committee for these startups, in this order. @returns its id. */
export async function planCommittee(
  acting: Acting,
  startupIds: readonly string[],
  input: PlanInput,
): Promise<string> {
  if (startupIds.length > MOST_STARTUPS)
    throw new RuleError(`${MOST_STARTUPS} startups au plus par comité.`, 'startups');
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const known = await tiesOfStartups(tx, startupIds);
    const startups = startupIds.flatMap((id) => known.find((one) => one.id === id) ?? []);
    permittedOnAll(acting, 'startup.tenir-comite', startups);
    const { id } = await insertCommittee(tx, now, asPlanned(input), startups, input);
    await told(tx, acting, 'plan-committee', id, { day: input.date, startups: startups.length });
    return id;
  });
}

/** Moves a committee or changes its place, startups and agenda; those invited hear of it. @throws {StaleError} */
export async function changeCommittee(
  acting: Acting,
  { id, version }: { id: string; version: number },
  startupIds: readonly string[],
  input: PlanInput,
): Promise<void> {
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, id, version);
    const known = await tiesOfStartups(tx, startupIds);
    const startups = startupIds.flatMap((one) => known.find((ties) => ties.id === one) ?? []);
    permittedOnAll(acting, 'startup.tenir-comite', startups);
    const next = asPlanned(input);
    await tx.$executeRaw(
      sql`UPDATE committee SET kind = ${next.kind}, held_on = ${next.heldOn}::date, starts_at = ${next.startsAt}, place = ${next.place}, visio = ${next.visio},
            version = version + 1, calendar_sequence = calendar_sequence + 1 WHERE id = ${id}::uuid`,
    );
    await changeItems(tx, committee, startups, input);
    await holdIncubators(tx, id, startups);
    await told(tx, acting, 'change-committee', id, { day: input.date });
    if (committee.invitedAt !== null) await queueInvitations(tx, acting, id, { now, changed: true });
  });
}

async function changeItems(
  tx: Sql,
  committee: Committee,
  startups: readonly StartupTies[],
  input: PlanInput,
): Promise<void> {
  for (const item of committee.items) {
    if (startups.some(({ id }) => id === item.startupId)) continue;
    if (item.state !== 'ouvert')
      throw new RuleError(
        `${item.title} a déjà une décision : reportez-la plutôt que de la retirer.`,
        'startups',
      );
    await tx.$executeRaw(sql`DELETE FROM committee_item WHERE id = ${item.id}::uuid`);
  }
  for (const [position, startup] of startups.entries()) {
    const item = committee.items.find(({ startupId }) => startupId === startup.id);
    if (item)
      await tx.$executeRaw(
        sql`UPDATE committee_item SET position = ${position}, presentation_minutes = ${input.presentation}, question_minutes = ${input.questions},
              deliberation_minutes = ${input.deliberation} WHERE id = ${item.id}::uuid`,
      );
    else await insertItem(tx, committee.id, startup.id, position, input);
  }
}

/** Calls a committee off; those invited hear of it, and its startups are due again. @throws {StaleError} */
export async function cancelCommittee(
  acting: Acting,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<void> {
  if (reason === '') throw new RuleError('Dites pourquoi : les personnes invitées le liront.', 'motif');
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, id, version);
    await tx.$executeRaw(
      sql`UPDATE committee SET state = 'annule', cancelled_reason = ${reason}, version = version + 1, calendar_sequence = calendar_sequence + 1 WHERE id = ${id}::uuid`,
    );
    await told(tx, acting, 'cancel-committee', id, null);
    if (committee.invitedAt !== null) await queueCancellations(tx, acting, id, { now, reason });
  });
}

/** Adds someone; with an address they can be invited and sign. */
export async function addMember(acting: Acting, committeeId: string, input: MemberInput): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, committeeId, null);
    const personId =
      input.courriel === ''
        ? null
        : (await findOrCreatePerson(tx, { name: input.nom, address: input.courriel })).id;
    if (personId !== null && committee.members.some((member) => member.personId === personId))
      throw new RuleError('Cette personne est déjà du comité.', 'courriel');
    await insertMember(tx, committeeId, { personId, name: input.nom, role: input.role });
    await told(tx, acting, 'add-member', committeeId, { role: input.role });
  });
}

export const insertMember = (
  tx: Sql,
  committeeId: string,
  member: { personId: string | null; name: string; role: MemberInput['role'] },
) =>
  tx.$executeRaw(
    sql`INSERT INTO committee_member (id, committee_id, person_id, name, role, invited)
        VALUES (${newId()}::uuid, ${committeeId}::uuid, ${member.personId}::uuid, ${member.name}, ${member.role}, false)`,
  );

/** Takes someone off the list; when they were invited, their calendar hears of it. */
export async function removeMember(acting: Acting, committeeId: string, memberId: string): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, committeeId, null);
    const member = committee.members.find(({ id }) => id === memberId);
    if (!member) throw new RuleError('Cette personne n’est plus de la liste.');
    if (member.invited) {
      await queueCancellations(tx, acting, committeeId, {
        now: acting.clock.now(),
        reason: 'Vous ne faites plus partie de ce comité.',
        only: memberId,
      });
    }
    await tx.$executeRaw(sql`DELETE FROM committee_member WHERE id = ${memberId}::uuid`);
    await told(tx, acting, 'remove-member', committeeId, { role: member.role });
  });
}

/** Who is there: the members named are, the others are not. */
export async function notePresence(
  acting: Acting,
  committeeId: string,
  presentIds: readonly string[],
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await lockCommittee(tx, acting, committeeId, null);
    await tx.$executeRaw(
      sql`UPDATE committee_member SET present = (id::text = ANY(${[...presentIds]})) WHERE committee_id = ${committeeId}::uuid`,
    );
    await told(tx, acting, 'note-presence', committeeId, { present: presentIds.length });
  });
}

/** Sends the invitation to everyone with an address who has not had this version of it. */
export async function inviteMembers(acting: Acting, id: string): Promise<number> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, id, null);
    if (committee.startsAt === null) throw new RuleError('Donnez une heure à ce comité avant d’inviter.');
    const count = await queueInvitations(tx, acting, id, { now, changed: false });
    if (count === 0)
      throw new RuleError(
        'Personne à inviter : tout le monde a déjà cette invitation, ou n’a pas d’adresse de courriel.',
      );
    await tx.$executeRaw(sql`UPDATE committee SET invited_at = ${now} WHERE id = ${id}::uuid`);
    await told(tx, acting, 'invite', id, { count });
    return count;
  });
}

/** Writes what was done to a committee. Never a name, an amount or a reason: only that it was done. */
export const told = (tx: Sql, acting: Acting, verb: string, id: string, after: unknown) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'committee', id }, ...(after === null ? {} : { after }) },
  ]);
