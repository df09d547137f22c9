import { ofName } from '~/design/formats';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { PICTURE_SECTION, readDraft } from '~/exchange/publication/drafts.server';
import { compareDraft, takeFields } from '~/exchange/publication/publish.server';
import { withChanges } from '~/exchange/publication/drafts.server';
import { startupPath } from '~/platform/addresses';
import { draftedStartup } from '~/network/pages/drafted-startup';
import { startupPage } from '~/network/pages/startup';
import { StartupView } from '~/network/parts/StartupView';
import type { Typed } from '~/platform/document/fields';
import { readDocument } from '~/platform/document/front-matter';
import { renderMarkdown } from '~/platform/document/render.server';
import type { Picture } from '~/network/facts';
import { readFiche } from '~/startup/fiche/fiche';
import { fileOf, startupTarget } from './editing.server';
import { allowed } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

function draftedPicture(typed: Typed | undefined, published: Picture | null): Picture | null {
  if (!typed) return published;
  const part = (name: string) => typed[name]?.[0] ?? '';
  if (part('grande') === '') return null;
  return {
    large: part('grande'),
    small: part('petite'),
    width: Number(part('largeur')),
    height: Number(part('hauteur')),
    alternative: part('texte'),
  };
}

/** The page as everyone would read it if the draft were published now. */
export async function loader(args: LoaderFunctionArgs) {
  const { context, params } = args;
  const startup = startupOf(context.network, params.id, '/modifier/apercu');
  const { actor } = await allowed(args, 'startup.modifier', tiesOf(startup));
  const { prisma } = context.database;
  const target = startupTarget(args.context, startup, actor.personId);
  const file = await fileOf(context, target);
  const draft = await readDraft(prisma, file.id, actor.personId);
  let bytes: Uint8Array = file.bytes;
  if (draft) {
    const { fields, mine } = await compareDraft(prisma, context.network, file, draft);
    bytes = withChanges(
      file.bytes,
      takeFields(mine, fields, ({ who }) => who !== 'theirs'),
    );
  }
  const today = context.clock.today();
  const { fiche } = readFiche(startup.publicId, readDocument(bytes), today);
  const picture = draftedPicture(draft?.typed[PICTURE_SECTION], startup.picture);
  return {
    ...startupPage(context.network, draftedStartup(context.network, startup, fiche, picture), today),
    html: renderMarkdown(fiche.content),
    drafted: draft !== null,
    path: startupPath(startup.publicId),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Aperçu ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupDraft() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  return (
    <StartupView
      page={page}
      above={
        <p className="carte session mb-6">
          <strong>Aperçu, pas encore en ligne.</strong>{' '}
          {page.drafted
            ? 'Voici la page telle que le public la lira une fois votre brouillon publié.'
            : 'Vous n’avez pas de brouillon : voici la page en ligne.'}{' '}
          <Link to={`${page.path}/modifier`}>Revenir aux parties, ou publier</Link>
        </p>
      }
    />
  );
}
