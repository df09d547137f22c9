import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { startupsOf } from '~/network/groupings';
import { allowed, ownIncubatorOf } from './guards.server';

/** What committees asked of an incubator's startups, in words; for the page and for its export. */
export async function conditionsOfIncubator(args: LoaderFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', { id: incubator.id });
  const startupIds = startupsOf(context.network, incubator).map(({ id }) => id);
  const conditions = await conditionsOf(context.database.prisma, startupIds);
  return { incubator, conditions };
}
