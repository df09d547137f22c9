import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { contractAnswer } from '~/impact/collection/contract';
import { monthlyUse } from '~/network/use.server';

const query = z.object({ since: z.coerce.number().int().min(1).max(120).default(12) });

/** Jalons's own figures in the contract that it reads elsewhere: startups kept up to date, month by month. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const months = await monthlyUse(
    context.database.prisma,
    context.clock.today(),
    parsed.success ? parsed.data.since : 12,
  );
  return Response.json(
    contractAnswer(
      'Startups dont l’équipe a publié ou confirmé la page dans le mois',
      months.map(({ month, startups }) => ({ start: month, value: startups })),
    ),
    { headers: { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' } },
  );
}
