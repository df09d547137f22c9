import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { holdsOn, policiesOf, told } from './policies.server';

const dayText = z.string().transform((text) => day(text));
const linkRow = z.object({
  policyId: z.string(),
  startupId: z.string(),
  why: z.string(),
  declaredOn: dayText,
  confirmedOn: dayText.nullable(),
});
export type PriorityLink = z.infer<typeof linkRow>;

const linksWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<PriorityLink[]> =>
  readRows(
    db,
    linkRow,
    sql`SELECT policy_id AS "policyId", startup_id AS "startupId", why, declared_on::text AS "declaredOn", confirmed_on::text AS "confirmedOn"
        FROM priority_startup WHERE ${condition} ORDER BY declared_on, policy_id, startup_id`,
  );

/** What everybody may read: links that the incubator confirmed. */
export const confirmedLinks = (db: Sql): Promise<PriorityLink[]> =>
  linksWhere(db, sql`confirmed_on IS NOT NULL`);
/** The policies of today that a startup serves, as everybody may read them. */
export async function prioritiesServed(
  db: Sql,
  startupId: string,
  today: Day,
): Promise<Array<{ title: string; why: string }>> {
  const served = z.object({ title: z.string(), why: z.string() });
  return readRows(
    db,
    served,
    sql`SELECT p.title, l.why FROM priority_startup l JOIN priority_policy p ON p.id = l.policy_id
        WHERE l.startup_id = ${startupId}::uuid AND l.confirmed_on IS NOT NULL AND p.starts_on <= ${today}::date AND (p.ends_on IS NULL OR p.ends_on >= ${today}::date)
        ORDER BY folded(p.title)`,
  );
}

export const linksOfStartup = (db: Sql, startupId: string): Promise<PriorityLink[]> =>
  linksWhere(db, sql`startup_id = ${startupId}::uuid`);

/** The team says which priority its service serves, and how; its incubator confirms it. */
export async function declareLink(
  acting: Acting,
  startup: StartupTies,
  policyId: string,
  why: string,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const today = acting.clock.today();
  await acting.database.transaction(async (tx) => {
    const policy = (await policiesOf(tx)).find(({ id }) => id === policyId);
    if (!policy || !holdsOn(policy, today))
      throw new RuleError('Choisissez une politique prioritaire d’aujourd’hui.', 'politique');
    // Said in other words, it is to be confirmed again.
    await tx.$executeRaw(
      sql`INSERT INTO priority_startup (policy_id, startup_id, why, declared_on) VALUES (${policyId}::uuid, ${startup.id}::uuid, ${why}, ${today}::date)
          ON CONFLICT (policy_id, startup_id) DO UPDATE SET why = EXCLUDED.why, declared_on = EXCLUDED.declared_on, confirmed_on = NULL`,
    );
    await told(tx, acting, 'declare-priority', policyId);
  });
}

export async function confirmLink(acting: Acting, startup: StartupTies, policyId: string): Promise<void> {
  permitted(acting, 'startup.tenir-comite', startup);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE priority_startup SET confirmed_on = ${acting.clock.today()}::date WHERE policy_id = ${policyId}::uuid AND startup_id = ${startup.id}::uuid AND confirmed_on IS NULL`,
    );
    if (count === 0) throw new RuleError('Ce lien est déjà confirmé, ou n’est plus déclaré.');
    await told(tx, acting, 'confirm-priority', policyId);
  });
}

export async function withdrawLink(acting: Acting, startup: StartupTies, policyId: string): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`DELETE FROM priority_startup WHERE policy_id = ${policyId}::uuid AND startup_id = ${startup.id}::uuid`,
    );
    if (count === 0) throw new RuleError('Ce lien n’est plus déclaré.');
    await told(tx, acting, 'withdraw-priority', policyId);
  });
}
