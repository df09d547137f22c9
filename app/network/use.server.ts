import { z } from 'zod';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';

const row = z.object({
  month: z.string().transform((text) => day(text)),
  startups: z.number(),
  values: z.number(),
});

/** How the product is used, month by month and without counting anybody: what was published and measured through it. */
export const monthlyUse = (db: Sql, today: Day, count: number) => {
  const first = addMonths(day(`${today.slice(0, 7)}-01`), 1 - count);
  return readRows(
    db,
    row,
    sql`SELECT to_char(m.month, 'YYYY-MM-DD') AS month,
          (SELECT count(DISTINCT v.content_file_id) FROM content_version v JOIN content_file f ON f.id = v.content_file_id AND f.collection = '_startups'
            WHERE v.nature IN ('publication', 'restauration', 'creation') AND v.at >= m.month AND v.at < m.month + interval '1 month')::int AS startups,
          (SELECT count(*) FROM metric_value k WHERE k.recorded_at >= m.month AND k.recorded_at < m.month + interval '1 month')::int AS values
        FROM generate_series(${first}::date::timestamp, ${today}::date::timestamp, interval '1 month') AS m(month) ORDER BY 1`,
  );
};
