import type { LoaderFunctionArgs } from '@remix-run/node';
import { contractAnswer, publishedBy } from '~/impact/collection/contract';
import { metricsOf } from '~/impact/reads.server';
import { notFound } from './answers.server';
import { startupOf } from './startup-lookup.server';

/** A public metric in the network's publishing contract, by the month or by the year: what Jalons reads, it gives. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const startup = startupOf(context.network, params.id);
  const metrics = await metricsOf(context.database.prisma, startup.id, {
    inside: false,
    today: context.clock.today(),
  });
  const metric = metrics.find(({ id }) => id === params.mesure);
  if (!metric) throw notFound('Aucune mesure publique à cette adresse.');
  const asked = new URL(request.url).searchParams;
  const since = Number(asked.get('since'));
  const values = publishedBy(asked.get('periodicity'), metric, metric.months);
  return Response.json(
    contractAnswer(metric.name, Number.isInteger(since) && since > 0 ? values.slice(-since) : values),
    { headers: { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' } },
  );
}
