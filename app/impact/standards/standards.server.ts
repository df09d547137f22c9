import { line, optionalUrl } from '~/platform/form-fields';
import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { CATALOGUE_VERSION, standardOf } from './catalogue';
import { ANSWERS, type StandardAnswer } from './figures';

/** One answer as the form sends it; an empty one takes the answer back. */
export const answerSchema = z
  .object({
    reponse: z.enum(['', ...ANSWERS], { error: 'Choisissez oui, non ou sans objet.' }),
    raison: line('Raison', { max: 500, required: false }).default(''),
    preuve: optionalUrl('Preuve'),
    /** The number of the answer that the form showed; 0 for none. */
    vu: z.coerce.number().int().min(0).max(100_000).default(0),
  })
  .refine(({ reponse, raison }) => reponse !== 'sans-objet' || raison !== '', {
    error: 'Dites pourquoi ce critère est sans objet.',
    path: ['raison'],
  });
export type AnswerInput = z.infer<typeof answerSchema>;

const answerRow = z.object({
  startupId: z.string(),
  standard: z.string(),
  criterion: z.number(),
  revision: z.number(),
  answer: z.enum(ANSWERS),
  reason: z.string().nullable(),
  evidence: z.string().nullable(),
  answeredOn: z.string().transform((text) => day(text)),
});

/** The present answers of startups, in one query. */
export const answersOf = (db: Sql, startupIds: readonly string[]) =>
  readRows(
    db,
    answerRow,
    sql`SELECT startup_id AS "startupId", standard, criterion, revision, answer, reason, evidence, answered_on::text AS "answeredOn"
        FROM standard_answer WHERE startup_id = ANY(${[...startupIds]}::uuid[]) AND replaced_at IS NULL ORDER BY standard, criterion`,
  );

/** Every answer that one startup ever gave to one standard, latest first. */
export const answerHistory = (db: Sql, startupId: string, limit: number) =>
  readRows(
    db,
    answerRow.omit({ startupId: true }).extend({ author: z.string().nullable(), recordedAt: z.date() }),
    sql`SELECT standard, criterion, revision, answer, reason, evidence, answered_on::text AS "answeredOn", p.full_name AS author, recorded_at AS "recordedAt"
        FROM standard_answer a LEFT JOIN person p ON p.id = a.person_id WHERE a.startup_id = ${startupId}::uuid ORDER BY recorded_at DESC LIMIT ${limit}`,
  );

/**
 * Answers one criterion. The former answer keeps its row; whoever answers from a page that is out of date is told.
 * @throws {StaleError}
 */
export async function answerCriterion(
  acting: Acting,
  startup: StartupTies,
  at: Pick<StandardAnswer, 'standard' | 'criterion'>,
  input: AnswerInput,
): Promise<void> {
  const { personId } = permitted(acting, 'startup.modifier', startup);
  const standard = standardOf(at.standard);
  if (!standard || !Number.isInteger(at.criterion) || at.criterion < 1 || at.criterion > standard.criteria)
    throw new RuleError('Ce critère n’est pas dans la liste.');
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(sql`SELECT 1 FROM startup WHERE id = ${startup.id}::uuid FOR UPDATE`);
    const rows = await readRows(
      tx,
      z.object({ last: z.number(), present: z.number().nullable() }),
      sql`SELECT coalesce(max(revision), 0)::int AS last, (max(revision) FILTER (WHERE replaced_at IS NULL))::int AS present FROM standard_answer
          WHERE startup_id = ${startup.id}::uuid AND standard = ${at.standard} AND criterion = ${at.criterion}`,
    );
    const { last, present } = rows[0]!;
    if ((present ?? 0) !== input.vu) throw new StaleError();
    await tx.$executeRaw(
      sql`UPDATE standard_answer SET replaced_at = ${now} WHERE startup_id = ${startup.id}::uuid AND standard = ${at.standard} AND criterion = ${at.criterion} AND replaced_at IS NULL`,
    );
    if (input.reponse !== '') {
      await tx.$executeRaw(
        sql`INSERT INTO standard_answer (startup_id, standard, criterion, revision, answer, reason, evidence, catalogue, answered_on, person_id, recorded_at)
            VALUES (${startup.id}::uuid, ${at.standard}, ${at.criterion}, ${last + 1}, ${input.reponse}, ${input.raison || null}, ${input.preuve || null},
              ${CATALOGUE_VERSION}, ${acting.clock.today()}::date, ${personId}::uuid, ${now})`,
      );
    }
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: 'answer-standard',
        thing: { kind: 'startup', id: startup.id },
        after: { ...at, answer: input.reponse },
      },
    ]);
    await raiseDataVersion(tx);
  });
}
