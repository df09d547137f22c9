import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, yearOf, type Day } from '~/platform/day';
import { INDICATORS } from './all';
import { periodOf, type IndicatorFacts, type KeptMeasure } from './indicator';

const countedSchema = z.array(
  z.object({
    name: z.string(),
    to: z.string().nullable(),
    detail: z.string(),
    kept: z.boolean().optional(),
  }),
);
const row = z.object({
  code: z.string(),
  year: z.number(),
  value: z.number().nullable(),
  counted: countedSchema,
  on: z.string().transform((text) => day(text)),
});

/** What indicators without dates counted on the last night of each year, by `code/year`. */
export async function keptMeasures(db: Sql): Promise<ReadonlyMap<string, KeptMeasure>> {
  const rows = await readRows(
    db,
    row,
    sql`SELECT code, year, value, counted, on_day::text AS on FROM indicator_kept`,
  );
  return new Map(
    rows.map(({ code, year, value, counted, on }) => [
      `${code}/${year}`,
      {
        value,
        on,
        counted: counted.map(({ kept, ...one }) => (kept === undefined ? one : { ...one, kept })),
      },
    ]),
  );
}

/** Keeps, for the year under way, what cannot be told of it once it is over. Runs every night. */
export async function keepUndated(tx: Sql, facts: IndicatorFacts, today: Day): Promise<void> {
  const year = yearOf(today);
  for (const indicator of INDICATORS.filter(({ undated }) => undated === true)) {
    const { value, counted } = indicator.measure(facts, periodOf(year, today));
    await tx.$executeRaw(
      sql`INSERT INTO indicator_kept (code, year, value, counted, on_day) VALUES (${indicator.code}, ${year}, ${value}, ${JSON.stringify(counted)}::jsonb, ${today}::date)
          ON CONFLICT (code, year) DO UPDATE SET value = EXCLUDED.value, counted = EXCLUDED.counted, on_day = EXCLUDED.on_day`,
    );
  }
}
