import type { LoaderFunctionArgs } from '@remix-run/node';
import { pdfOf } from '~/platform/print/pdf.server';
import { applicationBlocks } from '~/round/application/print';
import { notFound } from './answers.server';
import { callFor } from './call-lookup.server';
import { ownFiles } from './call-readings.server';
import { attachment, footerOf } from './committee-file-formats.server';

/** All of one's own files as one document, in one's own order. */
export async function loader(args: LoaderFunctionArgs) {
  const { call, session } = await callFor(args, 'appel.juger');
  const { files } = await ownFiles(args.context, call, session.actor.personId);
  const read = files.flatMap(({ application }) => application.snapshot ?? []);
  if (read.length === 0) throw notFound('Aucun dossier ne vous est encore confié.');
  const pdf = await pdfOf({
    title: `Mes lectures, ${call.title}`,
    footer: footerOf(args.context.network, `${call.title}, lectures personnelles`),
    blocks: read.flatMap((contents) => applicationBlocks(contents, call.title)),
    at: call.closesAt,
  });
  return attachment(pdf, 'application/pdf', 'lectures.pdf');
}
