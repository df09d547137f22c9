import type { LoaderFunctionArgs } from '@remix-run/node';
import { exportArchive } from '~/exchange/archive.server';
import { NETWORK } from '~/person/rights';
import { allowed } from './guards.server';

/** All of the network's content as an archive: the command line is refused while the embedded server runs. */
export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { context } = args;
  const bytes = await exportArchive(context, context.network.demo);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="contenu-${context.clock.today()}.zip"`,
      'Cache-Control': 'no-store',
    },
  });
}
