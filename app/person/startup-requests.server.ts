import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { permitted, RuleError, type Acting } from './acting';
import { limitRequests } from './asked-from-outside.server';
import type { StartupRequestInput } from './mission-schema';
import { addMission, type TeamPlace } from './missions.server';
import { findOrCreatePerson, networkRoleGivers, peopleInCharge } from './people.server';

/** The incubator that is asked, as its people and the mails name it. */
export interface AskedIncubator {
  id: string;
  title: string;
  path: string;
}

/**
 * Anybody proposes a startup to an incubator: its people are told.
 * @throws {RuleError} when too many come from one place.
 */
export async function askForStartup(
  acting: Acting,
  incubator: AskedIncubator,
  input: StartupRequestInput,
  machine: string,
): Promise<void> {
  const now = acting.clock.now();
  await limitRequests(acting, 'startup-proposee', machine);
  await acting.database.transaction(async (tx) => {
    const id = newId();
    await tx.$executeRaw(
      sql`INSERT INTO startup_request (id, incubator_id, name, mission, full_name, address, organisation, message, created_at, state)
          VALUES (${id}::uuid, ${incubator.id}::uuid, ${input.startup}, ${input.mission}, ${input.nom}, ${input.courriel}, ${input.administration}, ${input.message}, ${now}, 'open')`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'ask-startup', thing: { kind: 'startup_request', id }, after: { incubatorId: incubator.id } },
    ]);
    const people = await peopleInCharge(tx, acting.clock.today(), {
      incubatorIds: [incubator.id],
      incubator: ['lead', 'incubator_team', 'portfolio_manager'],
    });
    // An incubator that has nobody yet: those who name its first lead are told, and the request waits for that one.
    const isLed = people.length > 0;
    const told = isLed ? people : await networkRoleGivers(tx, acting.clock.today());
    await queueMails(
      tx,
      { now, origin: acting.origin },
      told.map((person) => ({
        kind: 'acces',
        personId: person.id,
        address: person.address,
        topic: `startup-proposee ${id}`,
        letter: {
          subject: `Une startup est proposée à ${incubator.title}`,
          ...(isLed
            ? {
                paragraphs: [
                  'Une personne propose un problème à résoudre. Lisez ce qu’elle en dit, puis acceptez ou répondez-lui pourquoi pas.',
                ],
                action: {
                  label: 'Lire la demande',
                  url: `${acting.origin}${incubator.path}/nouvelle-startup`,
                },
                why: 'Vous recevez ce courriel parce que vous êtes de l’équipe de cet incubateur.',
              }
            : {
                paragraphs: [
                  'Personne n’est encore de cet incubateur. La demande attend : nommez sa direction, qui y répondra.',
                ],
                action: { label: 'Nommer sa direction', url: `${acting.origin}${incubator.path}/equipe` },
                why: 'Vous recevez ce courriel parce que vous donnez les rôles du réseau.',
              }),
        },
      })),
    );
  });
}

const requestRow = z.object({
  id: z.string(),
  name: z.string(),
  mission: z.string(),
  fullName: z.string(),
  address: z.string(),
  organisation: z.string(),
  message: z.string(),
  createdAt: z.date(),
});
export type StartupRequest = z.infer<typeof requestRow>;

const COLUMNS = sql`id, name, mission, full_name AS "fullName", address, organisation, message, created_at AS "createdAt"`;

/** Requests that wait for an answer, oldest first. The caller has asked for the right. */
export const openStartupRequests = (db: Sql, incubatorId: string): Promise<StartupRequest[]> =>
  readRows(
    db,
    requestRow,
    sql`SELECT ${COLUMNS} FROM startup_request WHERE incubator_id = ${incubatorId}::uuid AND state = 'open' ORDER BY created_at`,
  );

/** Takes the request out of the open ones. Within a transaction. */
async function answer(
  tx: Sql,
  acting: Acting,
  incubatorId: string,
  requestId: string,
  state: 'accepted' | 'refused',
  reason: string | null,
): Promise<StartupRequest> {
  const actor = permitted(acting, 'incubateur.creer-startup', { id: incubatorId });
  const now = acting.clock.now();
  const rows = await readRows(
    tx,
    requestRow,
    sql`UPDATE startup_request SET state = ${state}, reason = ${reason}, decided_at = ${now}, decided_by = ${actor.delegateId ?? actor.personId}::uuid
        WHERE id = ${requestId}::uuid AND incubator_id = ${incubatorId}::uuid AND state = 'open' RETURNING ${COLUMNS}`,
  );
  if (!rows[0]) throw new RuleError('Quelqu’un d’autre a déjà répondu à cette demande.');
  await recordChanges(tx, { ...acting.audit, at: now }, [
    {
      verb: state === 'accepted' ? 'accept-startup' : 'refuse-startup',
      thing: { kind: 'startup_request', id: requestId },
    },
  ]);
  return rows[0];
}

/** Within the transaction that made the startup: whoever asked for it is its intrapreneur from now on. */
export async function acceptStartupRequest(
  tx: Sql,
  acting: Acting,
  { incubatorId, requestId }: { incubatorId: string; requestId: string },
  place: Extract<TeamPlace, { kind: 'startup' }>,
): Promise<void> {
  // Whoever only repairs makes no team.
  permitted(acting, 'startup.gerer-equipe', place.ties);
  const request = await answer(tx, acting, incubatorId, requestId, 'accepted', null);
  await tx.$executeRaw(
    sql`UPDATE startup_request SET startup_id = ${place.ties.id}::uuid WHERE id = ${requestId}::uuid`,
  );
  const { id: personId } = await findOrCreatePerson(tx, { name: request.fullName, address: request.address });
  await addMission(tx, acting, place, {
    personId,
    courriel: request.address,
    role: 'intrapreneur',
    statut: null,
    debut: acting.clock.today(),
    fin: null,
  });
}

/** Says no, with a reason that whoever asked reads. */
export async function refuseStartupRequest(
  acting: Acting,
  incubator: AskedIncubator,
  requestId: string,
  reason: string,
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const request = await answer(tx, acting, incubator.id, requestId, 'refused', reason);
    await queueMails(tx, { now: acting.clock.now(), origin: acting.origin }, [
      {
        kind: 'acces',
        personId: null,
        address: request.address,
        topic: `reponse ${requestId}`,
        letter: {
          subject: `Votre proposition à ${incubator.title}`,
          paragraphs: [
            `Merci d’avoir proposé « ${request.name} ». L’équipe de l’incubateur n’y donne pas suite, et voici pourquoi : « ${reason} »`,
          ],
          action: { label: 'Ouvrir la page de l’incubateur', url: `${acting.origin}${incubator.path}` },
          why: 'Vous recevez ce courriel parce que vous avez fait cette proposition avec cette adresse.',
        },
      },
    ]);
  });
}

/** How many requests wait at each of these incubators. */
export async function openStartupRequestCounts(
  db: Sql,
  incubatorIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await readRows(
    db,
    z.object({ id: z.string(), count: z.number() }),
    sql`SELECT incubator_id AS id, count(*)::int AS count FROM startup_request WHERE state = 'open' AND incubator_id = ANY(${[...incubatorIds]}::uuid[]) GROUP BY 1`,
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}
