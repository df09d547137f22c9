import type { Network } from '~/network/facts';
import { blocksOf } from '~/platform/print/blocks.server';
import { odtOf } from '~/platform/print/odt.server';
import { pdfOf, type PrintedDocument } from '~/platform/print/pdf.server';
import { notFound } from './answers.server';

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

export const NO_SUCH_FORMAT = 'Ce format n’existe pas : PDF, ODT ou Markdown.';

/** A text in Markdown as the file that is asked for: itself, a tagged PDF or an ODT. */
export async function textAs(
  format: string | undefined,
  name: string,
  text: string,
  printed: Omit<PrintedDocument, 'blocks'>,
): Promise<Response> {
  switch (format) {
    case 'md':
      return attachment(text, 'text/markdown; charset=utf-8', `${name}.md`);
    case 'pdf':
      return attachment(
        await pdfOf({ ...printed, blocks: blocksOf(text) }),
        'application/pdf',
        `${name}.pdf`,
      );
    case 'odt':
      return attachment(
        odtOf({ ...printed, blocks: blocksOf(text) }),
        'application/vnd.oasis.opendocument.text',
        `${name}.odt`,
      );
    default:
      throw notFound(NO_SUCH_FORMAT);
  }
}
