import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, daysBetween, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { oneself, permitted, RuleError, type Acting } from './acting';
import { peopleInCharge } from './people.server';
import { NETWORK, SHARE_KINDS, type ShareKind } from './rights';
import { actFor, endSession, endSessionsOf } from './session.server';
import { lowered, personOfAddress } from './sign-in/attach.server';

/** What one lets another do, or see, for a time: delegations, repairs, and what an incubator shares. */

const LONGEST_DELEGATION_DAYS = 90;

const delegationRow = z.object({
  id: z.string(),
  fromId: z.string(),
  fromName: z.string(),
  toId: z.string(),
  toName: z.string(),
  startDay: z.string(),
  endDay: z.string(),
});
export type Delegation = z.infer<typeof delegationRow>;

const delegationsWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<Delegation[]> =>
  readRows(
    db,
    delegationRow,
    sql`SELECT d.id, f.id AS "fromId", f.full_name AS "fromName", t.id AS "toId", t.full_name AS "toName", d.start_day::text AS "startDay", d.end_day::text AS "endDay"
        FROM delegation d JOIN person f ON f.id = d.from_person_id JOIN person t ON t.id = d.to_person_id
        WHERE d.ended_at IS NULL AND ${condition} ORDER BY d.end_day`,
  );

/** Those that this person gave or received, still open today. */
export const delegationsOf = (db: Sql, personId: string, today: Day): Promise<Delegation[]> =>
  delegationsWhere(
    db,
    sql`(d.from_person_id = ${personId}::uuid OR d.to_person_id = ${personId}::uuid) AND d.end_day >= ${today}::date`,
  );

export const openDelegations = (db: Sql, today: Day): Promise<Delegation[]> =>
  delegationsWhere(db, sql`d.end_day >= ${today}::date`);

/** Lets a known person act in one's name until a day, ninety days at the most. */
export async function delegate(acting: Acting, input: { courriel: string; fin: Day }): Promise<void> {
  const actor = oneself(acting);
  const today = acting.clock.today();
  if (input.fin < today) throw new RuleError('La fin est déjà passée.', 'fin');
  if (daysBetween(today, input.fin) > LONGEST_DELEGATION_DAYS) {
    throw new RuleError(
      `Une délégation dure ${LONGEST_DELEGATION_DAYS} jours au plus : renouvelez-la ensuite.`,
      'fin',
    );
  }
  await acting.database.transaction(async (tx) => {
    const to = await personOfAddress(tx, lowered(input.courriel));
    // The same answer for somebody unknown and somebody of elsewhere: addresses are not found out this way.
    if (to === null || to === actor.personId || !(await workTogether(tx, today, actor.personId, to))) {
      throw new RuleError(
        'Choisissez une autre personne de vos équipes : d’une même startup, ou de son incubateur.',
        'courriel',
      );
    }
    const id = newId();
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`INSERT INTO delegation (id, from_person_id, to_person_id, start_day, end_day, created_at)
          VALUES (${id}::uuid, ${actor.personId}::uuid, ${to}::uuid, ${today}::date, ${input.fin}::date, ${now})`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'delegate', thing: { kind: 'delegation', id }, after: { to, until: input.fin } },
    ]);
  });
}

export async function endDelegation(acting: Acting, delegationId: string): Promise<void> {
  const actor = oneself(acting);
  await acting.database.transaction(async (tx) => {
    const now = acting.clock.now();
    const ended = await tx.$executeRaw(
      sql`UPDATE delegation SET ended_at = ${now} WHERE id = ${delegationId}::uuid AND ended_at IS NULL
          AND (from_person_id = ${actor.personId}::uuid OR to_person_id = ${actor.personId}::uuid)`,
    );
    if (ended === 0) throw new RuleError('Cette délégation est déjà terminée.');
    await tx.$executeRaw(
      sql`UPDATE session SET acting_for = NULL WHERE acting_for = (SELECT from_person_id FROM delegation WHERE id = ${delegationId}::uuid)
          AND person_id = (SELECT to_person_id FROM delegation WHERE id = ${delegationId}::uuid)`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'end-delegation', thing: { kind: 'delegation', id: delegationId } },
    ]);
  });
}

/** From now on this session acts for the person who delegated, or for its own person again (`null`). */
export async function switchDelegation(
  acting: Acting,
  session: { id: string; personId: string },
  fromPersonId: string | null,
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    if (fromPersonId !== null) {
      const open = await delegationsWhere(
        tx,
        sql`d.from_person_id = ${fromPersonId}::uuid AND d.to_person_id = ${session.personId}::uuid
            AND ${acting.clock.today()}::date BETWEEN d.start_day AND d.end_day`,
      );
      if (open.length === 0) throw new RuleError('Cette personne ne vous a pas donné délégation.');
    }
    await actFor(tx, session.id, fromPersonId);
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'act-for', thing: { kind: 'session', id: session.id }, after: { personId: fromPersonId } },
    ]);
  });
}

/** Whether two people have a current mission on the same startup, in the same incubator, or one in the other's. */
async function workTogether(tx: Sql, today: Day, one: string, other: string): Promise<boolean> {
  const places = (personId: string) =>
    sql`SELECT m.startup_id, m.incubator_id, i.incubator_id AS of FROM mission m LEFT JOIN startup_incubator i ON i.startup_id = m.startup_id
        WHERE m.person_id = ${personId}::uuid AND (m.start_day IS NULL OR m.start_day <= ${today}::date) AND (m.end_day IS NULL OR m.end_day >= ${today}::date)`;
  const rows = await readRows(
    tx,
    z.object({ together: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM (${places(one)}) a JOIN (${places(other)}) b
          ON a.startup_id = b.startup_id OR a.incubator_id = b.incubator_id OR a.of = b.incubator_id OR b.of = a.incubator_id) AS together`,
  );
  return rows[0]!.together;
}

const repairRow = z.object({
  id: z.string(),
  name: z.string(),
  reason: z.string(),
  fromAt: z.date(),
  untilAt: z.date(),
});
export type Repair = z.infer<typeof repairRow>;

/** Accesses for repair to an incubator, the latest first: its people see who came in, when and why. */
export const repairsOf = (db: Sql, incubatorId: string): Promise<Repair[]> =>
  readRows(
    db,
    repairRow,
    sql`SELECT r.id, p.full_name AS name, r.reason, r.from_at AS "fromAt", r.until_at AS "untilAt" FROM repair_access r JOIN person p ON p.id = r.person_id
        WHERE r.incubator_id = ${incubatorId}::uuid ORDER BY r.from_at DESC LIMIT 50`,
  );

/** Opens an incubator's own things to a technical administrator, for hours, with a reason that the incubator reads. */
export async function openRepair(
  acting: Acting,
  incubator: { id: string; title: string; path: string },
  input: { motif: string; heures: number },
): Promise<void> {
  const actor = permitted(acting, 'administration.voir', NETWORK);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const id = newId();
    await tx.$executeRaw(
      sql`INSERT INTO repair_access (id, person_id, incubator_id, reason, from_at, until_at)
          VALUES (${id}::uuid, ${actor.personId}::uuid, ${incubator.id}::uuid, ${input.motif}, ${now}, ${new Date(now.getTime() + input.heures * 3_600_000)})`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'open-repair', thing: { kind: 'incubator', id: incubator.id }, after: { hours: input.heures } },
    ]);
    const leads = await peopleInCharge(tx, acting.clock.today(), {
      incubatorIds: [incubator.id],
      incubator: ['lead'],
    });
    await queueMails(
      tx,
      { now, origin: acting.origin },
      leads.map((lead) => ({
        kind: 'securite',
        personId: lead.id,
        address: lead.address,
        topic: `reparation ${id}`,
        letter: {
          subject: `Accès technique à ${incubator.title}`,
          paragraphs: [
            `L’administration technique a ouvert ${incubator.title} pour ${input.heures} h, avec ce motif : ${input.motif}`,
            'L’accès se ferme de lui-même ; ce qui y est fait est noté dans l’historique.',
          ],
          action: { label: 'Voir les accès', url: `${acting.origin}${incubator.path}/equipe` },
          why: 'Vous recevez ce courriel parce que vous dirigez cet incubateur.',
        },
      })),
    );
  });
}

/** Each kind as its form says it. */
export const SHARE_LABELS = {
  interieur: {
    label: 'La vue intérieure',
    what: 'Ce qui manque à chaque page, les dates douteuses, le temps passé dans chaque phase.',
  },
  equipes: { label: 'Les équipes', what: 'Qui a une mission, dans quelle startup et jusqu’à quand.' },
  budgets: {
    label: 'Les budgets non publiés',
    what: 'Ce que chaque startup a reçu, prévu et dépensé ; les budgets publiés sont visibles de tous.',
  },
  comites: {
    label: 'Les comités',
    what: 'Ce que chaque comité a décidé, ses raisons, ses montants et ses conditions ; les issues publiques sont visibles de tous.',
  },
} as const satisfies Readonly<Record<ShareKind, { label: string; what: string }>>;

export async function sharesOf(db: Sql, incubatorId: string): Promise<ShareKind[]> {
  const rows = await readRows(
    db,
    z.object({ kind: z.enum(SHARE_KINDS) }),
    sql`SELECT kind FROM incubator_share WHERE incubator_id = ${incubatorId}::uuid`,
  );
  return rows.map(({ kind }) => kind);
}

/** What the incubator shows to the animation of the network from now on; the rest is its own again at once. */
export async function share(acting: Acting, incubatorId: string, kinds: readonly ShareKind[]): Promise<void> {
  permitted(acting, 'incubateur.partager', { id: incubatorId });
  await acting.database.transaction(async (tx) => {
    const before = await sharesOf(tx, incubatorId);
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`DELETE FROM incubator_share WHERE incubator_id = ${incubatorId}::uuid AND NOT (kind = ANY(${[...kinds]}))`,
    );
    for (const kind of kinds) {
      await tx.$executeRaw(
        sql`INSERT INTO incubator_share (incubator_id, kind, shared_at) VALUES (${incubatorId}::uuid, ${kind}, ${now}) ON CONFLICT DO NOTHING`,
      );
    }
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'share', thing: { kind: 'incubator', id: incubatorId }, before, after: kinds },
    ]);
  });
}

/** Ends one of one's own sessions. */
export async function closeSession(acting: Acting, sessionId: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction((tx) => endSession(tx, acting.clock.now(), { sessionId, personId }));
}

/** Ends one's sessions elsewhere: « ce n’est plus moi ». */
export async function closeOtherSessions(acting: Acting, exceptId: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction((tx) => endSessionsOf(tx, acting.clock.now(), personId, exceptId));
}

export const delegationEndsBy = (today: Day): Day => addDays(today, LONGEST_DELEGATION_DAYS);
