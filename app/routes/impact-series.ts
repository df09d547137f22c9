import type { LoaderFunctionArgs } from '@remix-run/node';
import { contractAnswer } from '~/impact/collection/contract';
import { metricsOf } from '~/impact/reads.server';
import { notFound } from './answers.server';
import { startupOf } from './startup-lookup.server';

/** A public metric in the network's publishing contract, month by month: what Jalons reads, it gives. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const startup = startupOf(context.network, params.id);
  const metrics = await metricsOf(context.database.prisma, startup.id, { inside: false });
  const metric = metrics.find(({ id }) => id === params.mesure);
  if (!metric) throw notFound('Aucune mesure publique à cette adresse.');
  const since = Number(new URL(request.url).searchParams.get('since'));
  const months = Number.isInteger(since) && since > 0 ? metric.months.slice(-since) : metric.months;
  return Response.json(
    contractAnswer(
      metric.name,
      months.map(({ month, value }) => ({ start: month, value })),
    ),
    { headers: { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' } },
  );
}
