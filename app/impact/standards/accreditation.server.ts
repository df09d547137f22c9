import { z } from 'zod';
import { permitted, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { ACCREDITATION_STATES, type Accreditation } from './accreditation';

const optionalDay = z
  .string()
  .nullable()
  .transform((text): Day | null => (text === null ? null : day(text)));
const row = z.object({
  startupId: z.string(),
  state: z.enum(ACCREDITATION_STATES),
  authority: z.string(),
  decidedOn: optionalDay,
  until: optionalDay,
  version: z.number(),
});

/** What is known of the security accreditation of these startups; nothing of those that never said. */
export const accreditationsOf = (db: Sql, startupIds: readonly string[]) =>
  readRows(
    db,
    row,
    sql`SELECT startup_id AS "startupId", state, authority, decided_on::text AS "decidedOn", until_day::text AS until, version
        FROM accreditation WHERE startup_id = ANY(${[...startupIds]}::uuid[])`,
  );

/** Says where the accreditation stands; `version` is 0 for the first time. @throws {StaleError} */
export async function saveAccreditation(
  acting: Acting,
  startup: StartupTies,
  { state, authority, decidedOn, until }: Accreditation,
  version: number,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO accreditation (startup_id, state, authority, decided_on, until_day, version)
                VALUES (${startup.id}::uuid, ${state}, ${authority}, ${decidedOn}::date, ${until}::date, 1) ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE accreditation SET state = ${state}, authority = ${authority}, decided_on = ${decidedOn}::date, until_day = ${until}::date, version = version + 1
                WHERE startup_id = ${startup.id}::uuid AND version = ${version}`,
          );
    if (count === 0) throw new StaleError();
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      {
        verb: 'save-accreditation',
        thing: { kind: 'startup', id: startup.id },
        after: { state, authority, decidedOn, until },
      },
    ]);
    await raiseDataVersion(tx);
  });
}
