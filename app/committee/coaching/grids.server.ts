import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK, type StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { GRIDS, type GridAnswer, type GridKind } from './grids';

const answersSchema = z.array(z.object({ label: z.string(), mark: z.number().nullable(), note: z.string() }));

/** What a grid asks: the program's criteria, but where the network says otherwise. */
export async function criteriaOf(db: Sql, kind: GridKind): Promise<readonly string[]> {
  const said = await readRows(
    db,
    z.object({ label: z.string() }),
    sql`SELECT label FROM grid_criterion WHERE kind = ${kind} ORDER BY position`,
  );
  return said.length > 0 ? said.map(({ label }) => label) : GRIDS[kind].criteria;
}

const gridRow = z.object({
  answers: answersSchema,
  conclusion: z.string(),
  version: z.number(),
  updatedAt: z.date(),
});

/** A startup's grid: what was answered, with an empty line for each criterion that was not. Version 0: nothing yet. */
export async function gridOf(db: Sql, startupId: string, kind: GridKind) {
  const [kept] = await readRows(
    db,
    gridRow,
    sql`SELECT answers, conclusion, version, updated_at AS "updatedAt" FROM review_grid WHERE startup_id = ${startupId}::uuid AND kind = ${kind}`,
  );
  const criteria = await criteriaOf(db, kind);
  const answers = criteria.map(
    (label): GridAnswer =>
      kept?.answers.find((answer) => answer.label === label) ?? { label, mark: null, note: '' },
  );
  return {
    answers,
    conclusion: kept?.conclusion ?? '',
    version: kept?.version ?? 0,
    updatedAt: kept?.updatedAt ?? null,
  };
}

/** Coach and incubator fill one grid together. @throws {StaleError} when somebody wrote meanwhile. */
export async function saveGrid(
  acting: Acting,
  startup: StartupTies,
  kind: GridKind,
  grid: { answers: GridAnswer[]; conclusion: string; version: number },
): Promise<void> {
  permitted(acting, 'startup.accompagner', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const answers = JSON.stringify(grid.answers);
    const count =
      grid.version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO review_grid (startup_id, kind, answers, conclusion, version, updated_at)
                VALUES (${startup.id}::uuid, ${kind}, ${answers}::jsonb, ${grid.conclusion}, 1, ${now}) ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE review_grid SET answers = ${answers}::jsonb, conclusion = ${grid.conclusion}, version = version + 1, updated_at = ${now}
                WHERE startup_id = ${startup.id}::uuid AND kind = ${kind} AND version = ${grid.version}`,
          );
    if (count === 0) throw new StaleError();
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'save-grid', thing: { kind: 'review-grid', id: startup.id } },
    ]);
  });
}

/** Takes a grid away before its time. */
export async function eraseGrid(acting: Acting, startup: StartupTies, kind: GridKind): Promise<void> {
  permitted(acting, 'startup.accompagner', startup);
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`DELETE FROM review_grid WHERE startup_id = ${startup.id}::uuid AND kind = ${kind}`,
    );
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'erase-grid', thing: { kind: 'review-grid', id: startup.id } },
    ]);
  });
}

const MOST_CRITERIA = 12;

/** The network says what a grid asks; an empty list brings the program's own back. */
export async function saveCriteria(acting: Acting, kind: GridKind, labels: readonly string[]): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  if (labels.length > MOST_CRITERIA)
    throw new RuleError(`${MOST_CRITERIA} critères au plus : une grille se remplit en une fois.`, kind);
  if (new Set(labels).size < labels.length) throw new RuleError('Deux critères disent la même chose.', kind);
  const long = labels.find((label) => label.length > 200);
  if (long !== undefined) throw new RuleError('Un critère tient en 200 caractères.', kind);
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(sql`DELETE FROM grid_criterion WHERE kind = ${kind}`);
    for (const [position, label] of labels.entries())
      await tx.$executeRaw(
        sql`INSERT INTO grid_criterion (kind, position, label) VALUES (${kind}, ${position}, ${label})`,
      );
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'grid-criteria', thing: { kind: 'network', id: kind }, after: { criteria: labels } },
    ]);
  });
}
