import { z } from 'zod';
import { countOf } from '~/design/formats';
import type { Acting } from '~/person/acting';
import { callPath } from '~/platform/addresses';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { queueMails, type MailToSend } from '~/platform/mail/outbox.server';
import type { Call } from '../calls/calls.server';
import { atInstant } from '../calls/shown';
import { SEATS, type SeatRole } from '../vocabulary';
import { membersOf } from './people-of-call.server';

const READERS: readonly SeatRole[] = ['presidence', 'jury'];
export const readingsUrl = (origin: string, callId: string): string =>
  `${origin}${callPath(callId)}/lectures`;
const WHY = 'Vous recevez ce courriel parce que vous siégez au jury de cet appel.';

/** Tells somebody of their seat: which call, what a seat does, until when. */
export function seatMail(
  call: Call,
  origin: string,
  { personId, address, role }: { personId: string; address: string; role: SeatRole },
): MailToSend {
  const { label, does, votes } = SEATS[role];
  return {
    kind: 'appel',
    personId,
    address,
    topic: `siege/${call.id}`,
    letter: {
      subject: `${call.title} : vous siégez au jury`,
      paragraphs: [
        `Votre siège : ${label.toLowerCase()} (${does}).`,
        votes
          ? `Les dossiers se lisent à partir du dépôt, clos ${atInstant(call.closesAt)}, et se notent jusqu’${atInstant(call.scoresCloseAt).replace(/^le /, 'au ')}. Ce que vous notez reste caché des autres jusque-là.`
          : `La notation se ferme ${atInstant(call.scoresCloseAt)}.`,
        'Connectez-vous avec cette adresse, par ProConnect ou par un lien reçu ici.',
        'Si vous connaissez une équipe qui candidate, dites-le avant de lire : la page de vos lectures le demande.',
      ],
      action: {
        label: 'Ouvrir l’appel',
        url: votes ? readingsUrl(origin, call.id) : `${origin}${callPath(call.id)}`,
      },
      why: WHY,
    },
  };
}

const shareRow = z.object({ seatId: z.string(), files: z.number(), left: z.number() });

/** How many files each juror has, and how many of them still wait for their marks. Never which marks. */
const sharesOf = (db: Sql, callId: string) =>
  readRows(
    db,
    shareRow,
    sql`SELECT r.seat_id AS "seatId", count(*)::int AS files, count(*) FILTER (WHERE r.given_at IS NULL)::int AS left
        FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id JOIN application a ON a.id = r.application_id
        WHERE j.call_id = ${callId}::uuid AND a.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM jury_conflict c WHERE c.seat_id = r.seat_id AND c.application_id = r.application_id)
        GROUP BY r.seat_id`,
  );

/**
 * Tells each juror how many files they have, once the files are dealt together.
 * A file given or taken one by one is not told by itself: the reminders count it.
 */
export async function tellAssigned(tx: Sql, acting: Acting, call: Call): Promise<void> {
  const shares = new Map((await sharesOf(tx, call.id)).map((share) => [share.seatId, share]));
  const members = await membersOf(tx, call.id, READERS);
  await queueMails(
    tx,
    { now: acting.clock.now(), origin: acting.origin },
    members.flatMap(({ seatId, personId, address }) => {
      const share = shares.get(seatId);
      if (!share || share.left === 0) return [];
      return {
        kind: 'appel',
        personId,
        address,
        topic: `lectures/${call.id}`,
        letter: {
          subject: `${call.title} : ${countOf(share.left, 'dossier à lire', 'dossiers à lire')}`,
          paragraphs: [
            `${countOf(share.files, 'dossier vous est confié', 'dossiers vous sont confiés')}, dans un ordre qui n’est que le vôtre. Un dossier se lit en huit minutes au plus.`,
            `La notation se ferme ${atInstant(call.scoresCloseAt)}.`,
          ],
          action: { label: 'Ouvrir mes lectures', url: readingsUrl(acting.origin, call.id) },
          why: WHY,
        },
      };
    }),
  );
}

/** The morning after scoring closed: what opens now, and that working notes end with the results. */
export async function deliberationNotices(tx: Sql, call: Call, origin: string): Promise<MailToSend[]> {
  return (await membersOf(tx, call.id, READERS)).map(({ personId, address }) => ({
    kind: 'appel',
    personId,
    address,
    topic: `deliberation/${call.id}`,
    letter: {
      subject: `${call.title} : la notation est close, vos notes de travail s’effacent aux résultats`,
      paragraphs: [
        'Les notes et les avis de chacun s’ouvrent à tout le jury, sauf sur les dossiers avec lesquels on a un lien.',
        'Vos notes de travail ne sont lues que de vous. Elles sont effacées quand les résultats sont publiés : recopiez d’ici là ce que vous voulez garder.',
      ],
      action: { label: 'Ouvrir mes lectures', url: readingsUrl(origin, call.id) },
      why: WHY,
    },
  }));
}

/** The mails that remind a juror of what is left, and of nothing else. */
export async function closingReminders(tx: Sql, call: Call, origin: string): Promise<MailToSend[]> {
  const shares = new Map((await sharesOf(tx, call.id)).map((share) => [share.seatId, share]));
  const members = await membersOf(tx, call.id, READERS);
  return members.flatMap(({ seatId, personId, address }) => {
    const left = shares.get(seatId)?.left ?? 0;
    if (left === 0) return [];
    return {
      kind: 'appel',
      personId,
      address,
      topic: `fin-de-notation/${call.id}`,
      letter: {
        subject: `${call.title} : ${countOf(left, 'dossier attend vos notes', 'dossiers attendent vos notes')}`,
        paragraphs: [
          `La notation se ferme ${atInstant(call.scoresCloseAt)}, à la minute. Une note non donnée n’est jamais comptée comme un zéro : elle manque, et le dossier a une lecture de moins.`,
          'Si vous ne pouvez pas lire un dossier, abstenez-vous : le secrétariat peut alors le confier à quelqu’un d’autre.',
        ],
        action: { label: 'Ouvrir mes lectures', url: readingsUrl(origin, call.id) },
        why: WHY,
      },
    };
  });
}
