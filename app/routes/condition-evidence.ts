import type { LoaderFunctionArgs } from '@remix-run/node';
import { conditionsOf } from '~/committee/conditions/conditions.server';
import { readStored } from '~/platform/files/store.server';
import { notFound } from './answers.server';
import { attachment } from './committee-file-formats.server';
import { allowed } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

/** The document that shows a condition met, for those who may read the condition: asked at every read. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, params } = args;
  const startup = startupOf(context.network, params['id']);
  await allowed(args, 'startup.voir-comite', tiesOf(startup));
  const { prisma } = context.database;
  const condition = (await conditionsOf(prisma, [startup.id])).find(({ id }) => id === params['condition']);
  const stored = condition?.evidenceSha256
    ? await readStored(prisma, context.settings.dataDir, condition.evidenceSha256)
    : null;
  if (!stored) throw notFound('Ce document n’est plus là.');
  return attachment(stored.bytes, stored.mediaType, condition!.evidenceName ?? 'preuve');
}
