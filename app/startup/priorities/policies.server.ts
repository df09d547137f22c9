import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';

const dayText = z.string().transform((text) => day(text));
const policyRow = z.object({
  id: z.string(),
  title: z.string(),
  axis: z.string(),
  source: z.string(),
  startsOn: dayText,
  endsOn: dayText.nullable(),
  version: z.number(),
});
export type Policy = z.infer<typeof policyRow>;

/** The list of priority policies, by axis; those that ended stand in it with their end. */
export const policiesOf = (db: Sql): Promise<Policy[]> =>
  readRows(
    db,
    policyRow,
    sql`SELECT id, title, axis, source, starts_on::text AS "startsOn", ends_on::text AS "endsOn", version FROM priority_policy ORDER BY folded(axis), folded(title), id`,
  );

/** Whether a policy is one on a day: its last day is still one. */
export const holdsOn = ({ startsOn, endsOn }: Pick<Policy, 'startsOn' | 'endsOn'>, on: Day): boolean =>
  startsOn <= on && (endsOn === null || on <= endsOn);

export interface PolicyInput {
  title: string;
  axis: string;
  source: string;
  startsOn: Day;
  endsOn: Day | null;
}

function checkDates({ startsOn, endsOn }: PolicyInput): void {
  if (endsOn !== null && endsOn <= startsOn) throw new RuleError('La fin vient après le début.', 'fin');
}

export async function addPolicy(acting: Acting, input: PolicyInput): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  checkDates(input);
  const id = newId();
  await acting.database.transaction(async (tx) => {
    const same = await readRows(
      tx,
      z.object({ held: z.boolean() }),
      sql`SELECT EXISTS (SELECT 1 FROM priority_policy WHERE folded(title) = folded(${input.title}) AND starts_on = ${input.startsOn}::date) AS held`,
    );
    if (same[0]!.held) throw new RuleError('Cette politique est déjà dans la liste.', 'titre');
    await tx.$executeRaw(
      sql`INSERT INTO priority_policy (id, title, axis, source, starts_on, ends_on, version)
          VALUES (${id}::uuid, ${input.title}, ${input.axis}, ${input.source}, ${input.startsOn}::date, ${input.endsOn}::date, 1)`,
    );
    await told(tx, acting, 'add-policy', id);
  });
}

/** Changes the words or the dates of a policy; one that ended keeps the startups that served it. @throws {StaleError} */
export async function changePolicy(
  acting: Acting,
  { id, version }: { id: string; version: number },
  input: PolicyInput,
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  checkDates(input);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE priority_policy SET title = ${input.title}, axis = ${input.axis}, source = ${input.source}, starts_on = ${input.startsOn}::date, ends_on = ${input.endsOn}::date, version = version + 1
          WHERE id = ${id}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'change-policy', id);
  });
}

/** Writes what was done, and the public pages follow. */
export async function told(tx: Sql, acting: Acting, verb: string, id: string): Promise<void> {
  await raiseDataVersion(tx);
  await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'priority-policy', id } },
  ]);
}
