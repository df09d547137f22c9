import { z } from 'zod';
import { permitted, RefusedError, RuleError, StaleError, type Acting } from '~/person/acting';
import type { Actor } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import type { Cents } from '~/platform/money';
import { scoresAreOpen } from '../calls/calendar';
import { callOf, gridOf, lockCall, scoredLines, type Call } from '../calls/calls.server';
import { applicationOf, depositedOf, type DepositedFile } from '../application/applications.server';
import { barredFiles } from '../jury/conflicts.server';
import { revealedTo, type Revealed, type Score } from '../jury/readings.server';
import { seatsOf, votes, type Seat } from '../jury/seats.server';
import { DECISION_CODES, type Decision } from '../vocabulary';
import { byRecommendation, recommendedOf, type Recommended } from './recommendations';
import { costOf, placesOf, type ScenarioLine } from './sharing';
import {
  fileScore,
  placed,
  withoutSeverity,
  type FileScore,
  type Scored,
  type WeightedLine,
} from './scoring';
import { toldCall } from '../told.server';

export interface Deliberated {
  call: Call;
  /** In the jury's order: best first, equal ones by name. What the reader conflicts with is not there, without a gap. */
  files: Array<{ application: DepositedFile; scored: Scored; recommended: Recommended }>;
  /** Whether the grid bears marks: without them the jury's recommendations order the files. */
  marked: boolean;
  revealed: Revealed;
  seats: Seat[];
  /** Scores without severity, by file; null below the stated minimum. */
  corrected: Map<string, number> | null;
}

/** Where a file without a rank stands. */
const LAST = Number.MAX_SAFE_INTEGER;
const NO_MARKS: readonly Score[] = [];
const scores = new WeakMap<readonly Score[], FileScore>();

/** Marks are kept as they were read until one changes, and the grid is frozen since the first: so is what they make. */
function scoreOf(marks: readonly Score[], lines: readonly WeightedLine[]): FileScore {
  if (marks === NO_MARKS) return fileScore(marks, lines);
  let known = scores.get(marks);
  if (!known) scores.set(marks, (known = fileScore(marks, lines)));
  return known;
}

/** Everything a jury deliberates on, in a number of queries that does not depend on the number of files. */
export async function deliberationOf(db: Sql, call: Call, now: Date, actor: Actor): Promise<Deliberated> {
  const revealed = await revealedTo(db, call, now, actor);
  const lines = scoredLines(await gridOf(db, call.gridId));
  const applications = (await depositedOf(db, call.id)).filter(
    ({ id, admissibility }) => admissibility !== 'irrecevable' && !revealed.hidden.has(id),
  );
  const files = applications.map(({ id }) => ({
    id,
    own: scoreOf(revealed.marks.get(id) ?? NO_MARKS, lines),
  }));
  const scored = new Map(placed(files).map((one) => [one.id, one]));
  return {
    call,
    revealed,
    seats: await seatsOf(db, call.id),
    corrected: withoutSeverity(files),
    marked: lines.length > 0,
    files: applications
      .map((application) => ({
        application,
        scored: scored.get(application.id)!,
        recommended: recommendedOf(revealed.opinions.get(application.id) ?? []),
      }))
      .sort(
        (a, b) =>
          (lines.length > 0
            ? (a.scored.rank ?? LAST) - (b.scored.rank ?? LAST)
            : byRecommendation(a.recommended, b.recommended)) ||
          a.application.title.localeCompare(b.application.title, 'fr'),
      ),
  };
}

/** Half of those who may judge a file, and one: those in conflict are not counted. */
export const quorumOf = (seats: readonly Seat[], conflicted: number): number =>
  Math.floor((seats.filter(votes).length - conflicted) / 2) + 1;

/** Within a transaction: whoever conducts the deliberation, before the results. @throws {RefusedError | RuleError} */
async function deciding(tx: Sql, acting: Acting, callId: string): Promise<Call> {
  permitted(acting, 'appel.tenir', { id: callId });
  const call = await lockCall(tx, callId);
  if (!scoresAreOpen(call, acting.clock.now()))
    throw new RuleError('La délibération commence à la fin de la notation.');
  if (call.announcedAt !== null) throw new RuleError('Les résultats sont publiés : ils ne changent plus.');
  return call;
}

const lineSchema = z.object({
  id: z.string(),
  decision: z.enum(DECISION_CODES as [Decision, ...Decision[]]),
  amount: z.number().nullable(),
});
const scenarioRow = z.object({ id: z.string(), name: z.string(), lines: z.array(lineSchema) });
export type Scenario = z.infer<typeof scenarioRow>;

export const scenariosOf = (db: Sql, callId: string): Promise<Scenario[]> =>
  readRows(
    db,
    scenarioRow,
    sql`SELECT id, name, lines FROM award_scenario WHERE call_id = ${callId}::uuid ORDER BY created_at, id`,
  );

const MOST_SCENARIOS = 12;

/** Keeps a way to share the envelope under a name, to be held beside others. */
export async function saveScenario(
  acting: Acting,
  callId: string,
  name: string,
  lines: readonly ScenarioLine[],
): Promise<void> {
  if (name === '' || name.length > 80) throw new RuleError('Donnez un nom, en 80 caractères.', 'nom');
  await acting.database.transaction(async (tx) => {
    await deciding(tx, acting, callId);
    const known = await scenariosOf(tx, callId);
    if (known.length >= MOST_SCENARIOS && known.every((one) => one.name !== name))
      throw new RuleError(`${MOST_SCENARIOS} scénarios au plus : effacez-en un.`, 'nom');
    await tx.$executeRaw(
      sql`INSERT INTO award_scenario (id, call_id, name, lines, created_at) VALUES (${newId()}::uuid, ${callId}::uuid, ${name}, ${JSON.stringify(lines)}::jsonb, ${acting.clock.now()})
          ON CONFLICT (call_id, name) DO UPDATE SET lines = EXCLUDED.lines`,
    );
    await toldCall(tx, acting, 'save-scenario', callId);
  });
}

export async function dropScenario(acting: Acting, callId: string, scenarioId: string): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await deciding(tx, acting, callId);
    await tx.$executeRaw(
      sql`DELETE FROM award_scenario WHERE id = ${scenarioId}::uuid AND call_id = ${callId}::uuid`,
    );
    await toldCall(tx, acting, 'drop-scenario', callId);
  });
}

/** What is being decided, in draft until the results: all at once from a scenario, or one file. */
export async function decideAll(
  acting: Acting,
  callId: string,
  lines: readonly ScenarioLine[],
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const call = await deciding(tx, acting, callId);
    const barred = await barredFiles(tx, callId, acting.actor);
    for (const { id, decision, amount } of lines) {
      // Whoever conflicts with a file decides nothing of it: it stays as it is.
      if (barred.has(id)) continue;
      await tx.$executeRaw(
        sql`UPDATE application SET decision = ${decision}, awarded = ${decision === 'argent' ? amount : null}, version = version + 1 WHERE id = ${id}::uuid AND call_id = ${callId}::uuid`,
      );
    }
    await refuseOverspent(tx, call);
    await toldCall(tx, acting, 'decide-all', callId);
  });
}

export async function decideOne(
  acting: Acting,
  applicationId: string,
  version: number,
  input: { decision: Decision; amount: Cents | null; reason: string; feedback: string; approved: boolean },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const application = await applicationOf(tx, applicationId);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    const call = await deciding(tx, acting, application.callId);
    if ((await barredFiles(tx, call.id, acting.actor)).has(applicationId))
      throw new RefusedError('Vous ne décidez pas de ce dossier : un lien avec l’équipe est connu.');
    if (application.version !== version) throw new StaleError();
    if (input.decision === 'argent' && (input.amount === null || input.amount === 0))
      throw new RuleError('Dites le montant accordé.', 'montant');
    if (input.decision === 'argent' && call.cap !== null && input.amount! > call.cap)
      throw new RuleError('Ce montant dépasse le plafond de l’appel.', 'montant');
    if (input.decision === 'refus' && input.reason === '')
      throw new RuleError('Un refus se motive : l’équipe lira cette raison.', 'raison');
    if (input.approved && input.feedback === '')
      throw new RuleError('Écrivez le retour à l’équipe avant de l’approuver.', 'retour');
    await tx.$executeRaw(
      sql`UPDATE application SET decision = ${input.decision}, awarded = ${input.decision === 'argent' ? input.amount : null}, decision_reason = ${input.reason}, feedback = ${input.feedback},
            feedback_approved_at = ${input.approved ? acting.clock.now() : null}, version = version + 1 WHERE id = ${applicationId}::uuid`,
    );
    await refuseOverspent(tx, call);
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'decide', thing: { kind: 'application', id: applicationId } },
    ]);
  });
}

/** Within the transaction that decided: every file of the call counts, those that its decider does not see too. */
export async function refuseOverspent(tx: Sql, call: Call): Promise<void> {
  const lines = (await depositedOf(tx, call.id)).map(({ decision, awarded }) => ({
    decision: decision ?? ('refus' as const),
    amount: awarded,
  }));
  if (call.envelope !== null && costOf(call, lines) > call.envelope)
    throw new RuleError(
      'L’enveloppe est dépassée : baissez un montant, ou retirez une candidature.',
      'montant',
    );
  if (call.places !== null && placesOf(lines) > call.places)
    throw new RuleError('Il n’y a plus de place : retirez d’abord une candidature.', 'decision');
}

export async function saveMinutes(
  acting: Acting,
  callId: string,
  version: number,
  text: string,
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const call = await deciding(tx, acting, callId);
    if (call.version !== version) throw new StaleError();
    await tx.$executeRaw(
      sql`UPDATE call SET minutes = ${text}, version = version + 1 WHERE id = ${callId}::uuid`,
    );
    await toldCall(tx, acting, 'save-minutes', callId);
  });
}

export const callOfApplication = async (db: Sql, application: DepositedFile): Promise<Call> =>
  (await callOf(db, application.callId))!;
