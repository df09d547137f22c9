import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { documentsOf } from '~/committee/documents.server';
import { readStored } from '~/platform/files/store.server';
import { notFound } from './answers.server';
import { attachment } from './committee-file-formats.server';
import { committeeFor } from './committee-lookup.server';

/** A document of a committee, for those who may read the startup that it is about: asked at every read. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, params } = args;
  const { committee, visible } = await committeeFor(args, 'startup.voir-comite');
  const documents = await documentsOf(context.database.prisma, committee.id);
  const document = documents.find(
    ({ id, itemId }) => id === params['document'] && visible.some((item) => item.id === itemId),
  );
  if (!document) throw notFound('Ce document n’est plus là.');
  if (document.link !== null) return redirect(document.link);
  const stored = await readStored(context.database.prisma, context.settings.dataDir, document.sha256!);
  if (!stored) throw notFound('Ce document n’est plus là.');
  return attachment(stored.bytes, stored.mediaType, document.name);
}
