import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { committeesOfStartups } from '~/committee/reads.server';
import { notFound } from './answers.server';
import { allowed, signedIn } from './guards.server';

/** What committees decided of the startups that an administration carries, for its sponsors. @throws */
export async function committeesOfOrganisation(args: LoaderFunctionArgs) {
  await signedIn(args);
  const { context, params } = args;
  const organisation = context.network.organisationById.get((params['id'] ?? '').normalize('NFC'));
  if (!organisation) throw notFound('Aucune administration ne porte cet identifiant.');
  await allowed(args, 'organisation.voir-comites', { id: organisation.id });
  const startups = context.network.startups.filter(({ organisations }) =>
    organisations.some(({ id }) => id === organisation.id),
  );
  const ids = startups.map(({ id }) => id);
  const { prisma } = context.database;
  return {
    organisation,
    startups,
    committees: await committeesOfStartups(prisma, ids),
    conditions: await conditionsOf(prisma, ids),
  };
}
