import type { LoaderFunctionArgs } from '@remix-run/node';
import { pdfOf } from '~/platform/print/pdf.server';
import { applicationBlocks } from '~/round/application/print';
import { readFile } from './application-file.server';
import { attachment, footerOf } from './committee-file-formats.server';

/** The file on paper, for those who may read it. */
export async function loader(args: LoaderFunctionArgs) {
  const { application, call, contents } = await readFile(args);
  const pdf = await pdfOf({
    title: `${application.title}, ${call.title}`,
    footer: footerOf(args.context.network, `${application.title}, ${call.title}`),
    blocks: applicationBlocks(contents, call.title),
    at: application.frozenAt ?? args.context.clock.now(),
  });
  return attachment(pdf, 'application/pdf', `${application.publicId}.pdf`);
}
