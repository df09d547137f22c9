import type { LoaderFunctionArgs } from '@remix-run/node';
import { budgetItem } from '~/exchange/api/items';
import { budgetsOf } from '~/impact/budget/budget.server';
import { openJson, startupAsked } from './open-data.server';

/** The budget of one startup, as far as its team has published it. */
export async function loader({ context: { network, database }, params }: LoaderFunctionArgs) {
  const startup = startupAsked(network, params['id']);
  const periods = await budgetsOf(database.prisma, [startup.id], { inside: false });
  return openJson({ startup: startup.publicId, donnees: periods.map(budgetItem) }, network.demo);
}
