import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { MistakeSummary } from '~/design/form/Mistakes';
import { formatInstant, formatNumber } from '~/design/formats';
import { latestImports, odditiesOf, oddityCounts, openProposals } from '~/exchange/administration.server';
import { idOfPath } from '~/exchange/publication/replace.server';
import { importArchive } from '~/exchange/archive.server';
import { reportAsText } from '~/exchange/report';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { ODDITY_LABELS } from '~/platform/document/oddity-labels';
import { allowed, formOf, mistaken, tried } from './guards.server';

const PLACES: Readonly<Record<string, string>> = {
  _startups: '/startups',
  _incubators: '/incubateurs',
  _organisations: '/reseau/organisations',
  _teams: '/reseau/equipes',
  aide: '/reseau/aide',
};
/** Where a waiting version is settled; null for what no page edits. */
const proposalPath = (collection: string, id: string): string | null =>
  Object.hasOwn(PLACES, collection) ? `${PLACES[collection]}/${encodeURIComponent(id)}/proposition` : null;

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { prisma } = args.context.database;
  const asked = new URL(args.request.url).searchParams.get('nature');
  const counts = await oddityCounts(prisma);
  const kind = counts.find((one) => one.kind === asked)?.kind ?? null;
  return {
    demo: args.context.network.demo,
    counts: counts.map((one) => ({
      ...one,
      label: ODDITY_LABELS[one.kind] ?? one.kind,
    })),
    kind:
      kind === null ? null : { label: ODDITY_LABELS[kind] ?? kind, oddities: await odditiesOf(prisma, kind) },
    proposals: (await openProposals(prisma)).map(({ collection, path }) => ({
      file: `${collection}/${path}`,
      to: proposalPath(collection, idOfPath(path)),
    })),
    imports: (await latestImports(prisma)).map(({ id, startedAt, summary }) => ({
      id,
      when: formatInstant(startedAt),
      read: Number(summary['read'] ?? 0),
      created: Number(summary['created'] ?? 0),
      changed: Number(summary['changed'] ?? 0),
      unreadable: Array.isArray(summary['unreadable']) ? summary['unreadable'].length : 0,
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { context } = args;
  const form = await formOf(args.request);
  const sent = form.get('archive');
  const dryRun = form.get('intention') !== 'importer';
  let report = '';
  const mistakes = await tried(async () => {
    if (context.network.demo) {
      throw new RuleError(
        'Cette base est une démonstration : le contenu réel ne s’y mêle pas. Démarrez-en une réelle : DEMO=0 DATA_DIR=donnees-reelles npm run content:import -- DOSSIER, puis DEMO=0 DATA_DIR=donnees-reelles npm start.',
      );
    }
    if (!(sent instanceof File) || sent.size === 0)
      throw new RuleError('Choisissez une archive ZIP.', 'archive');
    report = reportAsText(await importArchive(context, new Uint8Array(await sent.arrayBuffer()), { dryRun }));
  });
  if (mistakes) return mistaken({}, mistakes);
  await context.refreshNetwork();
  return { typed: {}, mistakes: {}, report };
}

export const meta: MetaFunction = () => [
  { title: 'Imports et exports · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function Imports() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as { mistakes: Record<string, string>; report?: string } | undefined;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[{ label: 'Administration technique', to: '/administration' }]}
        here="Imports et exports"
      />
      <h1>Imports et exports</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Rien n’a été importé" />
      {answer?.report && (
        <section aria-labelledby="rapport" className="carte mb-8">
          <h2 id="rapport" className="m-0 text-lg">
            Rapport
          </h2>
          <pre className="max-h-96 overflow-auto whitespace-pre-wrap text-sm" tabIndex={0}>
            {answer.report}
          </pre>
        </section>
      )}
      <section aria-labelledby="importer">
        <h2 id="importer">Importer une archive</h2>
        {page.demo ? (
          <p>
            Cette base est une démonstration : le contenu réel ne s’y mêle pas. Une base réelle se démarre à
            part, comme le dit le mode d’emploi.
          </p>
        ) : (
          <>
            <p>
              Le dossier « content » du site du réseau, en ZIP. Ce qui a été modifié ici n’est jamais écrasé.
            </p>
            <Form method="post" encType="multipart/form-data" reloadDocument>
              <div className="fr-input-group">
                <label htmlFor="archive" className="fr-label">
                  Archive ZIP, 64 Mo au plus
                </label>
                <input
                  id="archive"
                  name="archive"
                  type="file"
                  accept=".zip,application/zip"
                  className="mt-2"
                />
              </div>
              <div className="flex flex-wrap gap-2">
                <button type="submit" name="intention" value="essayer" className="fr-btn fr-btn--secondary">
                  Essayer à blanc
                </button>
                <button type="submit" name="intention" value="importer" className="fr-btn">
                  Importer
                </button>
              </div>
            </Form>
          </>
        )}
      </section>
      <section aria-labelledby="exporter" className="mt-10">
        <h2 id="exporter">Exporter tout le contenu</h2>
        <p>Chaque page telle qu’elle est maintenant, octet pour octet là où rien n’a été modifié.</p>
        <a href="/administration/contenu.zip" download className="fr-btn fr-btn--secondary">
          Télécharger l’archive
        </a>
      </section>
      <section aria-labelledby="propositions" className="mt-10">
        <h2 id="propositions">Propositions ouvertes</h2>
        {page.proposals.length === 0 ? (
          <p>Aucune : le contenu du réseau et les pages d’ici s’accordent.</p>
        ) : (
          <ul>
            {page.proposals.map((proposal) => (
              <li key={proposal.file}>
                {proposal.to ? <Link to={proposal.to}>{proposal.file}</Link> : proposal.file}
              </li>
            ))}
          </ul>
        )}
        <p className="regle">
          Qui modifie la page choisit, champ par champ ; une équipe en est prévenue dans son espace.
        </p>
      </section>
      <section aria-labelledby="signalements" className="mt-10">
        <h2 id="signalements">Signalements, par nature</h2>
        <table className="tableau">
          <caption className="sr-only">Nombre de signalements par nature</caption>
          <thead>
            <tr>
              <th scope="col">Nature</th>
              <th scope="col" className="nombre">
                Nombre
              </th>
            </tr>
          </thead>
          <tbody>
            {page.counts.map((one) => (
              <tr key={one.kind}>
                <th scope="row" className="font-normal">
                  {one.label}
                </th>
                <td className="nombre">
                  <Link
                    to={`?nature=${encodeURIComponent(one.kind)}#detail`}
                    aria-label={`${one.count} : ${one.label}, voir la liste`}
                  >
                    {formatNumber(one.count)}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {page.kind && (
          <div id="detail" tabIndex={-1} className="mt-6">
            <h3>{page.kind.label}</h3>
            <ul className="m-0 list-none p-0 text-sm">
              {page.kind.oddities.map((oddity, index) => (
                <li key={index} className="border-b border-trait py-2">
                  <strong className="wrap-anywhere">
                    {oddity.file}
                    {oddity.line !== null && `, ligne ${oddity.line}`}
                  </strong>
                  <span className="block wrap-anywhere">
                    {oddity.field} : « {oddity.found} » ; compris ainsi : {oddity.understood}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
      <section aria-labelledby="derniers" className="mt-10">
        <h2 id="derniers">Derniers imports</h2>
        {page.imports.length === 0 ? (
          <p>Aucun import encore.</p>
        ) : (
          <ul className="m-0 list-none p-0 text-sm">
            {page.imports.map((run) => (
              <li key={run.id} className="nombre border-b border-trait py-2">
                {run.when} : {formatNumber(run.read)} lus, {formatNumber(run.created)} créés,{' '}
                {formatNumber(run.changed)} changés, {formatNumber(run.unreadable)} illisibles.
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
