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

/** Values a statement carries: one JSON parameter of about a megabyte. */
const VALUES_A_STATEMENT = 10_000;

/** The values of a part, each with its place in it, as a table of the database. */
const tableOf = (part: readonly object[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(part)}::jsonb) AS g(i integer, m uuid, s date, e date, v double precision, r integer)`;

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
  const valued = await lockMetrics(
    tx,
    values.map(({ metricId }) => metricId),
  );
  let written = 0;
  for (let start = 0; start < values.length; start += VALUES_A_STATEMENT) {
    const part = values.slice(start, start + VALUES_A_STATEMENT);
    const fresh = await withRevisions(tx, part, valued, now);
    if (fresh.length === 0) continue;
    written += fresh.length;
    await tx.$executeRaw(sql`
      INSERT INTO metric_value (metric_id, start_day, end_day, revision, value, origin, person_id, recorded_at)
      SELECT g.m, g.s, g.e, g.r, g.v, ${origin}, ${personId}::uuid, ${now} FROM ${tableOf(fresh)}`);
    await tx.$executeRaw(sql`
      INSERT INTO metric_month (metric_id, month, value)
      SELECT t.m, t.month, f.value FROM jsonb_to_recordset(${JSON.stringify(monthsOf(fresh))}::jsonb) AS t(m uuid, month date)
        JOIN metric k ON k.id = t.m
        CROSS JOIN LATERAL (SELECT ${monthFigure} AS value FROM metric_value v
          WHERE v.metric_id = t.m AND v.replaced_at IS NULL AND v.end_day >= t.month AND v.end_day < (t.month + interval '1 month')) f
      ON CONFLICT (metric_id, month) DO UPDATE SET value = excluded.value`);
  }
  return written;
}

const knownRow = z.object({ i: z.number(), revision: z.number(), value: z.number(), present: z.boolean() });

/** The months that some values end in, once each. */
const monthsOf = (rows: ReadonlyArray<{ m: string; e: Day }>) => [
  ...new Map(rows.map(({ m, e }) => [`${m}/${e.slice(0, 7)}`, { m, month: `${e.slice(0, 7)}-01` }])).values(),
];

/** The values that say something new, each with its revision; those whose place they take count no more from now on. */
async function withRevisions(tx: Sql, part: readonly NewValue[], valued: ReadonlySet<string>, now: Date) {
  const rows = part.map(({ metricId, start, end, value }, i) => ({
    i,
    m: metricId,
    s: start,
    e: end,
    v: value,
    r: 1,
  }));
  const looked = rows.filter(({ m }) => valued.has(m));
  const known =
    looked.length === 0
      ? []
      : await readRows(
          tx,
          knownRow,
          sql`SELECT g.i, p.revision, p.value, p.replaced_at IS NULL AS present FROM ${tableOf(looked)}
        JOIN LATERAL (SELECT revision, value, replaced_at FROM metric_value v
          WHERE v.metric_id = g.m AND v.start_day = g.s AND v.end_day = g.e ORDER BY revision DESC LIMIT 1) p ON true`,
        );
  const byPlace = new Map(known.map((row) => [row.i, row]));
  const fresh = rows.flatMap((row) => {
    const before = byPlace.get(row.i);
    if (before?.present && before.value === row.v) return [];
    return [before ? { ...row, r: before.revision + 1 } : row];
  });
  const replaced = fresh.filter(({ i }) => byPlace.get(i)?.present === true);
  if (replaced.length > 0) {
    await tx.$executeRaw(
      sql`UPDATE metric_value p SET replaced_at = ${now} FROM ${tableOf(replaced)}
          WHERE p.metric_id = g.m AND p.start_day = g.s AND p.end_day = g.e AND p.replaced_at IS NULL`,
    );
  }
  return fresh;
}

/**
 * Those who write values of one metric at the same time do it one after the other.
 * @returns the metrics that have values already.
 */
async function lockMetrics(tx: Sql, ids: readonly string[]): Promise<Set<string>> {
  const unique = [...new Set(ids)].sort();
  await tx.$executeRaw(sql`SELECT 1 FROM metric WHERE id = ANY(${unique}::uuid[]) ORDER BY id FOR UPDATE`);
  // Asked after the lock is held: what another writer has just committed counts.
  const rows = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT id FROM metric k WHERE id = ANY(${unique}::uuid[]) AND EXISTS (SELECT 1 FROM metric_value v WHERE v.metric_id = k.id)`,
  );
  return new Set(rows.map(({ id }) => id));
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
  await lockMetrics(tx, [metricId]);
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
