import { sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import type { Actor, Scope } from './rights';

export const uuidArray = (ids: readonly string[]) => sql`${[...ids]}::uuid[]`;

/** A scope as a condition on startups, for a query in which the startup is called `s`. */
export function startupsWithin(scope: Scope<never>, actor: Actor, today: Day) {
  const { startupIds, incubatorIds } = scope.reach(actor, today);
  return sql`(s.id = ANY(${uuidArray(startupIds)})
    OR EXISTS (SELECT 1 FROM startup_incubator si WHERE si.startup_id = s.id AND si.incubator_id = ANY(${uuidArray(incubatorIds)})))`;
}

/** A scope as a condition on incubators, for a query in which the incubator is called `i`. */
export function incubatorsWithin(scope: Scope<never>, actor: Actor, today: Day) {
  return sql`(i.id = ANY(${uuidArray(scope.reach(actor, today).incubatorIds)}))`;
}
