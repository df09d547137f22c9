import { z } from 'zod';
import { permitted, RefusedError, RuleError, type Acting } from '~/person/acting';
import type { Actor } from '~/person/rights';
import { uuidArray } from '~/person/where.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { scoresAreOpen } from '../calls/calendar';
import { callOf } from '../calls/calls.server';
import { applicationOf } from '../application/applications.server';
import { toldApplication } from '../told.server';

/** Why somebody may not judge a file: what the data says, what they declared, or that they abstain. */
export const CONFLICTS = {
  equipe: 'dans l’équipe, aujourd’hui ou avant',
  coaching: 'coaching de l’équipe, aujourd’hui ou avant',
  incubateur: 'même incubateur',
  sponsor: 'administration qui porte le service, ou soutien de la candidature',
  conflit: 'conflit déclaré',
  abstention: 'abstention',
} as const;
export type ConflictKind = keyof typeof CONFLICTS;

const conflictRow = z.object({
  seatId: z.string(),
  applicationId: z.string(),
  kind: z.enum(Object.keys(CONFLICTS) as [ConflictKind, ...ConflictKind[]]),
});
export type Conflict = z.infer<typeof conflictRow>;

/** A mission, present or past, on the startup of a file, in its incubator or in the administration that carries it. */
const TIED = sql`(m.startup_id = f.startup_id
  OR m.incubator_id IN (SELECT si.incubator_id FROM startup_incubator si WHERE si.startup_id = f.startup_id)
  OR m.organisation_id IN (SELECT sp.organisation_id FROM sponsorship sp WHERE sp.startup_id = f.startup_id))`;

/** Every conflict of a call: derived from missions present and past, and declared. One line a seat, file and kind. */
export const conflictsOf = (db: Sql, callId: string): Promise<Conflict[]> =>
  readRows(
    db,
    conflictRow,
    sql`WITH seats AS (SELECT id, person_id FROM jury_seat WHERE call_id = ${callId}::uuid),
          files AS (SELECT id, startup_id FROM application WHERE call_id = ${callId}::uuid),
          ties AS (SELECT j.id AS seat_id, m.startup_id, m.incubator_id, m.organisation_id, m.role FROM seats j JOIN mission m ON m.person_id = j.person_id)
        SELECT t.seat_id AS "seatId", f.id AS "applicationId", CASE WHEN t.role = 'coach' THEN 'coaching' ELSE 'equipe' END AS kind
        FROM ties t JOIN files f ON f.startup_id = t.startup_id
        UNION SELECT t.seat_id, f.id, 'incubateur' FROM ties t JOIN startup_incubator si ON si.incubator_id = t.incubator_id JOIN files f ON f.startup_id = si.startup_id WHERE t.startup_id IS NULL
        UNION SELECT t.seat_id, f.id, 'sponsor' FROM ties t JOIN sponsorship sp ON sp.organisation_id = t.organisation_id JOIN files f ON f.startup_id = sp.startup_id WHERE t.startup_id IS NULL AND t.incubator_id IS NULL
        UNION SELECT j.id, a.id, 'sponsor' FROM seats j JOIN application a ON a.call_id = ${callId}::uuid AND a.sponsor_person_id = j.person_id
        UNION SELECT c.seat_id, c.application_id, c.kind FROM jury_conflict c JOIN seats j ON j.id = c.seat_id JOIN files f ON f.id = c.application_id
        ORDER BY 1, 2, 3`,
  );

/** The files that a seat may neither judge nor see discussed. */
export const conflictedFiles = (conflicts: readonly Conflict[], seatId: string): Set<string> =>
  new Set(conflicts.filter((one) => one.seatId === seatId).map(({ applicationId }) => applicationId));

/**
 * The files whose marks and discussion are shut to somebody, whatever opens the call to them: a seat, a role of the
 * network, or acting for another person.
 */
export async function barredFiles(db: Sql, callId: string, actor: Actor): Promise<Set<string>> {
  if (actor.kind !== 'person') return new Set();
  const people = uuidArray([actor.personId, ...(actor.delegateId === null ? [] : [actor.delegateId])]);
  const rows = await readRows(
    db,
    z.object({ id: z.string() }),
    sql`SELECT f.id FROM application f JOIN mission m ON ${TIED} WHERE f.call_id = ${callId}::uuid AND m.person_id = ANY(${people})
        UNION SELECT a.id FROM application a WHERE a.call_id = ${callId}::uuid AND a.sponsor_person_id = ANY(${people})
        UNION SELECT c.application_id FROM jury_conflict c JOIN jury_seat j ON j.id = c.seat_id WHERE j.call_id = ${callId}::uuid AND j.person_id = ANY(${people})`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Within a transaction: whoever handles a file of a call, and has no tie with it. @throws {RefusedError} */
export async function handling(
  tx: Sql,
  acting: Acting,
  { id, callId }: { id: string; callId: string },
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: callId });
  if ((await barredFiles(tx, callId, acting.actor)).has(id))
    throw new RefusedError('Vous ne traitez pas ce dossier : un lien avec l’équipe est connu.');
}

/** A juror says that they may not judge a file, or would rather not. What they had written of it is taken away. */
export async function stepAside(
  acting: Acting,
  seatId: string,
  applicationId: string,
  { kind, reason }: { kind: 'conflit' | 'abstention'; reason: string },
): Promise<void> {
  const now = acting.clock.now();
  if (kind === 'conflit' && reason === '')
    throw new RuleError('Dites en une phrase d’où vient le conflit : le secrétariat seul le lit.', 'motif');
  await acting.database.transaction(async (tx) => {
    await stillBefore(tx, applicationId, now);
    await tx.$executeRaw(
      sql`INSERT INTO jury_conflict (seat_id, application_id, kind, reason, declared_at) VALUES (${seatId}::uuid, ${applicationId}::uuid, ${kind}, ${reason}, ${now})
          ON CONFLICT (seat_id, application_id) DO UPDATE SET kind = EXCLUDED.kind, reason = EXCLUDED.reason`,
    );
    await toldApplication(tx, acting, kind === 'conflit' ? 'declare-conflict' : 'abstain', applicationId);
  });
}

/** Takes an abstention back, until the marks are opened: what was written before counts again. */
export async function comeBack(acting: Acting, seatId: string, applicationId: string): Promise<void> {
  await acting.database.transaction(async (tx) => {
    await stillBefore(tx, applicationId, acting.clock.now());
    const count = await tx.$executeRaw(
      sql`DELETE FROM jury_conflict WHERE seat_id = ${seatId}::uuid AND application_id = ${applicationId}::uuid AND kind = 'abstention'`,
    );
    if (count === 0) throw new RuleError('Vous ne vous abstenez pas sur ce dossier.');
    await toldApplication(tx, acting, 'undo-abstain', applicationId);
  });
}

async function stillBefore(tx: Sql, applicationId: string, now: Date): Promise<void> {
  const application = await applicationOf(tx, applicationId);
  const call = application && (await callOf(tx, application.callId));
  if (!call) throw new RuleError('Cette candidature n’existe plus.');
  if (scoresAreOpen(call, now)) throw new RuleError('La notation est close : cela ne change plus.');
}
