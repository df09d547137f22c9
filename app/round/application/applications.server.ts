import { z } from 'zod';
import { formatInstant } from '~/design/formats';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { cents, type Cents } from '~/platform/money';
import { recordDocument, type StoredDocument } from '~/committee/documents.server';
import { callState, mayWrite } from '../calls/calendar';
import { callOf, gridOf, lockCall, type Call, type Grid } from '../calls/calls.server';
import { ADMISSIBILITIES, DECISION_CODES, type Admissibility, type Decision } from '../vocabulary';
import type { ApplicationInput, TargetInput } from './application-schema';
import { applicationContents } from './contents';
import { toldApplication } from '../told.server';

const amount = z.coerce
  .number()
  .nullable()
  .transform((value): Cents | null => (value === null ? null : cents(value)));
export const answersSchema = z.object({
  pillars: z.record(z.string(), z.string()).default({}),
  held: z.array(z.string()).default([]),
});
export type Answers = z.infer<typeof answersSchema>;

/** An application as lists, juries and letters know it: all but what the team wrote. */
const fileRow = z.object({
  id: z.string(),
  callId: z.string(),
  startupId: z.string(),
  publicId: z.string(),
  title: z.string(),
  incubatorIds: z.array(z.string()),
  amount,
  cofunding: amount,
  cofundingNote: z.string(),
  cofundingSha256: z.string().nullable(),
  cofundingName: z.string().nullable(),
  sponsorName: z.string(),
  sponsorAskedAt: z.date().nullable(),
  sponsorSignedAt: z.date().nullable(),
  sponsorSha256: z.string().nullable(),
  depositedAt: z.date().nullable(),
  withdrawnAt: z.date().nullable(),
  reopenedUntil: z.date().nullable(),
  reopenedReason: z.string().nullable(),
  frozenAt: z.date().nullable(),
  admissibility: z.enum(Object.keys(ADMISSIBILITIES) as [Admissibility, ...Admissibility[]]).nullable(),
  admissibilityReason: z.string().nullable(),
  decision: z.enum(DECISION_CODES as [Decision, ...Decision[]]).nullable(),
  awarded: amount,
  decisionReason: z.string(),
  feedback: z.string(),
  feedbackApprovedAt: z.date().nullable(),
  letterSentAt: z.date().nullable(),
  version: z.number(),
});
export type DepositedFile = z.infer<typeof fileRow>;
/** What a team deposited: its text, its figures and its promises, as they stood that day. */
const depositRow = z.object({
  answers: answersSchema,
  amount,
  cofunding: amount,
  cofundingNote: z.string(),
  cofundingSha256: z.string().nullable(),
  cofundingName: z.string().nullable(),
  sponsorSignedAt: z.string().nullable(),
  targets: z.array(
    z.object({ label: z.string(), value: z.number(), due: z.string(), base: z.number().nullable() }),
  ),
});
export type Deposit = z.infer<typeof depositRow>;
const applicationRow = fileRow.extend({
  deposited: depositRow.nullable(),
  /** What was written after the deposit and could not take its place. */
  setAside: depositRow.nullable(),
  answers: answersSchema,
  snapshot: applicationContents.nullable(),
});
export type Application = z.infer<typeof applicationRow>;

const FILE = sql`a.id, a.call_id AS "callId", s.id AS "startupId", s.public_id AS "publicId", s.title,
          coalesce(i.ids, '{}') AS "incubatorIds", a.amount, a.cofunding, a.cofunding_note AS "cofundingNote", a.cofunding_sha256 AS "cofundingSha256", a.cofunding_name AS "cofundingName",
          a.sponsor_name AS "sponsorName", a.sponsor_asked_at AS "sponsorAskedAt", a.sponsor_signed_at AS "sponsorSignedAt", a.sponsor_sha256 AS "sponsorSha256",
          a.deposited_at AS "depositedAt", a.withdrawn_at AS "withdrawnAt", a.reopened_until AS "reopenedUntil", a.reopened_reason AS "reopenedReason",
          a.frozen_at AS "frozenAt", a.admissibility, a.admissibility_reason AS "admissibilityReason", a.decision, a.awarded,
          a.decision_reason AS "decisionReason", a.feedback, a.feedback_approved_at AS "feedbackApprovedAt", a.letter_sent_at AS "letterSentAt", a.version`;
const FROM = sql`FROM application a JOIN startup s ON s.id = a.startup_id
  LEFT JOIN (SELECT startup_id, array_agg(incubator_id::text ORDER BY position) AS ids FROM startup_incubator GROUP BY startup_id) i ON i.startup_id = s.id`;

const applicationsWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<Application[]> =>
  readRows(
    db,
    applicationRow,
    sql`SELECT ${FILE}, a.answers, a.snapshot, a.deposited, a.set_aside AS "setAside" ${FROM} WHERE ${condition} ORDER BY folded(s.title), a.id`,
  );

export const applicationOf = async (db: Sql, id: string): Promise<Application | null> =>
  (await applicationsWhere(db, sql`a.id = ${id}::uuid`))[0] ?? null;
export const applicationsOfStartup = (db: Sql, startupId: string): Promise<Application[]> =>
  applicationsWhere(db, sql`a.startup_id = ${startupId}::uuid`);
/** What a jury reads: deposited, not withdrawn. */
const depositedIn = (callId: string) =>
  sql`a.call_id = ${callId}::uuid AND a.deposited_at IS NOT NULL AND a.withdrawn_at IS NULL`;
export const depositedWhole = (db: Sql, callId: string): Promise<Application[]> =>
  applicationsWhere(db, depositedIn(callId));
/** The applications that a jury reads, without what their teams wrote. */
export const depositedOf = (db: Sql, callId: string): Promise<DepositedFile[]> =>
  readRows(
    db,
    fileRow,
    sql`SELECT ${FILE} ${FROM} WHERE ${depositedIn(callId)} ORDER BY folded(s.title), a.id`,
  );

export const tiesOfApplication = ({ startupId, incubatorIds }: DepositedFile): StartupTies => ({
  id: startupId,
  incubatorIds,
});

const targetRow = z.object({
  position: z.number(),
  label: z.string(),
  value: z.number(),
  base: z.number().nullable(),
  due: z.string().transform((text) => day(text)),
  result: z.number().nullable(),
  resultOn: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : day(text))),
  resultSource: z.string().nullable(),
});
export type Target = z.infer<typeof targetRow>;
const TARGET = sql`t.position, t.label, t.value, t.base, t.due_day::text AS due, t.result, t.result_on::text AS "resultOn", t.result_source AS "resultSource"`;
export const targetsOf = (db: Sql, applicationId: string): Promise<Target[]> =>
  readRows(
    db,
    targetRow,
    sql`SELECT ${TARGET} FROM application_target t WHERE application_id = ${applicationId}::uuid ORDER BY position`,
  );

/** The targets of all files of a call, by file, in one query. */
export async function targetsOfCall(db: Sql, callId: string): Promise<Map<string, Target[]>> {
  const rows = await readRows(
    db,
    targetRow.extend({ applicationId: z.string() }),
    sql`SELECT t.application_id AS "applicationId", ${TARGET} FROM application_target t JOIN application a ON a.id = t.application_id WHERE a.call_id = ${callId}::uuid ORDER BY t.position`,
  );
  const byFile = new Map<string, Target[]>();
  for (const { applicationId, ...target } of rows)
    byFile.set(applicationId, [...(byFile.get(applicationId) ?? []), target]);
  return byFile;
}

/** The startup's application to a call, begun when there is none. @returns its id. */
export async function beginApplication(
  acting: Acting,
  callId: string,
  startup: StartupTies,
): Promise<string> {
  permitted(acting, 'startup.modifier', startup);
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const call = await lockCall(tx, callId);
    const known = await readRows(
      tx,
      z.object({ id: z.string() }),
      sql`SELECT id FROM application WHERE call_id = ${callId}::uuid AND startup_id = ${startup.id}::uuid`,
    );
    if (known[0]) return known[0].id;
    if (callState(call, now) !== 'ouvert')
      throw new RuleError('Cet appel n’est pas ouvert : une candidature se commence entre ses deux dates.');
    const id = newId();
    await tx.$executeRaw(
      sql`INSERT INTO application (id, call_id, startup_id, answers, cofunding_note, sponsor_name, decision_reason, feedback, version, created_at)
          VALUES (${id}::uuid, ${callId}::uuid, ${startup.id}::uuid, '{}'::jsonb, '', '', '', '', 1, ${now})`,
    );
    await toldApplication(tx, acting, 'begin-application', id);
    return id;
  });
}

interface Opened {
  application: Application;
  call: Call;
  grid: Grid;
}

/** Within a transaction: one's own application, while it may be written. @throws {RuleError} said kindly when it is late. */
export async function lockOwn(tx: Sql, acting: Acting, id: string, version: number | null): Promise<Opened> {
  await tx.$executeRaw(sql`SELECT 1 FROM application WHERE id = ${id}::uuid FOR UPDATE`);
  const application = await applicationOf(tx, id);
  if (!application) throw new RuleError('Cette candidature n’existe plus.');
  permitted(acting, 'startup.modifier', tiesOfApplication(application));
  const call = (await callOf(tx, application.callId))!;
  if (!mayWrite(call, application.reopenedUntil, acting.clock.now()))
    throw new RuleError(
      `L’appel est clos depuis le ${formatInstant(call.closesAt)} : votre texte n’a pas pu être pris. Écrivez à qui tient l’appel, il peut rouvrir un dossier.`,
    );
  if (version !== null && application.version !== version) throw new StaleError();
  return { application, call, grid: await gridOf(tx, call.gridId) };
}

/** These targets, and no other. */
export async function writeTargets(
  tx: Sql,
  id: string,
  targets: ReadonlyArray<Omit<TargetInput, 'due'> & { due: string }>,
) {
  await tx.$executeRaw(sql`DELETE FROM application_target WHERE application_id = ${id}::uuid`);
  for (const [position, { label, value, base, due }] of targets.entries())
    await tx.$executeRaw(
      sql`INSERT INTO application_target (application_id, position, label, value, base, due_day) VALUES (${id}::uuid, ${position}, ${label}, ${value}, ${base}, ${due}::date)`,
    );
}

/** Keeps what the team typed, whole or not. @returns the version that the next save is made on. */
export async function saveApplication(
  acting: Acting,
  id: string,
  version: number,
  input: ApplicationInput & { answers: Answers; targets: readonly TargetInput[] },
  letter: StoredDocument | null,
): Promise<number> {
  return acting.database.transaction(async (tx) => {
    const { call } = await lockOwn(tx, acting, id, version);
    const long = Object.values(input.answers.pillars).some((text) => text.length > call.answerLimit);
    if (long) throw new RuleError(`Une réponse dépasse ${call.answerLimit} caractères : raccourcissez-la.`);
    if (letter !== null) await recordDocument(tx, acting.clock.now(), letter);
    // What the sponsor signed was another text: its signature falls with it.
    await tx.$executeRaw(
      sql`UPDATE application SET answers = ${JSON.stringify(input.answers)}::jsonb, amount = ${input.montant}, cofunding = ${input.apport}, cofunding_note = ${input.apportNote},
            cofunding_sha256 = coalesce(${letter?.sha256 ?? null}, cofunding_sha256), cofunding_name = coalesce(${letter?.name ?? null}, cofunding_name),
            sponsor_signed_at = CASE WHEN amount IS NOT DISTINCT FROM ${input.montant} AND cofunding IS NOT DISTINCT FROM ${input.apport} THEN sponsor_signed_at END,
            sponsor_name = CASE WHEN sponsor_asked_at IS NULL THEN ${input.sponsor} ELSE sponsor_name END,
            version = version + 1 WHERE id = ${id}::uuid`,
    );
    await writeTargets(tx, id, input.targets);
    await toldApplication(tx, acting, 'save-application', id);
    return version + 1;
  });
}
