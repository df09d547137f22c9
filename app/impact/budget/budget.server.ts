import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { insertRows, raw, readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { cents, type Cents } from '~/platform/money';
import type { BudgetInput, BudgetPeriod } from './budget';
import { PARTS, type Amounts } from './budget-words';
import { amountsOfCells, type GridCell, type GridYear } from './grid';

const MOST_PERIODS = 60;
const amount = z
  .union([z.bigint(), z.number()])
  .nullable()
  .transform((value): Cents | null => (value === null ? null : cents(Number(value))));

const row = z.object({
  id: z.string(),
  startupId: z.string(),
  start: z.string().transform((text) => day(text)),
  end: z.string().transform((text) => day(text)),
  plannedTotal: amount,
  plannedStaff: amount,
  plannedContractors: amount,
  plannedHosting: amount,
  plannedOther: amount,
  spentTotal: amount,
  spentStaff: amount,
  spentContractors: amount,
  spentHosting: amount,
  spentOther: amount,
  publicShare: z.number().nullable(),
  withTax: z.boolean(),
  publishedAt: z.date().nullable(),
  version: z.number(),
  shares: z.array(z.tuple([z.string(), z.number()])),
});

const periodOf = (value: z.infer<typeof row>): BudgetPeriod & { startupId: string } => ({
  id: value.id,
  startupId: value.startupId,
  start: value.start,
  end: value.end,
  planned: {
    total: value.plannedTotal,
    staff: value.plannedStaff,
    contractors: value.plannedContractors,
    hosting: value.plannedHosting,
    other: value.plannedOther,
  },
  spent: {
    total: value.spentTotal,
    staff: value.spentStaff,
    contractors: value.spentContractors,
    hosting: value.spentHosting,
    other: value.spentOther,
  },
  publicShare: value.publicShare,
  withTax: value.withTax,
  publishedAt: value.publishedAt,
  version: value.version,
  shares: value.shares.map(([organisationId, share]) => ({ organisationId, amount: cents(share) })),
});

/** The budget periods of startups, latest first, in one query. The caller says whether those not published may be seen. */
export async function budgetsOf(
  db: Sql,
  startupIds: readonly string[],
  { inside }: { inside: boolean },
): Promise<Array<BudgetPeriod & { startupId: string }>> {
  const rows = await readRows(
    db,
    row,
    sql`SELECT id, startup_id AS "startupId", start_day::text AS start, end_day::text AS end,
          planned_total AS "plannedTotal", planned_staff AS "plannedStaff", planned_contractors AS "plannedContractors", planned_hosting AS "plannedHosting", planned_other AS "plannedOther",
          spent_total AS "spentTotal", spent_staff AS "spentStaff", spent_contractors AS "spentContractors", spent_hosting AS "spentHosting", spent_other AS "spentOther",
          public_share AS "publicShare", with_tax AS "withTax", published_at AS "publishedAt", version,
          coalesce((SELECT jsonb_agg(jsonb_build_array(organisation_id, amount) ORDER BY amount DESC) FROM budget_share h WHERE h.budget_id = b.id), '[]') AS shares
        FROM budget_period b WHERE startup_id = ANY(${[...startupIds]}::uuid[]) AND (${inside} OR published_at IS NOT NULL) ORDER BY start_day DESC, id`,
  );
  return rows.map(periodOf);
}

const columns = (amounts: Amounts) =>
  sql`${amounts.total}::bigint, ${amounts.staff}::bigint, ${amounts.contractors}::bigint, ${amounts.hosting}::bigint, ${amounts.other}::bigint`;

/** The amounts of a nature that a grid gives take the place of the former; a nature that it does not give stays. */
const keptUnlessGiven = (nature: 'planned' | 'spent') =>
  raw(
    ['total', ...PARTS]
      .map((part) => `${nature}_${part}`)
      .map(
        (column) =>
          `${column} = CASE WHEN excluded.${nature}_total IS NULL THEN budget_period.${column} ELSE excluded.${column} END`,
      )
      .join(', '),
  );

async function refuseOverlap(tx: Sql, startupId: string, { start, end }: BudgetInput, except: string | null) {
  await tx.$executeRaw(sql`SELECT 1 FROM startup WHERE id = ${startupId}::uuid FOR UPDATE`);
  const [found] = await readRows(
    tx,
    z.object({ n: z.coerce.number(), all: z.coerce.number() }),
    sql`SELECT count(*) FILTER (WHERE start_day <= ${end}::date AND end_day >= ${start}::date) AS n, count(*) AS all
        FROM budget_period WHERE startup_id = ${startupId}::uuid AND id IS DISTINCT FROM ${except}::uuid`,
  );
  if (found!.n > 0)
    throw new RuleError(
      'Ces dates recouvrent une période déjà saisie : un euro ne compte qu’une fois.',
      'debut',
    );
  if (found!.all >= MOST_PERIODS) throw new RuleError(`${MOST_PERIODS} périodes au plus.`, 'debut');
}

/** Adds a period, or corrects one: what is corrected while it is public is published anew. @throws {StaleError} */
export async function saveBudget(
  acting: Acting,
  startup: StartupTies,
  { id, version }: { id: string | null; version: number },
  input: BudgetInput,
  /** What the sponsors bring that the form showed; those that it did not show keep their share. */
  shares: { shown: readonly string[]; amounts: ReadonlyArray<{ organisationId: string; amount: Cents }> },
): Promise<string> {
  permitted(acting, 'startup.tenir-budget', startup);
  const now = acting.clock.now();
  const budgetId = id ?? newId();
  await acting.database.transaction(async (tx) => {
    await refuseOverlap(tx, startup.id, input, id);
    if (id === null) {
      await tx.$executeRaw(
        sql`INSERT INTO budget_period (id, startup_id, start_day, end_day,
              planned_total, planned_staff, planned_contractors, planned_hosting, planned_other, spent_total, spent_staff, spent_contractors, spent_hosting, spent_other,
              public_share, with_tax, version, updated_at)
            VALUES (${budgetId}::uuid, ${startup.id}::uuid, ${input.start}::date, ${input.end}::date, ${columns(input.planned)}, ${columns(input.spent)},
              ${input.publicShare}, ${input.withTax}, 1, ${now})`,
      );
    } else {
      const count = await tx.$executeRaw(
        sql`UPDATE budget_period SET start_day = ${input.start}::date, end_day = ${input.end}::date,
              (planned_total, planned_staff, planned_contractors, planned_hosting, planned_other) = (SELECT ${columns(input.planned)}),
              (spent_total, spent_staff, spent_contractors, spent_hosting, spent_other) = (SELECT ${columns(input.spent)}),
              public_share = ${input.publicShare}, with_tax = ${input.withTax}, version = version + 1, updated_at = ${now},
              published_at = CASE WHEN published_at IS NULL THEN NULL ELSE ${now}::timestamptz END
            WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND version = ${version}`,
      );
      if (count === 0) throw new StaleError();
      await tx.$executeRaw(
        sql`DELETE FROM budget_share WHERE budget_id = ${id}::uuid AND organisation_id = ANY(${[...shares.shown]}::uuid[])`,
      );
    }
    await insertRows(
      tx,
      'budget_share',
      { budget_id: 'uuid', organisation_id: 'uuid', amount: 'bigint' },
      shares.amounts.map((share) => ({
        budget_id: budgetId,
        organisation_id: share.organisationId,
        amount: share.amount,
      })),
    );
    await told(tx, acting, id === null ? 'add-budget' : 'change-budget', budgetId);
  });
  return budgetId;
}

/** Shows a period to everyone, or takes it back. */
export async function publishBudget(
  acting: Acting,
  startup: StartupTies,
  { id, version, published }: { id: string; version: number; published: boolean },
): Promise<void> {
  permitted(acting, 'startup.tenir-budget', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE budget_period SET published_at = ${published ? now : null}::timestamptz, version = version + 1, updated_at = ${now}
          WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, published ? 'publish-budget' : 'unpublish-budget', id);
  });
}

export async function removeBudget(
  acting: Acting,
  startup: StartupTies,
  { id, version }: { id: string; version: number },
): Promise<void> {
  permitted(acting, 'startup.tenir-budget', startup);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`DELETE FROM budget_period WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'remove-budget', id);
  });
}

/** The cells of the reference grid of a startup, by year. */
export const gridOf = (db: Sql, startupId: string): Promise<GridCell[]> =>
  readRows(
    db,
    z.object({
      year: z.number(),
      nature: z.enum(['prevu', 'realise']),
      credit: z.enum(['AE', 'CP']),
      activity: z.string(),
      resource: z.string(),
      amount: z.union([z.bigint(), z.number()]).transform((value) => cents(Number(value))),
    }),
    sql`SELECT year, nature, credit, activity, resource, amount FROM budget_cell WHERE startup_id = ${startupId}::uuid ORDER BY year DESC, nature, credit, activity, resource`,
  );

/**
 * Takes in the grid of a year: its cells, and the year's period in the short form, whose amounts are the payment
 * credits (CP) of the grid. The years that the file does not hold are left as they are.
 */
export async function importGrid(
  acting: Acting,
  startup: StartupTies,
  years: readonly GridYear[],
): Promise<void> {
  permitted(acting, 'startup.tenir-budget', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(sql`SELECT 1 FROM startup WHERE id = ${startup.id}::uuid FOR UPDATE`);
    for (const { year, cells } of years) {
      // A file that tells only what was planned leaves what was spent as it is.
      for (const told of [...new Set(cells.map(({ nature, credit }) => `${nature}/${credit}`))]) {
        const [nature, credit] = told.split('/');
        await tx.$executeRaw(
          sql`DELETE FROM budget_cell WHERE startup_id = ${startup.id}::uuid AND year = ${year} AND nature = ${nature} AND credit = ${credit}`,
        );
      }
      await insertRows(
        tx,
        'budget_cell',
        {
          startup_id: 'uuid',
          year: 'smallint',
          nature: 'text',
          credit: 'text',
          activity: 'text',
          resource: 'text',
          amount: 'bigint',
        },
        cells.map((cell) => ({ startup_id: startup.id, ...cell })),
      );
      const input: BudgetInput = {
        start: day(`${year}-01-01`),
        end: day(`${year}-12-31`),
        withTax: true,
        publicShare: null,
        planned: amountsOfCells(cells, 'prevu'),
        spent: amountsOfCells(cells, 'realise'),
      };
      // Commitments alone (AE) say nothing of what a period costs.
      if (input.planned.total === null && input.spent.total === null) continue;
      const present = await readRows(
        tx,
        z.object({ id: z.string(), withTax: z.boolean(), planned: z.boolean(), spent: z.boolean() }),
        sql`SELECT id, with_tax AS "withTax", planned_total IS NOT NULL AS planned, spent_total IS NOT NULL AS spent FROM budget_period WHERE startup_id = ${startup.id}::uuid AND start_day = ${input.start}::date AND end_day = ${input.end}::date`,
      );
      const [same] = present;
      const keeps =
        same &&
        ((same.planned && input.planned.total === null) || (same.spent && input.spent.total === null));
      if (same && !same.withTax && keeps)
        throw new RuleError(
          `La période ${year} est tenue hors taxes, et la grille est TTC : donnez-y le prévu et le réalisé, ou corrigez la période d’abord.`,
          'fichier',
        );
      await refuseOverlap(tx, startup.id, input, present[0]?.id ?? null);
      const id = present[0]?.id ?? newId();
      await tx.$executeRaw(
        sql`INSERT INTO budget_period (id, startup_id, start_day, end_day,
              planned_total, planned_staff, planned_contractors, planned_hosting, planned_other, spent_total, spent_staff, spent_contractors, spent_hosting, spent_other,
              public_share, with_tax, version, updated_at)
            VALUES (${id}::uuid, ${startup.id}::uuid, ${input.start}::date, ${input.end}::date, ${columns(input.planned)}, ${columns(input.spent)}, NULL, true, 1, ${now})
            ON CONFLICT (id) DO UPDATE SET ${keptUnlessGiven('planned')}, ${keptUnlessGiven('spent')},
              with_tax = true, version = budget_period.version + 1, updated_at = ${now}`,
      );
    }
    await told(tx, acting, 'import-budget', startup.id);
  });
}

async function told(tx: Sql, acting: Acting, verb: string, id: string): Promise<void> {
  await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'budget', id } },
  ]);
  await raiseDataVersion(tx);
}
