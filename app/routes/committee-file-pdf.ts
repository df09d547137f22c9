import type { LoaderFunctionArgs } from '@remix-run/node';
import { shownFile } from '~/committee/file/file.server';
import { fileBlocks } from '~/committee/file/print';
import { formatDay } from '~/design/formats';
import { pdfOf } from '~/platform/print/pdf.server';
import { attachment, footerOf } from './committee-file-formats.server';
import { committeeFor, itemOf } from './committee-lookup.server';

/** A committee file as a tagged PDF. */
export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { committee, visible } = await committeeFor(args, 'startup.voir-comite');
  const item = itemOf(visible, args.params['startup']);
  const { contents, file } = await shownFile(context.database.prisma, committee, item, context.clock.now());
  const bytes = await pdfOf({
    title: `${item.title}, dossier du comité du ${formatDay(committee.heldOn)}`,
    footer: footerOf(context.network, `Dossier du comité du ${formatDay(committee.heldOn)}`),
    blocks: fileBlocks(contents, formatDay(committee.heldOn)),
    at: file.frozenAt ?? context.clock.now(),
  });
  return attachment(bytes, 'application/pdf', `dossier-${item.publicId}-${committee.heldOn}.pdf`);
}
