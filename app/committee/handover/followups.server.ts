import { z } from 'zod';
import { formatDay } from '~/design/formats';
import { permitted, RuleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { uuidArray } from '~/person/where.server';
import { recordChanges } from '~/platform/audit.server';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { queueMails } from '~/platform/mail/outbox.server';
import { findLink, makeLink, takeLink } from '~/platform/signed-links.server';
import { planOf } from './handover.server';
import type { FollowUp, SignAnswers } from './followups';
import { SIGN_CODES, type SuccessSign } from './vocabulary';

const dayText = z.string().transform((text) => day(text));
const answersSchema = z.record(z.enum(SIGN_CODES as [SuccessSign, ...SuccessSign[]]), z.boolean());

const row = z.object({
  id: z.string(),
  startupId: z.string(),
  title: z.string(),
  exitDay: dayText,
  months: z.number(),
  due: dayText,
  askedAt: z.date().nullable(),
  answers: answersSchema.nullable(),
  comment: z.string().nullable(),
  answeredAt: z.date().nullable(),
});

const followUpsWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<FollowUp[]> =>
  readRows(
    db,
    row,
    sql`SELECT f.id, f.startup_id AS "startupId", s.title, f.exit_day::text AS "exitDay", f.months, f.due_day::text AS due, f.asked_at AS "askedAt", f.answers, f.comment, f.answered_at AS "answeredAt"
        FROM handover_followup f JOIN startup s ON s.id = f.startup_id WHERE ${condition} ORDER BY f.due_day`,
  );

export const followUpsOf = (db: Sql, startupIds: readonly string[]): Promise<FollowUp[]> =>
  followUpsWhere(db, sql`f.startup_id = ANY(${uuidArray(startupIds)})`);

const LINK_DAYS = 90;

/** Within a transaction: the link by which the host answers one follow-up. @returns false when nobody can be asked. */
async function ask(tx: Sql, now: Date, origin: string, followUp: FollowUp): Promise<boolean> {
  const plan = await planOf(tx, followUp.startupId);
  const [host] = await readRows(
    tx,
    z.object({ personId: z.string(), address: z.string() }),
    sql`SELECT p.id AS "personId", min(a.address) AS address FROM handover_plan h JOIN person p ON p.id = h.host_person_id JOIN person_address a ON a.person_id = p.id
        WHERE h.id = ${plan?.id ?? null}::uuid AND p.erased_at IS NULL GROUP BY p.id`,
  );
  if (!host) return false;
  const token = await makeLink(tx, now, {
    act: 'repondre-suivi',
    thingId: followUp.id,
    personId: host.personId,
    days: LINK_DAYS,
  });
  await queueMails(tx, { now, origin }, [
    {
      kind: 'comite',
      personId: host.personId,
      address: host.address,
      topic: `suivi/${followUp.id}`,
      letter: {
        subject: `${followUp.title}, ${followUp.months}\u00a0mois après\u00a0: cinq questions`,
        paragraphs: [
          `Vous faites vivre ${followUp.title} depuis le ${formatDay(followUp.exitDay)}. Cinq questions, une minute\u00a0: l’incubateur qui vous l’a transmis saura comment vous aider.`,
        ],
        action: { label: 'Répondre', url: `${origin}/liens/${token}` },
        why: `Ce lien est personnel et sert une fois, pendant ${LINK_DAYS} jours.`,
      },
    },
  ]);
  await tx.$executeRaw(sql`UPDATE handover_followup SET asked_at = ${now} WHERE id = ${followUp.id}::uuid`);
  return true;
}

/** Asks the hosts whose follow-up is due. Runs every morning; one without an address waits, and a signal says so. */
export async function askDueFollowUps(tx: Sql, now: Date, origin: string): Promise<void> {
  const due = await followUpsWhere(
    tx,
    sql`f.due_day <= ${parisDay(now)}::date AND f.asked_at IS NULL AND f.answered_at IS NULL`,
  );
  for (const followUp of due) await ask(tx, now, origin, followUp);
}

/** Asks again, or for the first time, at the incubator's wish. */
export async function askFollowUp(acting: Acting, startup: StartupTies, id: string): Promise<void> {
  permitted(acting, 'startup.tenir-comite', startup);
  await acting.database.transaction(async (tx) => {
    const followUp = (await followUpsOf(tx, [startup.id])).find((one) => one.id === id);
    if (!followUp || followUp.answeredAt !== null)
      throw new RuleError('Ce suivi a déjà sa réponse, ou n’existe plus.');
    if (!(await ask(tx, acting.clock.now(), acting.origin, followUp)))
      throw new RuleError('Le plan ne dit pas encore qui répond : ajoutez son courriel.');
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'ask-followup', thing: { kind: 'handover', id: startup.id } },
    ]);
  });
}

/** The follow-up that a link is about, while it has no answer. */
export const followUpToAnswer = async (db: Sql, id: string): Promise<FollowUp | null> =>
  (await followUpsWhere(db, sql`f.id = ${id}::uuid AND f.answered_at IS NULL`))[0] ?? null;

/** The host's answers, once. @returns false when the link is spent. */
export async function answerByLink(
  acting: Acting,
  token: string,
  { answers, comment }: { answers: SignAnswers; comment: string },
): Promise<boolean> {
  const now = acting.clock.now();
  return acting.database.transaction(async (tx) => {
    const link = await findLink(tx, now, token);
    if (link?.act !== 'repondre-suivi' || !(await takeLink(tx, now, link.id))) return false;
    const count = await tx.$executeRaw(
      sql`UPDATE handover_followup SET answers = ${JSON.stringify(answers)}::jsonb, comment = ${comment || null}, answered_at = ${now}
          WHERE id = ${link.thingId}::uuid AND answered_at IS NULL`,
    );
    if (count === 0) return false;
    await recordChanges(tx, { ...acting.audit, actor: { kind: 'link', id: link.id }, at: now }, [
      { verb: 'answer-followup', thing: { kind: 'handover', id: link.thingId } },
    ]);
    return true;
  });
}
