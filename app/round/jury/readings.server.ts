import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { RefusedError, RuleError, StaleError, type Acting } from '~/person/acting';
import type { Actor } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { scoresAreOpen } from '../calls/calendar';
import { callOf, freezeGrid, gridOf, scoredLines, type Call, type Grid } from '../calls/calls.server';
import { applicationOf, type Application } from '../application/applications.server';
import { DECISION_CODES, type Decision } from '../vocabulary';
import { barredFiles, conflictedFiles, conflictsOf, type Conflict } from './conflicts.server';
import { seatsOf, votes, type Seat } from './seats.server';

const readingRow = z.object({
  applicationId: z.string(),
  position: z.number(),
  opinion: z.string(),
  feedback: z.string(),
  notes: z.string(),
  recommendation: z.enum(DECISION_CODES as [Decision, ...Decision[]]).nullable(),
  openedAt: z.date().nullable(),
  givenAt: z.date().nullable(),
  version: z.number(),
});
export type Reading = z.infer<typeof readingRow>;
const COLUMNS = sql`r.application_id AS "applicationId", r.position, r.opinion, r.feedback, r.notes, r.recommendation, r.opened_at AS "openedAt", r.given_at AS "givenAt", r.version`;

/** One juror's own readings, in their own order. */
export const ownReadings = (db: Sql, seatId: string): Promise<Reading[]> =>
  readRows(
    db,
    readingRow,
    sql`SELECT ${COLUMNS} FROM jury_reading r WHERE r.seat_id = ${seatId}::uuid ORDER BY r.position, r.application_id`,
  );

const scoreRow = z.object({
  applicationId: z.string(),
  seatId: z.string(),
  code: z.string(),
  value: z.number().nullable(),
  comment: z.string(),
  firstValue: z.number().nullable(),
  revised: z.boolean(),
});
export type Score = z.infer<typeof scoreRow>;
const SCORES = sql`s.application_id AS "applicationId", s.seat_id AS "seatId", s.code, s.value, s.comment, s.first_value AS "firstValue", s.revised`;

/** One juror's own marks, on every file. */
export const ownScores = (db: Sql, seatId: string): Promise<Score[]> =>
  readRows(
    db,
    scoreRow,
    sql`SELECT ${SCORES} FROM jury_score s WHERE s.seat_id = ${seatId}::uuid ORDER BY s.application_id, s.code`,
  );

type Opinion = Pick<Reading, 'applicationId' | 'opinion' | 'feedback' | 'recommendation'> & {
  seatId: string;
  /** What was recommended before the hearing, when that changed. */
  firstRecommendation: Decision | null;
};

/** What somebody may know of the marks of others: nothing of files that they conflict with. */
export interface Revealed {
  /** By file, in an order that does not change. */
  marks: ReadonlyMap<string, readonly Score[]>;
  opinions: ReadonlyMap<string, readonly Opinion[]>;
  /** Every conflict of the call, whoever reads. */
  conflicts: readonly Conflict[];
  /** Files left out for this reader, without a gap in what they see. */
  hidden: ReadonlySet<string>;
}

/**
 * The one door to the marks of others. Until scoring closes for all it opens for nobody, the chair, the secretary and
 * administrators included; after, it leaves out the files that the reader conflicts with, and the marks of those who
 * conflict with a file.
 * @throws {RefusedError}
 */
export async function revealedTo(db: Sql, call: Call, now: Date, actor: Actor): Promise<Revealed> {
  if (!scoresAreOpen(call, now))
    throw new RefusedError('Les notes s’ouvrent à tout le jury à la fin de la notation, pas avant.');
  const hidden = await barredFiles(db, call.id, actor);
  const { marks, opinions, conflicts } = await gathered(db, call.id);
  const shown = <One>(byFile: ReadonlyMap<string, One>): ReadonlyMap<string, One> =>
    hidden.size === 0 ? byFile : new Map([...byFile].filter(([applicationId]) => !hidden.has(applicationId)));
  return { marks: shown(marks), opinions: shown(opinions), conflicts, hidden };
}

interface Gathered extends Pick<Revealed, 'marks' | 'opinions' | 'conflicts'> {
  /** Whether anything was read, written or set aside since: every save of a reading raises its version. */
  state: string;
}
const MOST_CALLS = 8;
const kept = new WeakMap<Sql, LRUCache<string, Gathered>>();

/** All marks of a call save those of jurors in conflict, kept in memory until one of them changes. */
async function gathered(db: Sql, callId: string): Promise<Gathered> {
  const conflicts = await conflictsOf(db, callId);
  const barred = new Set(conflicts.map(({ seatId, applicationId }) => `${seatId}/${applicationId}`));
  const [row] = await readRows(
    db,
    z.object({ state: z.string() }),
    sql`SELECT count(*) || '/' || coalesce(sum(hashtext(r.seat_id::text || r.application_id::text || r.version)), 0) AS state
        FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id WHERE j.call_id = ${callId}::uuid`,
  );
  const state = `${row!.state}/${[...barred].join()}`;
  const calls = kept.get(db) ?? new LRUCache<string, Gathered>({ max: MOST_CALLS });
  kept.set(db, calls);
  const known = calls.get(callId);
  if (known?.state === state) return known;
  const counts = (one: { seatId: string; applicationId: string }) =>
    !barred.has(`${one.seatId}/${one.applicationId}`);
  const scores = await readRows(
    db,
    scoreRow,
    sql`SELECT ${SCORES} FROM jury_score s JOIN jury_seat j ON j.id = s.seat_id WHERE j.call_id = ${callId}::uuid ORDER BY s.application_id, s.seat_id, s.code`,
  );
  const opinions = await readRows(
    db,
    z.object({
      seatId: z.string(),
      applicationId: z.string(),
      opinion: z.string(),
      feedback: z.string(),
      recommendation: z.enum(DECISION_CODES as [Decision, ...Decision[]]).nullable(),
      firstRecommendation: z.enum(DECISION_CODES as [Decision, ...Decision[]]).nullable(),
    }),
    sql`SELECT r.seat_id AS "seatId", r.application_id AS "applicationId", r.opinion, r.feedback, r.recommendation, r.first_recommendation AS "firstRecommendation" FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id
        WHERE j.call_id = ${callId}::uuid ORDER BY r.application_id, r.seat_id`,
  );
  const fresh = {
    state,
    conflicts,
    marks: byFile(scores.filter(counts)),
    opinions: byFile(opinions.filter(counts)),
  };
  calls.set(callId, fresh);
  return fresh;
}

/** What is said of each file, gathered once. */
export function byFile<One extends { applicationId: string }>(all: readonly One[]): Map<string, One[]> {
  const files = new Map<string, One[]>();
  for (const one of all) {
    const own = files.get(one.applicationId);
    if (own) own.push(one);
    else files.set(one.applicationId, [one]);
  }
  return files;
}

export interface JurorAtWork {
  call: Call;
  grid: Grid;
  seat: Seat;
  application: Application;
  reading: Reading;
}

/** The juror before a file that was given to them. @throws {RefusedError} for anybody else, and in a conflict. */
export async function jurorAt(
  db: Sql,
  actor: Acting['actor'],
  application: Application,
): Promise<JurorAtWork> {
  const call = (await callOf(db, application.callId))!;
  const seat = (await seatsOf(db, call.id)).find(
    ({ personId }) => actor.kind === 'person' && personId === actor.personId,
  );
  if (!seat || !votes(seat))
    throw new RefusedError(
      'Les candidatures d’un appel sont notées par celles et ceux qui siègent à son jury.',
    );
  if (conflictedFiles(await conflictsOf(db, call.id), seat.id).has(application.id))
    throw new RefusedError(
      'Vous ne jugez pas ce dossier : un lien avec l’équipe est connu, ou vous vous abstenez.',
    );
  const reading = (await ownReadings(db, seat.id)).find((one) => one.applicationId === application.id);
  if (!reading) throw new RefusedError('Ce dossier n’est pas dans vos lectures.');
  return { call, grid: await gridOf(db, call.gridId), seat, application, reading };
}

export interface ReadingInput {
  opinion: string;
  feedback: string;
  notes: string;
  recommendation: Decision | null;
  marks: ReadonlyArray<{ code: string; value: number | null; comment: string; judged: boolean }>;
}

/**
 * Keeps what a juror wrote of one file. Until its hearing, or until scoring closes, it may be changed at will; after,
 * until the results, a mark or a recommendation that changes keeps beside it what it was.
 * @param gives whether the juror says that they are done: then nothing required may be missing.
 * @returns the version that the next save is made on.
 */
export async function saveReading(
  acting: Acting,
  applicationId: string,
  version: number,
  input: ReadingInput,
  gives: boolean,
): Promise<number> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const application = await applicationOf(tx, applicationId);
    if (!application) throw new RuleError('Cette candidature n’existe plus.');
    const { call, grid, seat, reading } = await jurorAt(tx, acting.actor, application);
    if (now < call.closesAt)
      throw new RuleError('L’appel est encore ouvert : la lecture commence à sa clôture.');
    if (call.announcedAt !== null)
      throw new RuleError('Les résultats sont publiés : les notes ne changent plus.');
    await tx.$executeRaw(
      sql`SELECT 1 FROM jury_reading WHERE seat_id = ${seat.id}::uuid AND application_id = ${applicationId}::uuid FOR UPDATE`,
    );
    if (reading.version !== version) throw new StaleError();
    if (gives) refuseUnfinished(grid, input);
    const late = scoresAreOpen(call, now);
    // Everybody's marks are open now: who had given none would give theirs with the others before their eyes.
    if (late && reading.givenAt === null)
      throw new RuleError('La notation est finie : seules les notes déjà données se revoient encore.');
    const heard = late || (await hearingBegan(tx, applicationId, now));
    if (input.marks.some(({ judged }) => judged)) await freezeGrid(tx, grid.id, now);
    await tx.$executeRaw(
      sql`UPDATE jury_reading SET opinion = ${input.opinion}, feedback = ${input.feedback}, notes = ${input.notes}, recommendation = ${input.recommendation},
            first_recommendation = CASE WHEN ${heard} AND given_at IS NOT NULL AND first_recommendation IS NULL AND recommendation IS DISTINCT FROM ${input.recommendation} THEN recommendation ELSE first_recommendation END,
            opened_at = coalesce(opened_at, ${now}), given_at = CASE WHEN ${gives} THEN ${now} ELSE given_at END, version = version + 1
          WHERE seat_id = ${seat.id}::uuid AND application_id = ${applicationId}::uuid`,
    );
    for (const { code, value, comment, judged } of input.marks) {
      if (!judged && !heard)
        await tx.$executeRaw(
          sql`DELETE FROM jury_score WHERE seat_id = ${seat.id}::uuid AND application_id = ${applicationId}::uuid AND code = ${code}`,
        );
      if (judged)
        await tx.$executeRaw(
          sql`INSERT INTO jury_score (seat_id, application_id, code, value, comment, revised) VALUES (${seat.id}::uuid, ${applicationId}::uuid, ${code}, ${value}, ${comment}, ${late})
              ON CONFLICT (seat_id, application_id, code) DO UPDATE SET comment = EXCLUDED.comment, value = EXCLUDED.value,
                first_value = CASE WHEN ${heard} AND NOT jury_score.revised AND jury_score.value IS DISTINCT FROM EXCLUDED.value THEN jury_score.value ELSE jury_score.first_value END,
                revised = jury_score.revised OR (${heard} AND jury_score.value IS DISTINCT FROM EXCLUDED.value)`,
        );
    }
    // That somebody gave their marks is told; which ones is never in the audit.
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: late ? 'revise-reading' : gives ? 'give-reading' : 'save-reading',
        thing: { kind: 'jury-reading', id: applicationId },
      },
    ]);
    return version + 1;
  });
}

/** Whether the team was heard: what a juror thinks from then on is told apart from what they thought before. */
async function hearingBegan(tx: Sql, applicationId: string, now: Date): Promise<boolean> {
  const [row] = await readRows(
    tx,
    z.object({ began: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM hearing WHERE application_id = ${applicationId}::uuid AND starts_at <= ${now}) AS began`,
  );
  return row!.began;
}

function refuseUnfinished(grid: Grid, input: ReadingInput): void {
  for (const { code, label } of scoredLines(grid)) {
    const mark = input.marks.find((one) => one.code === code);
    if (!mark?.judged)
      throw new RuleError(
        `${label} : donnez une note, ou « sans objet » si la grille le permet.`,
        `note-${code}`,
      );
  }
  if (input.opinion === '')
    throw new RuleError('Un avis général est nécessaire : c’est de lui que le jury partira.', 'avis');
  if (input.recommendation === null) throw new RuleError('Dites ce que vous recommandez.', 'recommandation');
}
