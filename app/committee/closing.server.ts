import { formatDay } from '~/design/formats';
import { addTarget } from '~/impact/metrics.server';
import { RuleError, type Acting } from '~/person/acting';
import { sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { currentPhase } from '~/startup/life';
import type { PhaseCode } from '~/startup/rules';
import { lockCommittee, told } from './committees.server';
import { sendDecisions } from './decision-mails.server';
import { conditionsOf, conditionsOfCommittee, standing } from './conditions/conditions.server';
import { startOf } from './decisions.server';
import { rolesNotRepresented } from './expected-roles.server';
import { composeMinutes } from './minutes/compose';
import { insertMinutes } from './minutes/minutes.server';
import { notesOf } from './minutes/shared-notes.server';
import { fundedPeriod } from './money';
import { effectOf, type PhaseEffect } from './outcomes';
import { heldFacts, phasesOf, type Committee, type Item } from './reads.server';
import { COMMITTEE_KINDS } from './vocabulary';

/** A committee that can close, locked: everything on it is decided or put off. @throws {RuleError} {StaleError} {RefusedError} */
export async function lockForClosing(
  tx: Sql,
  acting: Acting,
  id: string,
  version: number | null,
): Promise<Committee> {
  const committee = await lockCommittee(tx, acting, id, version, 'startup.decider');
  if (committee.heldOn > acting.clock.today())
    throw new RuleError(`Ce comité se tient le ${formatDay(committee.heldOn)} : il se clôt une fois tenu.`);
  const open = committee.items.filter(({ state }) => state === 'ouvert');
  // A committee that ends without a decision loses the money and the team (handbook): each item says one.
  if (COMMITTEE_KINDS[committee.kind].decides && open.length > 0)
    throw new RuleError(`Il reste à décider ou à reporter : ${open.map(({ title }) => title).join(', ')}.`);
  return committee;
}

/** Where each startup of a committee stood before its day, by startup. */
export async function phasesBefore(tx: Sql, committee: Committee): Promise<Map<string, PhaseCode | null>> {
  const stood = new Map<string, PhaseCode | null>();
  for (const { startupId } of committee.items) {
    const phases = await phasesOf(tx, startupId);
    const before = phases.filter(({ start }) => start < committee.heldOn);
    stood.set(startupId, currentPhase(before, committee.heldOn)?.code ?? null);
  }
  return stood;
}

/** What the decision of an item does to the phases of its startup, as they stand now. */
export async function effectOfItem(tx: Sql, committee: Committee, item: Item): Promise<PhaseEffect> {
  return effectOf(await phasesOf(tx, item.startupId), {
    outcome: item.outcome!,
    phase: item.phase,
    start: startOf(committee.heldOn, item),
  });
}

/** The phase that a committee confirmed, written by the fiche's own door before: only its origin changes here. */
export const confirmPhase = (tx: Sql, startupId: string, phase: NonNullable<PhaseEffect['confirms']>) =>
  tx.$executeRaw(
    sql`UPDATE phase SET origin = 'confirmed' WHERE startup_id = ${startupId}::uuid AND code = ${phase.code} AND start_day = ${phase.start}::date AND origin = 'declared'`,
  );

/** The money that a decision opens, right after the money before it. */
export async function openFunding(tx: Sql, committee: Committee, item: Item): Promise<void> {
  if (item.funding === null || item.funding === 'refuse' || item.months === null) return;
  const [held] = await heldFacts(tx, [item.startupId], committee.heldOn);
  const { start, end } = fundedPeriod(committee.heldOn, item.months, held?.moneyEnds ?? null);
  await tx.$executeRaw(
    sql`INSERT INTO funding_period (id, startup_id, item_id, kind, amount, start_day, end_day)
        VALUES (${newId()}::uuid, ${item.startupId}::uuid, ${item.id}::uuid, ${item.funding}, ${item.amount}, ${start}::date, ${end}::date)`,
  );
}

/** The conditions of a committee stand from now on; those that can be measured are targets of their metric. */
async function openConditions(tx: Sql, acting: Acting, committee: Committee): Promise<void> {
  const conditions = await conditionsOfCommittee(tx, committee.id);
  for (const { metricId, metricValue, due } of conditions) {
    if (metricId === null || metricValue === null) continue;
    await addTarget(tx, acting.clock.now(), metricId, { due, value: metricValue, origin: 'comite' });
  }
  await tx.$executeRaw(
    sql`UPDATE condition SET state = 'ouverte', version = version + 1
        WHERE state = 'projet' AND item_id IN (SELECT id FROM committee_item WHERE committee_id = ${committee.id}::uuid)`,
  );
}

async function notesOfAll(tx: Sql, committee: Committee): Promise<Map<string, string>> {
  const notes = new Map<string, string>();
  for (const { id } of committee.items) notes.set(id, await notesOf(tx, id));
  return notes;
}

/**
 * Within the one transaction of a closing, after the fiches were written: conditions stand, minutes are written, mails
 * wait to leave, and the committee is over. Nothing of it can happen twice.
 */
export async function endCommittee(
  tx: Sql,
  acting: Acting,
  committee: Committee,
  {
    phases,
    silent = false,
  }: {
    /** The phase of each startup before the closing. */
    phases: ReadonlyMap<string, PhaseCode | null>;
    /** A committee written down afterwards tells nobody. */
    silent?: boolean;
  },
): Promise<void> {
  const now = acting.clock.now();
  const startupIds = committee.items.map(({ startupId }) => startupId);
  const earlier = standing(await conditionsOf(tx, startupIds));
  const body = composeMinutes({
    committee,
    conditions: await conditionsOfCommittee(tx, committee.id),
    earlier: earlier.filter(({ committeeId }) => committeeId !== committee.id),
    notRepresented: await rolesNotRepresented(tx, committee),
    phases,
    notes: await notesOfAll(tx, committee),
  });
  await openConditions(tx, acting, committee);
  await insertMinutes(tx, now, committee.id, body);
  if (!silent) await sendDecisions(tx, acting, committee);
  await tx.$executeRaw(
    sql`UPDATE committee SET state = 'clos', closed_at = ${now}, version = version + 1 WHERE id = ${committee.id}::uuid`,
  );
  await told(tx, acting, 'close-committee', committee.id, {
    items: committee.items.map(({ id, state }) => ({ id, state })),
  });
}
