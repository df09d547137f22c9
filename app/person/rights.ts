import { addDays, type Day } from '~/platform/day';
import { GRACE_DAYS, type Role } from './roles';

export interface ActorMission {
  role: Role;
  startupId: string | null;
  incubatorId: string | null;
  organisationId: string | null;
  from: Day | null;
  until: Day | null;
  /** Ended by somebody, not by its date: it leaves no days of grace. */
  withdrawn: boolean;
}

/** What an incubator may show of itself to the animation of the network. */
export const SHARE_KINDS = ['interieur', 'equipes', 'budgets', 'comites'] as const;
export type ShareKind = (typeof SHARE_KINDS)[number];
export const NOTHING_SHARED: Readonly<Record<ShareKind, readonly string[]>> = {
  interieur: [],
  equipes: [],
  budgets: [],
  comites: [],
};

export const SEAT_ROLES = ['presidence', 'jury', 'expertise', 'secretariat'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];
/** A seat in the jury of one call: it opens that call alone. */
export interface ActorSeat {
  callId: string;
  role: SeatRole;
}

/** Someone who asks: known by what they may have a part in, never by their name. */
export type Actor =
  | { kind: 'public' }
  | {
      kind: 'person';
      /** In whose right: the person, or the one for whom a delegate acts. */
      personId: string;
      /** The person at the keyboard, when it is another one. */
      delegateId: string | null;
      missions: readonly ActorMission[];
      /** Incubators that an administrator may open now, for a repair. */
      repairs: readonly string[];
      /** Incubators that show this of theirs to those who animate the network. */
      shared: Readonly<Record<ShareKind, readonly string[]>>;
      /** Where they sit in the jury of a call. */
      seats: readonly ActorSeat[];
    }
  /** A program that bears a token, and a reader who bears a signed link: each may only what its own room says. */
  | { kind: 'token'; tokenId: string }
  | { kind: 'link'; linkId: string };
export type PersonActor = Extract<Actor, { kind: 'person' }>;

export const PUBLIC_ACTOR: Actor = { kind: 'public' };

export type Answer = { allowed: true } | { allowed: false; reason: string };

const ALLOWED: Answer = { allowed: true };
const refused = (reason: string): Answer => ({ allowed: false, reason });

/** What rights are asked about: a startup by what ties people to it. */
export interface StartupTies {
  id: string;
  incubatorIds: readonly string[];
}
export interface IncubatorTies {
  id: string;
}
/** The network as a whole. */
export const NETWORK = { id: 'network' } as const;

/** What an actor reaches in a list: startups by their own id or by their incubator's, incubators by theirs. */
export interface Reach {
  startupIds: readonly string[];
  incubatorIds: readonly string[];
}

/**
 * A rule of who reaches what, said twice: `holds` for one thing, and `reach` for a list's query (`where.server.ts`
 * makes it SQL), with the reason that a refused person reads. A property test proves that the two agree.
 */
export interface Scope<Thing> {
  holds(actor: Actor, thing: Thing, today: Day): boolean;
  reach(actor: Actor, today: Day): Reach;
  reason: string;
}

const NOTHING: Reach = { startupIds: [], incubatorIds: [] };

export const isCurrent = (mission: { from: Day | null; until: Day | null }, today: Day): boolean =>
  (mission.from === null || mission.from <= today) && (mission.until === null || mission.until >= today);

/** Current, or ended some days ago: enough to read, not to write. */
export const isReadable = (
  mission: { from: Day | null; until: Day | null; withdrawn: boolean },
  today: Day,
): boolean => isCurrent(mission, today) || (!mission.withdrawn && isInGrace(mission, today));

const isInGrace = (mission: { from: Day | null; until: Day | null }, today: Day): boolean =>
  (mission.from === null || mission.from <= today) &&
  (mission.until === null || addDays(mission.until, GRACE_DAYS) >= today);

interface Ties {
  /** Roles on the startup itself. */
  team: readonly Role[];
  /** Roles in one of its incubators. */
  incubator: readonly Role[];
  /** The days after a mission's end count too. */
  grace: boolean;
  /** Incubators that show this to the animation of the network. */
  shared: ShareKind | null;
  /** Whether an administrator who opened the incubator for a repair reaches this too. */
  repair?: boolean;
}

function reachOf(actor: Actor, today: Day, ties: Ties): Reach {
  if (actor.kind !== 'person') return NOTHING;
  const valid = actor.missions.filter((mission) =>
    ties.grace ? isReadable(mission, today) : isCurrent(mission, today),
  );
  const has = (role: Role) => valid.some((mission) => mission.role === role && isCurrent(mission, today));
  return {
    startupIds: valid.flatMap(({ role, startupId }) =>
      startupId !== null && ties.team.includes(role) ? [startupId] : [],
    ),
    incubatorIds: [
      ...valid.flatMap(({ role, incubatorId }) =>
        incubatorId !== null && ties.incubator.includes(role) ? [incubatorId] : [],
      ),
      ...(ties.repair !== false && has('administrator') ? actor.repairs : []),
      ...(ties.shared !== null && has('animation') ? actor.shared[ties.shared] : []),
    ],
  };
}

const onStartups = (ties: Ties, reason: string): Scope<StartupTies> => ({
  reach: (actor, today) => reachOf(actor, today, ties),
  holds(actor, startup, today) {
    const { startupIds, incubatorIds } = reachOf(actor, today, ties);
    return startupIds.includes(startup.id) || startup.incubatorIds.some((id) => incubatorIds.includes(id));
  },
  reason,
});

const onIncubators = (ties: Omit<Ties, 'team'>, reason: string): Scope<IncubatorTies> => ({
  reach: (actor, today) => ({ ...reachOf(actor, today, { ...ties, team: [] }), startupIds: [] }),
  holds: (actor, incubator, today) =>
    reachOf(actor, today, { ...ties, team: [] }).incubatorIds.includes(incubator.id),
  reason,
});

const onNetwork = (roles: readonly Role[], reason: string): Scope<typeof NETWORK> => ({
  reach: () => NOTHING,
  holds: (actor, _network, today) =>
    actor.kind === 'person' &&
    actor.missions.some((mission) => roles.includes(mission.role) && isCurrent(mission, today)),
  reason,
});

export interface OrganisationTies {
  id: string;
}
const onOrganisation = (roles: readonly Role[], reason: string): Scope<OrganisationTies> => ({
  reach: () => NOTHING,
  holds: (actor, organisation, today) =>
    actor.kind === 'person' &&
    actor.missions.some(
      (mission) =>
        roles.includes(mission.role) &&
        mission.organisationId === organisation.id &&
        isCurrent(mission, today),
    ),
  reason,
});

export interface CallTies {
  id: string;
}
/** By a seat in the jury of the call, or by a role of the network. */
const onCalls = (seats: readonly SeatRole[], roles: readonly Role[], reason: string): Scope<CallTies> => ({
  reach: () => NOTHING,
  holds: (actor, call, today) =>
    actor.kind === 'person' &&
    (actor.seats.some(({ callId, role }) => callId === call.id && seats.includes(role)) ||
      actor.missions.some((mission) => roles.includes(mission.role) && isCurrent(mission, today))),
  reason,
});

const TEAM: readonly Role[] = ['intrapreneur', 'member'];
const TEAM_AND_COACH: readonly Role[] = [...TEAM, 'coach'];
const INCUBATOR: readonly Role[] = ['lead', 'incubator_team', 'portfolio_manager'];

/** Oddities, what is missing, delays against the network: for the team, its coach and its incubators. */
export const insideStartup = onStartups(
  { team: TEAM_AND_COACH, incubator: INCUBATOR, grace: true, shared: 'interieur' },
  'Cette vue est réservée à l’équipe de la startup et à ses incubateurs.',
);

/** Every action and the scope that it needs. What is not named here is refused. */
export const SCOPES = {
  'startup.voir-interieur': insideStartup,
  'startup.voir-equipe': onStartups(
    { team: TEAM_AND_COACH, incubator: INCUBATOR, grace: true, shared: 'equipes' },
    'L’équipe est montrée à ses membres et à ses incubateurs.',
  ),
  'startup.voir-budget': onStartups(
    { team: TEAM_AND_COACH, incubator: INCUBATOR, grace: true, shared: 'budgets', repair: false },
    'Un budget non publié est réservé à l’équipe de la startup et à ses incubateurs.',
  ),
  'startup.voir-comite': onStartups(
    { team: TEAM_AND_COACH, incubator: INCUBATOR, grace: true, shared: 'comites', repair: false },
    'Les décisions d’un comité, leurs raisons et leurs montants sont lus par l’équipe, son coaching et ses incubateurs.',
  ),
  'startup.tenir-comite': onStartups(
    { team: ['coach'], incubator: INCUBATOR, grace: false, shared: null, repair: false },
    'Un comité est préparé et tenu par le coaching et l’équipe de l’incubateur.',
  ),
  'startup.accompagner': onStartups(
    { team: ['coach'], incubator: INCUBATOR, grace: false, shared: null, repair: false },
    'Le carnet d’accompagnement est tenu par le coaching et lu par l’incubateur.',
  ),
  'startup.decider': onStartups(
    { team: [], incubator: INCUBATOR, grace: false, shared: null, repair: false },
    'Les décisions d’un comité sont enregistrées par l’équipe de l’incubateur.',
  ),
  'startup.modifier': onStartups(
    { team: TEAM, incubator: INCUBATOR, grace: false, shared: null },
    'Seules l’équipe de la startup et l’équipe de ses incubateurs modifient cette page. Une mission terminée ne permet plus que de lire.',
  ),
  'startup.tenir-budget': onStartups(
    { team: TEAM, incubator: INCUBATOR, grace: false, shared: null, repair: false },
    'Le budget est tenu par l’équipe de la startup et celle de ses incubateurs.',
  ),
  'startup.gerer-equipe': onStartups(
    { team: TEAM, incubator: INCUBATOR, grace: false, shared: null, repair: false },
    'Seules l’équipe de la startup et l’équipe de ses incubateurs invitent, prolongent ou mettent fin à une mission.',
  ),
  'startup.nommer-coach': onStartups(
    { team: [], incubator: INCUBATOR, grace: false, shared: null, repair: false },
    'Le coaching d’une startup est choisi par l’équipe de son incubateur.',
  ),
  'startup.administrer': onStartups(
    { team: [], incubator: INCUBATOR, grace: false, shared: null },
    'Renommer ou archiver une startup revient à l’équipe de son incubateur.',
  ),
  'incubateur.voir-interieur': onIncubators(
    { incubator: INCUBATOR, grace: true, shared: 'interieur' },
    'Cette vue est réservée à l’équipe de l’incubateur.',
  ),
  'incubateur.voir-equipe': onIncubators(
    { incubator: INCUBATOR, grace: true, shared: 'equipes' },
    'Les personnes de l’incubateur sont montrées à son équipe.',
  ),
  'incubateur.creer-startup': onIncubators(
    { incubator: INCUBATOR, grace: false, shared: null },
    'Créer une startup revient à l’équipe de l’incubateur.',
  ),
  'incubateur.modifier': onIncubators(
    { incubator: ['lead', 'incubator_team'], grace: false, shared: null },
    'La page d’un incubateur est tenue par sa direction et son équipe.',
  ),
  'incubateur.gerer-personnes': onIncubators(
    { incubator: ['lead'], grace: false, shared: null, repair: false },
    'Les personnes d’un incubateur sont gérées par sa direction.',
  ),
  'incubateur.partager': onIncubators(
    { incubator: ['lead'], grace: false, shared: null, repair: false },
    'Ce qu’un incubateur partage est choisi par sa direction.',
  ),
  'organisation.voir-comites': onOrganisation(
    ['sponsor'],
    'Ce que les comités ont décidé des startups d’une administration est lu par ses sponsors.',
  ),
  'appel.tenir': onCalls(
    ['presidence', 'secretariat'],
    ['animation'],
    'Un appel est tenu par l’animation du réseau, la présidence et le secrétariat de son jury.',
  ),
  'appel.lire': onCalls(
    SEAT_ROLES,
    ['animation'],
    'Les candidatures d’un appel sont lues par son jury et par qui le tient.',
  ),
  'appel.juger': onCalls(
    ['presidence', 'jury'],
    [],
    'Les candidatures d’un appel sont notées par celles et ceux qui siègent à son jury.',
  ),
  'reseau.modifier': onNetwork(['animation'], 'Les listes du réseau sont tenues par son animation.'),
  'reseau.donner-roles': onNetwork(
    ['animation', 'administrator'],
    'Les rôles du réseau sont donnés par son animation ou son administration technique.',
  ),
  'administration.voir': onNetwork(
    ['administrator'],
    'Cette page est réservée à l’administration technique.',
  ),
} as const;
export type Action = keyof typeof SCOPES;
export const ACTIONS = Object.keys(SCOPES) as Action[];
export type ThingOf<A extends Action> = Parameters<(typeof SCOPES)[A]['holds']>[1];

/** The one question of rights, denied by default. */
export function can<A extends Action>(actor: Actor, action: A, thing: ThingOf<A>, today: Day): Answer {
  if (!Object.hasOwn(SCOPES, action)) return refused('Cette action n’est permise à personne.');
  const scope = SCOPES[action] as Scope<unknown>;
  return scope.holds(actor, thing, today) ? ALLOWED : refused(scope.reason);
}
