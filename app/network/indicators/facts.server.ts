import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { yearOf, type Day } from '~/platform/day';
import { keptPromise } from '~/round/award/targets';
import { certifiedByYear } from '../certification/candidates.server';
import { FAST } from '../awards';
import type { Network } from '../facts';
import type { IndicatorFacts } from './indicator';
import { keptMeasures } from './kept.server';
import { SHIPPED, type KnownYear } from './shipped';

const FIRST_YEAR = 2013;

const yearRow = z.object({
  code: z.string(),
  year: z.number(),
  target: z.number().nullable(),
  published: z.number().nullable(),
  source: z.string(),
  explanation: z.string(),
  entered: z.number().nullable(),
  enteredSource: z.string(),
  version: z.number(),
});
export type IndicatorYear = z.infer<typeof yearRow>;

/** What the network wrote of indicators, by `code/year`. */
export async function indicatorYears(db: Sql): Promise<ReadonlyMap<string, IndicatorYear>> {
  const rows = await readRows(
    db,
    yearRow,
    sql`SELECT code, year, target, published, published_source AS source, explanation, entered, entered_source AS "enteredSource", version FROM indicator_year`,
  );
  return new Map(rows.map((row) => [`${row.code}/${row.year}`, row]));
}

/** What is known elsewhere in a year: as the network wrote it, else as the program ships it. */
export const knownIn = (
  written: ReadonlyMap<string, IndicatorYear>,
  code: string,
  year: number,
): KnownYear | null => written.get(`${code}/${year}`) ?? SHIPPED.get(`${code}/${year}`) ?? null;

const AGGREGATES = ['nouveaux-agents', 'part-des-femmes'];

/** Figures that only people can enter: what they wrote, else what the yearly reports published. */
function enteredFigures(written: ReadonlyMap<string, IndicatorYear>) {
  const shipped = [...SHIPPED].flatMap(([key, { published, source }]) =>
    AGGREGATES.includes(key.split('/')[0]!) && published !== null
      ? [[key, { value: published, source }] as const]
      : [],
  );
  const own = [...written].flatMap(([key, { entered, enteredSource }]) =>
    entered === null ? [] : [[key, { value: entered, source: enteredSource }] as const],
  );
  return new Map([...shipped, ...own]);
}

/** Everything that indicators count from, in six queries. */
export async function readIndicatorFacts(
  db: Sql,
  network: Network,
  today: Day,
): Promise<IndicatorFacts & { written: ReadonlyMap<string, IndicatorYear> }> {
  const written = await indicatorYears(db);
  const members = await readRows(
    db,
    z.object({ year: z.number(), count: z.number() }),
    sql`SELECT y.year::int AS year, count(DISTINCT m.person_id)::int AS count
        FROM generate_series(${FIRST_YEAR}::int, ${yearOf(today)}::int) AS y(year)
        JOIN mission m ON m.withdrawn_at IS NULL
          AND (m.start_day IS NULL OR m.start_day <= least(make_date(y.year, 12, 31), ${today}::date))
          AND (m.end_day IS NULL OR m.end_day >= least(make_date(y.year, 12, 31), ${today}::date))
        GROUP BY 1`,
  );
  const results = await readRows(
    db,
    z.object({
      publicId: z.string(),
      year: z.number(),
      targets: z.array(
        z.object({ value: z.number(), result: z.number().nullable(), base: z.number().nullable() }),
      ),
    }),
    sql`SELECT s.public_id AS "publicId", extract(year FROM c.announced_at AT TIME ZONE 'Europe/Paris')::int AS year,
          jsonb_agg(jsonb_build_object('value', t.value, 'result', t.result, 'base', t.base) ORDER BY t.position) AS targets
        FROM application a JOIN call c ON c.id = a.call_id JOIN funding_program f ON f.id = c.program_id AND f.public_id = ${FAST} JOIN startup s ON s.id = a.startup_id JOIN application_target t ON t.application_id = a.id
        WHERE c.announced_at IS NOT NULL AND a.decision IN ('argent', 'accompagnement') GROUP BY a.id, s.public_id, c.announced_at`,
  );
  return {
    network,
    written,
    certifiedByYear: await certifiedByYear(db),
    kept: await keptMeasures(db),
    membersByYear: new Map(members.map(({ year, count }) => [year, count])),
    promises: results.flatMap(({ publicId, year, targets }) => {
      const startup = network.startupById.get(publicId);
      return startup ? [{ startup, year, kept: keptPromise(targets) }] : [];
    }),
    entered: enteredFigures(written),
  };
}
