import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { startupsOf } from '~/network/groupings';
import { can } from '~/person/rights';
import { tiesOf } from './startup-lookup.server';
import { allowed, ownIncubatorOf } from './guards.server';

/** What committees asked of an incubator's startups, in words; for the page and for its export. */
export async function conditionsOfIncubator(args: LoaderFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', { id: incubator.id });
  const today = context.clock.today();
  const startupIds = startupsOf(context.network, incubator)
    .filter((startup) => can(context.actor, 'startup.voir-comite', tiesOf(startup), today).allowed)
    .map(({ id }) => id);
  const conditions = await conditionsOf(context.database.prisma, startupIds);
  return { incubator, conditions };
}
