import { callPath } from '~/platform/addresses';
import type { Sql } from '~/platform/database/sql.server';
import type { PersonActor } from '~/person/rights';
import { callsOf } from '../calls/calls.server';
import { callSentence } from '../calls/shown';
import { SEATS } from '../vocabulary';

/** The juries on which somebody sits, for their space: those whose results are out rest. */
export async function seatsAt(db: Sql, { seats }: PersonActor, now: Date) {
  if (seats.length === 0) return [];
  const calls = (await callsOf(db)).filter(({ announcedAt }) => announcedAt === null);
  return calls.flatMap((call) => {
    const seat = seats.find(({ callId }) => callId === call.id);
    return seat
      ? [
          {
            title: call.title,
            path: callPath(call.id),
            votes: SEATS[seat.role].votes,
            sentence: `${SEATS[seat.role].label}. ${callSentence(call, now)}`,
          },
        ]
      : [];
  });
}
