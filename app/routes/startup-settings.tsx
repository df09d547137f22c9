import { line } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { ofName } from '~/design/formats';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { archiveFile, renameStartup } from '~/exchange/publication/lifecycle.server';
import { startupPath } from '~/platform/addresses';
import { RuleError } from '~/person/acting';
import { fileOf, startupTarget } from './editing.server';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

/** The startup of the address, archived or not: whoever archived it finds it here. */
async function targetOf(args: LoaderFunctionArgs) {
  const { network } = args.context;
  const id = (args.params.id ?? '').normalize('NFC');
  const startup = network.archivedById.get(id) ?? startupOf(network, id, '/reglages');
  const { actor } = await allowed(args, 'startup.administrer', tiesOf(startup));
  return {
    startup,
    target: startupTarget(args.context, startup, actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, target } = await targetOf(args);
  const file = await fileOf(args.context, target);
  return {
    title: startup.title,
    publicId: startup.publicId,
    path: startupPath(startup.publicId),
    archived: startup.archived,
    formerIds: startup.formerIds,
    seen: file.sha256,
    origin: args.context.origin,
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { startup, target } = await targetOf(args);
  const { context } = args;
  const typed = await textFields(args.request);
  const next = (typed['identifiant'] ?? '').trim().toLowerCase();
  const mistakes = await tried(async () => {
    if (typed['intention'] === 'renommer') {
      return renameStartup(context, { publicId: startup.publicId, next, seen: typed['vu'] ?? '' });
    }
    if (typed['intention'] !== 'archiver' && typed['intention'] !== 'desarchiver') {
      throw new RuleError('Cette action n’existe pas.');
    }
    const archived = typed['intention'] === 'archiver';
    const reason = line('Motif', { max: 500 }).safeParse(typed['motif'] ?? (archived ? '' : 'retour'));
    if (!reason.success) throw new RuleError(reason.error.issues[0]!.message, 'motif');
    return archiveFile(context, {
      collection: target.collection,
      publicId: startup.publicId,
      archived,
      reason: reason.data,
    });
  });
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(
    `${startupPath(typed['intention'] === 'renommer' ? next : startup.publicId)}/reglages?fait=${typed['intention']}`,
  );
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Adresse et archivage ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  renommer: 'L’adresse est changée ; l’ancienne y mène.',
  archiver: 'La page est archivée.',
  desarchiver: 'La page est de nouveau en ligne.',
};

export default function StartupSettings() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb path={[{ label: page.title, to: page.path }]} here="Adresse et archivage" />
      <h1>Adresse et archivage</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <section aria-labelledby="adresse">
        <h2 id="adresse">L’adresse de la page</h2>
        <p className="wrap-anywhere">
          {page.origin}/startups/<strong>{page.publicId}</strong>
        </p>
        {page.formerIds.length > 0 && (
          <p className="text-sm">Y mènent aussi : {page.formerIds.join(', ')}.</p>
        )}
        <Form method="post" noValidate>
          <Hidden name="vu" value={page.seen} />
          <TextField
            name="identifiant"
            label="Nouvel identifiant"
            hint="Lettres sans accent, chiffres, tirets. L’ancienne adresse mènera à la nouvelle, pour toujours."
            value={answer?.typed['identifiant']}
            mistake={answer?.mistakes['identifiant']}
          />
          <button type="submit" name="intention" value="renommer" className="fr-btn fr-btn--secondary">
            Changer l’adresse
          </button>
        </Form>
      </section>
      <section aria-labelledby="archiver" className="mt-10">
        <h2 id="archiver">{page.archived ? 'Cette page est archivée' : 'Archiver la page'}</h2>
        {page.archived ? (
          <Form method="post">
            <p>Elle ne figure plus dans les listes, les comptes et les exports. Son histoire est gardée.</p>
            <button type="submit" name="intention" value="desarchiver" className="fr-btn">
              La remettre en ligne
            </button>
          </Form>
        ) : (
          <Form method="post" noValidate>
            <p>
              Pour une page créée par erreur ou en double. Une startup qui s’arrête ne s’archive pas : elle
              change de phase, et son histoire reste publique.
            </p>
            <TextField
              name="motif"
              label="Motif"
              value={answer?.typed['motif']}
              mistake={answer?.mistakes['motif']}
            />
            <button type="submit" name="intention" value="archiver" className="fr-btn fr-btn--tertiary">
              Archiver
            </button>
          </Form>
        )}
      </section>
    </div>
  );
}
