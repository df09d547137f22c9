import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { conditionsCsv } from '~/committee/conditions/csv.server';
import { attachment } from './committee-file-formats.server';
import { allowed } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

/** The conditions of one startup, for a spreadsheet. */
export async function loader(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params['id'], '/conditions.csv');
  await allowed(args, 'startup.voir-comite', tiesOf(startup));
  return attachment(
    conditionsCsv(await conditionsOf(args.context.database.prisma, [startup.id])),
    'text/csv; charset=utf-8',
    `conditions-${startup.publicId}.csv`,
  );
}
