import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import {
  bringDocument,
  documentsOf,
  readPaper,
  removeDocument,
  shownDocument,
} from '~/committee/documents.server';
import { FREEZE_DAYS, saveFile, shownFileWithChanges } from '~/committee/file/file.server';
import { CRITERIA_COUNT } from '~/committee/file/criteria';
import { fileSchema } from '~/committee/file/file-schema';
import { DocumentList } from '~/committee/parts/DocumentList';
import { FileView } from '~/committee/parts/FileView';
import { itemTies } from '~/committee/reads.server';
import { COMMITTEE_KINDS, DOCUMENT_CODES, DOCUMENT_KINDS, EXPECTED_DOCUMENTS } from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { CheckBoxes, FileField, Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, formatInstant, inSentence } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { committeePath } from '~/platform/addresses';
import { addDays } from '~/platform/day';
import { isId } from '~/platform/identifier';
import { currentPhase } from '~/startup/life';
import { committeeFor, itemOf } from './committee-lookup.server';
import { forbidden } from './answers.server';
import { formOf, mistaken, textsOf, tried, triedWith, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const { committee, visible } = await committeeFor(args, 'startup.voir-comite');
  const item = itemOf(visible, args.params['startup']);
  const { prisma } = context.database;
  const today = context.clock.today();
  const { contents, changes, file } = await shownFileWithChanges(
    prisma,
    committee,
    item,
    context.clock.now(),
  );
  const may = (action: 'startup.modifier' | 'startup.tenir-comite') =>
    can(context.actor, action, itemTies(item), today).allowed;
  const typed: Record<string, string> = {
    fait: file.done,
    suite: file.next,
    equipe: file.askTeam,
    montant: file.askAmount === null ? '' : String(file.askAmount / 100),
    mois: file.askMonths === null ? '' : String(file.askMonths),
    hypotheses: file.hypotheses,
  };
  file.criteria.forEach(({ text, target, due }, index) => {
    typed[`critere.${index}`] = text;
    typed[`cible.${index}`] = target;
    typed[`date.${index}`] = due ?? '';
  });
  const here = `${committeePath(committee.id)}/dossiers/${encodeURIComponent(item.publicId)}`;
  const documents = (await documentsOf(prisma, committee.id)).filter(({ itemId }) => itemId === item.id);
  const phase = currentPhase(contents.phases, today);
  return {
    title: item.title,
    committee: {
      path: committeePath(committee.id),
      name: `${COMMITTEE_KINDS[committee.kind].label} du ${formatDay(committee.heldOn)}`,
    },
    here,
    today,
    contents,
    changes,
    frozenOn: file.frozenAt === null ? null : formatInstant(file.frozenAt),
    freezesOn: formatDay(addDays(committee.heldOn, -FREEZE_DAYS)),
    edits: committee.state === 'prevu' && may('startup.modifier'),
    brings: may('startup.modifier') || may('startup.tenir-comite'),
    version: file.version,
    typed,
    missing: (phase === null ? [] : (EXPECTED_DOCUMENTS[phase.code] ?? []))
      .filter((kind) => !documents.some((document) => document.kind === kind))
      .map((kind) => inSentence(DOCUMENT_KINDS[kind])),
    documents: documents.map((document) =>
      shownDocument(document, `${committeePath(committee.id)}/documents`),
    ),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { committee, visible } = await committeeFor(args, 'startup.voir-comite');
  const item = itemOf(visible, args.params['startup']);
  const ties = itemTies(item);
  const today = context.clock.today();
  const edits = can(context.actor, 'startup.modifier', ties, today);
  if (!edits.allowed && !can(context.actor, 'startup.tenir-comite', ties, today).allowed)
    throw forbidden(edits.reason);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const intention = typed['intention'] ?? '';
  const here = `${committeePath(committee.id)}/dossiers/${encodeURIComponent(item.publicId)}`;
  if (intention === 'enregistrer') {
    const mistakes = await triedWith(fileSchema, typed, (file) =>
      saveFile(context, item, versionOf(typed), file),
    );
    return mistakes ? mistaken(typed, mistakes) : redirect(`${here}?fait=enregistrer`);
  }
  const refused = await tried(async () => {
    if (intention === 'retirer-document') {
      if (!isId(typed['document'] ?? '')) throw new RuleError('Ce document n’est plus là.');
      return removeDocument(context, item, typed['document']!);
    }
    if (intention !== 'document') throw new RuleError('Cette action n’existe pas.');
    const kind = DOCUMENT_CODES.find((code) => code === typed['nature']);
    if (!kind) throw new RuleError('Dites quel document c’est.', 'nature');
    const link = (typed['adresse'] ?? '').trim();
    if (link !== '' && !/^https:\/\/[^\s]{1,1000}$/.test(link))
      throw new RuleError('Adresse : elle commence par https://.', 'adresse');
    const file = form.get('fichier');
    const stored = await readPaper(context.settings.dataDir, file instanceof File ? file : null, 'fichier');
    return bringDocument(context, item, {
      kind,
      name: stored?.name ?? (link.replace(/^https:\/\//, '').slice(0, 120) || 'lien'),
      stored,
      link: link === '' ? null : link,
      summary: (typed['resume'] ?? '').trim().slice(0, 2000),
      community: form.get('communaute') === 'oui',
    });
  });
  return refused ? mistaken(typed, refused) : redirect(`${here}?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Dossier de ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  enregistrer: 'Le dossier est enregistré.',
  document: 'Le document est ajouté.',
  'retirer-document': 'Le document est retiré.',
};

type Page = Awaited<ReturnType<typeof loader>>;

function TeamForm({ page, answer }: { page: Page; answer: FormAnswer | undefined }) {
  const typed = answer?.typed ?? page.typed;
  const field = (name: string) => ({ name, value: typed[name], mistake: answer?.mistakes[name] });
  return (
    <Form method="post" noValidate className="mt-4 max-w-4xl" key={page.version}>
      <Hidden name="intention" value="enregistrer" />
      <Hidden name="version" value={answer?.typed['version'] ?? page.version} />
      <TextAreaField {...field('fait')} label="Les six derniers mois" rows={5} />
      <TextAreaField {...field('suite')} label="Les six prochains mois" rows={5} />
      <fieldset className="m-0 mb-4 border-0 p-0">
        <legend className="p-0 font-bold">La demande</legend>
        <TextAreaField
          {...field('equipe')}
          label="Équipe demandée"
          hint="Profils et temps, par exemple : deux personnes en développement à plein temps."
          rows={2}
        />
        <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
          <TextField {...field('montant')} label="Enveloppe, en euros TTC" inputMode="decimal" />
          <TextField {...field('mois')} label="Pour combien de mois" inputMode="numeric" />
        </div>
        <TextAreaField {...field('hypotheses')} label="Hypothèses à valider" rows={3} />
      </fieldset>
      <fieldset className="m-0 mb-4 border-0 p-0">
        <legend className="p-0 font-bold">À quoi l’on verra que c’est réussi</legend>
        {Array.from({ length: CRITERIA_COUNT }, (_, index) => (
          <div key={index} className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-[2fr_1fr_1fr]">
            <TextField {...field(`critere.${index}`)} label={`Critère ${index + 1}`} />
            <TextField {...field(`cible.${index}`)} label={`Valeur visée ${index + 1}`} />
            <TextField {...field(`date.${index}`)} type="date" label={`Date visée ${index + 1}`} />
          </div>
        ))}
      </fieldset>
      <button type="submit" className="fr-btn">
        Enregistrer le dossier
      </button>
    </Form>
  );
}

function DocumentForm({ answer }: { answer: FormAnswer | undefined }) {
  const field = (name: string) => ({ name, value: answer?.typed[name], mistake: answer?.mistakes[name] });
  return (
    <Form method="post" noValidate encType="multipart/form-data" className="mt-4 max-w-3xl">
      <Hidden name="intention" value="document" />
      <SelectField
        {...field('nature')}
        label="Document"
        empty="Choisir…"
        choices={DOCUMENT_CODES.map((value) => ({ value, label: DOCUMENT_KINDS[value] }))}
      />
      <FileField
        name="fichier"
        label="Fichier"
        hint="PDF, ODP, PPTX, ODT ou DOCX, 25 Mo au plus."
        accept=".pdf,.odp,.pptx,.odt,.docx"
        mistake={answer?.mistakes['fichier']}
      />
      <TextField {...field('adresse')} type="url" label="Ou une adresse" />
      <TextAreaField
        {...field('resume')}
        label="Résumé ou version accessible"
        hint="Pour les personnes qui ne peuvent pas lire le fichier."
        rows={3}
      />
      <CheckBoxes
        name="communaute"
        legend="Partage"
        choices={[{ value: 'oui', label: 'La communauté peut lire cette présentation' }]}
        checked={[]}
      />
      <button type="submit" className="fr-btn fr-btn--secondary">
        Ajouter le document
      </button>
    </Form>
  );
}

export default function CommitteeFilePage() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const answer = useActionData() as FormAnswer | undefined;
  const saved = answer?.typed['intention'] === 'enregistrer' ? answer : undefined;
  const brought = answer?.typed['intention'] === 'document' ? answer : undefined;
  return (
    <div className="page py-10">
      <Breadcrumb path={[{ label: page.committee.name, to: page.committee.path }]} here={page.title} />
      <h1 className="mb-2">{page.title}</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <p className="text-discret m-0 mb-4">
        {page.frozenOn
          ? `Dossier figé le ${page.frozenOn} : tout le monde décide sur ce texte.`
          : `Ce dossier suit ce que Jalons sait ; il se fige le ${page.freezesOn}.`}
      </p>
      <p className="sans-impression">
        <a href={`${page.here}/dossier.pdf`} download className="fr-btn fr-btn--sm fr-btn--secondary">
          Télécharger en PDF
        </a>
      </p>
      <FileView contents={page.contents} changes={page.changes} frozenOn={page.frozenOn} today={page.today} />
      {(page.documents.length > 0 || page.brings) && (
        <section aria-labelledby="documents" className="sans-impression mt-10">
          <h2 id="documents">Documents</h2>
          {page.documents.length === 0 && <p>Aucun document encore.</p>}
          {page.missing.length > 0 && <p>Attendu à cette phase : {page.missing.join(', ')}.</p>}
          <DocumentList documents={page.documents} removes={page.brings} />
          {page.brings && (
            <details className="mt-4" open={brought !== undefined}>
              <summary className="lien cursor-pointer">Ajouter un document</summary>
              <DocumentForm answer={brought} />
            </details>
          )}
        </section>
      )}
      {page.edits && (
        <section aria-labelledby="ecrire" className="sans-impression mt-10">
          <h2 id="ecrire">Ce que seule l’équipe peut dire</h2>
          <details open={saved !== undefined || page.version === 0}>
            <summary className="lien cursor-pointer">Écrire la demande</summary>
            <TeamForm page={page} answer={saved} />
          </details>
        </section>
      )}
      <p className="sans-impression mt-8">
        <Link to={page.committee.path}>Revenir au comité</Link>
      </p>
    </div>
  );
}
