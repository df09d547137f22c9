import type { LoaderFunctionArgs } from '@remix-run/node';
import { incubatorPath } from '~/platform/addresses';
import { allowed, ownIncubatorOf } from './guards.server';

/** The page of an incubator, for whoever edits it. */
export async function incubatorTarget(args: LoaderFunctionArgs) {
  const incubator = await ownIncubatorOf(args);
  const { actor } = await allowed(args, 'incubateur.modifier', { id: incubator.id });
  return {
    incubator,
    path: incubatorPath(incubator.publicId),
    target: {
      collection: '_incubators' as const,
      publicId: incubator.publicId,
      personId: actor.personId,
      movesIncubators: false,
    },
  };
}
