import type { LoaderFunctionArgs } from '@remix-run/node';
import { incubatorArchive } from '~/exchange/incubator-archive.server';
import { recordChanges } from '~/platform/audit.server';
import { allowed } from './guards.server';
import { ownIncubatorOf } from './guards.server';

/** Everything that is an incubator's own, for those who lead it. */
export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.partager', { id: incubator.id });
  const bytes = await incubatorArchive(context.database.prisma, context.settings.dataDir, incubator);
  await context.database.transaction((tx) =>
    recordChanges(tx, { ...context.audit, at: context.clock.now() }, [
      { verb: 'export', thing: { kind: 'incubator', id: incubator.id } },
    ]),
  );
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${encodeURIComponent(incubator.publicId)}-${context.clock.today()}.zip"`,
      'Cache-Control': 'no-store',
    },
  });
}
