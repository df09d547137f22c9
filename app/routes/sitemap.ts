import { readHelp } from '~/network/help.server';
import { helpPath, incubatorPath, ministryPath, organisationPath, startupPath } from '~/platform/addresses';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { PUBLIC_PAGE } from './answers.server';

const FIXED = [
  '/',
  '/startups',
  '/incubateurs',
  '/organisations',
  '/phases',
  '/appels',
  '/fast',
  '/panorama',
  '/indicateurs',
  '/priorites',
  '/bilans',
  '/api',
  '/impact-national',
  '/statistiques',
  '/aide',
  '/mentions-legales',
  '/accessibilite',
  '/plan-du-site',
];
const MOST = 50_000;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Addresses for search engines: what asks not to be indexed is left out; a demonstration has none. */
export async function loader({ context: { network, origin, database } }: LoaderFunctionArgs) {
  const paths = network.demo
    ? []
    : [
        ...FIXED,
        ...network.incubators.filter(({ hidden }) => !hidden).map(({ publicId }) => incubatorPath(publicId)),
        ...network.organisations.map(({ publicId }) => organisationPath(publicId)),
        ...[...new Set(network.organisations.map(({ ministryDomain }) => ministryDomain))]
          .filter((domain) => domain !== null && domain !== 'autres')
          .map((domain) => ministryPath(domain!)),
        ...(await readHelp(database.prisma)).map(({ id }) => helpPath(id)),
        ...network.rounds.map(({ edition }) => `/fast/${edition}`),
        ...network.startups.filter(({ noindex }) => !noindex).map(({ publicId }) => startupPath(publicId)),
      ].slice(0, MOST);
  const urls = paths.map((path) => `<url><loc>${escaped(origin + path)}</loc></url>`).join('\n');
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls}\n</urlset>\n`,
    {
      headers: { 'Content-Type': 'application/xml; charset=utf-8', ...PUBLIC_PAGE },
    },
  );
}
