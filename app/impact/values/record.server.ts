import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import type { Origin } from '../vocabulary';

export interface NewValue {
  metricId: string;
  start: Day;
  end: Day;
  value: number;
}

/** Values a statement carries: one JSON parameter of some hundred kilobytes. */
const VALUES_A_STATEMENT = 5_000;

/**
 * Writes values within a transaction. A value that says what is known already writes nothing; another one for the
 * same days takes the place of the former, which keeps its row. The months that pages read follow at once.
 * @returns how many values are new or changed. The caller has the right, and raises the data version.
 */
export async function recordValues(
  tx: Sql,
  given: readonly NewValue[],
  { origin, personId, now }: { origin: Origin; personId: string | null; now: Date },
): Promise<number> {
  // The same days given twice count as the last one says.
  const values = [
    ...new Map(given.map((value) => [`${value.metricId}/${value.start}/${value.end}`, value])).values(),
  ];
  let written = 0;
  await lockMetrics(
    tx,
    values.map(({ metricId }) => metricId),
  );
  for (let start = 0; start < values.length; start += VALUES_A_STATEMENT) {
    const part = JSON.stringify(
      values
        .slice(start, start + VALUES_A_STATEMENT)
        .map(({ metricId, start, end, value }) => ({ m: metricId, s: start, e: end, v: value })),
    );
    const rows = await readRows(
      tx,
      z.object({ written: z.coerce.number() }),
      sql`
      WITH given AS (
        SELECT m, s, e, v FROM jsonb_to_recordset(${part}::jsonb) AS g(m uuid, s date, e date, v double precision)
      ), fresh AS (
        SELECT g.*, p.revision FROM given g
        LEFT JOIN metric_value p ON p.metric_id = g.m AND p.start_day = g.s AND p.end_day = g.e AND p.replaced_at IS NULL
        WHERE p.value IS DISTINCT FROM g.v
      ), past AS (
        UPDATE metric_value p SET replaced_at = ${now} FROM fresh f
        WHERE p.metric_id = f.m AND p.start_day = f.s AND p.end_day = f.e AND p.replaced_at IS NULL RETURNING 1
      )
      SELECT (SELECT count(*) FROM fresh) + 0 * (SELECT count(*) FROM past) AS written`,
    );
    if (rows[0]!.written === 0) continue;
    written += rows[0]!.written;
    await tx.$executeRaw(sql`
      INSERT INTO metric_value (metric_id, start_day, end_day, revision, value, origin, person_id, recorded_at)
      SELECT g.m, g.s, g.e,
        coalesce((SELECT max(p.revision) FROM metric_value p WHERE p.metric_id = g.m AND p.start_day = g.s AND p.end_day = g.e), 0) + 1,
        g.v, ${origin}, ${personId}::uuid, ${now}
      FROM jsonb_to_recordset(${part}::jsonb) AS g(m uuid, s date, e date, v double precision)
      WHERE NOT EXISTS (SELECT 1 FROM metric_value p WHERE p.metric_id = g.m AND p.start_day = g.s AND p.end_day = g.e AND p.replaced_at IS NULL)`);
    await tx.$executeRaw(sql`
      WITH touched AS (
        SELECT DISTINCT m, date_trunc('month', e)::date AS month FROM jsonb_to_recordset(${part}::jsonb) AS g(m uuid, s date, e date, v double precision)
      )
      INSERT INTO metric_month (metric_id, month, value)
      SELECT t.m, t.month, ${monthFigure} FROM touched t JOIN metric k ON k.id = t.m
        JOIN metric_value v ON v.metric_id = t.m AND v.replaced_at IS NULL AND v.end_day >= t.month AND v.end_day < (t.month + interval '1 month')
      GROUP BY t.m, t.month, k.gathering
      ON CONFLICT (metric_id, month) DO UPDATE SET value = excluded.value`);
  }
  return written;
}

/** Those who write values of one metric at the same time do it one after the other. */
async function lockMetrics(tx: Sql, ids: readonly string[]): Promise<void> {
  const unique = [...new Set(ids)].sort();
  await tx.$executeRaw(sql`SELECT 1 FROM metric WHERE id = ANY(${unique}::uuid[]) ORDER BY id FOR UPDATE`);
}

/** What the values that end in a month make of it, as the metric says. */
const monthFigure = sql`CASE k.gathering WHEN 'somme' THEN sum(v.value) WHEN 'moyenne' THEN avg(v.value)
  ELSE (array_agg(v.value ORDER BY v.end_day DESC, v.start_day DESC))[1] END`;

/** Takes a value away: its row stays, as what was once said. */
export async function withdrawValue(
  tx: Sql,
  { metricId, start, end }: Omit<NewValue, 'value'>,
  now: Date,
): Promise<boolean> {
  const count = await tx.$executeRaw(
    sql`UPDATE metric_value SET replaced_at = ${now} WHERE metric_id = ${metricId}::uuid AND start_day = ${start}::date AND end_day = ${end}::date AND replaced_at IS NULL`,
  );
  if (count > 0) await gatherMonths(tx, metricId);
  return count > 0;
}

/** Gathers all months of a metric anew: after a withdrawal, or when the metric says otherwise how to. */
export async function gatherMonths(tx: Sql, metricId: string): Promise<void> {
  await tx.$executeRaw(sql`DELETE FROM metric_month WHERE metric_id = ${metricId}::uuid`);
  await tx.$executeRaw(sql`
    INSERT INTO metric_month (metric_id, month, value)
    SELECT v.metric_id, date_trunc('month', v.end_day)::date, ${monthFigure}
    FROM metric_value v JOIN metric k ON k.id = v.metric_id
    WHERE v.metric_id = ${metricId}::uuid AND v.replaced_at IS NULL GROUP BY v.metric_id, date_trunc('month', v.end_day), k.gathering`);
}
