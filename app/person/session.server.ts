import { z } from 'zod';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { digest, randomToken } from '~/platform/secrets.server';
import {
  isReadable,
  type ActorMission,
  type PersonActor,
  SEAT_ROLES,
  SHARE_KINDS,
  type ShareKind,
} from './rights';
import { ROLE_CODES, type Role } from './roles';

/** Without a page asked for, a session ends after this long. */
export const IDLE_MINUTES = 120;
/** Whatever is done, it ends after this long: as long as the identity provider's own. */
export const LONGEST_HOURS = 12;
/** How often the last sign of life is written down. */
const TOUCH_MS = 60_000;

export type SignInMethod = 'proconnect' | 'lien' | 'code' | 'persona';
export const METHOD_LABELS: Readonly<Record<SignInMethod, string>> = {
  proconnect: 'ProConnect',
  lien: 'lien reçu par courriel',
  code: 'code reçu par courriel',
  persona: 'persona de démonstration',
};

export interface Session {
  id: string;
  personId: string;
  name: string;
  /** For whom the person acts, when they do. */
  actingFor: { personId: string; name: string } | null;
  method: SignInMethod;
  /** When it ends if nothing more is asked for. */
  endsAt: Date;
  /** Whether it ends then whatever is done: nothing prolongs it. */
  isLastStretch: boolean;
  actor: PersonActor;
}

const missionRow = z.tuple([
  z.enum(ROLE_CODES as [Role, ...Role[]]),
  z.string().nullable(),
  z.string().nullable(),
  z.string().nullable(),
  z.string().nullable(),
  z.string().nullable(),
  z.boolean(),
]);
const optionalDay = (text: string | null) => (text === null ? null : day(text));

const sessionRow = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  actingFor: z.string().nullable(),
  actingForName: z.string().nullable(),
  delegationHolds: z.boolean(),
  method: z.enum(['proconnect', 'lien', 'code', 'persona']),
  seenAt: z.date(),
  expiresAt: z.date(),
  missions: z.array(missionRow),
  repairs: z.array(z.string()),
  shares: z.array(z.tuple([z.enum(SHARE_KINDS), z.string()])),
  seats: z.array(z.object({ callId: z.string(), role: z.enum(SEAT_ROLES) })),
});

const sharedOf = (shares: ReadonlyArray<readonly [ShareKind, string]>): PersonActor['shared'] => {
  const shared: Record<ShareKind, string[]> = { interieur: [], equipes: [], budgets: [], comites: [] };
  for (const [kind, incubatorId] of shares) shared[kind].push(incubatorId);
  return shared;
};

const idleEnd = (seenAt: Date): Date => new Date(seenAt.getTime() + IDLE_MINUTES * 60_000);

/** The missions of a person as rights see them, in the order of `missionRow`. */
const missionsOf = (personId: ReturnType<typeof sql>) =>
  sql`coalesce((SELECT jsonb_agg(jsonb_build_array(m.role, m.startup_id, m.incubator_id, m.organisation_id, m.start_day, m.end_day, m.withdrawn_at IS NOT NULL))
      FROM mission m WHERE m.person_id = ${personId}), '[]')`;

const asMission = ([role, startupId, incubatorId, organisationId, from, until, withdrawn]: z.infer<
  typeof missionRow
>): ActorMission => ({
  role,
  startupId,
  incubatorId,
  organisationId,
  from: optionalDay(from),
  until: optionalDay(until),
  withdrawn,
});

/** The missions of one person as rights see them. */
export async function readMissions(db: Sql, personId: string): Promise<ActorMission[]> {
  const rows = await readRows(
    db,
    z.object({ missions: z.array(missionRow) }),
    sql`SELECT ${missionsOf(sql`p.id`)} AS missions FROM person p WHERE p.id = ${personId}::uuid AND p.erased_at IS NULL`,
  );
  return (rows[0]?.missions ?? []).map(asMission);
}

/** The missions of everyone who has some, in one query. */
export async function missionsOfAll(db: Sql): Promise<ReadonlyMap<string, ActorMission[]>> {
  const rows = await readRows(
    db,
    z.object({ id: z.string(), missions: z.array(missionRow) }),
    sql`SELECT p.id, ${missionsOf(sql`p.id`)} AS missions FROM person p WHERE p.erased_at IS NULL`,
  );
  return new Map(rows.map(({ id, missions }) => [id, missions.map(asMission)]));
}

/** Whether a person may come in at all: some mission is current, or ended a few days ago. */
export const hasAccess = (missions: readonly ActorMission[], now: Date): boolean =>
  missions.some((mission) => isReadable(mission, parisDay(now)));

/**
 * The session of this cookie with its bearer's rights, in one query; null when it has ended, was idle too long, or
 * when its person's access has ended since.
 * @param touches whether this request keeps the session alive.
 */
export async function readSession(
  db: Sql,
  token: string,
  now: Date,
  { touches = true }: { touches?: boolean } = {},
): Promise<Session | null> {
  const today = parisDay(now);
  const rows = await readRows(
    db,
    sessionRow,
    sql`SELECT se.id, se.person_id AS "personId", p.full_name AS name, se.acting_for AS "actingFor", f.full_name AS "actingForName",
          EXISTS (SELECT 1 FROM delegation d WHERE d.from_person_id = se.acting_for AND d.to_person_id = se.person_id AND d.ended_at IS NULL
            AND ${today}::date BETWEEN d.start_day AND d.end_day)
            AND EXISTS (SELECT 1 FROM mission own WHERE own.person_id = se.person_id AND (own.start_day IS NULL OR own.start_day <= ${today}::date)
              AND (own.end_day IS NULL OR own.end_day >= ${today}::date)) AS "delegationHolds",
          se.method, se.seen_at AS "seenAt", se.expires_at AS "expiresAt",
          ${missionsOf(sql`coalesce(se.acting_for, se.person_id)`)} AS missions,
          ARRAY(SELECT r.incubator_id::text FROM repair_access r WHERE r.person_id = se.person_id AND se.acting_for IS NULL AND r.from_at <= ${now} AND r.until_at > ${now}) AS repairs,
          coalesce((SELECT jsonb_agg(jsonb_build_array(kind, incubator_id)) FROM incubator_share), '[]') AS shares,
          coalesce((SELECT jsonb_agg(jsonb_build_object('callId', j.call_id, 'role', j.role)) FROM jury_seat j WHERE j.person_id = coalesce(se.acting_for, se.person_id)), '[]') AS seats
        FROM session se JOIN person p ON p.id = se.person_id LEFT JOIN person f ON f.id = se.acting_for
        WHERE se.token_sha256 = ${digest(token)} AND se.ended_at IS NULL AND se.expires_at > ${now}
          AND se.seen_at > ${new Date(now.getTime() - IDLE_MINUTES * 60_000)} AND p.erased_at IS NULL`,
  );
  const row = rows[0];
  if (!row) return null;
  const missions = row.missions.map(asMission);
  if (!hasAccess(missions, now) || (row.actingFor !== null && !row.delegationHolds)) {
    await db.$executeRaw(
      sql`UPDATE session SET ended_at = ${now}, id_token = NULL WHERE id = ${row.id}::uuid`,
    );
    return null;
  }
  let seenAt = row.seenAt;
  if (touches && now.getTime() - seenAt.getTime() > TOUCH_MS) {
    await db.$executeRaw(sql`UPDATE session SET seen_at = ${now} WHERE id = ${row.id}::uuid`);
    seenAt = now;
  }
  return {
    id: row.id,
    personId: row.personId,
    name: row.name,
    actingFor:
      row.actingFor === null
        ? null
        : { personId: row.actingFor, name: row.actingForName ?? 'personne partie' },
    method: row.method,
    endsAt: idleEnd(seenAt) < row.expiresAt ? idleEnd(seenAt) : row.expiresAt,
    isLastStretch: row.expiresAt <= idleEnd(seenAt),
    actor: {
      kind: 'person',
      personId: row.actingFor ?? row.personId,
      delegateId: row.actingFor === null ? null : row.personId,
      missions,
      repairs: row.repairs,
      shared: sharedOf(row.shares),
      seats: row.seats,
    },
  };
}

/** Whose session this cookie was: their form may then wait for them to sign in again. */
export async function formerBearer(db: Sql, token: string): Promise<string | null> {
  const rows = await readRows(
    db,
    z.object({ personId: z.string() }),
    sql`SELECT person_id AS "personId" FROM session WHERE token_sha256 = ${digest(token)}`,
  );
  return rows[0]?.personId ?? null;
}

/** « Firefox sur Linux »: enough for its owner to know the device, and no more. */
export function deviceLabel(userAgent: string | null): string {
  const agent = userAgent ?? '';
  const find = (names: ReadonlyArray<[RegExp, string]>) =>
    names.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = find([
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux/, 'Linux'],
  ]);
  return `${browser ?? 'Navigateur'}${system ? ` sur ${system}` : ''}`;
}

/**
 * Begins a session under a new secret; the one that the browser had before ends.
 * @returns the value of its cookie.
 */
export async function startSession(
  tx: Sql,
  now: Date,
  session: {
    personId: string;
    method: SignInMethod;
    device: string;
    idToken?: string | null;
    replaces: string | null;
  },
): Promise<string> {
  const token = randomToken();
  if (session.replaces !== null) {
    await tx.$executeRaw(
      sql`UPDATE session SET ended_at = ${now}, id_token = NULL WHERE token_sha256 = ${digest(session.replaces)} AND ended_at IS NULL`,
    );
  }
  await tx.$executeRaw(
    sql`INSERT INTO session (id, token_sha256, person_id, method, device, id_token, created_at, seen_at, expires_at)
        VALUES (${newId()}::uuid, ${digest(token)}, ${session.personId}::uuid, ${session.method}, ${session.device}, ${session.idToken ?? null},
          ${now}, ${now}, ${new Date(now.getTime() + LONGEST_HOURS * 3_600_000)})`,
  );
  return token;
}

/** Ends one session of a person. @returns the identity provider's token, for its own logout. */
export async function endSession(
  tx: Sql,
  now: Date,
  { sessionId, personId }: { sessionId: string; personId: string },
): Promise<string | null> {
  const rows = await readRows(
    tx,
    z.object({ idToken: z.string().nullable() }),
    sql`WITH before AS (SELECT id, id_token FROM session WHERE id = ${sessionId}::uuid AND person_id = ${personId}::uuid AND ended_at IS NULL FOR UPDATE),
          done AS (UPDATE session SET ended_at = ${now}, id_token = NULL FROM before WHERE session.id = before.id)
        SELECT id_token AS "idToken" FROM before`,
  );
  return rows[0]?.idToken ?? null;
}

export const endSessionsOf = (
  tx: Sql,
  now: Date,
  personId: string,
  exceptId: string | null = null,
): Promise<number> =>
  tx.$executeRaw(
    sql`UPDATE session SET ended_at = ${now}, id_token = NULL
        WHERE (person_id = ${personId}::uuid OR acting_for = ${personId}::uuid) AND ended_at IS NULL AND id IS DISTINCT FROM ${exceptId}::uuid`,
  );

const openSession = z.object({
  id: z.string(),
  device: z.string(),
  method: z.enum(['proconnect', 'lien', 'code', 'persona']),
  createdAt: z.date(),
  seenAt: z.date(),
});

export const sessionsOf = (db: Sql, personId: string, now: Date) =>
  readRows(
    db,
    openSession,
    sql`SELECT id, device, method, created_at AS "createdAt", seen_at AS "seenAt" FROM session
        WHERE person_id = ${personId}::uuid AND ended_at IS NULL AND expires_at > ${now}
          AND seen_at > ${new Date(now.getTime() - IDLE_MINUTES * 60_000)} ORDER BY seen_at DESC`,
  );

/** From now on the session acts for somebody else, or for its own person again. */
export async function actFor(tx: Sql, sessionId: string, personId: string | null): Promise<void> {
  await tx.$executeRaw(sql`UPDATE session SET acting_for = ${personId}::uuid WHERE id = ${sessionId}::uuid`);
}
