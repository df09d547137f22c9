import type { Acting } from '~/person/acting';
import { NOTHING_SHARED, type PersonActor } from '~/person/rights';
import { readMissions } from '~/person/session.server';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';

/** What a verb is given when this person acts. */
export async function actingAs(database: Database, clock: Clock, personId: string): Promise<Acting> {
  const actor: PersonActor = {
    kind: 'person',
    personId,
    delegateId: null,
    missions: await readMissions(database.prisma, personId),
    repairs: [],
    shared: NOTHING_SHARED,
    seats: [],
  };
  return {
    database,
    clock,
    actor,
    audit: { actor: { kind: 'person', id: personId }, requestId: null },
    origin: 'http://localhost',
  };
}
