import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { formatDay } from '~/design/formats';
import { committeePath } from '~/platform/addresses';
import { lengthOf, type Committee } from '../reads.server';
import { COMMITTEE_KINDS } from '../vocabulary';

const MINUTE = 60_000;
const PRODUCT = { company: 'Jalons', product: 'Comités', language: 'FR' };
/** A committee whose startups have no minutes still takes some time. */
const SHORTEST_MINUTES = 30;

export interface Organiser {
  name: string;
  address: string;
}

/** « Comité d’investissement : Potagers, Bancs » */
export const titleOf = (committee: Pick<Committee, 'kind' | 'items'>): string =>
  `${COMMITTEE_KINDS[committee.kind].label}\u00a0: ${committee.items.map(({ title }) => title).join(', ')}`;

/** The name by which every calendar knows this committee, in every version of it. */
const uidOf = (committee: Pick<Committee, 'id'>, origin: string): string =>
  `comite-${committee.id}@${new URL(origin).hostname}`;

function addEvent(
  calendar: ReturnType<typeof ical>,
  committee: Committee,
  { origin, now }: { origin: string; now: Date },
) {
  const start = committee.startsAt!;
  const url = `${origin}${committeePath(committee.id)}`;
  return calendar.createEvent({
    id: uidOf(committee, origin),
    sequence: committee.calendarSequence,
    stamp: now,
    start,
    end: new Date(start.getTime() + Math.max(SHORTEST_MINUTES, lengthOf(committee)) * MINUTE),
    summary: titleOf(committee),
    description: `${COMMITTEE_KINDS[committee.kind].does}\n\n${url}`,
    location: [committee.place, committee.visio].filter((part) => part !== null).join(' · ') || null,
    url,
    status: committee.state === 'annule' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}

/**
 * One invitation, update or cancellation for one person, as calendars read it (RFC 5545 and 5546): the same UID every
 * time, a SEQUENCE that rises with each change, instants in UTC.
 */
export function invitationFor(
  committee: Committee,
  attendee: { name: string; address: string },
  organiser: Organiser,
  { origin, now, cancelled }: { origin: string; now: Date; cancelled: boolean },
): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const method = cancelled ? 'CANCEL' : 'REQUEST';
  const calendar = ical({ prodId: PRODUCT, method: ICalCalendarMethod[method] });
  const event = addEvent(calendar, committee, { origin, now });
  if (cancelled) event.status(ICalEventStatus.CANCELLED);
  event.organizer({ name: organiser.name, email: organiser.address });
  event.createAttendee({ name: attendee.name, email: attendee.address, rsvp: !cancelled });
  return { method, content: calendar.toString() };
}

/** Many committees as a calendar that a program follows; those of which only the day is known fill that day. */
export function feedOf(name: string, committees: readonly Committee[], origin: string, now: Date): string {
  const calendar = ical({ prodId: PRODUCT, name, method: ICalCalendarMethod.PUBLISH });
  for (const committee of committees) {
    if (committee.startsAt !== null) addEvent(calendar, committee, { origin, now });
    else
      calendar.createEvent({
        id: uidOf(committee, origin),
        sequence: committee.calendarSequence,
        stamp: now,
        start: new Date(`${committee.heldOn}T00:00:00Z`),
        allDay: true,
        summary: titleOf(committee),
        description: `Tenu le ${formatDay(committee.heldOn)}.`,
        url: `${origin}${committeePath(committee.id)}`,
      });
  }
  return calendar.toString();
}
