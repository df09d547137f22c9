import type { AuditActor } from '~/platform/audit.server';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { can, type Action, type Actor, type PersonActor, type ThingOf } from './rights';

/** What every verb is given: who acts, when, on which database, and where links of its mails lead. */
export interface Acting {
  database: Database;
  clock: Clock;
  actor: Actor;
  audit: { actor: AuditActor; requestId: string | null };
  origin: string;
}

/** The person may not do this; the message is the reason that they read. */
export class RefusedError extends Error {}

/** A rule of the field says no: the message says which, beside the field when there is one. */
export class RuleError extends Error {
  constructor(
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

/** Someone else changed the thing since it was read. */
export class StaleError extends Error {
  constructor() {
    super(
      'Quelqu’un d’autre a changé cela entre-temps. Relisez, puis recommencez : rien n’a été enregistré.',
    );
  }
}

/** @throws {RefusedError} unless the actor may. @returns the person who acts. */
export function permitted<A extends Action>(acting: Acting, action: A, thing: ThingOf<A>): PersonActor {
  const answer = can(acting.actor, action, thing, acting.clock.today());
  if (!answer.allowed) throw new RefusedError(answer.reason);
  if (acting.actor.kind !== 'person') throw new RefusedError('Connectez-vous pour continuer.');
  return acting.actor;
}

/** One's own things: never through a delegate. @throws {RefusedError} */
export function oneself(acting: Acting): PersonActor {
  const { actor } = acting;
  if (actor.kind !== 'person') throw new RefusedError('Connectez-vous pour continuer.');
  if (actor.delegateId !== null) {
    throw new RefusedError('Vous agissez pour une autre personne : un compte reste personnel.');
  }
  return actor;
}
