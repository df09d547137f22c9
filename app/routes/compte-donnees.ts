import type { LoaderFunctionArgs } from '@remix-run/node';
import { exportOwnData } from '~/person/account.server';
import { signedIn } from './guards.server';

/** Everything that Jalons knows of the person who asks. */
export async function loader(args: LoaderFunctionArgs) {
  const session = await signedIn(args);
  const data = await exportOwnData(args.context.database.prisma, session.personId);
  return new Response(JSON.stringify(data, null, 2), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="jalons-mes-donnees.json"',
      'Cache-Control': 'no-store',
    },
  });
}
