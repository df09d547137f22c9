import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { can } from '~/person/rights';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { cents, type Cents } from '~/platform/money';
import { applicationOf, tiesOfApplication, type Application } from '../application/applications.server';
import { CONVENTION_STATES, type ConventionState } from '../vocabulary';
import { toldApplication } from '../told.server';

const optionalDay = z
  .string()
  .nullable()
  .transform((text): Day | null => (text === null ? null : day(text)));
const followUpRow = z.object({
  applicationId: z.string(),
  convention: z.enum(Object.keys(CONVENTION_STATES) as [ConventionState, ...ConventionState[]]),
  signedOn: optionalDay,
  launchOn: optionalDay,
  demoOn: optionalDay,
  checkOn: optionalDay,
  checkNote: z.string(),
  coachingDays: z.number(),
  version: z.number(),
});
export type FollowUp = z.infer<typeof followUpRow>;

export const followUpsOf = (db: Sql, callId: string): Promise<FollowUp[]> =>
  readRows(
    db,
    followUpRow,
    sql`SELECT f.application_id AS "applicationId", f.convention, f.signed_on::text AS "signedOn", f.launch_on::text AS "launchOn", f.demo_on::text AS "demoOn",
          f.check_on::text AS "checkOn", f.check_note AS "checkNote", f.coaching_days AS "coachingDays", f.version
        FROM award_followup f JOIN application a ON a.id = f.application_id WHERE a.call_id = ${callId}::uuid`,
  );

const instalmentRow = z.object({
  id: z.string(),
  applicationId: z.string(),
  label: z.string(),
  due: z.string().transform((text) => day(text)),
  commitment: z.coerce.number().transform((value) => cents(value)),
  payment: z.coerce.number().transform((value) => cents(value)),
  paidOn: optionalDay,
});
export type Instalment = z.infer<typeof instalmentRow>;

/** What is committed (AE) and paid (CP) to the laureates of a call, by due day. */
export const instalmentsOf = (db: Sql, callId: string): Promise<Instalment[]> =>
  readRows(
    db,
    instalmentRow,
    sql`SELECT i.id, i.application_id AS "applicationId", i.label, i.due_day::text AS due, i.commitment, i.payment, i.paid_on::text AS "paidOn"
        FROM instalment i JOIN application a ON a.id = i.application_id WHERE a.call_id = ${callId}::uuid ORDER BY i.due_day, i.id`,
  );

/** The check comes two months after the Démo Day. */
export const CHECK_MONTHS = 2;

export interface FollowUpInput {
  convention: ConventionState;
  signedOn: Day | null;
  launchOn: Day | null;
  demoOn: Day | null;
  checkOn: Day | null;
  checkNote: string;
  coachingDays: number;
}

export async function saveFollowUp(
  acting: Acting,
  application: Application,
  version: number,
  input: FollowUpInput,
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: application.callId });
  if (input.convention === 'signee' && input.signedOn === null)
    throw new RuleError('Dites quand la convention a été signée.', 'signature');
  const signedOn = input.convention === 'signee' ? input.signedOn : null;
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE award_followup SET convention = ${input.convention}, signed_on = ${signedOn}::date, launch_on = ${input.launchOn}::date, demo_on = ${input.demoOn}::date,
            check_on = ${input.checkOn}::date, check_note = ${input.checkNote}, coaching_days = ${input.coachingDays}, version = version + 1
          WHERE application_id = ${application.id}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await toldApplication(tx, acting, 'save-follow-up', application.id);
  });
}

export async function addInstalment(
  acting: Acting,
  application: Application,
  input: { label: string; due: Day; commitment: Cents; payment: Cents; paidOn: Day | null },
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: application.callId });
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO instalment (id, application_id, label, due_day, commitment, payment, paid_on)
          VALUES (${newId()}::uuid, ${application.id}::uuid, ${input.label}, ${input.due}::date, ${input.commitment}, ${input.payment}, ${input.paidOn}::date)`,
    );
    await notePaid(tx, application);
    await toldApplication(tx, acting, 'add-instalment', application.id);
  });
}

/** Money left on a day. @throws {RuleError} when it is said to have left later than today. */
export async function payInstalment(
  acting: Acting,
  application: Application,
  id: string,
  paidOn: Day,
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: application.callId });
  if (paidOn > acting.clock.today()) throw new RuleError('Ce jour n’est pas encore passé.', 'paye');
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE instalment SET paid_on = ${paidOn}::date WHERE id = ${id}::uuid AND application_id = ${application.id}::uuid AND paid_on IS NULL`,
    );
    if (count === 0) throw new RuleError('Ce versement est déjà noté comme payé, ou n’existe plus.');
    await notePaid(tx, application);
    await toldApplication(tx, acting, 'pay-instalment', application.id);
  });
}

export async function dropInstalment(acting: Acting, application: Application, id: string): Promise<void> {
  permitted(acting, 'appel.tenir', { id: application.callId });
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`DELETE FROM instalment WHERE id = ${id}::uuid AND application_id = ${application.id}::uuid`,
    );
    await notePaid(tx, application);
    await toldApplication(tx, acting, 'drop-instalment', application.id);
  });
}

/** The amount paid stands apart from the one awarded: it is the sum of what left, and public at once. */
async function notePaid(tx: Sql, application: Application): Promise<void> {
  await tx.$executeRaw(
    sql`UPDATE award SET paid_cents = (SELECT sum(payment) FROM instalment WHERE application_id = ${application.id}::uuid AND paid_on IS NOT NULL)
        WHERE startup_id = ${application.startupId}::uuid AND round_id = (SELECT round_id FROM call WHERE id = ${application.callId}::uuid)`,
  );
  await raiseDataVersion(tx);
}

/** What became of a promise: said by the team, or by whoever holds the call, with its source. */
export async function saveResult(
  acting: Acting,
  applicationId: string,
  position: number,
  input: { result: number; source: string },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const application = await applicationOf(tx, applicationId);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    const held = can(acting.actor, 'appel.tenir', { id: application.callId }, acting.clock.today()).allowed;
    if (!held) permitted(acting, 'startup.modifier', tiesOfApplication(application));
    if (input.source === '') throw new RuleError('Dites d’où vient ce résultat.', 'source');
    const count = await tx.$executeRaw(
      sql`UPDATE application_target SET result = ${input.result}, result_on = ${acting.clock.today()}::date, result_source = ${input.source}
          WHERE application_id = ${applicationId}::uuid AND position = ${position}`,
    );
    if (count === 0) throw new RuleError('Cette cible n’existe plus.');
    // Indicators count kept promises.
    await raiseDataVersion(tx);
    await toldApplication(tx, acting, 'save-result', applicationId);
  });
}
