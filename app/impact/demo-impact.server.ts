import { z } from 'zod';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, yearOf, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { CATALOGUE_VERSION, STANDARDS } from './standards/catalogue';
import { firstOfMonth } from './values/periods';
import { recordValues } from './values/record.server';
import type { Concept, Direction, Family, Gathering } from './vocabulary';

interface DemoMetric {
  name: string;
  unit: string;
  concept: Concept | null;
  indicator?: string;
  northStar?: boolean;
  family: Family;
  gathering: Gathering;
  direction?: Direction;
  definition?: string;
  /** First and last figure, and how many months lie between. */
  from: number;
  to: number;
  months: number;
  /** Months since the last figure. */
  late?: number;
  target?: number;
  private?: true;
}

/** Figures that nobody measured, on startups that do not exist. */
const DEMO_METRICS: Readonly<Record<string, readonly DemoMetric[]>> = {
  'fictif-potagers-partages': [
    {
      name: 'Parcelles cultivées',
      unit: 'parcelles',
      concept: 'impactant',
      indicator: 'impact',
      family: 'impact',
      gathering: 'dernier',
      definition: 'Parcelles attribuées par le service et cultivées depuis un mois au moins.',
      from: 40,
      to: 3180,
      months: 30,
      target: 5000,
    },
    {
      name: 'Familles jardinières actives',
      unit: 'familles',
      concept: 'utilise',
      indicator: 'utilisateurs-actifs',
      family: 'usage',
      gathering: 'dernier',
      northStar: true,
      definition: 'Familles qui ont ouvert le service dans le mois pour leur parcelle.',
      from: 60,
      to: 4250,
      months: 30,
      target: 6000,
    },
    {
      name: 'Demandes de parcelle abouties',
      unit: 'demandes',
      concept: 'utilise',
      indicator: 'transactions',
      family: 'usage',
      gathering: 'somme',
      from: 12,
      to: 310,
      months: 30,
    },
    {
      name: 'Part des familles qui le trouvent utile',
      unit: '%',
      concept: 'utile',
      indicator: 'satisfaction',
      family: 'impact',
      gathering: 'moyenne',
      from: 71,
      to: 88,
      months: 18,
    },
    {
      name: 'Note de facilité',
      unit: 'sur 10',
      concept: 'utilisable',
      indicator: 'facilite',
      family: 'usage',
      gathering: 'moyenne',
      from: 6.2,
      to: 8.1,
      months: 14,
      late: 8,
    },
  ],
  'fictif-mairie-ouverte': [
    {
      name: 'Démarches menées à bien',
      unit: 'démarches',
      concept: 'utilise',
      indicator: 'transactions',
      family: 'usage',
      gathering: 'somme',
      northStar: true,
      from: 20,
      to: 940,
      months: 15,
      target: 2000,
    },
    {
      name: 'Délai moyen de réponse',
      unit: 'jours',
      concept: 'impactant',
      indicator: 'impact',
      family: 'impact',
      gathering: 'moyenne',
      direction: 'baisse',
      from: 21,
      to: 9,
      months: 12,
      private: true,
    },
  ],
  'fictif-bus-a-la-demande': [
    {
      name: 'Trajets partagés',
      unit: 'trajets',
      concept: 'utilise',
      indicator: 'transactions',
      family: 'usage',
      gathering: 'somme',
      northStar: true,
      from: 1200,
      to: 640,
      months: 14,
      late: 3,
    },
  ],
};

/** The same wave each time: a demonstration shows the same curve to everyone. */
const wave = (index: number): number => 1 + 0.06 * Math.sin(index * 1.7) + 0.04 * Math.cos(index * 0.9);

async function addDemoMetric(tx: Sql, startupId: string, metric: DemoMetric, today: Day): Promise<void> {
  const id = newId();
  const last = addMonths(firstOfMonth(today), -1 - (metric.late ?? 0));
  const first = addMonths(last, 1 - metric.months);
  const now = new Date(`${today}T08:00:00Z`);
  await tx.$executeRaw(
    sql`INSERT INTO metric (id, startup_id, concept, north_star, indicator, family, direction, periodicity, gathering, source, quality, public, version, created_at)
        VALUES (${id}::uuid, ${startupId}::uuid, ${metric.concept}, ${metric.northStar === true}, ${metric.indicator ?? null}, ${metric.family}, ${metric.direction ?? 'hausse'},
          'month', ${metric.gathering}, 'Inventée pour la démonstration', 50, ${metric.private !== true}, 1, ${now})`,
  );
  await tx.$executeRaw(
    sql`INSERT INTO metric_definition (metric_id, number, name, unit, definition, since_day, created_at)
        VALUES (${id}::uuid, 1, ${metric.name}, ${metric.unit}, ${metric.definition ?? ''}, ${first}::date, ${now})`,
  );
  const values = Array.from({ length: metric.months }, (_, index) => {
    const share = metric.months === 1 ? 1 : index / (metric.months - 1);
    const plain =
      (metric.from + (metric.to - metric.from) * share ** 1.4) *
      (index === metric.months - 1 ? 1 : wave(index));
    const start = addMonths(first, index);
    return {
      metricId: id,
      start,
      end: addDays(addMonths(start, 1), -1),
      value: metric.to < 30 ? Math.round(plain * 10) / 10 : Math.round(plain),
    };
  });
  await recordValues(tx, values, { origin: 'fichier', personId: null, now });
  if (metric.target !== undefined) {
    await tx.$executeRaw(
      sql`INSERT INTO metric_target (id, metric_id, due_day, value, origin, set_at) VALUES (${newId()}::uuid, ${id}::uuid, ${addMonths(today, 6)}::date, ${metric.target}, 'comite', ${now})`,
    );
  }
}

async function addDemoBudgets(tx: Sql, startupId: string, today: Day): Promise<void> {
  const year = yearOf(today);
  for (const [at, planned, spent] of [
    [year - 1, 420_000, 398_500],
    [year, 510_000, 365_200],
  ] as const) {
    const part = (share: number, total: number) => Math.round(total * share) * 100;
    await tx.$executeRaw(
      sql`INSERT INTO budget_period (id, startup_id, start_day, end_day, planned_total, planned_staff, planned_contractors, planned_hosting, planned_other,
            spent_total, spent_staff, spent_contractors, spent_hosting, spent_other, public_share, with_tax, published_at, version, updated_at)
          VALUES (${newId()}::uuid, ${startupId}::uuid, ${day(`${at}-01-01`)}::date, ${day(`${at}-12-31`)}::date,
            ${planned * 100}, ${part(0.22, planned)}, ${part(0.66, planned)}, ${part(0.05, planned)}, ${part(0.07, planned)},
            ${spent * 100}, ${part(0.22, spent)}, ${part(0.66, spent)}, ${part(0.05, spent)}, ${part(0.07, spent)}, 100, true, ${new Date(`${year}-06-12T09:00:00Z`)}, 1, ${new Date(`${today}T08:00:00Z`)})`,
    );
  }
}

/** Answers of a team that is well on its way: the later a standard is looked at, the fewer are held. */
async function addDemoAnswers(tx: Sql, startupId: string, today: Day): Promise<void> {
  for (const [place, standard] of STANDARDS.entries()) {
    for (let criterion = 1; criterion <= standard.criteria; criterion += 1) {
      const turn = (place * 3 + criterion) % 9;
      if (turn === 8) continue;
      const answer = turn === 7 ? 'sans-objet' : turn >= 6 ? 'non' : 'oui';
      await tx.$executeRaw(
        sql`INSERT INTO standard_answer (startup_id, standard, criterion, revision, answer, reason, catalogue, answered_on, recorded_at)
            VALUES (${startupId}::uuid, ${standard.id}, ${criterion}, 1, ${answer}, ${answer === 'sans-objet' ? 'Inventé pour la démonstration' : null},
              ${CATALOGUE_VERSION}, ${addDays(today, -40 * (turn + 1))}::date, ${new Date(`${today}T08:00:00Z`)})`,
      );
    }
  }
}

/** What the invented startups of the demonstration measure and spend, once. */
export async function seedDemoImpact(tx: Sql, today: Day): Promise<void> {
  for (const [publicId, metrics] of Object.entries(DEMO_METRICS)) {
    const rows = await readRows(
      tx,
      z.object({ id: z.string() }),
      sql`SELECT id FROM startup s WHERE public_id = ${publicId} AND fictional AND NOT EXISTS (SELECT 1 FROM metric k WHERE k.startup_id = s.id)`,
    );
    const startupId = rows[0]?.id;
    if (startupId === undefined) continue;
    for (const metric of metrics) await addDemoMetric(tx, startupId, metric, today);
    if (publicId !== 'fictif-potagers-partages') continue;
    await addDemoBudgets(tx, startupId, today);
    await addDemoAnswers(tx, startupId, today);
  }
}
