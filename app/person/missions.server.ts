import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { queueMails, type MailToSend } from '~/platform/mail/outbox.server';
import { findLink, makeLink, takeLink } from '~/platform/signed-links.server';
import { permitted, RefusedError, RuleError, StaleError, type Acting } from './acting';
import type { InvitationInput, MissionChange } from './mission-schema';
import { findOrCreatePerson, missionManagers, peopleInCharge } from './people.server';
import { withinLimit } from '~/platform/rate-limit.server';
import { can, NETWORK, type Actor, type PersonActor, type StartupTies, NOTHING_SHARED } from './rights';
import { EXTENSION_MONTHS, ROLES, rolesOf, type Role } from './roles';
import { endSessionsOf, hasAccess, readMissions } from './session.server';

/** Where people are managed: a startup, an incubator, an administration (its sponsors), or the network itself. */
export type TeamPlace =
  | { kind: 'startup'; ties: StartupTies; title: string; path: string }
  | { kind: 'incubator'; id: string; title: string; path: string }
  | { kind: 'organisation'; id: string; title: string; path: string }
  | { kind: 'network'; title: string; path: string };

/** @throws {RefusedError} unless the actor answers for the people of this place. */
export function managing(acting: Acting, place: TeamPlace): PersonActor {
  switch (place.kind) {
    case 'startup':
      return permitted(acting, 'startup.gerer-equipe', place.ties);
    case 'incubator':
      return permitted(acting, 'incubateur.gerer-personnes', { id: place.id });
    // Who pays and decides is known of those who keep the network's lists: an administration has no people of its own here.
    case 'organisation':
    case 'network':
      return permitted(acting, 'reseau.donner-roles', NETWORK);
  }
}

/**
 * A coach reads what the team does not, so the team neither gives that role nor prolongs nor ends it.
 * @throws {RefusedError} unless the incubator's people do, {RuleError} for a role of another kind of place.
 */
function mayGive(acting: Acting, place: TeamPlace, role: Role): void {
  if (ROLES[role].place !== place.kind) throw new RuleError('Ce rôle ne se donne pas ici.', 'role');
  if (place.kind === 'startup' && role === 'coach') permitted(acting, 'startup.nommer-coach', place.ties);
}

/** The roles that the actor may give at a place. */
export const rolesToGive = (acting: Acting, place: TeamPlace): Role[] =>
  rolesOf(place.kind).filter(
    (role) =>
      role !== 'coach' ||
      (place.kind === 'startup' &&
        can(acting.actor, 'startup.nommer-coach', place.ties, acting.clock.today()).allowed),
  );

/** Whoever gives the network's roles names the first lead of an incubator that has none, and nothing else there. */
async function namesFirstLead(acting: Acting, place: TeamPlace, role: Role): Promise<boolean> {
  if (place.kind !== 'incubator' || role !== 'lead') return false;
  if (!can(acting.actor, 'reseau.donner-roles', NETWORK, acting.clock.today()).allowed) return false;
  return !(await hasLead(acting.database.prisma, acting.clock.today(), place.id));
}

/** Whether somebody leads the incubator today. */
export const hasLead = async (db: Sql, today: Day, incubatorId: string): Promise<boolean> =>
  (await peopleInCharge(db, today, { incubatorIds: [incubatorId], incubator: ['lead'] })).length > 0;

/** @throws {RefusedError} for a mission of one's own: nobody gives or prolongs rights to themselves. */
function notOneself(actor: Actor, personId: string, sentence: string): void {
  if (actor.kind !== 'person' || [actor.personId, actor.delegateId].includes(personId))
    throw new RefusedError(sentence);
}

const atPlace = (place: TeamPlace) =>
  place.kind === 'startup'
    ? sql`m.startup_id = ${place.ties.id}::uuid`
    : place.kind === 'incubator'
      ? sql`m.incubator_id = ${place.id}::uuid`
      : place.kind === 'organisation'
        ? sql`m.organisation_id = ${place.id}::uuid`
        : sql`num_nonnulls(m.startup_id, m.incubator_id, m.organisation_id, m.team_id) = 0 AND m.role IN ('animation', 'administrator', 'community', 'jury')`;

const teamRow = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
  employerKind: z.enum(['independent', 'admin', 'service']).nullable(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  version: z.number(),
  withdrawn: z.boolean(),
  stepsDone: z.array(z.string()),
});
export type TeamMission = z.infer<typeof teamRow>;

/** Everyone who has or had a mission at the place, the present ones first. The caller has asked for the right. */
export const readTeam = (db: Sql, place: TeamPlace): Promise<TeamMission[]> =>
  readRows(
    db,
    teamRow,
    sql`SELECT m.id, p.id AS "personId", p.full_name AS name, m.role, m.employer_kind AS "employerKind", m.start_day::text AS from, m.end_day::text AS until, m.version, m.withdrawn_at IS NOT NULL AS withdrawn,
          ARRAY(SELECT code FROM leaving_step l WHERE l.mission_id = m.id) AS "stepsDone"
        FROM mission m JOIN person p ON p.id = m.person_id WHERE ${atPlace(place)}
        ORDER BY m.end_day DESC NULLS FIRST, folded(p.full_name)`,
  );

async function insertMission(
  tx: Sql,
  place: TeamPlace,
  mission: { personId: string; role: Role; employerKind: string | null; from: Day; until: Day | null },
): Promise<string> {
  const id = newId();
  await tx.$executeRaw(
    sql`INSERT INTO mission (id, person_id, startup_id, incubator_id, organisation_id, role, employer_kind, start_day, end_day, version)
        VALUES (${id}::uuid, ${mission.personId}::uuid, ${place.kind === 'startup' ? place.ties.id : null}::uuid, ${place.kind === 'incubator' ? place.id : null}::uuid, ${place.kind === 'organisation' ? place.id : null}::uuid,
          ${mission.role}, ${mission.employerKind}, ${mission.from}::date, ${mission.until}::date, 1)`,
  );
  return id;
}

/** From now on the missions of this person are kept here: an import leaves them alone. */
const keepHere = (tx: Sql, personId: string) =>
  tx.$executeRaw(sql`UPDATE person SET kept_here = true WHERE id = ${personId}::uuid`);

/**
 * Gives someone a mission at the place and tells them; someone unknown becomes known by their address.
 * @throws {RuleError} when the role is not of this place or the person already holds it.
 */
export async function invite(acting: Acting, place: TeamPlace, input: InvitationInput): Promise<void> {
  if (!(await namesFirstLead(acting, place, input.role))) managing(acting, place);
  mayGive(acting, place, input.role);
  if (input.role === 'administrator') permitted(acting, 'administration.voir', NETWORK);
  await limitMails(acting, 'inviter', INVITATIONS_AN_HOUR);
  await acting.database.transaction(async (tx) => {
    const { id: personId } = await findOrCreatePerson(tx, { name: input.nom, address: input.courriel });
    await addMission(tx, acting, place, { ...input, personId });
  });
}

/** Within a transaction that already has its right: the mission, its audit and its mail. */
export async function addMission(
  tx: Sql,
  acting: Acting,
  place: TeamPlace,
  input: Pick<InvitationInput, 'role' | 'statut' | 'debut' | 'fin'> & { personId: string; courriel: string },
  { invites = true }: { invites?: boolean } = {},
): Promise<void> {
  const now = acting.clock.now();
  mayGive(acting, place, input.role);
  notOneself(
    acting.actor,
    input.personId,
    'Personne ne se donne une mission : demandez-la à une autre personne de l’équipe ou de l’incubateur.',
  );
  // Two invitations at the same time meet here, one after the other.
  await tx.$executeRaw(sql`SELECT 1 FROM person WHERE id = ${input.personId}::uuid FOR UPDATE`);
  const same = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT m.id FROM mission m WHERE ${atPlace(place)} AND m.person_id = ${input.personId}::uuid AND m.role = ${input.role}
        AND (m.end_day IS NULL OR m.end_day >= ${acting.clock.today()}::date)`,
  );
  if (same.length > 0)
    throw new RuleError('Cette personne a déjà ce rôle ici : prolongez sa mission.', 'courriel');
  const id = await insertMission(tx, place, {
    personId: input.personId,
    role: input.role,
    employerKind: input.statut,
    from: input.debut,
    until: input.fin,
  });
  await keepHere(tx, input.personId);
  await recordChanges(tx, { ...acting.audit, at: now }, [
    {
      verb: 'invite',
      thing: { kind: 'mission', id },
      after: {
        personId: input.personId,
        place: place.path,
        role: input.role,
        from: input.debut,
        until: input.fin,
      },
    },
  ]);
  if (!invites) return;
  await queueMails(tx, { now, origin: acting.origin }, [
    {
      kind: 'invitation',
      personId: input.personId,
      address: input.courriel.trim().toLowerCase(),
      topic: `invitation ${id}`,
      letter: {
        subject: `Vous rejoignez ${place.title} sur Jalons`,
        paragraphs: [
          `Une mission vous est ouverte : ${place.title}, ${ROLES[input.role].label.toLowerCase()}. ${ROLES[input.role].does}`,
          'Connectez-vous avec cette adresse, par ProConnect ou par un lien reçu ici.',
        ],
        action: { label: 'Ouvrir mon espace', url: `${acting.origin}/espace` },
        why: 'Vous recevez ce courriel parce qu’une personne de l’équipe a saisi votre adresse. Si c’est une erreur, répondez-lui : rien ne se passe sans connexion.',
      },
    },
  ]);
}

const heldRow = z.object({
  id: z.string(),
  personId: z.string(),
  role: z.enum(Object.keys(ROLES) as [Role, ...Role[]]),
  from: z.string().nullable(),
  until: z.string().nullable(),
  version: z.number(),
});

/** @throws {StaleError} when the mission is another one by now, {RuleError} when it is not of this place. */
async function heldMission(tx: Sql, place: TeamPlace, missionId: string, version: number | null) {
  const rows = await readRows(
    tx,
    heldRow,
    sql`SELECT m.id, m.person_id AS "personId", m.role, m.start_day::text AS from, m.end_day::text AS until, m.version
        FROM mission m WHERE m.id = ${missionId}::uuid AND ${atPlace(place)} FOR UPDATE`,
  );
  const mission = rows[0];
  if (!mission) throw new RuleError('Cette mission n’existe pas ici.');
  if (version !== null && mission.version !== version) throw new StaleError();
  return mission;
}

async function writeDates(
  tx: Sql,
  acting: Acting,
  mission: z.infer<typeof heldRow>,
  verb: string,
  after: {
    role: Role;
    from: string | null;
    until: string | null;
    employerKind?: string | null;
    /** Ended by somebody rather than by its date: no days of grace. */
    withdrawn?: boolean;
  },
): Promise<void> {
  const now = acting.clock.now();
  await tx.$executeRaw(
    sql`UPDATE mission SET role = ${after.role}, start_day = ${after.from}::date, end_day = ${after.until}::date,
          employer_kind = CASE WHEN ${after.employerKind !== undefined} THEN ${after.employerKind ?? null} ELSE employer_kind END,
          withdrawn_at = ${after.withdrawn ? now : null}::timestamptz, version = version + 1 WHERE id = ${mission.id}::uuid`,
  );
  await keepHere(tx, mission.personId);
  await recordChanges(tx, { ...acting.audit, at: now }, [
    {
      verb,
      thing: { kind: 'mission', id: mission.id },
      before: { role: mission.role, from: mission.from, until: mission.until },
      after: { role: after.role, from: after.from, until: after.until },
    },
  ]);
  if (!hasAccess(await readMissions(tx, mission.personId), now))
    await endSessionsOf(tx, now, mission.personId);
}

const OWN_MISSION =
  'Votre propre mission est prolongée ou changée par une autre personne de l’équipe ou de l’incubateur.';
const INVITATIONS_AN_HOUR = 60;
const EXTENSIONS_AN_HOUR = 5;

/** @throws {RuleError} when one person makes too many mails leave in an hour. */
async function limitMails(acting: Acting, name: string, limit: number): Promise<void> {
  const subject = acting.audit.actor.id ?? 'inconnu';
  const within = await withinLimit(acting.database.prisma, acting.clock.now(), {
    name,
    subject,
    limit,
    minutes: 60,
  });
  if (!within)
    throw new RuleError(
      'Beaucoup de courriels sont partis de votre part en peu de temps : réessayez dans une heure.',
    );
}

/**
 * One click: six months more from the mission's end, or from today when it is over.
 * @throws {RefusedError} for one's own mission: someone else of the team or the incubator says that it goes on.
 */
export async function extendMission(
  acting: Acting,
  place: TeamPlace,
  { missionId, version, announced }: { missionId: string; version: number | null; announced?: string | null },
): Promise<Day> {
  const actor = managing(acting, place);
  return acting.database.transaction(async (tx) => {
    const mission = await heldMission(tx, place, missionId, version);
    mayGive(acting, place, mission.role);
    notOneself(actor, mission.personId, OWN_MISSION);
    if (announced !== undefined && mission.until !== announced) {
      throw new RuleError('Quelqu’un a déjà prolongé ou changé cette mission.');
    }
    if (mission.until === null) throw new RuleError('Cette mission n’a pas de fin prévue.');
    const today = acting.clock.today();
    const base = mission.until > today ? day(mission.until) : today;
    const until = addMonths(base, EXTENSION_MONTHS);
    await writeDates(tx, acting, mission, 'extend', { role: mission.role, from: mission.from, until });
    return until;
  });
}

/** Changes what a mission is and when; its end in the past ends the rights that follow from it. */
export async function changeMission(
  acting: Acting,
  place: TeamPlace,
  input: MissionChange & { missionId: string; version: number },
): Promise<void> {
  const actor = managing(acting, place);
  mayGive(acting, place, input.role);
  await acting.database.transaction(async (tx) => {
    const mission = await heldMission(tx, place, input.missionId, input.version);
    mayGive(acting, place, mission.role);
    const longer = mission.until !== null && (input.fin === null || input.fin > mission.until);
    const isOwn = [actor.personId, actor.delegateId].includes(mission.personId);
    if (isOwn && (longer || input.role !== mission.role))
      throw new RuleError(OWN_MISSION, longer ? 'fin' : 'role');
    if (input.role === 'administrator') permitted(acting, 'administration.voir', NETWORK);
    await writeDates(tx, acting, mission, 'change', {
      role: input.role,
      from: input.debut,
      until: input.fin,
      employerKind: input.statut,
    });
  });
}

/** Ends a mission today, or withdraws the grace of one already over. */
export async function endMission(
  acting: Acting,
  place: TeamPlace,
  { missionId, version }: { missionId: string; version: number },
): Promise<void> {
  managing(acting, place);
  await acting.database.transaction(async (tx) => {
    const mission = await heldMission(tx, place, missionId, version);
    mayGive(acting, place, mission.role);
    // Yesterday: whoever leaves today has left. The days of grace are for missions that lapse, not for departures.
    const yesterday = addDays(acting.clock.today(), -1);
    const from = mission.from !== null && mission.from > yesterday ? yesterday : mission.from;
    await writeDates(tx, acting, mission, 'end', {
      role: mission.role,
      from,
      until: yesterday,
      withdrawn: true,
    });
    await endSessionsOf(tx, acting.clock.now(), mission.personId);
  });
}

/** What a team does when someone leaves, kept as it is done. */
export const LEAVING_STEPS = [
  { code: 'transmission', label: 'Ce que la personne seule savait est écrit et transmis' },
  { code: 'acces', label: 'Ses accès au code, aux serveurs et aux données sont retirés' },
  { code: 'secrets', label: 'Les secrets qu’elle connaissait sont changés' },
  { code: 'listes', label: 'Elle ne figure plus dans les listes et les canaux de l’équipe' },
  { code: 'materiel', label: 'Le matériel prêté est rendu' },
  { code: 'contact', label: 'Les pages et les adresses de contact ne mènent plus à elle' },
] as const;

export async function settleLeaving(
  acting: Acting,
  place: TeamPlace,
  { missionId, done }: { missionId: string; done: readonly string[] },
): Promise<void> {
  const actor = managing(acting, place);
  const codes = LEAVING_STEPS.map(({ code }) => code).filter((code) => done.includes(code));
  await acting.database.transaction(async (tx) => {
    await heldMission(tx, place, missionId, null);
    const now = acting.clock.now();
    await tx.$executeRaw(
      sql`DELETE FROM leaving_step WHERE mission_id = ${missionId}::uuid AND NOT (code = ANY(${codes}))`,
    );
    for (const code of codes) {
      await tx.$executeRaw(
        sql`INSERT INTO leaving_step (mission_id, code, done_at, done_by) VALUES (${missionId}::uuid, ${code}, ${now}, ${actor.delegateId ?? actor.personId}::uuid) ON CONFLICT DO NOTHING`,
      );
    }
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'leaving', thing: { kind: 'mission', id: missionId }, after: { done: codes } },
    ]);
  });
}

/**
 * Someone whose mission is over, or soon will be, asks the others of the place for more time: each gets a button.
 * @throws {RuleError} when nobody else answers for the place.
 */
export async function askForExtension(
  acting: Acting,
  place: Extract<TeamPlace, { kind: 'startup' }>,
): Promise<void> {
  const actor = acting.actor;
  if (actor.kind !== 'person') throw new RefusedError('Connectez-vous pour continuer.');
  const now = acting.clock.now();
  await limitMails(acting, 'prolongation', EXTENSIONS_AN_HOUR);
  await acting.database.transaction(async (tx) => {
    const rows = await readRows(
      tx,
      z.object({ id: z.string(), name: z.string(), role: z.string(), until: z.string() }),
      sql`SELECT m.id, p.full_name AS name, m.role, m.end_day::text AS until FROM mission m JOIN person p ON p.id = m.person_id
          WHERE m.person_id = ${actor.personId}::uuid AND ${atPlace(place)} AND m.end_day IS NOT NULL ORDER BY m.end_day DESC LIMIT 1`,
    );
    const mission = rows[0];
    if (!mission) throw new RefusedError('Vous n’avez pas de mission dans cette startup.');
    const managers = (await missionManagers(tx, acting.clock.today(), place.ties, mission.role)).filter(
      ({ id }) => id !== actor.personId,
    );
    if (managers.length === 0)
      throw new RuleError('Personne d’autre ne répond de cette startup : écrivez à son incubateur.');
    const mails: MailToSend[] = [];
    for (const manager of managers) {
      const token = await makeLink(tx, now, {
        act: 'prolonger-mission',
        thingId: extensionOf(mission.id, mission.until),
        personId: manager.id,
        days: 14,
      });
      mails.push({
        kind: 'acces',
        personId: manager.id,
        address: manager.address,
        topic: `prolonger ${mission.id}`,
        letter: {
          subject: `Une mission à prolonger : ${place.title}`,
          paragraphs: [`${mission.name} demande que sa mission pour ${place.title} continue.`],
          action: { label: 'Voir et prolonger', url: `${acting.origin}/liens/${token}` },
          why: 'Vous recevez ce courriel parce que vous répondez de cette startup.',
        },
      });
    }
    await queueMails(tx, { now, origin: acting.origin }, mails);
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'ask-extension', thing: { kind: 'mission', id: mission.id } },
    ]);
  });
}

/** What an extension link is about: a mission as it ends when the mail leaves, so that two clicks do not add up. */
export const extensionOf = (missionId: string, until: string): string => `${missionId} ${until}`;
const inExtension = (thingId: string): { missionId: string; until: string | null } => {
  const [missionId = '', until = null] = thingId.split(' ');
  return { missionId, until };
};

const linkedRow = z.object({
  name: z.string(),
  until: z.string().nullable(),
  startupId: z.string().nullable(),
  incubatorId: z.string().nullable(),
  incubatorIds: z.array(z.string()),
  title: z.string(),
  path: z.string(),
});

/** The mission that a signed link is about, for its page. */
export async function linkedMission(db: Sql, thingId: string) {
  const { missionId, until: announced } = inExtension(thingId);
  const rows = await readRows(
    db,
    linkedRow,
    sql`SELECT p.full_name AS name, m.end_day::text AS until, m.startup_id AS "startupId", m.incubator_id AS "incubatorId",
          ARRAY(SELECT incubator_id::text FROM startup_incubator si WHERE si.startup_id = m.startup_id) AS "incubatorIds",
          coalesce(s.title, i.title) AS title, coalesce('/startups/' || s.public_id, '/incubateurs/' || i.public_id) AS path
        FROM mission m JOIN person p ON p.id = m.person_id LEFT JOIN startup s ON s.id = m.startup_id LEFT JOIN incubator i ON i.id = m.incubator_id
        WHERE m.id = ${missionId}::uuid AND num_nonnulls(m.startup_id, m.incubator_id) = 1`,
  );
  const row = rows[0];
  if (!row) return null;
  const place: TeamPlace =
    row.startupId !== null
      ? {
          kind: 'startup',
          ties: { id: row.startupId, incubatorIds: row.incubatorIds },
          title: row.title,
          path: row.path,
        }
      : { kind: 'incubator', id: row.incubatorId!, title: row.title, path: row.path };
  return { name: row.name, until: row.until, announced, missionId, place };
}

/**
 * The button of a mail: the mission goes on, if the person to whom the mail went still may say so.
 * @returns its new end; null when the link was used or is too old.
 */
export async function extendByLink(acting: Acting, token: string): Promise<Day | null> {
  const now = acting.clock.now();
  const { prisma } = acting.database;
  const link = await findLink(prisma, now, token);
  if (!link || link.act !== 'prolonger-mission' || link.usedAt !== null) return null;
  const mission = await linkedMission(prisma, link.thingId);
  if (!mission) return null;
  const actor: PersonActor = {
    kind: 'person',
    personId: link.personId,
    delegateId: null,
    missions: await readMissions(prisma, link.personId),
    repairs: [],
    shared: NOTHING_SHARED,
    seats: [],
  };
  const until = await extendMission(
    {
      ...acting,
      actor,
      audit: { ...acting.audit, actor: { kind: 'link', id: link.id, onBehalfOf: link.personId } },
    },
    mission.place,
    { missionId: mission.missionId, version: null, announced: mission.announced },
  );
  await acting.database.transaction((tx) => takeLink(tx, now, link.id));
  return until;
}
