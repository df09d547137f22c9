import { startSession } from '~/person/session.server';
import { findOrCreatePerson } from '~/person/people.server';
import { type Actor, type ActorMission, NOTHING_SHARED } from '~/person/rights';
import { ROLES, type Role } from '~/person/roles';
import type { Database } from '~/platform/database/open.server';
import { sql } from '~/platform/database/sql.server';
import { COOKIES } from '~/platform/http/cookies';
import { newId } from '~/platform/identifier';
import { day, type Day } from '~/platform/day';

let count = 0;

/** An actor with these missions and nothing else. */
export const actorWith = (...missions: Array<Partial<ActorMission> & { role: Role }>): Actor => ({
  kind: 'person',
  personId: 'p',
  delegateId: null,
  missions: missions.map((mission) => ({
    startupId: null,
    incubatorId: null,
    organisationId: null,
    from: null,
    until: null,
    withdrawn: false,
    ...mission,
  })),
  repairs: [],
  shared: NOTHING_SHARED,
  seats: [],
});

export interface Bearer {
  personId: string;
  name: string;
  address: string;
  missionId: string;
  /** For the Cookie header of a request. */
  cookie: string;
}

/** Someone with one mission and an open session, in one line. */
export async function bearer(
  database: Database,
  now: Date,
  {
    role,
    placeId = null,
    from = day('2020-01-01'),
    until = null,
    name,
  }: { role: Role; placeId?: string | null; from?: Day; until?: Day | null; name?: string },
): Promise<Bearer> {
  count += 1;
  const shown = name ?? `Personne Fictive ${count}`;
  const address = `personne.fictive.${process.pid}.${count}@exemple.invalid`;
  const { place } = ROLES[role];
  return database.transaction(async (tx) => {
    const { id: personId } = await findOrCreatePerson(tx, { name: shown, address });
    const missionId = newId();
    await tx.$executeRaw(
      sql`INSERT INTO mission (id, person_id, startup_id, incubator_id, organisation_id, role, start_day, end_day, version)
          VALUES (${missionId}::uuid, ${personId}::uuid, ${place === 'startup' ? placeId : null}::uuid, ${place === 'incubator' ? placeId : null}::uuid,
            ${place === 'organisation' ? placeId : null}::uuid, ${role}, ${from}::date, ${until}::date, 1)`,
    );
    const token = await startSession(tx, now, { personId, method: 'lien', device: 'essai', replaces: null });
    return { personId, name: shown, address, missionId, cookie: `${COOKIES.session}=${token}` };
  });
}
