import type { LoaderFunctionArgs } from '@remix-run/node';
import { incubatorCockpit } from '~/network/cockpit/incubator.server';
import { reviewBlocks } from '~/network/cockpit/review';
import { pdfOf } from '~/platform/print/pdf.server';
import { attachment, footerOf } from './committee-file-formats.server';
import { allowed, ownIncubatorOf } from './guards.server';

/** The review of a portfolio, as a tagged PDF. */
export async function loader(args: LoaderFunctionArgs) {
  const { network, database, clock, actor } = args.context;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.voir-interieur', { id: incubator.id });
  const page = await incubatorCockpit(database.prisma, network, actor, incubator, clock.today());
  const title = `${page.title}, revue du portefeuille`;
  const pdf = await pdfOf({
    title,
    footer: footerOf(network, title),
    blocks: reviewBlocks(page),
    at: clock.now(),
  });
  return attachment(pdf, 'application/pdf', `${incubator.publicId}-revue-${clock.today()}.pdf`);
}
