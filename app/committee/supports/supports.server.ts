import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { uuidArray } from '~/person/where.server';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { SUPPORT_KINDS, type SupportInput } from './support-schema';

const dayText = z.string().transform((text) => day(text));
const row = z.object({
  id: z.string(),
  startupId: z.string(),
  kind: z.enum(SUPPORT_KINDS),
  what: z.string(),
  givenBy: z.string(),
  startsOn: dayText,
  endsOn: dayText.nullable(),
  contract: z.string(),
  reviewOn: dayText.nullable(),
  version: z.number(),
});
export type Support = z.infer<typeof row>;

/** The supports given to these startups, the latest first. The caller has the right. */
export const supportsOf = (db: Sql, startupIds: readonly string[]): Promise<Support[]> =>
  readRows(
    db,
    row,
    sql`SELECT id, startup_id AS "startupId", kind, what, given_by AS "givenBy", starts_on::text AS "startsOn", ends_on::text AS "endsOn",
          contract, review_on::text AS "reviewOn", version
        FROM support WHERE startup_id = ANY(${uuidArray(startupIds)}) ORDER BY starts_on DESC, id`,
  );

/** The commitments of these startups' supports that are to be read again by a day. */
export const reviewsDue = async (db: Sql, startupIds: readonly string[], by: Day) =>
  (await supportsOf(db, startupIds)).flatMap(({ startupId, what, reviewOn }) =>
    reviewOn !== null && reviewOn <= by ? [{ startupId, what, due: reviewOn }] : [],
  );

export async function addSupport(acting: Acting, startup: StartupTies, input: SupportInput): Promise<void> {
  permitted(acting, 'startup.tenir-comite', startup);
  const id = newId();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO support (id, startup_id, kind, what, given_by, starts_on, ends_on, contract, review_on, version)
          VALUES (${id}::uuid, ${startup.id}::uuid, ${input.kind}, ${input.what}, ${input.givenBy}, ${input.startsOn}::date, ${input.endsOn}::date, ${input.contract}, ${input.reviewOn}::date, 1)`,
    );
    await told(tx, acting, 'add-support', startup.id);
  });
}

/** @throws {StaleError} when somebody changed it since. */
export async function changeSupport(
  acting: Acting,
  startup: StartupTies,
  { id, version }: { id: string; version: number },
  input: SupportInput,
): Promise<void> {
  permitted(acting, 'startup.tenir-comite', startup);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE support SET kind = ${input.kind}, what = ${input.what}, given_by = ${input.givenBy}, starts_on = ${input.startsOn}::date, ends_on = ${input.endsOn}::date,
            contract = ${input.contract}, review_on = ${input.reviewOn}::date, version = version + 1
          WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'change-support', startup.id);
  });
}

export async function withdrawSupport(acting: Acting, startup: StartupTies, id: string): Promise<void> {
  permitted(acting, 'startup.tenir-comite', startup);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`DELETE FROM support WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid`,
    );
    if (count === 0) throw new RuleError('Ce soutien n’est plus dans la liste.');
    await told(tx, acting, 'withdraw-support', startup.id);
  });
}

/** Never what was written: only that it was. */
const told = (tx: Sql, acting: Acting, verb: string, startupId: string) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'support', id: startupId } },
  ]);
