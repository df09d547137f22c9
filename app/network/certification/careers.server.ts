import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import type { Network } from '../facts';
import type { Career } from './eligibility';

const optionalDay = z
  .string()
  .nullable()
  .transform((text): Day | null => (text === null ? null : day(text)));
const row = z.object({
  personId: z.string(),
  name: z.string(),
  missions: z.array(z.tuple([z.string(), optionalDay, optionalDay, z.boolean()])),
  certifiedOn: optionalDay,
});
export interface KnownCareer extends Career {
  personId: string;
  name: string;
}

/**
 * What the certification asks of people: their missions on startups and a certification already given.
 * Without a list, everybody who has a public mission and no certification. The caller has the right.
 */
export async function careersOf(
  db: Sql,
  network: Network,
  personIds: readonly string[] | null,
): Promise<KnownCareer[]> {
  const certified = sql`(SELECT max(c.decided_on)::text FROM certification_candidate c WHERE c.person_id = p.id AND c.state = 'certifiee')`;
  const rows = await readRows(
    db,
    row,
    sql`SELECT p.id AS "personId", p.full_name AS name, ${certified} AS "certifiedOn",
          coalesce((SELECT jsonb_agg(jsonb_build_array(m.startup_id, m.start_day, m.end_day, m.employer_kind = 'admin') ORDER BY m.start_day)
            FROM mission m WHERE m.person_id = p.id AND m.startup_id IS NOT NULL AND m.withdrawn_at IS NULL AND m.role IN ('intrapreneur', 'member') AND m.employer_kind IS NOT NULL), '[]') AS missions
        FROM person p WHERE p.erased_at IS NULL AND ${
          personIds === null
            ? sql`EXISTS (SELECT 1 FROM mission m WHERE m.person_id = p.id AND m.startup_id IS NOT NULL AND m.withdrawn_at IS NULL AND m.employer_kind = 'admin' AND m.role IN ('intrapreneur', 'member'))
                AND ${certified} IS NULL`
            : sql`p.id = ANY(${[...personIds]}::uuid[])`
        } ORDER BY folded(p.full_name), p.id`,
  );
  const byId = new Map(network.startups.map((startup) => [startup.id, startup]));
  return rows.map(({ missions, ...person }) => ({
    ...person,
    missions: missions.flatMap(([startupId, from, until, publicAgent]) => {
      const startup = byId.get(startupId);
      return startup ? [{ startup: startup.title, from, until, publicAgent, phases: startup.phases }] : [];
    }),
  }));
}
