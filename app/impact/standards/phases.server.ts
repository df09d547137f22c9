import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { isPhaseCode, LIFECYCLE, PHASE_CODES, type PhaseCode } from '~/startup/rules';
import { STANDARDS, standardOf } from './catalogue';

/** The phases from which a standard may be looked at, in their order. */
export const STANDARD_PHASES: readonly PhaseCode[] = PHASE_CODES.filter(
  (code) => LIFECYCLE[code].kind === 'phase',
);

const row = z.object({ standard: z.string(), phase: z.string(), version: z.number() });

/** From which phase each standard is looked at: what the network says, or what the program ships. */
export async function standardPhases(db: Sql): Promise<Map<string, { from: PhaseCode; version: number }>> {
  const rows = await readRows(
    db,
    row,
    sql`SELECT standard, from_phase AS phase, version FROM standard_setting`,
  );
  const said = new Map(rows.map(({ standard, phase, version }) => [standard, { phase, version }]));
  return new Map(
    STANDARDS.map(({ id, from }) => {
      const own = said.get(id);
      return [id, { from: own && isPhaseCode(own.phase) ? own.phase : from, version: own?.version ?? 0 }];
    }),
  );
}

/** Says from which phase a standard is looked at: a landmark of the network, not an official text. */
export async function settleStandardPhase(
  acting: Acting,
  { standard, from, version }: { standard: string; from: string; version: number },
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  if (!standardOf(standard)) throw new RuleError('Ce standard n’est pas dans la liste.');
  if (!isPhaseCode(from) || !STANDARD_PHASES.includes(from))
    throw new RuleError('Choisissez une phase.', `phase.${standard}`);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO standard_setting (standard, from_phase, version, updated_at) VALUES (${standard}, ${from}, 1, ${now}) ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE standard_setting SET from_phase = ${from}, version = version + 1, updated_at = ${now} WHERE standard = ${standard} AND version = ${version}`,
          );
    if (count === 0) throw new StaleError();
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'settle-standard-phase', thing: { kind: 'standard', id: standard }, after: from },
    ]);
    await raiseDataVersion(tx);
  });
}
