import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { metricsOf, metricsWithin } from '~/impact/reads.server';
import { readTable } from '~/impact/values/lines';
import { recordValues } from '~/impact/values/record.server';
import type { Database } from '~/platform/database/open.server';
import { addDays, day } from '~/platform/day';
import { rowsOfText } from '~/platform/files/spreadsheet.server';
import { newId } from '~/platform/identifier';
import { timed, type Report } from './measure';

const PORTFOLIO = 20;
const ASKED = 40;
const SINCE = day('2023-11-01');
const TODAY = day('2026-11-23');

/** Every startup measures one thing, so many values each, a day or a month apart. */
async function measure(
  database: Database,
  { values, step, from }: { values: number; step: 'day' | 'month'; from: string },
): Promise<number> {
  for (const statement of [
    'DELETE FROM metric',
    `INSERT INTO metric (id, startup_id, concept, north_star, family, direction, periodicity, gathering, public, version, created_at)
     SELECT md5(id::text)::uuid, id, 'utilise', true, 'usage', 'hausse', '${step}', 'somme', true, 1, now() FROM startup`,
    `INSERT INTO metric_definition SELECT id, 1, 'Mesure ' || id, 'actes', '', '2023-01-01', now() FROM metric`,
    `INSERT INTO metric_value (metric_id, start_day, end_day, revision, value, origin, recorded_at)
     SELECT k.id, d::date, (d + interval '1 ${step}' - interval '1 day')::date, 1, 100 + 10 * sin(extract(epoch FROM d) / 1e6), 'api', now()
     FROM metric k, generate_series('${from}'::timestamp, '${from}'::timestamp + interval '1 ${step}' * ${values - 1}, interval '1 ${step}') d`,
    `INSERT INTO metric_month SELECT metric_id, date_trunc('month', end_day)::date, sum(value) FROM metric_value GROUP BY 1, 2`,
    'ANALYZE metric, metric_value, metric_month, metric_definition',
  ])
    await database.pool.query(statement);
  const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM metric_value');
  return rows[0]!.n;
}

/** What a startup's series and the portfolio's small multiples take. */
async function readTimes(database: Database): Promise<{ series: number; portfolio: number }> {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM startup ORDER BY public_id LIMIT 200',
  );
  const ids = rows.map(({ id }) => id);
  const series = async () => {
    for (const id of ids.slice(0, ASKED))
      await metricsOf(database.prisma, id, { inside: true, today: TODAY });
  };
  const portfolio = async () => {
    for (let turn = 0; turn < ASKED / 4; turn += 1)
      await metricsWithin(database.prisma, ids.slice(turn, turn + PORTFOLIO), { since: SINCE, today: TODAY });
  };
  await series();
  await portfolio();
  return { series: (await timed(series)).ms / ASKED, portfolio: (await timed(portfolio)).ms / (ASKED / 4) };
}

/** 50 000 lines read, understood and recorded, against the CSV library's own reading of the same text. */
async function measureTable(database: Database, report: Report, lines: number): Promise<void> {
  const startup = await database.pool.query<{ id: string }>('SELECT id FROM startup LIMIT 1');
  const metricId = newId();
  await database.pool.query(
    `INSERT INTO metric (id, startup_id, concept, north_star, family, direction, periodicity, gathering, public, version, created_at) VALUES ('${metricId}', '${startup.rows[0]!.id}', 'utile', false, 'usage', 'hausse', 'day', 'somme', true, 1, now());
     INSERT INTO metric_definition VALUES ('${metricId}', 1, 'Tableau', 'x', '', '1800-01-01', now())`,
  );
  const text = stringify(
    [
      ['mesure', 'date', 'valeur'],
      ...Array.from({ length: lines }, (_, index) => [
        'Tableau',
        addDays(day('1880-01-01'), index),
        String(index),
      ]),
    ],
    { delimiter: ';' },
  );
  parse(text, { delimiter: ';' });
  const own = await timed(() => Promise.resolve(parse(text, { delimiter: ';' })));
  const memory = process.memoryUsage().heapUsed;
  const { ms } = await timed(async () => {
    const rows = await rowsOfText(text, lines);
    const read = readTable(rows, [{ id: metricId, name: 'Tableau', periodicity: 'day' }], day('2026-11-24'));
    const values = read.lines.flatMap((line) => ('metricId' in line ? [line] : []));
    await database.transaction(
      (tx) => recordValues(tx, values, { origin: 'fichier', personId: null, now: new Date() }),
      {
        seconds: 120,
      },
    );
  });
  report.line(
    `  tableau de ${lines} lignes : ${ms.toFixed(0)} ms, la bibliothèque seule ${own.ms.toFixed(0)} ms, mémoire +${((process.memoryUsage().heapUsed - memory) / 1e6).toFixed(0)} Mo`,
  );
  report.ratio('tableau de valeurs ÷ lecture par la bibliothèque', ms / own.ms, { atMost: 20 });
}

/** Pages read months, not values: a hundred times the values takes no more than twice the time. */
export async function measureImpact(database: Database, report: Report, short: boolean): Promise<void> {
  const few = await measure(database, { values: 30, step: 'month', from: '2024-01-01' });
  const small = await readTimes(database);
  const many = await measure(database, { values: short ? 600 : 3030, step: 'day', from: '2018-01-01' });
  const large = await readTimes(database);
  report.line(
    `  mesures : ${few} valeurs, une série ${small.series.toFixed(1)} ms, un portefeuille ${small.portfolio.toFixed(1)} ms ; ${many} valeurs, ${large.series.toFixed(1)} et ${large.portfolio.toFixed(1)} ms`,
  );
  report.ratio('série d’une startup', large.series / small.series, { atMost: 2 });
  report.ratio('courbes d’un portefeuille', large.portfolio / small.portfolio, { atMost: 2 });
  await measureTable(database, report, short ? 5_000 : 50_000);
  await database.pool.query('DELETE FROM metric');
}
