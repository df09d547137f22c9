import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { cents, type Cents } from '~/platform/money';
import { LINE_KINDS, type LineKind, type Means } from '../vocabulary';
import type { CallInput } from './call-schema';
import { callState } from './calendar';
import { PROGRAMS, type GridLine, type ScaleValue } from './grids';
import { toldCall } from '../told.server';

const amount = z.coerce
  .number()
  .nullable()
  .transform((value): Cents | null => (value === null ? null : cents(value)));
const callRow = z.object({
  id: z.string(),
  program: z.string(),
  programName: z.string(),
  edition: z.number(),
  title: z.string(),
  purpose: z.string(),
  gridId: z.string(),
  opensAt: z.date(),
  closesAt: z.date(),
  scoresCloseAt: z.date(),
  means: z.enum(['enveloppe', 'places']) satisfies z.ZodType<Means>,
  envelope: amount,
  places: z.number().nullable(),
  cofundingPercent: z.number(),
  cap: amount,
  coachingValue: amount,
  answerLimit: z.number(),
  keepTextsMonths: z.number(),
  textsNotice: z.string(),
  announcedAt: z.date().nullable(),
  minutes: z.string().nullable(),
  version: z.number(),
});
export type Call = z.infer<typeof callRow>;

const callsWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<Call[]> =>
  readRows(
    db,
    callRow,
    sql`SELECT c.id, p.public_id AS program, p.name AS "programName", c.edition, c.title, c.purpose, c.grid_id AS "gridId", c.opens_at AS "opensAt",
          c.closes_at AS "closesAt", c.scores_close_at AS "scoresCloseAt", c.means, c.envelope, c.places, c.cofunding_percent AS "cofundingPercent", c.cap,
          c.coaching_value AS "coachingValue", c.answer_limit AS "answerLimit", c.keep_texts_months AS "keepTextsMonths", c.texts_notice AS "textsNotice", c.announced_at AS "announcedAt", c.minutes, c.version
        FROM call c JOIN funding_program p ON p.id = c.program_id WHERE ${condition} ORDER BY c.closes_at DESC, c.id`,
  );

export const callsOf = (db: Sql): Promise<Call[]> => callsWhere(db, sql`true`);
export const callOf = async (db: Sql, id: string): Promise<Call | null> =>
  (await callsWhere(db, sql`c.id = ${id}::uuid`))[0] ?? null;

/** Within a transaction: the call, locked against two writers. @throws {RuleError} when it is gone. */
export async function lockCall(tx: Sql, id: string): Promise<Call> {
  await tx.$executeRaw(sql`SELECT 1 FROM call WHERE id = ${id}::uuid FOR UPDATE`);
  const call = await callOf(tx, id);
  if (!call) throw new RuleError('Cet appel n’existe plus.');
  return call;
}

export interface Grid {
  id: string;
  scale: ScaleValue[];
  atLeast: number;
  frozen: boolean;
  lines: GridLine[];
}
const lineRow = z.object({
  code: z.string(),
  pillar: z.string(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(Object.keys(LINE_KINDS) as [LineKind, ...LineKind[]]),
  weight: z.number(),
  required: z.boolean(),
});
const gridRow = z.object({
  id: z.string(),
  scale: z.array(z.object({ value: z.number(), label: z.string() })),
  atLeast: z.number(),
  frozen: z.boolean(),
});

export async function gridOf(db: Sql, gridId: string): Promise<Grid> {
  const [grid] = await readRows(
    db,
    gridRow,
    sql`SELECT id, scale, at_least AS "atLeast", frozen_at IS NOT NULL AS frozen FROM grid WHERE id = ${gridId}::uuid`,
  );
  const lines = await readRows(
    db,
    lineRow,
    sql`SELECT code, pillar, label, help, kind, weight, required FROM grid_line WHERE grid_id = ${gridId}::uuid ORDER BY position`,
  );
  return { ...grid!, lines };
}
/** The lines that bear marks. */
export const scoredLines = (grid: Grid): GridLine[] => grid.lines.filter(({ kind }) => kind === 'note');

/** Somebody scored: the grid is what it is from now on. */
export const freezeGrid = (tx: Sql, gridId: string, now: Date) =>
  tx.$executeRaw(sql`UPDATE grid SET frozen_at = ${now} WHERE id = ${gridId}::uuid AND frozen_at IS NULL`);

export async function programId(tx: Sql, { code, name }: { code: string; name: string }): Promise<string> {
  await tx.$executeRaw(
    sql`INSERT INTO funding_program (id, public_id, name) VALUES (${newId()}::uuid, ${code}, ${name}) ON CONFLICT (public_id) DO NOTHING`,
  );
  const [row] = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT id FROM funding_program WHERE public_id = ${code}`,
  );
  return row!.id;
}

export async function insertGrid(
  tx: Sql,
  now: Date,
  program: string,
  grid: { scale: readonly ScaleValue[]; atLeast: number; lines: readonly GridLine[] },
): Promise<string> {
  const id = newId();
  await tx.$executeRaw(
    sql`INSERT INTO grid (id, program_id, number, scale, at_least, created_at)
        SELECT ${id}::uuid, ${program}::uuid, coalesce(max(number), 0) + 1, ${JSON.stringify(grid.scale)}::jsonb, ${grid.atLeast}, ${now} FROM grid WHERE program_id = ${program}::uuid`,
  );
  for (const [position, one] of grid.lines.entries())
    await tx.$executeRaw(
      sql`INSERT INTO grid_line (grid_id, code, position, pillar, label, help, kind, weight, required)
          VALUES (${id}::uuid, ${one.code}, ${position}, ${one.pillar}, ${one.label}, ${one.help}, ${one.kind}, ${one.weight}, ${one.required})`,
    );
  return id;
}

/** Announces a call from a shipped configuration, with a grid of its own. @returns its id. */
export async function announceCall(acting: Acting, input: CallInput): Promise<string> {
  permitted(acting, 'reseau.modifier', NETWORK);
  const configuration = PROGRAMS.find(({ code }) => code === input.programme);
  if (!configuration) throw new RuleError('Choisissez un programme.', 'programme');
  const now = acting.clock.now();
  const id = newId();
  await acting.database.transaction(async (tx) => {
    const program = await programId(tx, configuration);
    await tx.$executeRaw(sql`SELECT 1 FROM funding_program WHERE id = ${program}::uuid FOR UPDATE`);
    const taken = await readRows(
      tx,
      z.object({ held: z.boolean() }),
      sql`SELECT EXISTS (SELECT 1 FROM call WHERE program_id = ${program}::uuid AND edition = ${input.edition})
            OR EXISTS (SELECT 1 FROM funding_round WHERE program_id = ${program}::uuid AND edition = ${input.edition}) AS held`,
    );
    if (taken[0]!.held) throw new RuleError('Cette édition existe déjà.', 'edition');
    const gridId = await insertGrid(tx, now, program, configuration);
    await tx.$executeRaw(
      sql`INSERT INTO call (id, program_id, edition, title, purpose, grid_id, opens_at, closes_at, scores_close_at, means, envelope, places, cofunding_percent, cap, coaching_value, answer_limit, keep_texts_months, texts_notice, version, created_at)
          VALUES (${id}::uuid, ${program}::uuid, ${input.edition}, ${input.titre}, ${input.presentation || configuration.purpose}, ${gridId}::uuid, ${input.ouverture}, ${input.cloture}, ${input.finNotation},
            ${configuration.means}, ${configuration.means === 'enveloppe' ? input.enveloppe : null}, ${configuration.means === 'places' ? input.places : null},
            ${input.cofinancement ?? configuration.cofundingPercent}, ${input.plafond ?? configuration.cap}, ${input.forfait ?? configuration.coachingValue}, ${input.longueur}, ${input.conservation}, ${input.mention}, 1, ${now})`,
    );
    await toldCall(tx, acting, 'announce-call', id, { program: configuration.code, edition: input.edition });
    await raiseDataVersion(tx);
  });
  return id;
}

/** Changes dates, means and rules. What has begun keeps its past: an opening that is over is not moved. */
export async function changeCall(
  acting: Acting,
  id: string,
  version: number,
  input: CallInput,
): Promise<void> {
  permitted(acting, 'appel.tenir', { id });
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const call = await lockCall(tx, id);
    if (call.version !== version) throw new StaleError();
    const state = callState(call, now);
    if (state === 'resultats') throw new RuleError('Les résultats sont publiés : cet appel ne change plus.');
    if (state !== 'annonce' && input.ouverture.getTime() !== call.opensAt.getTime())
      throw new RuleError('L’appel est déjà ouvert : sa date d’ouverture ne change plus.', 'ouverture');
    if (now >= call.closesAt && input.cloture.getTime() !== call.closesAt.getTime())
      throw new RuleError(
        'L’appel est clos : rouvrez plutôt le dossier d’une équipe, avec une raison.',
        'cloture',
      );
    if (state === 'deliberation' && input.finNotation.getTime() !== call.scoresCloseAt.getTime())
      throw new RuleError('La notation est close pour tout le monde : elle ne se rouvre pas.', 'finNotation');
    await tx.$executeRaw(
      sql`UPDATE call SET title = ${input.titre}, purpose = ${input.presentation || call.purpose}, opens_at = ${input.ouverture}, closes_at = ${input.cloture}, scores_close_at = ${input.finNotation},
            envelope = ${call.means === 'enveloppe' ? input.enveloppe : null}, places = ${call.means === 'places' ? input.places : null},
            cofunding_percent = ${input.cofinancement ?? call.cofundingPercent}, cap = ${input.plafond}, coaching_value = ${input.forfait ?? call.coachingValue},
            answer_limit = ${input.longueur}, keep_texts_months = ${input.conservation}, texts_notice = ${input.mention}, version = version + 1 WHERE id = ${id}::uuid`,
    );
    await toldCall(tx, acting, 'change-call', id, { closesAt: input.cloture.toISOString() });
    await raiseDataVersion(tx);
  });
}

/** Changes weights and words of a grid that nobody has scored by. */
export async function changeGrid(
  acting: Acting,
  call: Pick<Call, 'id' | 'gridId'>,
  lines: ReadonlyArray<Pick<GridLine, 'code' | 'label' | 'help' | 'weight' | 'required'>>,
): Promise<void> {
  permitted(acting, 'appel.tenir', call);
  await acting.database.transaction(async (tx) => {
    await lockCall(tx, call.id);
    const grid = await gridOf(tx, call.gridId);
    if (grid.frozen)
      throw new RuleError(
        'Quelqu’un a déjà noté avec cette grille : elle ne change plus avant le prochain appel.',
      );
    for (const { code, label, help, weight, required } of lines)
      await tx.$executeRaw(
        sql`UPDATE grid_line SET label = ${label}, help = ${help}, weight = ${weight}, required = ${required} WHERE grid_id = ${grid.id}::uuid AND code = ${code}`,
      );
    await toldCall(tx, acting, 'change-grid', call.id, { lines: lines.length });
  });
}
