import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { can, type StartupTies } from '~/person/rights';
import { uuidArray } from '~/person/where.server';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { lockCommittee, told } from '../committees.server';
import type { ConditionInput } from '../decision-schema';
import { recordDocument, type StoredDocument } from '../documents.server';
import { CONDITION_STATES, type ConditionState, type SettledState } from '../vocabulary';

const dayText = z.string().transform((text) => day(text));
const row = z.object({
  id: z.string(),
  itemId: z.string().nullable(),
  /** The committee that asked it; null: the jury of a call did, with its award. */
  committeeId: z.string().nullable(),
  applicationId: z.string().nullable(),
  callTitle: z.string().nullable(),
  decidedOn: dayText,
  startupId: z.string(),
  publicId: z.string(),
  title: z.string(),
  text: z.string(),
  owner: z.string(),
  /** Whether the owner is somebody known here, who can be reminded. */
  reminded: z.boolean(),
  due: dayText,
  state: z.enum(Object.keys(CONDITION_STATES) as [ConditionState, ...ConditionState[]]),
  metricId: z.string().nullable(),
  metricValue: z.number().nullable(),
  /** The metric as it is called now, its unit, its last figure, and which way is better. */
  metricName: z.string().nullable(),
  metricUnit: z.string().nullable(),
  metricLast: z.number().nullable(),
  metricDirection: z.enum(['hausse', 'baisse']).nullable(),
  evidenceUrl: z.string().nullable(),
  evidenceNote: z.string().nullable(),
  /** The document that shows it: its content and the name that it goes by. */
  evidenceSha256: z.string().nullable(),
  evidenceName: z.string().nullable(),
  settledReason: z.string().nullable(),
  settledOn: dayText.nullable(),
  version: z.number(),
});
export type Condition = z.infer<typeof row>;

const conditionsWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<Condition[]> =>
  readRows(
    db,
    row,
    sql`SELECT k.id, k.item_id AS "itemId", c.id AS "committeeId", k.application_id AS "applicationId", l.title AS "callTitle",
          coalesce(c.held_on, (k.created_at AT TIME ZONE 'Europe/Paris')::date)::text AS "decidedOn", s.id AS "startupId", s.public_id AS "publicId", s.title,
          k.text, k.owner, k.owner_person_id IS NOT NULL AS reminded, k.due_day::text AS due, k.state, k.metric_id AS "metricId", k.metric_value AS "metricValue", d.name AS "metricName", d.unit AS "metricUnit",
          (SELECT v.value FROM metric_month v WHERE v.metric_id = k.metric_id AND NOT (m.gathering = 'somme' AND m.periodicity IN ('day', 'week', 'month')
            AND v.month >= date_trunc('month', now() AT TIME ZONE 'Europe/Paris')) ORDER BY v.month DESC LIMIT 1) AS "metricLast", m.direction AS "metricDirection",
          k.evidence_url AS "evidenceUrl", k.evidence_note AS "evidenceNote", k.evidence_sha256 AS "evidenceSha256", k.evidence_name AS "evidenceName", k.settled_reason AS "settledReason", k.settled_on::text AS "settledOn", k.version
        FROM condition k JOIN startup s ON s.id = k.startup_id LEFT JOIN committee_item i ON i.id = k.item_id LEFT JOIN committee c ON c.id = i.committee_id
        LEFT JOIN application a ON a.id = k.application_id LEFT JOIN call l ON l.id = a.call_id
        LEFT JOIN metric m ON m.id = k.metric_id
        LEFT JOIN LATERAL (SELECT name, unit FROM metric_definition d WHERE d.metric_id = k.metric_id ORDER BY number DESC LIMIT 1) d ON true
        WHERE ${condition} ORDER BY (k.state = 'ouverte') DESC, k.due_day, k.id`,
  );

/** Those that came with the awards of one call. */
export const conditionsOfCall = (db: Sql, callId: string): Promise<Condition[]> =>
  conditionsWhere(db, sql`a.call_id = ${callId}::uuid`);

/** What was asked of these startups and that stands: the open ones first, by due date. */
export const conditionsOf = (db: Sql, startupIds: readonly string[]): Promise<Condition[]> =>
  conditionsWhere(db, sql`k.startup_id = ANY(${uuidArray(startupIds)}) AND k.state <> 'projet'`);

/** Those of these startups that nobody settled yet. */
export const openConditionsOf = (db: Sql, startupIds: readonly string[]): Promise<Condition[]> =>
  conditionsWhere(db, sql`k.startup_id = ANY(${uuidArray(startupIds)}) AND k.state = 'ouverte'`);

/** Those written on the items of one committee, whatever their state. */
export const conditionsOfCommittee = (db: Sql, committeeId: string): Promise<Condition[]> =>
  conditionsWhere(db, sql`c.id = ${committeeId}::uuid`);

/** Whether the metric of a condition has reached its value: it proposes that the condition is met, a human says so. */
export const isReached = (
  condition: Pick<Condition, 'metricValue' | 'metricLast' | 'metricDirection'>,
): boolean =>
  condition.metricValue !== null &&
  condition.metricLast !== null &&
  (condition.metricDirection === 'baisse'
    ? condition.metricLast <= condition.metricValue
    : condition.metricLast >= condition.metricValue);

/** What the next committee reads again: open ones, and those that were not met since the last. */
export const standing = (conditions: readonly Condition[]): Condition[] =>
  conditions.filter(({ state }) => state === 'ouverte' || state === 'non-tenue');

const MOST_CONDITIONS = 20;

/** Who asks: a committee, whose condition is a draft until it closes, or a jury with its award, at once. */
export type AskedBy = { startupId: string } & ({ itemId: string } | { applicationId: string });

/** Within a transaction that has its right: one more condition. */
export async function insertCondition(
  tx: Sql,
  now: Date,
  asked: AskedBy,
  input: ConditionInput & { metric?: { id: string; value: number } | null },
): Promise<void> {
  const byCommittee = 'itemId' in asked;
  // The owner is known as a person when exactly one of the team, the incubators, the sponsors or the committee bears this name.
  await tx.$executeRaw(
    sql`INSERT INTO condition (id, item_id, application_id, startup_id, text, owner, owner_person_id, due_day, state, metric_id, metric_value, version, created_at)
        VALUES (${newId()}::uuid, ${byCommittee ? asked.itemId : null}::uuid, ${byCommittee ? null : asked.applicationId}::uuid, ${asked.startupId}::uuid, ${input.condition}, ${input.qui},
          (SELECT CASE WHEN count(DISTINCT p.id) = 1 THEN min(p.id::text)::uuid END FROM person p JOIN mission m ON m.person_id = p.id
            WHERE folded(p.full_name) = folded(${input.qui}) AND p.erased_at IS NULL AND (m.startup_id = ${asked.startupId}::uuid
              OR m.organisation_id IN (SELECT sp.organisation_id FROM sponsorship sp WHERE sp.startup_id = ${asked.startupId}::uuid)
              OR p.id IN (SELECT cm.person_id FROM committee_member cm JOIN committee_item i ON i.committee_id = cm.committee_id WHERE i.id = ${byCommittee ? asked.itemId : null}::uuid)
              OR m.incubator_id IN (SELECT si.incubator_id FROM startup_incubator si WHERE si.startup_id = ${asked.startupId}::uuid))),
          ${input.echeance}::date, ${byCommittee ? 'projet' : 'ouverte'}, ${input.metric?.id ?? null}::uuid, ${input.metric?.value ?? null}, 1, ${now})`,
  );
}

/** Writes a condition on a startup of a committee that is not closed yet. */
export async function addCondition(
  acting: Acting,
  committeeId: string,
  itemId: string,
  input: ConditionInput & { metric: { id: string; value: number } | null },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, committeeId, null);
    const item = committee.items.find(({ id }) => id === itemId);
    if (!item) throw new RuleError('Cette startup n’est plus à l’ordre du jour.');
    if (input.echeance < committee.heldOn)
      throw new RuleError('L’échéance vient après le comité.', 'echeance');
    const [count] = await readRows(
      tx,
      z.object({ n: z.coerce.number(), own: z.boolean() }),
      sql`SELECT count(*) AS n, (${input.metric?.id ?? null}::uuid IS NULL OR EXISTS (SELECT 1 FROM metric m WHERE m.id = ${input.metric?.id ?? null}::uuid AND m.startup_id = ${item.startupId}::uuid AND m.retired_at IS NULL)) AS own
          FROM condition WHERE item_id = ${itemId}::uuid`,
    );
    if (!count!.own) throw new RuleError('Cette mesure n’existe plus.', 'mesure');
    if (count!.n >= MOST_CONDITIONS)
      throw new RuleError(`${MOST_CONDITIONS} conditions au plus : au-delà, aucune n’est suivie.`);
    await insertCondition(tx, acting.clock.now(), { itemId: item.id, startupId: item.startupId }, input);
    await told(tx, acting, 'add-condition', committeeId, { item: itemId });
  });
}

/** Takes back a condition that is still in draft. */
export async function dropCondition(acting: Acting, committeeId: string, conditionId: string): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await lockCommittee(tx, acting, committeeId, null);
    const count = await tx.$executeRaw(
      sql`DELETE FROM condition k USING committee_item i WHERE k.id = ${conditionId}::uuid AND i.id = k.item_id AND i.committee_id = ${committeeId}::uuid AND k.state = 'projet'`,
    );
    if (count === 0) throw new RuleError('Cette condition n’existe plus.');
    await told(tx, acting, 'drop-condition', committeeId, null);
  });
}

/** The team, its coach or its incubator say what shows that a condition is met; nobody is asked to believe it yet. */
export async function giveEvidence(
  acting: Acting,
  startup: StartupTies,
  { id, version }: { id: string; version: number },
  evidence: { url: string; note: string; stored: StoredDocument | null },
): Promise<void> {
  const today = acting.clock.today();
  if (!can(acting.actor, 'startup.tenir-comite', startup, today).allowed)
    permitted(acting, 'startup.modifier', startup);
  if (evidence.url === '' && evidence.note === '' && evidence.stored === null)
    throw new RuleError('Donnez un lien, un document, ou dites en une phrase ce qui le montre.', 'preuve');
  await acting.database.transaction(async (tx) => {
    if (evidence.stored !== null) await recordDocument(tx, acting.clock.now(), evidence.stored);
    const count = await tx.$executeRaw(
      sql`UPDATE condition SET evidence_url = ${evidence.url || null}, evidence_note = ${evidence.note || null},
            evidence_sha256 = coalesce(${evidence.stored?.sha256 ?? null}, evidence_sha256), evidence_name = coalesce(${evidence.stored?.name ?? null}, evidence_name), version = version + 1
          WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND version = ${version} AND state = 'ouverte'`,
    );
    if (count === 0) throw new StaleError();
    await toldCondition(tx, acting, 'give-evidence', id);
  });
}

/** The call whose jury asked it, when one did: who holds the call may say how it ended. */
const callOfCondition = async (db: Sql, id: string): Promise<string | null> => {
  const [found] = await readRows(
    db,
    z.object({ callId: z.string() }),
    sql`SELECT a.call_id AS "callId" FROM condition k JOIN application a ON a.id = k.application_id WHERE k.id = ${id}::uuid`,
  );
  return found?.callId ?? null;
};

/** A human says how a condition ended; without it being met, why. It may be opened again. */
export async function settleCondition(
  acting: Acting,
  startup: StartupTies,
  { id, version }: { id: string; version: number },
  { state, reason }: { state: SettledState | 'ouverte'; reason: string },
): Promise<void> {
  const applicationCall = await callOfCondition(acting.database.prisma, id);
  const held =
    applicationCall !== null &&
    can(acting.actor, 'appel.tenir', { id: applicationCall }, acting.clock.today()).allowed;
  if (!held) permitted(acting, 'startup.tenir-comite', startup);
  if ((state === 'levee' || state === 'non-tenue') && reason === '')
    throw new RuleError('Dites pourquoi : le prochain comité le lira.', 'raison');
  const on = state === 'ouverte' ? null : acting.clock.today();
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE condition SET state = ${state}, settled_reason = ${reason || null}, settled_on = ${on}::date, version = version + 1
          WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND version = ${version} AND state <> 'projet'`,
    );
    if (count === 0) throw new StaleError();
    await toldCondition(tx, acting, `condition-${state}`, id);
  });
}

const toldCondition = (tx: Sql, acting: Acting, verb: string, id: string) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'condition', id } },
  ]);
