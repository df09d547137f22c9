import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { findOrCreatePerson } from '~/person/people.server';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import type { PlanChange, StepChange } from './handover-schema';
import { LEGAL_FORMS, TRAJECTORIES, type LegalForm, type Trajectory } from './vocabulary';

const dayText = z.string().transform((text) => day(text));
const stepRow = z.object({
  code: z.string(),
  owner: z.string(),
  due: dayText.nullable(),
  doneOn: dayText.nullable(),
  version: z.number(),
});
const planRow = z.object({
  id: z.string(),
  openedOn: dayText,
  trajectory: z.enum(Object.keys(TRAJECTORIES) as [Trajectory, ...Trajectory[]]).nullable(),
  legalForm: z.enum(Object.keys(LEGAL_FORMS) as [LegalForm, ...LegalForm[]]).nullable(),
  host: z.string(),
  hostName: z.string().nullable(),
  hostAddress: z.string().nullable(),
  target: dayText.nullable(),
  yearlyBudget: z.coerce.number().nullable(),
  publicShare: z.number().nullable(),
  fallback: z.string(),
  criteria6: z.string(),
  criteria12: z.string(),
  endedOn: dayText.nullable(),
  version: z.number(),
  steps: z.array(stepRow),
});
export type HandoverPlan = z.infer<typeof planRow>;

/** The plan of a startup, the one under way first; null when none was ever opened. */
export async function planOf(db: Sql, startupId: string): Promise<HandoverPlan | null> {
  const rows = await readRows(
    db,
    planRow,
    sql`SELECT h.id, h.opened_on::text AS "openedOn", h.trajectory, h.legal_form AS "legalForm", h.host, p.full_name AS "hostName",
          (SELECT min(a.address) FROM person_address a WHERE a.person_id = p.id) AS "hostAddress", h.target_day::text AS target,
          h.yearly_budget AS "yearlyBudget", h.public_share AS "publicShare", h.fallback, h.criteria_6 AS "criteria6", h.criteria_12 AS "criteria12",
          h.ended_on::text AS "endedOn", h.version,
          coalesce((SELECT jsonb_agg(jsonb_build_object('code', s.code, 'owner', s.owner, 'due', s.due_day, 'doneOn', s.done_on, 'version', s.version))
            FROM handover_step s WHERE s.plan_id = h.id), '[]') AS steps
        FROM handover_plan h LEFT JOIN person p ON p.id = h.host_person_id
        WHERE h.startup_id = ${startupId}::uuid ORDER BY (h.ended_on IS NULL) DESC, h.opened_on DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}

const told = (tx: Sql, acting: Acting, verb: string, startupId: string) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'handover', id: startupId } },
  ]);

/** Within a transaction that has its right: an empty plan, unless one is open. @returns whether it was made. */
export const insertPlan = async (tx: Sql, now: Date, startupId: string, on: Day): Promise<boolean> =>
  (await tx.$executeRaw(
    sql`INSERT INTO handover_plan (id, startup_id, opened_on, host, fallback, criteria_6, criteria_12, version, updated_at)
        VALUES (${newId()}::uuid, ${startupId}::uuid, ${on}::date, '', '', '', '', 1, ${now}) ON CONFLICT DO NOTHING`,
  )) === 1;

/** Opens the plan: from then on the exit is prepared, never endured. @throws {RuleError} when one is open. */
export async function openPlan(acting: Acting, startup: StartupTies): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    if (!(await insertPlan(tx, acting.clock.now(), startup.id, acting.clock.today())))
      throw new RuleError('Un plan est déjà ouvert.');
    await told(tx, acting, 'open-handover', startup.id);
  });
}

/** @throws {StaleError} when somebody changed the plan since it was read. */
export async function savePlan(
  acting: Acting,
  startup: StartupTies,
  version: number,
  input: PlanChange,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    const host =
      input.courriel === ''
        ? null
        : (await findOrCreatePerson(tx, { name: input.contact || input.accueil, address: input.courriel }))
            .id;
    const count = await tx.$executeRaw(
      sql`UPDATE handover_plan SET trajectory = ${input.trajectoire}, legal_form = ${input.forme}, host = ${input.accueil}, host_person_id = ${host}::uuid,
            target_day = ${input.cible}::date, yearly_budget = ${input.budget}, public_share = ${input.part}, fallback = ${input.repli},
            criteria_6 = ${input.criteres6}, criteria_12 = ${input.criteres12}, version = version + 1, updated_at = ${acting.clock.now()}
          WHERE startup_id = ${startup.id}::uuid AND ended_on IS NULL AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'save-handover', startup.id);
  });
}

/** Who takes a step of the checklist, by when, and whether it is done. */
export async function saveStep(acting: Acting, startup: StartupTies, input: StepChange): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    const plan = await planOf(tx, startup.id);
    if (!plan || plan.endedOn !== null) throw new RuleError('Aucun plan n’est ouvert.');
    const before = plan.steps.find(({ code }) => code === input.etape);
    const doneOn = input.fait ? (before?.doneOn ?? acting.clock.today()) : null;
    const count = before
      ? await tx.$executeRaw(
          sql`UPDATE handover_step SET owner = ${input.qui}, due_day = ${input.echeance}::date, done_on = ${doneOn}::date, version = version + 1
              WHERE plan_id = ${plan.id}::uuid AND code = ${input.etape} AND version = ${input.version}`,
        )
      : await tx.$executeRaw(
          sql`INSERT INTO handover_step (plan_id, code, owner, due_day, done_on, version)
              VALUES (${plan.id}::uuid, ${input.etape}, ${input.qui}, ${input.echeance}::date, ${doneOn}::date, 1) ON CONFLICT DO NOTHING`,
        );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'save-handover-step', startup.id);
  });
}

/** Within a closing that decided the exit: the plan is over, and its follow-ups are due from that day on. */
export async function leaveIncubation(
  tx: Sql,
  startupId: string,
  exitDay: Day,
  dues: readonly { months: number; due: Day }[],
): Promise<void> {
  await tx.$executeRaw(
    sql`UPDATE handover_plan SET ended_on = ${exitDay}::date WHERE startup_id = ${startupId}::uuid AND ended_on IS NULL`,
  );
  for (const { months, due } of dues) {
    await tx.$executeRaw(
      sql`INSERT INTO handover_followup (id, startup_id, exit_day, months, due_day) VALUES (${newId()}::uuid, ${startupId}::uuid, ${exitDay}::date, ${months}, ${due}::date) ON CONFLICT DO NOTHING`,
    );
  }
}
