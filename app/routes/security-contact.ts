import type { LoaderFunctionArgs } from '@remix-run/node';
import { addMonths } from '~/platform/calendar';
import { day } from '~/platform/day';
import { helpPath } from '~/platform/addresses';
import { PUBLIC_PAGE } from './answers.server';

const VALID_MONTHS = 11;

/** Whom to warn of a flaw (RFC 9116): only where the installation names somebody. */
export function loader({ context: { settings, clock, origin } }: LoaderFunctionArgs) {
  if (settings.securityContact === null)
    return new Response('Cette installation n’a pas donné de contact de sécurité (SECURITE_CONTACT).\n', {
      status: 404,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    });
  // From the month on, so that the file stays the same for all of it.
  const expires = addMonths(day(`${clock.today().slice(0, 7)}-01`), VALID_MONTHS);
  const lines = [
    `Contact: ${settings.securityContact}`,
    `Expires: ${expires}T00:00:00Z`,
    'Preferred-Languages: fr, en',
    `Canonical: ${origin}/.well-known/security.txt`,
    `Policy: ${origin}${helpPath('logiciel-libre')}`,
  ];
  return new Response(`${lines.join('\n')}\n`, {
    headers: { ...PUBLIC_PAGE, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
