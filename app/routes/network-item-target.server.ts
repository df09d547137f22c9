import type { LoaderFunctionArgs } from '@remix-run/node';
import { NETWORK } from '~/person/rights';
import { allowed } from './guards.server';
import { networkCollectionOf } from './network-collections.server';

/** One page of the lists that the network keeps, for whoever edits them. */
export async function networkItemTarget(args: LoaderFunctionArgs) {
  const { actor } = await allowed(args, 'reseau.modifier', NETWORK);
  const known = networkCollectionOf(args.params.collection);
  const publicId = (args.params.id ?? '').normalize('NFC');
  return {
    known,
    here: `/reseau/${known.address}/${encodeURIComponent(publicId)}`,
    target: { collection: known.collection, publicId, personId: actor.personId, movesIncubators: false },
  };
}
