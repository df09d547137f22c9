import type { LoaderFunctionArgs } from '@remix-run/node';
import { committeeOf, itemTies, type Committee, type Item } from '~/committee/reads.server';
import { can, type Action } from '~/person/rights';
import { isId } from '~/platform/identifier';
import { forbidden, notFound } from './answers.server';
import { signedIn } from './guards.server';

type CommitteeAction = Extract<
  Action,
  'startup.voir-comite' | 'startup.tenir-comite' | 'startup.decider' | 'startup.modifier'
>;

/**
 * The committee of an address with the startups that the reader may do this with: reading takes one, the rest all.
 * @throws a way to sign in, a refusal with its reason, or a 404 answer.
 */
export async function committeeFor(
  args: LoaderFunctionArgs,
  action: CommitteeAction,
): Promise<{ committee: Committee; visible: Item[]; may: (action: CommitteeAction) => boolean }> {
  await signedIn(args);
  const { context, params } = args;
  const id = params['id'] ?? '';
  const committee = isId(id) ? await committeeOf(context.database.prisma, id) : null;
  if (!committee) throw notFound('Aucun comité ne porte cet identifiant.');
  const today = context.clock.today();
  const answer = (item: Item, asked: CommitteeAction) => can(context.actor, asked, itemTies(item), today);
  const visible = committee.items.filter((item) => answer(item, 'startup.voir-comite').allowed);
  const refusals = committee.items.flatMap((item) => {
    const asked = answer(item, action);
    return asked.allowed ? [] : [asked.reason];
  });
  const passes = action === 'startup.voir-comite' ? visible.length > 0 : refusals.length === 0;
  if (!passes) throw forbidden(refusals[0] ?? 'Ce comité ne porte sur aucune startup.');
  return {
    committee,
    visible,
    may: (asked) => committee.items.every((item) => answer(item, asked).allowed),
  };
}

/** An item of it by the public id of its startup. @throws a 404 answer. */
export function itemOf(items: readonly Item[], publicId: string | undefined): Item {
  const item = items.find((one) => one.publicId === (publicId ?? '').normalize('NFC'));
  if (!item) throw notFound('Cette startup n’est pas à l’ordre du jour de ce comité.');
  return item;
}
