import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { EXPECTATIONS } from '~/startup/expectations';
import type { PhaseCode } from '~/startup/rules';

/** The version of each expectation that the network changed; 0 for one as the program ships it. */
export async function expectationVersions(db: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await readRows(
    db,
    z.object({ code: z.string(), version: z.number() }),
    sql`SELECT code, version FROM expectation_setting`,
  );
  return new Map(rows.map(({ code, version }) => [code, version]));
}

/** Says from which phases something is expected, and why. @throws {StaleError} when someone said otherwise meanwhile. */
export async function settleExpectation(
  acting: Acting,
  input: { code: string; phases: readonly PhaseCode[]; why: string; version: number },
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  const shipped = EXPECTATIONS.find(({ code }) => code === input.code);
  if (!shipped) throw new RuleError('Cette attente n’existe pas.');
  await acting.database.transaction(async (tx) => {
    const now = acting.clock.now();
    const changed = await tx.$executeRaw(
      sql`INSERT INTO expectation_setting (code, phases, why, version, updated_at) SELECT ${input.code}, ${[...input.phases]}::text[], ${input.why}, 1, ${now} WHERE ${input.version} = 0
            OR EXISTS (SELECT 1 FROM expectation_setting WHERE code = ${input.code})
          ON CONFLICT (code) DO UPDATE SET phases = EXCLUDED.phases, why = EXCLUDED.why, version = expectation_setting.version + 1, updated_at = EXCLUDED.updated_at
            WHERE expectation_setting.version = ${input.version}`,
    );
    if (changed === 0) throw new StaleError();
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: 'settle-expectation',
        thing: { kind: 'expectation', id: input.code },
        after: { phases: input.phases, why: input.why },
      },
    ]);
  });
}
