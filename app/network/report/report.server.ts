import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { yearOf } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { readIndicatorFacts } from '../indicators/facts.server';
import { FAMILIES, type Family } from '../indicators/indicator';
import { indicatorTable, type IndicatorFamily } from '../indicators/table';
import type { Network } from '../facts';

const FAMILY_CODES = Object.keys(FAMILIES) as [Family, ...Family[]];

const lineSchema = z.object({
  code: z.string(),
  name: z.string(),
  rule: z.string(),
  value: z.number().nullable(),
  shown: z.string(),
  count: z.number(),
  note: z.string().nullable(),
  target: z.string().nullable(),
  published: z
    .object({
      shown: z.string(),
      difference: z.string().nullable(),
      source: z.string(),
      explanation: z.string(),
    })
    .nullable(),
});
const figuresSchema = z.array(
  z.object({ family: z.enum(FAMILY_CODES), label: z.string(), lines: z.array(lineSchema) }),
);

const reportRow = z.object({
  year: z.number(),
  opening: z.string(),
  comments: z.partialRecord(z.enum(FAMILY_CODES), z.string()),
  figures: figuresSchema.nullable(),
  closedAt: z.date().nullable(),
  version: z.number(),
});
export type YearlyReport = z.infer<typeof reportRow>;

const COLUMNS = sql`year, opening, comments, figures, closed_at AS "closedAt", version`;

export async function reportOf(db: Sql, year: number): Promise<YearlyReport> {
  const [row] = await readRows(db, reportRow, sql`SELECT ${COLUMNS} FROM yearly_report WHERE year = ${year}`);
  return row ?? { year, opening: '', comments: {}, figures: null, closedAt: null, version: 0 };
}

export const closedReports = (db: Sql) =>
  readRows(
    db,
    z.object({ year: z.number(), closedAt: z.date() }),
    sql`SELECT year, closed_at AS "closedAt" FROM yearly_report WHERE closed_at IS NOT NULL ORDER BY year DESC`,
  );

export const correctionsOf = (db: Sql, year: number) =>
  readRows(
    db,
    z.object({ id: z.string(), text: z.string(), writtenAt: z.date() }),
    sql`SELECT id, text, written_at AS "writtenAt" FROM yearly_report_correction WHERE year = ${year} ORDER BY written_at, id`,
  );

/** Figures of a closed report that our count tells otherwise today: said beside them, never changed in them. */
export function changedSince(
  frozen: readonly IndicatorFamily[],
  now: readonly IndicatorFamily[],
): Array<{ name: string; then: string; now: string }> {
  const today = new Map(now.flatMap(({ lines }) => lines.map((line) => [line.code, line] as const)));
  return frozen.flatMap(({ lines }) =>
    lines.flatMap((line) => {
      const other = today.get(line.code);
      // What bears no date had a value then and has none for a past year: that is no correction.
      return other === undefined || other.value === null || other.shown === line.shown
        ? []
        : [{ name: line.name, then: line.shown, now: other.shown }];
    }),
  );
}

export interface ReportTexts {
  opening: string;
  comments: Partial<Record<Family, string>>;
}

async function write(
  tx: Sql,
  acting: Acting,
  year: number,
  texts: ReportTexts,
  version: number,
): Promise<void> {
  const now = acting.clock.now();
  const [known] = await readRows(
    tx,
    z.object({ closed: z.boolean(), version: z.number() }),
    sql`SELECT closed_at IS NOT NULL AS closed, version FROM yearly_report WHERE year = ${year} FOR UPDATE`,
  );
  if (known?.closed)
    throw new RuleError(
      'Ce bilan est clos : il ne change plus. Ajoutez une correction, elle se lira à côté.',
    );
  if ((known?.version ?? 0) !== version) throw new StaleError();
  const changed = await tx.$executeRaw(
    sql`INSERT INTO yearly_report (year, opening, comments, version, updated_at) VALUES (${year}, ${texts.opening}, ${JSON.stringify(texts.comments)}::jsonb, 1, ${now})
        ON CONFLICT (year) DO UPDATE SET opening = EXCLUDED.opening, comments = EXCLUDED.comments, version = yearly_report.version + 1, updated_at = EXCLUDED.updated_at
          WHERE yearly_report.version = ${version}`,
  );
  if (changed === 0) throw new StaleError();
}

/** Keeps the text around the figures of a year that is not closed. @throws {RuleError | StaleError} */
export async function writeReport(
  acting: Acting,
  year: number,
  texts: ReportTexts,
  version: number,
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  await acting.database.transaction(async (tx) => {
    await write(tx, acting, year, texts, version);
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'write-report', thing: { kind: 'yearly-report', id: String(year) } },
    ]);
  });
}

/** Closes a year that is over: its figures are frozen as they are counted now. @throws {RuleError | StaleError} */
export async function closeReport(
  acting: Acting,
  network: Network,
  year: number,
  texts: ReportTexts,
  version: number,
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  const today = acting.clock.today();
  if (year >= yearOf(today))
    throw new RuleError(`L’année ${year} n’est pas finie : son bilan se clôt à partir du 1er janvier.`);
  await acting.database.transaction(async (tx) => {
    await write(tx, acting, year, texts, version);
    const figures = indicatorTable(await readIndicatorFacts(tx, network, today), year, today);
    await tx.$executeRaw(
      sql`UPDATE yearly_report SET figures = ${JSON.stringify(figures)}::jsonb, closed_at = ${acting.clock.now()} WHERE year = ${year}`,
    );
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'close-report', thing: { kind: 'yearly-report', id: String(year) } },
    ]);
  });
}

/** Says beside a closed report what was found wrong in it. @throws {RuleError} */
export async function correctReport(acting: Acting, year: number, text: string): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  if (text === '') throw new RuleError('Dites ce qui est à corriger.', 'correction');
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    if ((await reportOf(tx, year)).closedAt === null)
      throw new RuleError('Ce bilan n’est pas clos : corrigez son texte même.');
    await tx.$executeRaw(
      sql`INSERT INTO yearly_report_correction (id, year, text, written_at) VALUES (${newId()}::uuid, ${year}, ${text}, ${now})`,
    );
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'correct-report', thing: { kind: 'yearly-report', id: String(year) } },
    ]);
  });
}
