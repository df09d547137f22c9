import { z } from 'zod';
import { followUpDays } from '~/committee/handover/followups';
import { insertPlan, leaveIncubation } from '~/committee/handover/handover.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, type Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { isPhaseCode, LIFECYCLE, type PhaseCode } from '~/startup/rules';

/** Consolidation opens the handover plan; an exit ends it and sets the days of its follow-ups. */
export async function prepareRelay(
  tx: Sql,
  now: Date,
  startupId: string,
  phase: { code: PhaseCode; start: Day } | null,
): Promise<void> {
  if (phase?.code === 'consolidation') await insertPlan(tx, now, startupId, phase.start);
  if (phase && LIFECYCLE[phase.code].kind === 'exit')
    await leaveIncubation(tx, startupId, phase.start, followUpDays(phase.start));
}

/** A phase written down longer ago is history: nothing of it is prepared now. */
const RECENT_DAYS = 90;

const phaseRow = z.object({ code: z.string().refine(isPhaseCode), start: z.string() });

/** The phase that a team declared by publishing its page opens the same relay as one that a committee decides. */
export async function prepareDeclaredRelay(
  tx: Sql,
  { now, today }: { now: Date; today: Day },
  publicId: string,
): Promise<void> {
  const rows = await readRows(
    tx,
    phaseRow.extend({ startupId: z.string() }),
    sql`SELECT s.id AS "startupId", p.code, p.start_day::text AS start FROM phase p JOIN startup s ON s.id = p.startup_id WHERE s.public_id = ${publicId} ORDER BY p.position`,
  );
  const phase = currentPhase(
    rows.map(({ code, start }) => ({ code, start: day(start) })),
    today,
  );
  if (phase === null || phase.start < addDays(today, -RECENT_DAYS)) return;
  await prepareRelay(tx, now, rows[0]!.startupId, phase);
}
