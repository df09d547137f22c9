import { z } from 'zod';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';

const row = z.object({
  month: z.string().transform((text) => day(text)),
  startups: z.number(),
  metrics: z.number(),
});

/** How the product is used, month by month in Paris and without counting anybody: pages published, metrics begun. */
export const monthlyUse = (db: Sql, today: Day, count: number) => {
  const first = addMonths(day(`${today.slice(0, 7)}-01`), 1 - count);
  return readRows(
    db,
    row,
    sql`WITH published AS (
          SELECT date_trunc('month', v.at AT TIME ZONE 'Europe/Paris') AS month, count(DISTINCT v.content_file_id)::int AS n
          FROM content_version v JOIN content_file f ON f.id = v.content_file_id AND f.collection = '_startups'
          WHERE v.nature IN ('publication', 'restauration', 'creation') GROUP BY 1),
        begun AS (SELECT date_trunc('month', created_at AT TIME ZONE 'Europe/Paris') AS month, count(*)::int AS n FROM metric GROUP BY 1)
        SELECT to_char(m.month, 'YYYY-MM-DD') AS month, coalesce(p.n, 0) AS startups, coalesce(b.n, 0) AS metrics
        FROM generate_series(${first}::date::timestamp, ${today}::date::timestamp, interval '1 month') AS m(month)
        LEFT JOIN published p ON p.month = m.month LEFT JOIN begun b ON b.month = m.month ORDER BY 1`,
  );
};
