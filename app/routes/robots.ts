import type { LoaderFunctionArgs } from '@remix-run/node';
import { PUBLIC_PAGE } from './answers.server';

export function loader({ context: { network, origin } }: LoaderFunctionArgs) {
  const text = network.demo
    ? 'User-agent: *\nDisallow: /\n'
    : `User-agent: *\nDisallow: /apparence\nSitemap: ${origin}/sitemap.xml\n`;
  return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8', ...PUBLIC_PAGE } });
}
