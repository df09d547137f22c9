import { z } from 'zod';
import { RuleError, type Acting } from '~/person/acting';
import type { Role } from '~/person/roles';
import { uuidArray } from '~/person/where.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { insertMember, lockCommittee, told } from '../committees.server';
import type { MemberRole } from '../vocabulary';

/** What a mission makes of somebody on a committee; sponsors are those of the organisations that carry the startup. */
const ROLE_OF: Partial<Record<Role, MemberRole>> = {
  intrapreneur: 'intrapreneuriat',
  coach: 'coaching',
  lead: 'incubateur',
  portfolio_manager: 'portefeuille',
  sponsor: 'presidence',
};

const expectedRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(Object.keys(ROLE_OF) as [Role, ...Role[]]),
});

/** Adds at once those whose missions expect them: intrapreneurs and coaches, the incubator's people, the sponsors. */
export async function addExpectedMembers(acting: Acting, committeeId: string): Promise<void> {
  const today = acting.clock.today();
  await acting.database.transaction(async (tx) => {
    const committee = await lockCommittee(tx, acting, committeeId, null);
    const startupIds = committee.items.map(({ startupId }) => startupId);
    const expected = await readRows(
      tx,
      expectedRow,
      sql`SELECT DISTINCT ON (p.id) p.id, p.full_name AS name, m.role FROM mission m JOIN person p ON p.id = m.person_id
          WHERE p.erased_at IS NULL AND m.role = ANY(${Object.keys(ROLE_OF)}) AND (m.start_day IS NULL OR m.start_day <= ${today}::date) AND (m.end_day IS NULL OR m.end_day >= ${today}::date)
            AND (m.startup_id = ANY(${uuidArray(startupIds)}) OR m.incubator_id = ANY(${uuidArray(committee.incubatorIds)})
              OR m.organisation_id IN (SELECT s.organisation_id FROM sponsorship s WHERE s.startup_id = ANY(${uuidArray(startupIds)})))
          ORDER BY p.id, m.role`,
    );
    const missing = expected.filter(({ id }) => !committee.members.some(({ personId }) => personId === id));
    if (missing.length === 0)
      throw new RuleError('Toutes les personnes que Jalons connaît sont déjà dans la liste.');
    for (const { id, name, role } of missing)
      await insertMember(tx, committeeId, { personId: id, name, role: ROLE_OF[role]! });
    await told(tx, acting, 'add-members', committeeId, { count: missing.length });
  });
}
