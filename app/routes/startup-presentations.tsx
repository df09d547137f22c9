import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { communityDocumentsOf, shownDocument } from '~/committee/documents.server';
import { DocumentList } from '~/committee/parts/DocumentList';
import { stopOf } from '~/committee/stop/stop.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { formatDay, ofName } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { signedIn } from './guards.server';
import { startupOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  await signedIn(args);
  const { context, params } = args;
  const { prisma } = context.database;
  const startup = startupOf(context.network, params['id'], '/presentations');
  const path = startupPath(startup.publicId);
  const stop = await stopOf(prisma, startup.id);
  return {
    title: startup.title,
    path,
    documents: (await communityDocumentsOf(prisma, startup.id)).map((document) => {
      const shown = shownDocument(document, `${path}/presentations`);
      return { ...shown, kind: `${shown.kind}, comité du ${formatDay(document.heldOn)}` };
    }),
    // A service that sleeps leaves what it takes to wake it.
    restart: stop?.rescueEnd === 'dormance' && stop.restart !== '' ? stop.restart : null,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Présentations ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

/** What a team shares with the community: everyone signed in, nobody else. */
export default function StartupPresentations() {
  const page = useLoaderData<typeof loader>();
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Présentations"
      />
      <h1 className="mb-2">Présentations {ofName(page.title)}</h1>
      <p className="text-xl">
        {page.documents.length === 0
          ? 'L’équipe n’a encore rien ouvert à la communauté : elle le choisit en déposant sa présentation dans le dossier d’un comité.'
          : 'Ce que l’équipe a ouvert à la communauté.'}
      </p>
      <DocumentList documents={page.documents} removes={false} />
      {page.restart && (
        <section aria-labelledby="relance" className="mt-10">
          <h2 id="relance">Dossier de relance</h2>
          <p>Ce service dort : voici ce qu’il faut pour le reprendre.</p>
          <p className="carte whitespace-pre-wrap">{page.restart}</p>
        </section>
      )}
    </div>
  );
}
