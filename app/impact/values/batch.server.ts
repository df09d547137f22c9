import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, storable, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { rowsOfFile, rowsOfText, UnreadableTableError } from '~/platform/files/spreadsheet.server';
import { newId } from '~/platform/identifier';
import type { Origin } from '../vocabulary';
import { MOST_VALUES, readTable, type NamedMetric, type TableLine } from './lines';
import { recordValues, withdrawValue, type NewValue } from './record.server';

const BATCH_HOURS = 24;

export interface Batch {
  id: string;
  good: number;
  faulty: Array<{ line: number; mistake: string }>;
  /** The first values as they were understood. */
  first: Array<Extract<TableLine, { metricId: string }>>;
}

const isGood = (line: TableLine): line is Extract<TableLine, { metricId: string }> => 'metricId' in line;

/**
 * Reads a table and keeps it beside the figures: nothing of it counts until `confirmBatch`.
 * @throws {RuleError} when it cannot be read as a table at all.
 */
export async function prepareBatch(
  acting: Acting,
  startup: StartupTies,
  metrics: readonly NamedMetric[],
  table: { text: string } | { bytes: Uint8Array },
): Promise<string> {
  const { personId } = permitted(acting, 'startup.modifier', startup);
  const isText = 'text' in table;
  let rows;
  try {
    rows = isText ? await rowsOfText(table.text, MOST_VALUES) : await rowsOfFile(table.bytes, MOST_VALUES);
  } catch (error) {
    if (error instanceof UnreadableTableError)
      throw new RuleError(error.message, isText ? 'tableau' : 'fichier');
    throw error;
  }
  const { lines, problem } = readTable(rows, metrics, acting.clock.today());
  if (problem !== null) throw new RuleError(problem, isText ? 'tableau' : 'fichier');
  if (lines.length === 0)
    throw new RuleError('Ce tableau ne contient aucune valeur.', isText ? 'tableau' : 'fichier');
  const id = newId();
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`DELETE FROM value_batch WHERE (startup_id = ${startup.id}::uuid AND person_id = ${personId}::uuid) OR created_at < ${new Date(now.getTime() - BATCH_HOURS * 3_600_000)}`,
    );
    await tx.$executeRaw(
      sql`INSERT INTO value_batch (id, startup_id, person_id, origin, lines, created_at)
          VALUES (${id}::uuid, ${startup.id}::uuid, ${personId}::uuid, ${isText ? 'collage' : 'fichier'}, ${JSON.stringify(lines, storable)}::jsonb, ${now})`,
    );
  });
  return id;
}

const lineSchema = z.union([
  z.object({
    line: z.number(),
    metricId: z.string(),
    start: z.string().transform(day),
    end: z.string().transform(day),
    value: z.number(),
  }),
  z.object({ line: z.number(), mistake: z.string() }),
]);
const batchRow = z.object({
  id: z.string(),
  origin: z.enum(['collage', 'fichier']),
  lines: z.array(lineSchema),
});

async function readLines(db: Sql, startupId: string, personId: string, batchId: string) {
  const rows = await readRows(
    db,
    batchRow,
    sql`SELECT id, origin, lines FROM value_batch WHERE id = ${batchId}::uuid AND startup_id = ${startupId}::uuid AND person_id = ${personId}::uuid`,
  );
  return rows[0] ?? null;
}

const SHOWN = 20;

/** What a table would bring, for the one who sent it. */
export async function readBatch(
  db: Sql,
  startupId: string,
  personId: string,
  batchId: string,
): Promise<Batch | null> {
  const batch = await readLines(db, startupId, personId, batchId);
  if (!batch) return null;
  const good = batch.lines.filter(isGood);
  return {
    id: batch.id,
    good: good.length,
    faulty: batch.lines.filter((line): line is { line: number; mistake: string } => 'mistake' in line),
    first: good.slice(0, SHOWN),
  };
}

/** Records the values of a table that was looked at; its faulty lines bring nothing. @returns how many changed. */
export async function confirmBatch(acting: Acting, startup: StartupTies, batchId: string): Promise<number> {
  const { personId } = permitted(acting, 'startup.modifier', startup);
  return acting.database.transaction(
    async (tx) => {
      const batch = await readLines(tx, startup.id, personId, batchId);
      // Taken away first: of two who confirm at once, one brings the values.
      const taken = await tx.$executeRaw(
        sql`DELETE FROM value_batch WHERE id = ${batchId}::uuid AND person_id = ${personId}::uuid`,
      );
      if (!batch || taken === 0) throw new RuleError('Ce tableau n’attend plus : envoyez-le de nouveau.');
      return record(tx, acting, startup, batch.lines.filter(isGood), batch.origin, personId);
    },
    { seconds: 60 },
  );
}

/** Values given one by one, in a form or by a program. @returns how many changed. */
export async function giveValues(
  acting: Acting,
  startup: StartupTies,
  values: readonly NewValue[],
): Promise<number> {
  const { personId } = permitted(acting, 'startup.modifier', startup);
  return acting.database.transaction((tx) => record(tx, acting, startup, values, 'formulaire', personId));
}

/** Takes one value away. */
export async function takeValueBack(
  acting: Acting,
  startup: StartupTies,
  value: Omit<NewValue, 'value'>,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    await refuseStrangers(tx, startup, [value.metricId]);
    if (!(await withdrawValue(tx, value, acting.clock.now())))
      throw new RuleError('Cette valeur n’existe plus.');
    await told(tx, acting, startup, 'withdraw-value', 1);
  });
}

/** @throws {RuleError} when a metric is not this startup's, or is no longer. */
async function refuseStrangers(
  tx: Sql,
  startup: { id: string },
  metricIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(metricIds)];
  const rows = await readRows(
    tx,
    z.object({ n: z.coerce.number() }),
    sql`SELECT count(*) AS n FROM metric WHERE id = ANY(${wanted}::uuid[]) AND startup_id = ${startup.id}::uuid AND retired_at IS NULL`,
  );
  if (rows[0]!.n !== wanted.length)
    throw new RuleError('Une de ces mesures n’existe plus : rechargez la page.');
}

/** Within a transaction: the values of one startup, with their trace. The caller has the right. */
export async function record(
  tx: Sql,
  acting: Pick<Acting, 'audit' | 'clock'>,
  startup: { id: string },
  values: readonly NewValue[],
  origin: Origin,
  personId: string | null,
): Promise<number> {
  await refuseStrangers(
    tx,
    startup,
    values.map(({ metricId }) => metricId),
  );
  const changed = await recordValues(tx, values, { origin, personId, now: acting.clock.now() });
  if (changed > 0) await told(tx, acting, startup, 'record-values', changed);
  return changed;
}

async function told(
  tx: Sql,
  acting: Pick<Acting, 'audit' | 'clock'>,
  startup: { id: string },
  verb: string,
  count: number,
): Promise<void> {
  await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'startup', id: startup.id }, after: { count } },
  ]);
  await raiseDataVersion(tx);
}
