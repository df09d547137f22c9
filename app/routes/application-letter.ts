import type { LoaderFunctionArgs } from '@remix-run/node';
import { readStored } from '~/platform/files/store.server';
import { notFound } from './answers.server';
import { readableApplication } from './call-lookup.server';
import { attachment } from './committee-file-formats.server';

/** The letter or proof that a team joined, for those who read its file: asked at every read. */
export async function loader(args: LoaderFunctionArgs) {
  const { application } = await readableApplication(args);
  const { database, settings } = args.context;
  const stored =
    application.cofundingSha256 === null
      ? null
      : await readStored(database.prisma, settings.dataDir, application.cofundingSha256);
  if (!stored) throw notFound('Aucune pièce n’est jointe.');
  return attachment(stored.bytes, stored.mediaType, application.cofundingName ?? 'piece');
}
