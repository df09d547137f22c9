import { z } from 'zod';
import { permitted, type Acting } from '~/person/acting';
import { uuidArray } from '~/person/where.server';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Committee } from './reads.server';
import {
  EXPECTATION_RULES,
  HANDBOOK_ROLES,
  MEMBER_ROLE_CODES,
  type ExpectationRule,
  type MemberRole,
} from './vocabulary';

const settingRow = z.object({
  incubatorId: z.string(),
  role: z.enum(MEMBER_ROLE_CODES as [MemberRole, ...MemberRole[]]),
  rule: z.enum(Object.keys(EXPECTATION_RULES) as [ExpectationRule, ...ExpectationRule[]]),
});

/** Who is expected in an incubator's committees: the handbook's list, but where the incubator says otherwise. */
export async function expectedRoles(
  db: Sql,
  incubatorIds: readonly string[],
): Promise<Record<MemberRole, ExpectationRule>> {
  const settings = await readRows(
    db,
    settingRow,
    sql`SELECT incubator_id AS "incubatorId", role, rule FROM expected_role WHERE incubator_id = ANY(${uuidArray(incubatorIds)})`,
  );
  const rules = { ...HANDBOOK_ROLES };
  for (const role of MEMBER_ROLE_CODES) {
    const said = settings.filter((setting) => setting.role === role).map(({ rule }) => rule);
    // Several incubators hold a committee together: who one of them expects is expected.
    if (said.length > 0)
      rules[role] = said.includes('toujours') ? 'toujours' : said.includes('dinum') ? 'dinum' : 'jamais';
  }
  return rules;
}

/** An incubator says whom it expects. */
export async function saveExpectedRoles(
  acting: Acting,
  incubatorId: string,
  rules: Readonly<Record<MemberRole, ExpectationRule>>,
): Promise<void> {
  permitted(acting, 'incubateur.modifier', { id: incubatorId });
  await acting.database.transaction(async (tx) => {
    for (const role of MEMBER_ROLE_CODES) {
      await tx.$executeRaw(
        sql`INSERT INTO expected_role (incubator_id, role, rule) VALUES (${incubatorId}::uuid, ${role}, ${rules[role]})
            ON CONFLICT (incubator_id, role) DO UPDATE SET rule = EXCLUDED.rule`,
      );
    }
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'expected-roles', thing: { kind: 'incubator', id: incubatorId }, after: rules },
    ]);
  });
}

/** Whether DINUM carries or co-funds one of these startups: it sponsors it, or a FAST award funds it. */
async function isOfDinum(db: Sql, startupIds: readonly string[]): Promise<boolean> {
  const [row] = await readRows(
    db,
    z.object({ held: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM sponsorship s JOIN organisation o ON o.id = s.organisation_id WHERE s.startup_id = ANY(${uuidArray(startupIds)}) AND upper(o.acronym) = 'DINUM')
          OR EXISTS (SELECT 1 FROM award a WHERE a.startup_id = ANY(${uuidArray(startupIds)})) AS held`,
  );
  return row!.held;
}

/** The expected roles of which nobody was there: told in the minutes without a comment, never about a person. */
export async function rolesNotRepresented(db: Sql, committee: Committee): Promise<MemberRole[]> {
  const rules = await expectedRoles(db, committee.incubatorIds);
  const dinum = await isOfDinum(
    db,
    committee.items.map(({ startupId }) => startupId),
  );
  return MEMBER_ROLE_CODES.filter(
    (role) =>
      (rules[role] === 'toujours' || (rules[role] === 'dinum' && dinum)) &&
      !committee.members.some((member) => member.role === role && member.present === true),
  );
}
