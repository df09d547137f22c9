import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { Done, MistakeSummary } from '~/design/form/Mistakes';
import { Differences } from '~/exchange/publication/parts/Differences';
import { confirmUnchanged } from '~/exchange/publication/lifecycle.server';
import { startupPath } from '~/platform/addresses';
import { can } from '~/person/rights';
import {
  dropDraft,
  editionPage,
  historyPage,
  restore,
  type EditTarget,
  type EditionPage,
  startupTarget,
} from './editing.server';
import { allowed, textFields, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function targetOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/modifier');
  const session = await allowed(args, 'startup.modifier', tiesOf(startup));
  return {
    startup,
    session,
    target: startupTarget(args.context, startup, session.actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, target } = await targetOf(args);
  const query = new URL(args.request.url).searchParams;
  const page = await editionPage(args.context, target);
  return {
    ...page,
    publicId: startup.publicId,
    title: startup.title,
    path: startupPath(startup.publicId),
    hasPicture: startup.picture !== null,
    administers: can(args.context.actor, 'startup.administrer', tiesOf(startup), args.context.clock.today())
      .allowed,
    done: query.get('fait'),
    undo: query.get('fait') === 'publie' ? await previousVersion(args, target) : null,
  };
}

/** The version before the one just published, for the button that goes back to it. */
async function previousVersion({ context }: LoaderFunctionArgs, target: EditTarget): Promise<string | null> {
  const { lines } = await historyPage(context, target.collection, target.publicId, false);
  return lines[1]?.id ?? null;
}

export async function action(args: ActionFunctionArgs) {
  const { startup, session, target } = await targetOf(args);
  const { context } = args;
  const fields = await textFields(args.request);
  const here = `${startupPath(startup.publicId)}/modifier`;
  switch (fields['intention']) {
    case 'abandonner':
      await dropDraft(context, target);
      return redirect(`${here}?fait=abandonne`);
    case 'rien-change': {
      const mistakes = await tried(() => confirmUnchanged(context, startup.id, session.personId));
      return mistakes ? Response.json({ mistakes }, { status: 400 }) : redirect(`${here}?fait=confirme`);
    }
    case 'annuler': {
      const mistakes = await restore(context, target, fields);
      return mistakes ? Response.json({ mistakes }, { status: 409 }) : redirect(`${here}?fait=annule`);
    }
    default:
      return Response.json({ mistakes: { form: 'Cette action n’existe pas.' } }, { status: 400 });
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Modifier ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  publie: 'C’est en ligne.',
  image: 'L’image est en ligne. Pour revenir en arrière, choisissez l’ancienne image de nouveau.',
  abandonne: 'Le brouillon est abandonné : la page en ligne n’a pas bougé.',
  confirme: 'C’est noté : la page est à jour d’aujourd’hui.',
  annule: 'La publication est annulée : la version précédente est en ligne.',
};

function DraftPanel({ page, path }: { page: EditionPage; path: string }) {
  const { draft } = page;
  if (!draft) {
    return (
      <section className="carte" aria-labelledby="brouillon">
        <h2 id="brouillon" className="m-0 mb-2 text-lg">
          Pas de brouillon
        </h2>
        <p className="m-0">
          La page en ligne est telle que vous la voyez. Ouvrez une partie pour la changer : rien n’est publié
          avant que vous le disiez.
        </p>
        <Form method="post" className="mt-3">
          <button
            type="submit"
            name="intention"
            value="rien-change"
            className="fr-btn fr-btn--sm fr-btn--secondary"
          >
            Rien n’a changé
          </button>
        </Form>
      </section>
    );
  }
  return (
    <section className="carte" aria-labelledby="brouillon">
      <h2 id="brouillon" className="m-0 mb-2 text-lg">
        Votre brouillon
      </h2>
      <p className="m-0 text-sm text-discret">Enregistré le {draft.savedAt}. Personne d’autre ne le voit.</p>
      {page.overtaken && (
        <p className="m-0 mt-2 font-medium text-alerte">
          Quelqu’un a publié cette page depuis : vous choisirez, champ par champ.
        </p>
      )}
      {draft.mistakes.length > 0 && (
        <div className="mt-3">
          <p className="m-0 font-medium">À corriger avant de publier :</p>
          <ul className="m-0 pl-4 text-sm">
            {draft.mistakes.map((mistake) => (
              <li key={`${mistake.section}.${mistake.field}`}>
                <Link to={`${path}/modifier/${mistake.section}#${mistake.field}`}>{mistake.sentence}</Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      {(page.changes.length > 0 || page.pictured) && (
        <details className="mt-3" open={page.changes.length < 4}>
          <summary className="lien cursor-pointer">Ce qui va changer</summary>
          <dl className="mt-2 grid gap-3 text-sm">
            {page.changes.map((change) => (
              <div key={change.label}>
                <dt className="font-medium">{change.label}</dt>
                <dd className="m-0">
                  <Differences parts={change.parts} />
                </dd>
              </div>
            ))}
            {page.pictured && (
              <div>
                <dt className="font-medium">Image</dt>
                <dd className="m-0">L’image ou son texte change.</dd>
              </div>
            )}
          </dl>
        </details>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <Form method="post" action={`${path}/modifier/publier`}>
          <Hidden name="version" value={draft.version} />
          <button type="submit" className="fr-btn" disabled={draft.mistakes.length > 0}>
            Publier
          </button>
        </Form>
        <Link to={`${path}/modifier/apercu`} className="fr-btn fr-btn--secondary">
          Voir comme le public
        </Link>
        <details>
          <summary className="fr-btn fr-btn--tertiary">Abandonner le brouillon</summary>
          <Form method="post" className="mt-2">
            <p className="m-0 mb-2 text-sm">
              Ce que vous avez écrit sera perdu ; la page en ligne ne bouge pas.
            </p>
            <button type="submit" name="intention" value="abandonner" className="fr-btn fr-btn--sm">
              Oui, abandonner
            </button>
          </Form>
        </details>
      </div>
    </section>
  );
}

export default function StartupEdit() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as { mistakes: Record<string, string> } | undefined;
  return (
    <div className="page py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
        ]}
        here="Modifier"
      />
      <h1 className="mb-2">Modifier {page.title}</h1>
      {page.done && DONE[page.done] && (
        <Done title={DONE[page.done]!}>
          <p>
            <Link to={page.path}>Voir la page publique</Link>
          </p>
          {page.undo && (
            <Form method="post">
              <Hidden name="version" value={page.undo} />
              <Hidden name="vu" value={page.sha256} />
              <button
                type="submit"
                name="intention"
                value="annuler"
                className="fr-btn fr-btn--sm fr-btn--tertiary"
              >
                Annuler cette publication
              </button>
            </Form>
          )}
        </Done>
      )}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Ce n’est pas passé" />
      {page.others.length > 0 && (
        <p className="carte">
          {page.others.join(', ')} {page.others.length > 1 ? 'ont' : 'a'} aussi un brouillon de cette page :
          parlez-vous avant de publier.
        </p>
      )}
      <div className="grid gap-8 lg:grid-cols-[1fr_22rem]">
        <ol className="m-0 list-none p-0">
          {page.sections.map((section) => (
            <li key={section.code} className="border-b border-trait py-4">
              <h2 className="m-0 text-lg">
                <Link to={section.code}>{section.title}</Link>
              </h2>
              <p className="m-0 text-sm">{section.about}</p>
              <p className="nombre m-0 text-sm text-discret">
                {section.filled} sur {section.fields} {section.fields > 1 ? 'champs remplis' : 'champ rempli'}
                {section.drafted && <strong className="text-encre"> · modifié dans votre brouillon</strong>}
              </p>
            </li>
          ))}
          <li className="border-b border-trait py-4">
            <h2 className="m-0 text-lg">
              <Link to="image">Image</Link>
            </h2>
            <p className="m-0 text-sm">
              Une capture ou une photo du service, avec ses mots pour qui ne la voit pas.
            </p>
            <p className="m-0 text-sm text-discret">
              {page.hasPicture ? 'Une image est en ligne' : 'Pas d’image'}
              {page.pictured && <strong className="text-encre"> · modifiée dans votre brouillon</strong>}
            </p>
          </li>
        </ol>
        <div className="grid content-start gap-6">
          <DraftPanel page={page as EditionPage} path={page.path} />
          <nav aria-label="Autour de cette page" className="carte text-sm">
            <ul className="m-0 pl-4">
              <li>
                <Link to={`${page.path}/historique`}>Historique et retours en arrière</Link>
              </li>
              <li>
                <Link to={`${page.path}/equipe`}>Équipe et missions</Link>
              </li>
              <li>
                <Link to={`${page.path}/interieur`}>Vue intérieure</Link>
              </li>
              <li>
                <Link to={`${page.path}/homologation`}>Homologation de sécurité</Link>
              </li>
              <li>
                <Link to={`${page.path}/soutiens`}>Soutiens et contrat de réussite</Link>
              </li>
              <li>
                <Link to={`${page.path}/priorites`}>Politiques prioritaires servies</Link>
              </li>
              <li>
                <Link to={`${page.path}/programmes`}>Programmes et jetons</Link>
              </li>
              {page.administers && (
                <li>
                  <Link to={`${page.path}/reglages`}>Changer l’adresse, archiver</Link>
                </li>
              )}
            </ul>
          </nav>
        </div>
      </div>
    </div>
  );
}
