import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { permitted, RuleError, type Acting } from './acting';
import { limitRequests } from './asked-from-outside.server';
import { addMission, type TeamPlace } from './missions.server';
import type { AccessRequestInput, MissionChange } from './mission-schema';
import { findOrCreatePerson, networkRoleGivers, startupManagers } from './people.server';
import { attachIdentity, personOfIdentity } from './sign-in/attach.server';

type StartupPlace = Extract<TeamPlace, { kind: 'startup' }>;

/**
 * Someone whom nobody knows yet asks to come in: those who answer for the startup are told.
 * @param identity what the identity provider signed, when it did.
 * @throws {RuleError} when too many come from one place.
 */
export async function askForAccess(
  acting: Acting,
  startup: StartupPlace,
  input: Pick<AccessRequestInput, 'nom' | 'courriel' | 'message'>,
  { identity, machine }: { identity: { issuer: string; subject: string } | null; machine: string },
): Promise<void> {
  const now = acting.clock.now();
  await limitRequests(acting, 'acces', machine);
  await acting.database.transaction(async (tx) => {
    const id = newId();
    await tx.$executeRaw(
      sql`INSERT INTO access_request (id, issuer, subject, address, full_name, message, startup_id, created_at, state)
          VALUES (${id}::uuid, ${identity?.issuer ?? null}, ${identity?.subject ?? null}, ${input.courriel}, ${input.nom}, ${input.message}, ${startup.ties.id}::uuid, ${now}, 'open')`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'ask-access', thing: { kind: 'access_request', id }, after: { startupId: startup.ties.id } },
    ]);
    const managers = await startupManagers(tx, acting.clock.today(), startup.ties);
    // A startup for which nobody answers yet: those who name the first lead of its incubator are told instead.
    const others = managers.length > 0 ? [] : await networkRoleGivers(tx, acting.clock.today());
    await queueMails(
      tx,
      { now, origin: acting.origin },
      [...managers, ...others].map((manager) => ({
        kind: 'acces',
        personId: manager.id,
        address: manager.address,
        topic: `acces ${startup.ties.id}`,
        letter: {
          subject: `Une personne demande à rejoindre ${startup.title}`,
          ...(others.length === 0
            ? {
                paragraphs: [
                  `Une demande d’accès attend votre réponse sur la page d’équipe de ${startup.title}. Elle y dit qui elle est et ce qu’elle fait.`,
                ],
                action: { label: 'Lire la demande', url: `${acting.origin}${startup.path}/equipe` },
                why: 'Vous recevez ce courriel parce que vous répondez de cette startup.',
              }
            : {
                paragraphs: [
                  `Personne ne répond encore de ${startup.title} ni de son incubateur. La demande attend : nommez la direction de l’incubateur, qui y répondra.`,
                ],
                action: { label: 'Nommer une direction', url: `${acting.origin}/reseau/roles` },
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
  address: z.string(),
  message: z.string(),
  createdAt: z.date(),
  issuer: z.string().nullable(),
  subject: z.string().nullable(),
});
export type AccessRequest = z.infer<typeof requestRow>;

const COLUMNS = sql`id, full_name AS name, address, message, created_at AS "createdAt", issuer, subject`;

/** Open requests of a startup, oldest first. The caller has asked for the right. */
export const openRequests = (db: Sql, startupId: string): Promise<AccessRequest[]> =>
  readRows(
    db,
    requestRow,
    sql`SELECT ${COLUMNS} FROM access_request WHERE startup_id = ${startupId}::uuid AND state = 'open' ORDER BY created_at`,
  );

/** Takes the request out of the open ones for this transaction. */
async function take(tx: Sql, startupId: string, requestId: string): Promise<AccessRequest> {
  const rows = await readRows(
    tx,
    requestRow,
    sql`SELECT ${COLUMNS} FROM access_request WHERE id = ${requestId}::uuid AND startup_id = ${startupId}::uuid AND state = 'open' FOR UPDATE`,
  );
  if (!rows[0]) throw new RuleError('Quelqu’un d’autre a déjà répondu à cette demande.');
  return rows[0];
}

async function settle(tx: Sql, acting: Acting, requestId: string, state: 'accepted' | 'refused', by: string) {
  const now = acting.clock.now();
  await tx.$executeRaw(
    sql`UPDATE access_request SET state = ${state}, decided_at = ${now}, decided_by = ${by}::uuid WHERE id = ${requestId}::uuid`,
  );
  await recordChanges(tx, { ...acting.audit, at: now }, [
    {
      verb: state === 'accepted' ? 'accept-access' : 'refuse-access',
      thing: { kind: 'access_request', id: requestId },
    },
  ]);
}

/** Who asks: the person whom the identity already names, else the one of the address, made if there is none. */
async function personAsking(tx: Sql, acting: Acting, request: AccessRequest): Promise<string> {
  const identity =
    request.issuer === null || request.subject === null
      ? null
      : { issuer: request.issuer, subject: request.subject, address: request.address };
  const now = acting.clock.now();
  const known = identity && (await personOfIdentity(tx, now, identity));
  if (known) return known;
  const { id } = await findOrCreatePerson(tx, { name: request.name, address: request.address });
  if (identity) await attachIdentity(tx, now, id, identity);
  return id;
}

/** Lets the person in with a mission; the identity that asked signs in from now on. */
export async function acceptAccess(
  acting: Acting,
  place: StartupPlace,
  requestId: string,
  mission: MissionChange,
): Promise<void> {
  const actor = permitted(acting, 'startup.gerer-equipe', place.ties);
  await acting.database.transaction(async (tx) => {
    const request = await take(tx, place.ties.id, requestId);
    const personId = await personAsking(tx, acting, request);
    await addMission(tx, acting, place, { ...mission, personId, courriel: request.address });
    await settle(tx, acting, requestId, 'accepted', actor.delegateId ?? actor.personId);
  });
}

export async function refuseAccess(acting: Acting, place: StartupPlace, requestId: string): Promise<void> {
  const actor = permitted(acting, 'startup.gerer-equipe', place.ties);
  await acting.database.transaction(async (tx) => {
    const request = await take(tx, place.ties.id, requestId);
    await settle(tx, acting, requestId, 'refused', actor.delegateId ?? actor.personId);
    await queueMails(tx, { now: acting.clock.now(), origin: acting.origin }, [
      {
        kind: 'acces',
        personId: null,
        address: request.address,
        topic: `reponse ${requestId}`,
        letter: {
          subject: `Votre demande pour ${place.title}`,
          paragraphs: [
            `L’équipe de ${place.title} n’a pas donné suite à votre demande d’accès. Si c’est un malentendu, écrivez-lui : son adresse est sur la page de la startup.`,
          ],
          action: { label: 'Ouvrir la page', url: `${acting.origin}${place.path}` },
          why: 'Vous recevez ce courriel parce que vous avez demandé un accès avec cette adresse.',
        },
      },
    ]);
  });
}
