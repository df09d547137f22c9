import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { ofName } from '~/design/formats';
import { Breadcrumb } from '~/design/Breadcrumb';
import { FileField, Hidden, TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { PICTURE_SECTION, readDraft, saveDraft } from '~/exchange/publication/drafts.server';
import { EDITORS } from '~/exchange/publication/editors';
import { startupPath } from '~/platform/addresses';
import { PictureFault, remakePicture } from '~/platform/files/pictures.server';
import { putBytes, recordFile } from '~/platform/files/store.server';
import type { Typed } from '~/platform/document/fields';
import { fileOf, startupTarget } from './editing.server';
import { allowed, formOf, mistaken, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function targetOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/modifier/image');
  const { actor } = await allowed(args, 'startup.modifier', tiesOf(startup));
  const target = startupTarget(args.context, startup, actor.personId);
  const file = await fileOf(args.context, target);
  return {
    startup,
    target,
    file,
    draft: await readDraft(args.context.database.prisma, file.id, actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, draft, file } = await targetOf(args);
  const typed = draft?.typed[PICTURE_SECTION];
  const drafted = typed
    ? { small: typed['petite']?.[0] ?? '', alternative: typed['texte']?.[0] ?? '' }
    : null;
  return {
    title: startup.title,
    // The picture comes after the parts that are fields.
    place: EDITORS._startups.sections.length + 1,
    path: startupPath(startup.publicId),
    version: draft?.version ?? 0,
    sha256: file.sha256,
    drafted: drafted !== null,
    picture: drafted ?? startup.picture,
  };
}

const MOST_WORDS = 500;

export async function action(args: ActionFunctionArgs) {
  const { startup, target, file, draft } = await targetOf(args);
  const { context } = args;
  const form = await formOf(args.request);
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '').trim() : '';
  };
  const typed = { texte: text('texte') };
  const version = Number(text('version'));
  const keep = (picture: Typed) =>
    tried(() =>
      saveDraft(
        context,
        target.personId,
        file,
        PICTURE_SECTION,
        { ...picture, avant: [startup.picture?.large ?? ''] },
        { version, seen: text('vu') },
      ),
    );
  const done = redirect(`${startupPath(startup.publicId)}/modifier`);
  if (text('intention') === 'retirer') {
    const mistakes = await keep({ grande: [''] });
    return mistakes ? mistaken(typed, mistakes, 409) : done;
  }
  if (typed.texte.length < 5 || typed.texte.length > MOST_WORDS) {
    return mistaken(typed, {
      texte: 'Décrivez l’image en une phrase (5 à 500 caractères) : des personnes ne la verront pas.',
    });
  }
  const sent = form.get('fichier');
  if (!(sent instanceof File) || sent.size === 0) {
    const before = draft?.typed[PICTURE_SECTION];
    const known: Typed | null =
      before ??
      (startup.picture && {
        grande: [startup.picture.large],
        petite: [startup.picture.small],
        largeur: [String(startup.picture.width)],
        hauteur: [String(startup.picture.height)],
      });
    if (!known || (known['grande']?.[0] ?? '') === '')
      return mistaken(typed, { fichier: 'Choisissez une image.' });
    const mistakes = await keep({ ...known, texte: [typed.texte] });
    return mistakes ? mistaken(typed, mistakes, 409) : done;
  }
  try {
    const made = await remakePicture(new Uint8Array(await sent.arrayBuffer()));
    const dataDir = context.settings.dataDir;
    const [large, small] = [await putBytes(dataDir, made.large), await putBytes(dataDir, made.small)];
    const now = context.clock.now();
    await context.database.transaction(async (tx) => {
      await recordFile(tx, now, { sha256: large, mediaType: 'image/webp', size: made.large.byteLength });
      await recordFile(tx, now, { sha256: small, mediaType: 'image/webp', size: made.small.byteLength });
    });
    const mistakes = await keep({
      grande: [large],
      petite: [small],
      largeur: [String(made.width)],
      hauteur: [String(made.height)],
      texte: [typed.texte],
    });
    return mistakes ? mistaken(typed, mistakes, 409) : done;
  } catch (error) {
    if (error instanceof PictureFault) return mistaken(typed, { fichier: error.message });
    throw error;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Image ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupEditImage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const mistakes = answer?.mistakes ?? {};
  const shown = page.picture && page.picture.small !== '' ? page.picture : null;
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Modifier', to: `${page.path}/modifier` },
        ]}
        here="Image"
      />
      <p className="m-0 text-sm text-discret">
        Partie {page.place} sur {page.place}
      </p>
      <h1>Image</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {shown ? (
        <figure className="m-0 mb-6">
          <img src={`/images/${shown.small}.webp`} alt={shown.alternative} className="max-w-full" />
          <figcaption className="regle mt-2">
            {page.drafted ? 'Dans votre brouillon, pas encore en ligne.' : 'En ligne.'} Texte : «{' '}
            {shown.alternative} »
          </figcaption>
        </figure>
      ) : (
        <p>Pas d’image {page.drafted ? 'dans votre brouillon' : 'sur cette page'}.</p>
      )}
      <Form method="post" encType="multipart/form-data" noValidate>
        <Hidden name="version" value={page.version} />
        <Hidden name="vu" value={page.sha256} />
        <FileField
          name="fichier"
          label="Fichier"
          hint="JPEG, PNG, WebP ou AVIF, 5 Mo au plus. Le lieu et l’appareil de prise de vue sont retirés."
          accept="image/jpeg,image/png,image/webp,image/avif"
          mistake={mistakes['fichier']}
        />
        <TextField
          name="texte"
          label="Ce que l’image montre"
          hint="Une phrase, pour qui ne la voit pas."
          value={answer?.typed['texte'] ?? shown?.alternative}
          mistake={mistakes['texte']}
        />
        <div className="flex flex-wrap gap-2">
          <button type="submit" name="intention" value="garder" className="fr-btn">
            Mettre dans le brouillon
          </button>
          {shown && (
            <button type="submit" name="intention" value="retirer" className="fr-btn fr-btn--tertiary">
              Retirer l’image
            </button>
          )}
        </div>
      </Form>
    </div>
  );
}
