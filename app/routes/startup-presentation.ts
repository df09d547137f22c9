import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { communityDocumentsOf } from '~/committee/documents.server';
import { readStored } from '~/platform/files/store.server';
import { notFound } from './answers.server';
import { attachment } from './committee-file-formats.server';
import { signedIn } from './guards.server';
import { startupOf } from './startup-lookup.server';

/** A document that a team opened to the community: asked at every read whether it still is. */
export async function loader(args: LoaderFunctionArgs) {
  await signedIn(args);
  const { context, params } = args;
  const { prisma } = context.database;
  const startup = startupOf(context.network, params['id']);
  const document = (await communityDocumentsOf(prisma, startup.id)).find(
    ({ id }) => id === params['document'],
  );
  if (document?.link) return redirect(document.link);
  const stored = document?.sha256
    ? await readStored(prisma, context.settings.dataDir, document.sha256)
    : null;
  if (!document || !stored) throw notFound('Ce document n’est plus partagé.');
  return attachment(stored.bytes, stored.mediaType, document.name);
}
