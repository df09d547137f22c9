import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { folded } from '~/platform/folding';
import { newId } from '~/platform/identifier';
import type { MetricInput, TargetInput } from './metric-schema';
import type { TargetOrigin } from './vocabulary';
import { gatherMonths } from './values/record.server';

const MOST_METRICS = 40;

const held = z.object({
  version: z.number(),
  gathering: z.string(),
  periodicity: z.string(),
  valued: z.boolean(),
  public: z.boolean(),
  name: z.string(),
  unit: z.string(),
  definition: z.string(),
  number: z.number(),
});

/** The metric of this startup, kept from others' hands until the transaction ends. @throws {StaleError} */
async function lockMetric(tx: Sql, startup: StartupTies, metricId: string, version: number | null) {
  const rows = await readRows(
    tx,
    held,
    sql`SELECT k.version, k.gathering, k.periodicity, EXISTS (SELECT 1 FROM metric_value v WHERE v.metric_id = k.id AND v.replaced_at IS NULL) AS valued, k.public, d.name, d.unit, d.definition, d.number FROM metric k
        JOIN LATERAL (SELECT * FROM metric_definition d WHERE d.metric_id = k.id ORDER BY number DESC LIMIT 1) d ON true
        WHERE k.id = ${metricId}::uuid AND k.startup_id = ${startup.id}::uuid AND k.retired_at IS NULL FOR UPDATE OF k`,
  );
  const metric = rows[0];
  if (!metric) throw new RuleError('Cette mesure n’existe plus.');
  if (version !== null && metric.version !== version) throw new StaleError();
  return metric;
}

/** Those who change which metrics a startup has come one after the other. */
const lockStartup = (tx: Sql, startup: StartupTies) =>
  tx.$executeRaw(sql`SELECT 1 FROM startup WHERE id = ${startup.id}::uuid FOR UPDATE`);

/** Tables and programs name a metric: two of one name could not be told apart. */
async function refuseSameName(
  tx: Sql,
  startup: StartupTies,
  name: string,
  except: string | null,
): Promise<void> {
  const rows = await readRows(
    tx,
    z.object({ name: z.string() }),
    sql`SELECT DISTINCT ON (k.id) d.name FROM metric k JOIN metric_definition d ON d.metric_id = k.id
        WHERE k.startup_id = ${startup.id}::uuid AND k.retired_at IS NULL AND k.id IS DISTINCT FROM ${except}::uuid ORDER BY k.id, d.number DESC`,
  );
  if (rows.some((row) => folded(row.name) === folded(name)))
    throw new RuleError('Une autre mesure porte ce nom : les tableaux ne les distingueraient pas.', 'nom');
}

async function refuseSecondNorthStar(tx: Sql, startup: StartupTies, except: string | null): Promise<void> {
  const rows = await readRows(
    tx,
    z.object({ name: z.string() }),
    sql`SELECT d.name FROM metric k JOIN metric_definition d ON d.metric_id = k.id
        WHERE k.startup_id = ${startup.id}::uuid AND k.north_star AND k.retired_at IS NULL AND k.id IS DISTINCT FROM ${except}::uuid
        ORDER BY d.number DESC LIMIT 1`,
  );
  if (rows[0])
    throw new RuleError(
      `« ${rows[0].name} » est déjà la métrique phare : une seule guide l’équipe. Changez d’abord sa place.`,
      'place',
    );
}

/** Starts a metric. @throws {RuleError} when the startup has its north star, or too many metrics. */
export async function createMetric(
  acting: Acting,
  startup: StartupTies,
  input: MetricInput,
): Promise<string> {
  permitted(acting, 'startup.modifier', startup);
  const id = newId();
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await lockStartup(tx, startup);
    await refuseSameName(tx, startup, input.nom, null);
    const [count] = await readRows(
      tx,
      z.object({ n: z.coerce.number() }),
      sql`SELECT count(*) AS n FROM metric WHERE startup_id = ${startup.id}::uuid AND retired_at IS NULL`,
    );
    if (count!.n >= MOST_METRICS)
      throw new RuleError(`${MOST_METRICS} mesures au plus : retirez celles que personne ne regarde.`);
    if (input.place.northStar) await refuseSecondNorthStar(tx, startup, null);
    await tx.$executeRaw(
      sql`INSERT INTO metric (id, startup_id, concept, north_star, indicator, family, stage, direction, periodicity, gathering, source, quality, public, version, created_at)
          VALUES (${id}::uuid, ${startup.id}::uuid, ${input.place.concept}, ${input.place.northStar}, ${input.place.indicator}, ${input.famille}, ${input.etape},
            ${input.sens}, ${input.periode}, ${input.cumul}, ${input.source || null}, ${input.qualite}, ${input.publique}, 1, ${now})`,
    );
    await tx.$executeRaw(
      sql`INSERT INTO metric_definition (metric_id, number, name, unit, definition, since_day, created_at)
          VALUES (${id}::uuid, 1, ${input.nom}, ${input.unite}, ${input.definition}, ${input.depuis ?? acting.clock.today()}::date, ${now})`,
    );
    await told(tx, acting, 'create-metric', id, { startup: startup.id, public: input.publique });
  });
  return id;
}

/**
 * Changes a metric. Another name, unit or definition is a new definition, a break in the curve from the day given.
 * @throws {StaleError} when somebody changed it since the form was opened.
 */
export async function changeMetric(
  acting: Acting,
  startup: StartupTies,
  metricId: string,
  input: MetricInput,
  version: number,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await lockStartup(tx, startup);
    const before = await lockMetric(tx, startup, metricId, version);
    if (before.valued && before.periodicity !== input.periode)
      throw new RuleError(
        'La période ne change plus une fois des valeurs données, elles se compteraient deux fois : commencez une autre mesure.',
        'periode',
      );
    await refuseSameName(tx, startup, input.nom, metricId);
    if (input.place.northStar) await refuseSecondNorthStar(tx, startup, metricId);
    await tx.$executeRaw(
      sql`UPDATE metric SET concept = ${input.place.concept}, north_star = ${input.place.northStar}, indicator = ${input.place.indicator}, family = ${input.famille},
            stage = ${input.etape}, direction = ${input.sens}, periodicity = ${input.periode}, gathering = ${input.cumul}, source = ${input.source || null},
            quality = ${input.qualite}, public = ${input.publique}, version = version + 1 WHERE id = ${metricId}::uuid`,
    );
    const redefined =
      before.unit !== input.unite || before.definition !== input.definition || before.name !== input.nom;
    if (redefined) {
      await tx.$executeRaw(
        sql`INSERT INTO metric_definition (metric_id, number, name, unit, definition, since_day, created_at)
            VALUES (${metricId}::uuid, ${before.number + 1}, ${input.nom}, ${input.unite}, ${input.definition}, ${input.depuis ?? acting.clock.today()}::date, ${now})`,
      );
    }
    if (before.gathering !== input.cumul) await gatherMonths(tx, metricId);
    await told(tx, acting, redefined ? 'redefine-metric' : 'change-metric', metricId, {
      public: input.publique,
    });
  });
}

/** Puts a metric away: it is shown and collected no more, its values stay. */
export async function retireMetric(
  acting: Acting,
  startup: StartupTies,
  metricId: string,
  version: number,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    await lockMetric(tx, startup, metricId, version);
    await tx.$executeRaw(
      sql`UPDATE metric SET retired_at = ${acting.clock.now()}, version = version + 1 WHERE id = ${metricId}::uuid`,
    );
    await tx.$executeRaw(sql`DELETE FROM stat_source WHERE metric_id = ${metricId}::uuid`);
    await told(tx, acting, 'retire-metric', metricId, null);
  });
}

/** Brings back a metric that was put away. */
export async function restoreMetric(acting: Acting, startup: StartupTies, metricId: string): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    await lockStartup(tx, startup);
    const named = await readRows(
      tx,
      z.object({ name: z.string() }),
      sql`SELECT name FROM metric_definition WHERE metric_id = ${metricId}::uuid ORDER BY number DESC LIMIT 1`,
    );
    if (named[0]) await refuseSameName(tx, startup, named[0].name, metricId);
    const count = await tx.$executeRaw(
      sql`UPDATE metric SET retired_at = NULL, version = version + 1, north_star = north_star AND NOT EXISTS (
            SELECT 1 FROM metric o WHERE o.startup_id = metric.startup_id AND o.north_star AND o.retired_at IS NULL),
            concept = coalesce(concept, CASE WHEN family = 'impact' THEN 'impactant' ELSE 'utilise' END)
          WHERE id = ${metricId}::uuid AND startup_id = ${startup.id}::uuid AND retired_at IS NOT NULL`,
    );
    if (count === 0) throw new RuleError('Cette mesure n’existe plus.');
    await told(tx, acting, 'restore-metric', metricId, null);
  });
}

export async function setTarget(
  acting: Acting,
  startup: StartupTies,
  metricId: string,
  target: TargetInput,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    await lockMetric(tx, startup, metricId, null);
    const { echeance: due, valeur: value, origine: origin } = target;
    await addTarget(tx, acting.clock.now(), metricId, { due, value, origin });
    await told(tx, acting, 'set-target', metricId, { due: target.echeance });
  });
}

/** Within a transaction that has its right: one more target of a metric. */
export const addTarget = (
  tx: Sql,
  now: Date,
  metricId: string,
  { due, value, origin }: { due: Day; value: number; origin: TargetOrigin },
) =>
  tx.$executeRaw(
    sql`INSERT INTO metric_target (id, metric_id, due_day, value, origin, set_at)
        VALUES (${newId()}::uuid, ${metricId}::uuid, ${due}::date, ${value}, ${origin}, ${now})`,
  );

export async function withdrawTarget(
  acting: Acting,
  startup: StartupTies,
  metricId: string,
  targetId: string,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  await acting.database.transaction(async (tx) => {
    await lockMetric(tx, startup, metricId, null);
    const count = await tx.$executeRaw(
      sql`UPDATE metric_target SET withdrawn_at = ${acting.clock.now()} WHERE id = ${targetId}::uuid AND metric_id = ${metricId}::uuid AND withdrawn_at IS NULL`,
    );
    if (count === 0) throw new RuleError('Cette cible n’existe plus.');
    await told(tx, acting, 'withdraw-target', metricId, null);
  });
}

/** Writes what was done, and lets every page know. */
async function told(tx: Sql, acting: Acting, verb: string, metricId: string, after: unknown): Promise<void> {
  await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'metric', id: metricId }, ...(after === null ? {} : { after }) },
  ]);
  await raiseDataVersion(tx);
}
