import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import { endSession } from '~/person/session.server';
import { randomToken } from '~/platform/secrets.server';
import { clearCookie, COOKIES, readCookie, setCookie } from '~/platform/http/cookies';

/** The browser comes back from the provider's own logout: its state must be the one that left. */
export function loader({ request }: LoaderFunctionArgs) {
  const state = new URL(request.url).searchParams.get('state');
  const left = readCookie(request.headers.get('Cookie'), COOKIES.provider);
  const headers = { 'Set-Cookie': clearCookie(COOKIES.provider) };
  return redirect(state !== null && state === left ? '/connexion?fin=oui' : '/', { headers });
}

/** Ends the session here, then at the identity provider where it began there. */
export async function action({ context }: ActionFunctionArgs) {
  const { session, provider } = context;
  const headers = new Headers({ 'Set-Cookie': clearCookie(COOKIES.session) });
  if (!session) return redirect('/', { headers });
  const idToken = await context.database.transaction((tx) =>
    endSession(tx, context.clock.now(), { sessionId: session.id, personId: session.personId }),
  );
  if (provider === null || idToken === null) return redirect('/connexion?fin=oui', { headers });
  const state = randomToken();
  const there = await provider.logoutAddress(idToken, `${context.origin}/deconnexion`, state);
  if (there === null) return redirect('/connexion?fin=oui', { headers });
  headers.append('Set-Cookie', setCookie(COOKIES.provider, state, 600));
  return redirect(there, { headers });
}
