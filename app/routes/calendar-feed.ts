import type { LoaderFunctionArgs } from '@remix-run/node';
import { feedOf } from '~/committee/invitations/calendar.server';
import { committeesOfFeed, feedOfToken } from '~/committee/invitations/feeds.server';
import { can, NOTHING_SHARED } from '~/person/rights';
import { readMissions } from '~/person/session.server';
import { notFound } from './answers.server';

/** A private calendar: it follows the rights of who made it, as they are at each read. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const { prisma } = context.database;
  const feed = await feedOfToken(prisma, params['jeton'] ?? '');
  if (!feed) throw notFound('Cette adresse d’agenda ne sert plus.');
  const actor = {
    kind: 'person' as const,
    personId: feed.personId,
    delegateId: null,
    missions: await readMissions(prisma, feed.personId),
    repairs: [],
    shared: NOTHING_SHARED,
    seats: [],
  };
  const today = context.clock.today();
  if (
    feed.incubatorId !== null &&
    !can(actor, 'incubateur.voir-interieur', { id: feed.incubatorId }, today).allowed
  )
    throw notFound('Cette adresse d’agenda ne sert plus.');
  const committees = await committeesOfFeed(prisma, feed);
  const name = feed.incubator === null ? 'Mes comités' : `Comités\u00a0: ${feed.incubator}`;
  return new Response(feedOf(name, committees, context.origin, context.clock.now()), {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': 'inline; filename="comites.ics"',
      'Cache-Control': 'private, max-age=900',
    },
  });
}
