import { RuleError, StaleError, type Acting } from '~/person/acting';
import { sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { lockCommittee, told } from './committees.server';
import type { Decision } from './decision-schema';
import { decisionFaults } from './outcomes';
import { phasesOf, type Committee, type Item } from './reads.server';
import { COMMITTEE_KINDS } from './vocabulary';

/** An item of a committee that can still be decided. @throws {StaleError} {RuleError} {RefusedError} */
async function lockItem(
  tx: Sql,
  acting: Acting,
  committeeId: string,
  { itemId, version }: { itemId: string; version: number },
): Promise<{ committee: Committee; item: Item }> {
  const committee = await lockCommittee(tx, acting, committeeId, null);
  const item = committee.items.find(({ id }) => id === itemId);
  if (!item) throw new RuleError('Cette startup n’est plus à l’ordre du jour.');
  if (item.version !== version) throw new StaleError();
  return { committee, item };
}

/** The first day of what a decision opens: the one said, or the committee's. */
export const startOf = (heldOn: Day, decision: Pick<Decision, 'phaseStart'>): Day =>
  decision.phaseStart ?? heldOn;

/** @throws {RuleError} beside its field when the decision cannot be taken from where the startup stands. */
export async function refuseFaults(
  tx: Sql,
  startupId: string,
  heldOn: Day,
  decision: Pick<Decision, 'outcome' | 'phase' | 'phaseStart' | 'nextOn'>,
): Promise<void> {
  const faults = decisionFaults(await phasesOf(tx, startupId), {
    outcome: decision.outcome,
    phase: decision.phase,
    start: startOf(heldOn, decision),
  });
  const [field, message] = Object.entries(faults)[0] ?? [];
  if (message !== undefined) throw new RuleError(message, field);
  if (decision.nextOn !== null && decision.nextOn <= heldOn)
    throw new RuleError('Le prochain comité vient après celui-ci.', 'prochain');
}

/** Within a transaction that has its right and its lock: what was decided of an item. */
export const writeDecision = (tx: Sql, itemId: string, decision: Decision) =>
  tx.$executeRaw(
    sql`UPDATE committee_item SET state = 'decide', outcome = ${decision.outcome}, phase = ${decision.phase}, phase_start = ${decision.phaseStart}::date,
          funding = ${decision.funding}, amount = ${decision.amount}, months = ${decision.months}, evidence_required = ${decision.evidenceRequired},
          objectives = ${decision.objectives}, reasons = ${decision.reasons}, next_on = ${decision.nextOn}::date,
          postponed_reason = NULL, postponed_to = NULL, version = version + 1 WHERE id = ${itemId}::uuid`,
  );

/** Notes the decision on one startup; nothing happens to it before the committee closes. */
export async function decideItem(
  acting: Acting,
  committeeId: string,
  where: { itemId: string; version: number },
  decision: Decision,
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const { committee, item } = await lockItem(tx, acting, committeeId, where);
    if (!COMMITTEE_KINDS[committee.kind].decides)
      throw new RuleError('Un atelier ne décide pas : planifiez un comité pour décider.', 'issue');
    await refuseFaults(tx, item.startupId, committee.heldOn, decision);
    await writeDecision(tx, item.id, decision);
    await told(tx, acting, 'decide', committeeId, { item: item.id });
  });
}

/** Puts off one startup, with its reason and a new date. */
export async function postponeItem(
  acting: Acting,
  committeeId: string,
  where: { itemId: string; version: number },
  { reason, to }: { reason: string; to: Day },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const { committee, item } = await lockItem(tx, acting, committeeId, where);
    if (to <= committee.heldOn) throw new RuleError('La nouvelle date vient après ce comité.', 'report');
    await tx.$executeRaw(
      sql`UPDATE committee_item SET state = 'reporte', outcome = NULL, phase = NULL, phase_start = NULL, funding = NULL, amount = NULL, months = NULL,
            evidence_required = NULL, next_on = NULL, postponed_reason = ${reason}, postponed_to = ${to}::date, version = version + 1 WHERE id = ${item.id}::uuid`,
    );
    await told(tx, acting, 'postpone', committeeId, { item: item.id });
  });
}
