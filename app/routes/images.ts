import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { PICTURE_SECTION } from '~/exchange/publication/drafts.server';
import { readStored } from '~/platform/files/store.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { oncePerVersion } from '~/network/memo';
import { notFound } from './answers.server';
import type { SiteContext } from './site-context';

/** Pictures that are published: anyone may have them. */
const isPublished = ({ network }: SiteContext, sha256: string): boolean =>
  oncePerVersion(
    network,
    'published-pictures',
    () => new Set(network.startups.flatMap(({ picture }) => (picture ? [picture.large, picture.small] : []))),
  ).has(sha256);

/** One's own, in a draft that is not published yet. */
async function isMyDraft({ database, session }: SiteContext, sha256: string): Promise<boolean> {
  if (!session) return false;
  const rows = await readRows(
    database.prisma,
    z.object({ n: z.number() }),
    sql`SELECT count(*)::int AS n FROM content_draft WHERE person_id = ${session.actor.personId}::uuid
        AND (typed -> ${PICTURE_SECTION} -> 'grande' ->> 0 = ${sha256} OR typed -> ${PICTURE_SECTION} -> 'petite' ->> 0 = ${sha256})`,
  );
  return rows[0]!.n > 0;
}

/** A picture by its content; whether the reader may have it is asked at each reading. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const sha256 = /^([0-9a-f]{64})\.webp$/.exec(params.fichier ?? '')?.[1] ?? '';
  const published = isPublished(context, sha256);
  if (!published && !(await isMyDraft(context, sha256))) throw notFound('Cette image n’existe pas.');
  const file = await readStored(context.database.prisma, context.settings.dataDir, sha256);
  if (!file) throw notFound('Cette image n’existe pas.');
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'Content-Type': file.mediaType,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': published ? 'public, max-age=31536000, immutable' : 'no-store',
    },
  });
}
