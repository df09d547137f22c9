import { redirect } from '@remix-run/node';
import { deviceLabel, startSession, type SignInMethod } from '~/person/session.server';
import { recordSignIn } from '~/person/sign-in/attach.server';
import { safeReturn } from '~/person/sign-in/return-to';
import { clearCookie, COOKIES, readCookie, setCookie } from '~/platform/http/cookies';
import type { SiteContext } from './site-context';

/** Lets a person in: a new session, whatever the browser had before, and back to where they were going. */
export async function enter(
  { context, request }: { context: SiteContext; request: Request },
  entry: { personId: string; method: SignInMethod; returnTo: string; idToken?: string },
): Promise<Response> {
  const cookies = request.headers.get('Cookie');
  const now = context.clock.now();
  const token = await context.database.transaction(async (tx) => {
    const started = await startSession(tx, now, {
      personId: entry.personId,
      method: entry.method,
      device: deviceLabel(request.headers.get('User-Agent')),
      idToken: entry.idToken ?? null,
      replaces: readCookie(cookies, COOKIES.session),
    });
    await recordSignIn(tx, now, { personId: entry.personId, method: entry.method, outcome: 'entrée' });
    return started;
  });
  const parked = readCookie(cookies, COOKIES.parked) !== null;
  const headers = new Headers();
  headers.append('Set-Cookie', setCookie(COOKIES.session, token));
  headers.append('Set-Cookie', clearCookie(COOKIES.link));
  headers.append('Set-Cookie', clearCookie(COOKIES.provider));
  return redirect(parked ? '/reprendre' : safeReturn(entry.returnTo), { headers });
}
