import type { LoaderFunctionArgs } from '@remix-run/node';
import { formatInstant } from '~/design/formats';
import { gatherApplication } from '~/round/application/gather.server';
import { gridOf } from '~/round/calls/calls.server';
import { readableApplication } from './call-lookup.server';

/** The file as its jury reads it: frozen, or as it would be frozen now. */
export async function readFile(args: LoaderFunctionArgs) {
  const { application, call, asTeam } = await readableApplication(args);
  const { context } = args;
  const now = context.clock.now();
  const grid = await gridOf(context.database.prisma, call.gridId);
  const contents =
    application.snapshot ??
    (await gatherApplication(context.database.prisma, application, { call, grid, now }));
  return {
    application,
    call,
    asTeam,
    contents,
    age: application.frozenAt === null ? 'à cet instant' : `figé le ${formatInstant(application.frozenAt)}`,
  };
}
