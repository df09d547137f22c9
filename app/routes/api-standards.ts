import type { LoaderFunctionArgs } from '@remix-run/node';
import { standardItem } from '~/exchange/api/items';
import { domainFigures } from '~/impact/standards/figures';
import { answersOf } from '~/impact/standards/standards.server';
import { openJson, startupAsked } from './open-data.server';

/** Where one startup stands on the quality standards, domain by domain. */
export async function loader({ context: { network, database }, params }: LoaderFunctionArgs) {
  const startup = startupAsked(network, params['id']);
  const figures = domainFigures(await answersOf(database.prisma, [startup.id]));
  return openJson({ startup: startup.publicId, donnees: figures.map(standardItem) }, network.demo);
}
