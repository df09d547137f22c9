import type { ActionFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { bearerOfToken } from '~/impact/collection/token.server';
import { metricsOf } from '~/impact/reads.server';
import { record } from '~/impact/values/batch.server';
import { readTable } from '~/impact/values/lines';
import { tried } from './guards.server';
import { withinLimit } from '~/platform/rate-limit.server';

const MOST_VALUES = 10_000;
const A_MINUTE = 60;

const body = z.object({
  valeurs: z
    .array(
      z.object({
        mesure: z.string().max(200),
        date: z.string().max(40),
        valeur: z.union([z.number(), z.string().max(40)]).transform(String),
      }),
    )
    .min(1)
    .max(MOST_VALUES),
});

/** A refusal as programs read it (RFC 9457). */
const problem = (status: number, title: string, more: object = {}, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ type: 'about:blank', title, status, ...more }), {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...headers,
    },
  });

/** What a GET of this address answers: how it is used. */
export const loader = () => problem(405, 'Envoyez les valeurs par POST.', {}, { Allow: 'POST' });

/** Values of one startup, brought by a program that bears its token: all of them, or none. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  if (request.method !== 'POST') return problem(405, 'Envoyez les valeurs par POST.', {}, { Allow: 'POST' });
  const { database, clock, network } = context;
  const now = clock.now();
  const bearer = await bearerOfToken(database.prisma, request.headers.get('Authorization'), now);
  if (!bearer)
    return problem(401, 'Un jeton valable est attendu.', {}, { 'WWW-Authenticate': 'Bearer realm="Jalons"' });
  const isWithin = await withinLimit(database.prisma, now, {
    name: 'api-valeurs',
    subject: bearer.id,
    limit: A_MINUTE,
    minutes: 1,
  });
  if (!isWithin)
    return problem(429, 'Trop d’envois : recommencez dans une minute.', {}, { 'Retry-After': '60' });
  const startup = network.startupById.get((params.id ?? '').normalize('NFC'));
  if (!startup || startup.id !== bearer.startupId) return problem(403, 'Ce jeton n’ouvre pas cette startup.');
  const parsed = body.safeParse(await request.json().catch(() => null));
  if (!parsed.success)
    return problem(400, 'Le corps attendu est { "valeurs": [{ "mesure", "date", "valeur" }] }.', {
      erreurs: parsed.error.issues
        .slice(0, 20)
        .map(({ path, message }) => ({ champ: path.join('.'), message })),
    });
  const metrics = await metricsOf(database.prisma, startup.id, { inside: true });
  const { lines } = readTable(
    [
      ['mesure', 'date', 'valeur'],
      ...parsed.data.valeurs.map(({ mesure, date, valeur }) => [mesure, date, valeur]),
    ],
    metrics,
    clock.today(),
  );
  const faulty = lines.flatMap((line) =>
    'mistake' in line ? [{ rang: line.line - 2, message: line.mistake }] : [],
  );
  if (faulty.length > 0 || lines.length === 0)
    return problem(422, 'Rien n’a été enregistré : des valeurs ne se lisent pas.', {
      erreurs: faulty.slice(0, 100),
    });
  let changed = 0;
  const refused = await tried(async () => {
    changed = await database.transaction((tx) =>
      record(
        tx,
        { clock, audit: { actor: { kind: 'token', id: bearer.id }, requestId: context.audit.requestId } },
        { id: startup.id },
        lines.flatMap((line) => ('metricId' in line ? [line] : [])),
        'api',
        null,
      ),
    );
  });
  if (refused) return problem(409, Object.values(refused)[0]!);
  await context.refreshNetwork();
  return Response.json(
    { recues: lines.length, changees: changed },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}
