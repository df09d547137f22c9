import { readSite } from '~/exchange/compatible/site.server';
import type { Site } from '~/exchange/compatible/site';
import type { Network, StartupFacts } from '~/network/facts';
import { oncePerVersion } from '~/network/memo';
import type { SiteContext } from './site-context';
import { PUBLIC_PAGE } from './answers.server';

/** Anybody's program may read it, from any page. */
export const openDataHeaders = (type: string, demo: boolean): Record<string, string> => ({
  ...PUBLIC_PAGE,
  'Content-Type': type,
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag',
  // A JSON file has no banner: whoever reads a demonstration is told beside it.
  ...(demo ? { 'X-Jalons-Demonstration': 'donnees fictives' } : {}),
});

export const openJson = (body: unknown, demo: boolean, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: openDataHeaders('application/json; charset=utf-8', demo),
  });

/** A refusal as programs read it (RFC 9457). */
export const problem = (
  status: number,
  title: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title, status, ...more }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
      ...headers,
    },
  });

/** What a program is told when there is nothing there. */
export const noSuchData = (detail: string): Response => problem(404, 'Introuvable', { detail });

/** The startup that an address names, as everybody may read it. @throws {Response} 404 */
export function startupAsked(network: Network, id: string | undefined): StartupFacts {
  const startup = network.startupById.get((id ?? '').normalize('NFC'));
  if (!startup) throw noSuchData('Aucune startup ne porte cet identifiant.');
  return startup;
}

/** What it is told of each part of its address that cannot be read. */
export const badData = (mistakes: readonly string[]): Response =>
  problem(400, 'Adresse à corriger', { erreurs: mistakes });

/** The public site's documents as they are now, read once a version: each startup's own file asks for them too. */
export const siteOf = ({ database, settings, clock, network }: SiteContext): Promise<Site> =>
  oncePerVersion(network, `site/${clock.today()}`, () =>
    readSite(
      database.prisma,
      settings.publicUrl ?? 'https://beta.gouv.fr',
      clock.today(),
      settings.publishedMembers,
    ),
  );
