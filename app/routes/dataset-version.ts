import type { LoaderFunctionArgs } from '@remix-run/node';
import { DATASETS } from '~/exchange/datasets/datasets';
import { datasetOn } from '~/exchange/datasets/versions.server';
import { parseDay } from '~/platform/day';
import { badData, noSuchData, openDataHeaders } from './open-data.server';

/** A dataset as it stood on a day: the last version that was kept until then. */
export async function loader({ context: { database, clock, network }, params }: LoaderFunctionArgs) {
  const on = parseDay(params['jour'] ?? '');
  if (on === null || on > clock.today())
    throw badData(['Le jour doit être un jour passé, par exemple 2026-11-30.']);
  const dataset = DATASETS.find(({ name }) => params['fichier'] === `${name}.csv`);
  const kept = dataset && (await datasetOn(database.prisma, dataset.name, on));
  if (!dataset || !kept) throw noSuchData('Aucune version de ce fichier n’est gardée à ce jour.');
  return new Response(kept.csv, {
    headers: {
      ...openDataHeaders('text/csv; charset=utf-8', network.demo),
      'Content-Disposition': `attachment; filename="${dataset.name}-${kept.on}.csv"`,
    },
  });
}
