import type { LoaderFunctionArgs } from '@remix-run/node';
import { RefusedError } from '~/person/acting';
import { can, type PersonActor } from '~/person/rights';
import type { Session } from '~/person/session.server';
import { isId } from '~/platform/identifier';
import { applicationOf, tiesOfApplication, type Application } from '~/round/application/applications.server';
import { callOf, type Call } from '~/round/calls/calls.server';
import { barredFiles } from '~/round/jury/conflicts.server';
import { jurorAt, type JurorAtWork } from '~/round/jury/readings.server';
import { forbidden, notFound } from './answers.server';
import { allowed, signedIn } from './guards.server';

/** The call of this address, for anyone. @throws a page that says it is not there. */
export async function publicCall(args: LoaderFunctionArgs): Promise<Call> {
  const id = args.params['id'] ?? '';
  const call = isId(id) ? await callOf(args.context.database.prisma, id) : null;
  if (!call) throw notFound('Cet appel n’existe pas.');
  return call;
}

/** The call of this address, for those whom the action allows: nobody else learns whether it is there. */
export async function callFor(
  args: LoaderFunctionArgs,
  action: 'appel.tenir' | 'appel.lire' | 'appel.juger',
): Promise<{ call: Call; session: Session & { actor: PersonActor } }> {
  const session = await allowed(args, action, { id: args.params['id'] ?? '' });
  return { call: await publicCall(args), session };
}

/** The application of this address. @throws a way to sign in, or a page that says it is not there. */
async function application(args: LoaderFunctionArgs): Promise<Application> {
  await signedIn(args);
  const id = args.params['id'] ?? '';
  const found = isId(id) ? await applicationOf(args.context.database.prisma, id) : null;
  if (!found) throw notFound('Cette candidature n’existe pas.');
  return found;
}

/** An application of this call whose results are public, for who holds the call without a conflict. */
export async function heldApplication(
  args: LoaderFunctionArgs,
): Promise<{ application: Application; call: Call }> {
  const { call } = await callFor(args, 'appel.tenir');
  const { prisma } = args.context.database;
  const id = args.params['candidature'] ?? '';
  const found = isId(id) ? await applicationOf(prisma, id) : null;
  if (found?.callId !== call.id || found.depositedAt === null)
    throw notFound('Cette candidature n’existe pas.');
  if (call.announcedAt === null)
    throw notFound('Une demande d’accès se prépare une fois les résultats publiés.');
  if ((await barredFiles(prisma, call.id, args.context.actor)).has(found.id))
    throw forbidden('Vous ne lisez pas ce dossier : un lien avec l’équipe est connu, ou vous vous abstenez.');
  return { application: found, call };
}

/** One's own application. */
export async function ownApplication(
  args: LoaderFunctionArgs,
): Promise<{ application: Application; call: Call }> {
  const found = await application(args);
  await allowed(args, 'startup.modifier', tiesOfApplication(found));
  return { application: found, call: (await callOf(args.context.database.prisma, found.callId))! };
}

/** An application for its team at any time, and for its jury once the call is closed, without a conflict. */
export async function readableApplication(
  args: LoaderFunctionArgs,
): Promise<{ application: Application; call: Call; asTeam: boolean }> {
  const found = await application(args);
  const { context } = args;
  const call = (await callOf(context.database.prisma, found.callId))!;
  const today = context.clock.today();
  if (can(context.actor, 'startup.modifier', tiesOfApplication(found), today).allowed)
    return { application: found, call, asTeam: true };
  await allowed(args, 'appel.lire', call);
  if (context.clock.now() < call.closesAt)
    throw forbidden('Les dossiers s’ouvrent au jury à la clôture de l’appel.');
  if ((await barredFiles(context.database.prisma, call.id, context.actor)).has(found.id))
    throw forbidden('Vous ne lisez pas ce dossier : un lien avec l’équipe est connu, ou vous vous abstenez.');
  return { application: found, call, asTeam: false };
}

/** The juror before a file that was given to them. */
export async function jurorFor(args: LoaderFunctionArgs): Promise<JurorAtWork> {
  const found = await application(args);
  await allowed(args, 'appel.juger', { id: found.callId });
  try {
    return await jurorAt(args.context.database.prisma, args.context.actor, found);
  } catch (error) {
    if (error instanceof RefusedError) throw forbidden(error.message);
    throw error;
  }
}
