import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { keepUpdates, updatesSince } from '~/committee/minutes/shared-notes.server';
import { committeeFor, itemOf } from './committee-lookup.server';
import { tried } from './guards.server';

const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });

const sinceSchema = z.coerce.number().int().min(0).max(1_000_000).catch(0);

/** What others typed since. */
export async function loader(args: LoaderFunctionArgs) {
  const { committee } = await committeeFor(args, 'startup.tenir-comite');
  const item = itemOf(committee.items, args.params['startup']);
  const after = sinceSchema.parse(new URL(args.request.url).searchParams.get('depuis'));
  const updates = await updatesSince(args.context.database.prisma, item.id, after);
  return json({
    updates: updates.map(({ number, bytes }) => ({ number, bytes: Buffer.from(bytes).toString('base64') })),
  });
}

const sentSchema = z.object({
  updates: z.array(z.object({ id: z.string().min(1).max(100), bytes: z.base64().max(1_500_000) })).max(2000),
});

/** What this browser typed. */
export async function action(args: ActionFunctionArgs) {
  const { committee } = await committeeFor(args, 'startup.tenir-comite');
  const item = itemOf(committee.items, args.params['startup']);
  const sent = sentSchema.safeParse(await args.request.json().catch(() => null));
  if (!sent.success) return json({ erreur: 'Ces notes n’ont pas pu être lues.' }, 400);
  const refused = await tried(() =>
    keepUpdates(
      args.context,
      item.id,
      sent.data.updates.map(({ id, bytes }) => ({
        sentId: id,
        bytes: new Uint8Array(Buffer.from(bytes, 'base64')),
      })),
    ),
  );
  return refused ? json({ erreur: Object.values(refused)[0] }, 409) : json({ garde: true });
}
