import { z } from 'zod';
import { formatMonth } from '~/design/formats';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { peopleInCharge } from '~/person/people.server';
import type { StartupTies } from '~/person/rights';
import { uuidArray } from '~/person/where.server';
import { startupPath } from '~/platform/addresses';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { isCheck } from './checklists';

const dayText = z.string().transform((text) => day(text));
const daysRow = z.object({ startupId: z.string(), month: dayText, days: z.number() });

/** The days of coaching given to these startups, by month, all coaches together. */
export const daysOf = (db: Sql, startupIds: readonly string[]) =>
  readRows(
    db,
    daysRow,
    sql`SELECT startup_id AS "startupId", month::text AS month, sum(days) AS days FROM coach_days WHERE startup_id = ANY(${uuidArray(startupIds)}) GROUP BY startup_id, month ORDER BY month`,
  );

/** What one person gave to these startups in a month. */
export const ownDaysIn = (db: Sql, personId: string, startupIds: readonly string[], month: Day) =>
  readRows(
    db,
    daysRow,
    sql`SELECT startup_id AS "startupId", month::text AS month, days FROM coach_days
        WHERE person_id = ${personId}::uuid AND startup_id = ANY(${uuidArray(startupIds)}) AND month = ${month}::date`,
  );

/** One number a month: what one gave, said again as often as one likes; all lines or none. */
export async function saveDays(
  acting: Acting,
  given: ReadonlyArray<{ startup: StartupTies; month: Day; days: number }>,
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    for (const { startup, month, days } of given) {
      const { personId } = permitted(acting, 'startup.accompagner', startup);
      if (month > acting.clock.today())
        throw new RuleError(`${formatMonth(month)} n’a pas commencé.`, 'tableau');
      await tx.$executeRaw(
        sql`INSERT INTO coach_days (startup_id, person_id, month, days) VALUES (${startup.id}::uuid, ${personId}::uuid, ${month}::date, ${days})
            ON CONFLICT (startup_id, person_id, month) DO UPDATE SET days = EXCLUDED.days`,
      );
      await told(tx, acting, 'save-coach-days', startup.id);
    }
  });
}

const answerRow = z.object({
  code: z.string(),
  done: z.boolean(),
  note: z.string(),
  answeredOn: dayText,
  version: z.number(),
});
export const checklistOf = (db: Sql, startupId: string) =>
  readRows(
    db,
    answerRow,
    sql`SELECT code, done, note, answered_on::text AS "answeredOn", version FROM checklist_answer WHERE startup_id = ${startupId}::uuid`,
  );

/** @throws {StaleError} when somebody answered since. */
export async function answerCheck(
  acting: Acting,
  startup: StartupTies,
  { code, done, note, version }: { code: string; done: boolean; note: string; version: number },
): Promise<void> {
  const { personId } = permitted(acting, 'startup.accompagner', startup);
  if (!isCheck(code)) throw new RuleError('Ce point n’existe pas.');
  const today = acting.clock.today();
  await acting.database.transaction(async (tx) => {
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO checklist_answer (startup_id, code, done, note, answered_on, person_id, version) VALUES (${startup.id}::uuid, ${code}, ${done}, ${note}, ${today}::date, ${personId}::uuid, 1) ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE checklist_answer SET done = ${done}, note = ${note}, answered_on = ${today}::date, person_id = ${personId}::uuid, version = version + 1
                WHERE startup_id = ${startup.id}::uuid AND code = ${code} AND version = ${version}`,
          );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'answer-check', startup.id);
  });
}

const noteRow = z.object({
  id: z.string(),
  author: z.string().nullable(),
  alert: z.boolean(),
  text: z.string(),
  writtenAt: z.date(),
  answer: z.string().nullable(),
  answeredAt: z.date().nullable(),
});
/** Notes and alerts of a startup, the newest first: between its coach and its incubator. */
export const notesOfStartup = (db: Sql, startupId: string) =>
  readRows(
    db,
    noteRow,
    sql`SELECT n.id, p.full_name AS author, n.alert, n.text, n.written_at AS "writtenAt", n.answer, n.answered_at AS "answeredAt" FROM coach_note n
        LEFT JOIN person p ON p.id = n.person_id WHERE n.startup_id = ${startupId}::uuid ORDER BY n.written_at DESC LIMIT 100`,
  );

/** Writes a note, or an alert that goes to who answers for the portfolio: never to the team. */
export async function writeNote(
  acting: Acting,
  startup: StartupTies & { title: string; publicId: string },
  { text, alert }: { text: string; alert: boolean },
): Promise<void> {
  const { personId } = permitted(acting, 'startup.accompagner', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO coach_note (id, startup_id, person_id, alert, text, written_at) VALUES (${newId()}::uuid, ${startup.id}::uuid, ${personId}::uuid, ${alert}, ${text}, ${now})`,
    );
    await told(tx, acting, alert ? 'alert' : 'write-note', startup.id);
    if (!alert) return;
    const readers = await peopleInCharge(tx, acting.clock.today(), {
      incubatorIds: startup.incubatorIds,
      incubator: ['portfolio_manager', 'lead'],
    });
    await queueMails(
      tx,
      { now, origin: acting.origin },
      readers
        .filter(({ id }) => id !== personId)
        .map(({ id, address }) => ({
          kind: 'comite',
          personId: id,
          address,
          topic: `alerte/${startup.id}/${now.getTime()}`,
          letter: {
            subject: `Alerte sur ${startup.title}`,
            paragraphs: [
              'Le coaching vous signale une difficulté. Son message se lit dans Jalons, pas dans ce courriel.',
            ],
            action: {
              label: 'Lire et répondre',
              url: `${acting.origin}${startupPath(startup.publicId)}/accompagnement#notes`,
            },
            why: 'Vous recevez ce courriel parce que vous répondez de ce portefeuille.',
          },
        })),
    );
  });
}

/** The incubator answers an alert. */
export async function answerNote(
  acting: Acting,
  startup: StartupTies,
  { id, answer }: { id: string; answer: string },
): Promise<void> {
  permitted(acting, 'startup.decider', startup);
  if (answer === '') throw new RuleError('Écrivez une réponse.', 'reponse');
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE coach_note SET answer = ${answer}, answered_at = ${acting.clock.now()} WHERE id = ${id}::uuid AND startup_id = ${startup.id}::uuid AND alert AND answered_at IS NULL`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'answer-alert', startup.id);
  });
}

const restRow = z.object({
  startupId: z.string(),
  personId: z.string(),
  code: z.string(),
  because: z.string(),
  until: dayText,
});
/** The signals that rest today, of this person or of everyone. */
export const restsOf = (db: Sql, today: Day, personId: string | null = null) =>
  readRows(
    db,
    restRow,
    sql`SELECT startup_id AS "startupId", person_id AS "personId", code, because, until_day::text AS until FROM signal_rest
        WHERE (${personId}::uuid IS NULL OR person_id = ${personId}::uuid) AND until_day >= ${today}::date`,
  );

/** « Known, because… »: the signal rests for this person until a day. */
export async function restSignal(
  acting: Acting,
  startup: StartupTies,
  { code, because, until }: { code: string; because: string; until: Day },
): Promise<void> {
  const { personId } = permitted(acting, 'startup.accompagner', startup);
  if (because === '') throw new RuleError('Dites en quelques mots ce que vous savez.', 'parce');
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO signal_rest (startup_id, person_id, code, because, until_day) VALUES (${startup.id}::uuid, ${personId}::uuid, ${code}, ${because}, ${until}::date)
          ON CONFLICT (startup_id, person_id, code) DO UPDATE SET because = EXCLUDED.because, until_day = EXCLUDED.until_day`,
    );
    await told(tx, acting, 'rest-signal', startup.id);
  });
}

/** Never what was written: only that it was. */
const told = (tx: Sql, acting: Acting, verb: string, startupId: string) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'coaching', id: startupId } },
  ]);
