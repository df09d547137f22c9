import type { Network } from '~/network/facts';

/** Every export of a demonstration says that it is one. */
export const footerOf = (network: Pick<Network, 'demo'>, what: string): string =>
  network.demo ? `${what} · Démonstration, données fictives` : what;

/** A document made here, as an attachment under its name. */
export const attachment = (bytes: Uint8Array | string, media: string, name: string): Response =>
  new Response(typeof bytes === 'string' ? bytes : new Uint8Array(bytes), {
    headers: {
      'Content-Type': media,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    },
  });
