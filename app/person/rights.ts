import type { Day } from '~/platform/day';

/** Someone who asks: known by what they may have a part in, never by their name. */
export type Actor =
  | { kind: 'public' }
  | {
      kind: 'person';
      personId: string;
      /** Startups on which they have a mission, with its dates. */
      missions: ReadonlyArray<{ startupId: string; from: Day | null; until: Day | null }>;
      /** Incubators of whose team they are. */
      incubatorIds: readonly string[];
    };

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

const under = (mission: { from: Day | null; until: Day | null }, today: Day): boolean =>
  (mission.from === null || mission.from <= today) && (mission.until === null || mission.until >= today);

/**
 * A rule of who reaches what, said twice: `holds` for one thing, and `ids` for a list's query, with the reason that
 * a refused person reads. A property test on generated networks proves that the two agree.
 */
export interface Scope<Thing> {
  holds(actor: Actor, thing: Thing, today: Day): boolean;
  /** Startups or incubators that a list may show: by their own id, or by an incubator's. */
  ids(actor: Actor, today: Day): { own: readonly string[]; byIncubator: readonly string[] };
  reason: string;
}

/** Oddities, what is missing, delays against the network: for the team, its coach and its incubators. */
export const insideStartup: Scope<StartupTies> = {
  holds: (actor, startup, today) =>
    actor.kind === 'person' &&
    (actor.missions.some((mission) => mission.startupId === startup.id && under(mission, today)) ||
      startup.incubatorIds.some((id) => actor.incubatorIds.includes(id))),
  ids: (actor, today) =>
    actor.kind === 'person'
      ? {
          own: actor.missions.filter((mission) => under(mission, today)).map((mission) => mission.startupId),
          byIncubator: actor.incubatorIds,
        }
      : { own: [], byIncubator: [] },
  reason: 'Cette vue est réservée à l’équipe de la startup et à ses incubateurs.',
};

export const insideIncubator: Scope<IncubatorTies> = {
  holds: (actor, incubator) => actor.kind === 'person' && actor.incubatorIds.includes(incubator.id),
  ids: (actor) => ({ own: actor.kind === 'person' ? actor.incubatorIds : [], byIncubator: [] }),
  reason: 'Cette vue est réservée à l’équipe de l’incubateur.',
};

/** Every action of this piece and the scope that it needs. What is not named here is refused. */
const SCOPES = {
  'startup.voir-interieur': insideStartup,
  'incubateur.voir-interieur': insideIncubator,
} as const;
export type Action = keyof typeof SCOPES;

/** The one question of rights, denied by default. */
export function can<A extends Action>(
  actor: Actor,
  action: A,
  thing: Parameters<(typeof SCOPES)[A]['holds']>[1],
  today: Day,
): Answer {
  const scope: Scope<never> | undefined = SCOPES[action];
  if (!scope) return refused('Cette action n’est permise à personne.');
  return scope.holds(actor, thing as never, today) ? ALLOWED : refused(scope.reason);
}
