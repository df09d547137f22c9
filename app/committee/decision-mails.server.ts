import { z } from 'zod';
import { formatDay, inSentence } from '~/design/formats';
import type { Acting } from '~/person/acting';
import { peopleInCharge } from '~/person/people.server';
import { uuidArray } from '~/person/where.server';
import { committeePath, startupPath } from '~/platform/addresses';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { decidedInShort } from './decided';
import type { Committee } from './reads.server';
import { COMMITTEE_KINDS } from './vocabulary';

/** Those who were there and have no room here, sponsors and guests: what was decided, in the mail itself. */
async function tellMembers(
  tx: Sql,
  acting: Acting,
  committee: Committee,
  told: ReadonlySet<string>,
): Promise<void> {
  const people = committee.members.flatMap(({ personId, present }) =>
    personId !== null && present !== false && !told.has(personId) ? [personId] : [],
  );
  const reached = await readRows(
    tx,
    z.object({ personId: z.string(), address: z.string() }),
    sql`SELECT p.id AS "personId", min(a.address) AS address FROM person p JOIN person_address a ON a.person_id = p.id
        WHERE p.id = ANY(${uuidArray(people)}) AND p.erased_at IS NULL GROUP BY p.id`,
  );
  await queueMails(
    tx,
    { now: acting.clock.now(), origin: acting.origin },
    reached.map(({ personId, address }) => ({
      kind: 'comite',
      personId,
      address,
      topic: `decision/${committee.id}`,
      letter: {
        subject: `Décision\u00a0: ${inSentence(COMMITTEE_KINDS[committee.kind].label)} du ${formatDay(committee.heldOn)}`,
        paragraphs: [
          'Le comité auquel vous avez pris part est clos. Voici ce qui a été décidé\u00a0; le relevé signé vous sera envoyé par qui l’a tenu.',
        ],
        items: committee.items.map((item) => ({
          text: `${item.title}\u00a0: ${decidedInShort(item, committee.heldOn)}`,
          url: `${acting.origin}${startupPath(item.publicId)}`,
        })),
        action: {
          label: 'Voir la page publique',
          url: `${acting.origin}${startupPath(committee.items[0]!.publicId)}`,
        },
        why: 'Vous recevez ce courriel parce que vous avez pris part à ce comité.',
      },
    })),
  );
}

/** The teams, their coaching and their incubators: what was decided, and where to read it; then those who were there. */
export async function sendDecisions(tx: Sql, acting: Acting, committee: Committee): Promise<void> {
  const today = acting.clock.today();
  const now = acting.clock.now();
  const readers = new Map<string, { id: string; address: string }>();
  for (const item of committee.items) {
    const contacts = await peopleInCharge(tx, today, {
      startupId: item.startupId,
      team: ['intrapreneur', 'member', 'coach'],
      incubatorIds: item.incubatorIds,
      incubator: ['lead', 'portfolio_manager'],
    });
    for (const contact of contacts) readers.set(contact.id, contact);
  }
  await tellMembers(tx, acting, committee, new Set(readers.keys()));
  await queueMails(
    tx,
    { now, origin: acting.origin },
    [...readers.values()].map(({ id, address }) => ({
      kind: 'comite',
      personId: id,
      address,
      topic: `decision/${committee.id}`,
      letter: {
        subject: `Décision\u00a0: ${inSentence(COMMITTEE_KINDS[committee.kind].label)} du ${formatDay(committee.heldOn)}`,
        paragraphs: ['Le comité est clos. La décision, ses conditions et le relevé se lisent dans Jalons.'],
        items: committee.items.map(({ title, publicId }) => ({
          text: title,
          url: `${acting.origin}${startupPath(publicId)}/comites`,
        })),
        action: { label: 'Lire le relevé', url: `${acting.origin}${committeePath(committee.id)}/releve` },
        why: 'Vous recevez ce courriel parce que vous êtes de l’équipe, du coaching ou de l’incubateur.',
      },
    })),
  );
}
