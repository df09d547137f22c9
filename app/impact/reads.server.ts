import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { firstOfMonth } from './values/periods';
import {
  CONCEPTS,
  DIRECTIONS,
  FAMILIES,
  GATHERINGS,
  kindOf,
  ORIGINS,
  PERIODICITIES,
  STAGES,
  TARGET_ORIGINS,
  type MetricKind,
} from './vocabulary';

const dayText = z.string().transform((text) => day(text));

const metricRow = z.object({
  id: z.string(),
  startupId: z.string(),
  concept: z.enum(CONCEPTS).nullable(),
  northStar: z.boolean(),
  indicator: z.string().nullable(),
  family: z.enum(FAMILIES),
  stage: z.enum(STAGES).nullable(),
  direction: z.enum(DIRECTIONS),
  periodicity: z.enum(PERIODICITIES),
  gathering: z.enum(GATHERINGS),
  source: z.string().nullable(),
  quality: z.number().nullable(),
  public: z.boolean(),
  version: z.number(),
  /** Number, name, unit, definition, first day. */
  definitions: z.array(z.tuple([z.number(), z.string(), z.string(), z.string(), dayText])),
  months: z.array(z.tuple([dayText, z.number()])),
  /** Id, day due, value, origin. */
  targets: z.array(z.tuple([z.string(), dayText, z.number(), z.enum(TARGET_ORIGINS)])),
  collectedAt: z.date().nullable(),
  collectError: z.string().nullable(),
  collected: z.boolean(),
});
type Row = z.infer<typeof metricRow>;

export interface Metric extends Omit<Row, 'definitions' | 'months' | 'targets'> {
  name: string;
  unit: string;
  definition: string;
  kind: MetricKind;
  /** Days from which another definition counts, the first one left out. */
  breaks: Array<{ since: Day; name: string; unit: string; definition: string }>;
  /** What it was first, before its breaks. */
  first: { name: string; unit: string; definition: string };
  /** First days of months with their figure, in order; without a month of which more is to come. */
  months: Array<{ month: Day; value: number }>;
  /** What the month that is not over adds up to so far. */
  underWay: { month: Day; value: number } | null;
  targets: Array<{ id: string; due: Day; value: number; origin: Row['targets'][number][3] }>;
}

/** Sums of a month under way only grow: they are no figure of it yet. What is read or averaged is one at any time. */
const growsUntilOver = ({ gathering, periodicity }: Pick<Row, 'gathering' | 'periodicity'>): boolean =>
  gathering === 'somme' && (['day', 'week', 'month'] as const).some((one) => one === periodicity);

const shaped = ({ definitions, months, targets, ...row }: Row, today: Day): Metric => {
  const [, name, unit, definition] = definitions.at(-1)!;
  const [, firstName, firstUnit, firstDefinition] = definitions[0]!;
  const figures = months.map(([month, value]) => ({ month, value }));
  const last = figures.at(-1);
  const underWay = last && growsUntilOver(row) && last.month >= firstOfMonth(today) ? last : null;
  return {
    ...row,
    name,
    unit,
    definition,
    kind: kindOf(row),
    first: { name: firstName, unit: firstUnit, definition: firstDefinition },
    breaks: definitions.slice(1).map(([, named, measured, defined, since]) => ({
      since,
      name: named,
      unit: measured,
      definition: defined,
    })),
    months: underWay ? figures.slice(0, -1) : figures,
    underWay,
    targets: targets.map(([id, due, value, origin]) => ({ id, due, value, origin })),
  };
};

const byPlace = (a: Metric, b: Metric): number =>
  Number(b.northStar) - Number(a.northStar) ||
  CONCEPTS.indexOf(a.concept ?? 'utilisable') - CONCEPTS.indexOf(b.concept ?? 'utilisable') ||
  a.name.localeCompare(b.name, 'fr');

async function readMetrics(
  db: Sql,
  condition: ReturnType<typeof sql>,
  { since, today }: { since: Day | null; today: Day },
): Promise<Metric[]> {
  const rows = await readRows(
    db,
    metricRow,
    sql`
    WITH k AS (SELECT * FROM metric WHERE ${condition}),
    d AS (SELECT metric_id, jsonb_agg(jsonb_build_array(number, name, unit, definition, since_day) ORDER BY number) v FROM metric_definition WHERE metric_id IN (SELECT id FROM k) GROUP BY 1),
    m AS (SELECT metric_id, jsonb_agg(jsonb_build_array(month, value) ORDER BY month) v FROM metric_month
          WHERE metric_id IN (SELECT id FROM k) AND (${since}::date IS NULL OR month >= ${since}::date) GROUP BY 1),
    t AS (SELECT metric_id, jsonb_agg(jsonb_build_array(id, due_day, value, origin) ORDER BY due_day) v FROM metric_target WHERE withdrawn_at IS NULL AND metric_id IN (SELECT id FROM k) GROUP BY 1)
    SELECT k.id, k.startup_id AS "startupId", concept, north_star AS "northStar", indicator, family, stage, direction, periodicity, gathering, source, quality, public, k.version,
      d.v AS definitions, coalesce(m.v, '[]') AS months, coalesce(t.v, '[]') AS targets,
      s.succeeded_at AS "collectedAt", s.last_error AS "collectError", s.metric_id IS NOT NULL AS collected
    FROM k JOIN d ON d.metric_id = k.id LEFT JOIN m ON m.metric_id = k.id LEFT JOIN t ON t.metric_id = k.id LEFT JOIN stat_source s ON s.metric_id = k.id`,
  );
  return rows.map((row) => shaped(row, today)).sort(byPlace);
}

/** The metrics of one startup, north star first. The caller says whether the reader may see those that are not public. */
export const metricsOf = (
  db: Sql,
  startupId: string,
  { inside, today }: { inside: boolean; today: Day },
): Promise<Metric[]> =>
  readMetrics(db, sql`startup_id = ${startupId}::uuid AND retired_at IS NULL AND (public OR ${inside})`, {
    since: null,
    today,
  });

/** The metrics of many startups with their months since a day, in one query however many they are. */
export const metricsWithin = (
  db: Sql,
  startupIds: readonly string[],
  { since, today }: { since: Day; today: Day },
): Promise<Metric[]> =>
  readMetrics(db, sql`startup_id = ANY(${[...startupIds]}::uuid[]) AND retired_at IS NULL`, { since, today });

export const retiredMetricsOf = (db: Sql, startupId: string) =>
  readRows(
    db,
    z.object({ id: z.string(), name: z.string(), retiredAt: z.date() }),
    sql`SELECT DISTINCT ON (k.id) k.id, d.name, k.retired_at AS "retiredAt" FROM metric k JOIN metric_definition d ON d.metric_id = k.id
        WHERE k.startup_id = ${startupId}::uuid AND k.retired_at IS NOT NULL ORDER BY k.id, d.number DESC`,
  );

/** The latest values of a metric, present and replaced, each with where it came from. */
export const valuesOf = (db: Sql, metricId: string, limit: number) =>
  readRows(
    db,
    z.object({
      start: dayText,
      end: dayText,
      value: z.number(),
      origin: z.enum(ORIGINS),
      author: z.string().nullable(),
      recordedAt: z.date(),
      replacedAt: z.date().nullable(),
    }),
    sql`SELECT start_day::text AS start, end_day::text AS end, value, origin, p.full_name AS author, recorded_at AS "recordedAt", replaced_at AS "replacedAt"
        FROM metric_value v LEFT JOIN person p ON p.id = v.person_id WHERE v.metric_id = ${metricId}::uuid
        ORDER BY end_day DESC, start_day DESC, revision DESC LIMIT ${limit}`,
  );
