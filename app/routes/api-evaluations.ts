import type { LoaderFunctionArgs } from '@remix-run/node';
import { answersOf } from '~/impact/standards/standards.server';
import { domainFigures } from '~/impact/standards/figures';

/** Standards as the network's service publishes them: completion and conformity by startup and domain, in percent. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { network, database } = context;
  const answers = await answersOf(
    database.prisma,
    network.startups.map(({ id }) => id),
  );
  const byStartup = new Map<string, typeof answers>();
  for (const answer of answers)
    byStartup.set(answer.startupId, [...(byStartup.get(answer.startupId) ?? []), answer]);
  const body = Object.fromEntries(
    network.startups.flatMap(({ id, publicId }) => {
      const mine = byStartup.get(id);
      if (!mine) return [];
      const figures = domainFigures(mine);
      return [
        [
          publicId,
          {
            completion: Object.fromEntries(figures.map(({ domain, completion }) => [domain, completion])),
            conformity: Object.fromEntries(
              // Where nothing applies yet there is no share of it: the domain is left out, never said to be at zero.
              figures.flatMap(({ domain, conformity }) =>
                conformity === null ? [] : [[domain, conformity]],
              ),
            ),
          },
        ],
      ];
    }),
  );
  return Response.json(body, {
    headers: { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' },
  });
}
