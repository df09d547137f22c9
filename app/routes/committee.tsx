import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { documentsOf, shownDocument } from '~/committee/documents.server';
import { whenAndWhere } from '~/committee/invitations/invitations.server';
import { decisionWords } from '~/committee/minutes/compose';
import { fundingWords } from '~/committee/money';
import { CommitteeMembers } from '~/committee/parts/CommitteeMembers';
import { DocumentList } from '~/committee/parts/DocumentList';
import { PlanFields } from '~/committee/parts/PlanFields';
import { lengthOf } from '~/committee/reads.server';
import { COMMITTEE_KINDS, MEMBER_ROLES } from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, formatInstant } from '~/design/formats';
import { committeePath, startupPath } from '~/platform/addresses';
import { parisTime } from '~/platform/calendar';
import { committeeFor } from './committee-lookup.server';
import { companionsOf } from './committee-choices.server';
import { doToCommittee } from './committee-verbs.server';
import { formOf, mistaken, textsOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const { committee, visible, may } = await committeeFor(args, 'startup.voir-comite');
  const holds = may('startup.tenir-comite') && committee.state === 'prevu';
  const first = context.network.startups.find(({ id }) => id === committee.items[0]!.startupId);
  const chosen = committee.items.map(({ startupId }) => startupId);
  const shown = new Set(visible.map(({ id }) => id));
  const documents = await documentsOf(context.database.prisma, committee.id);
  return {
    id: committee.id,
    path: committeePath(committee.id),
    label: COMMITTEE_KINDS[committee.kind].label,
    does: COMMITTEE_KINDS[committee.kind].does,
    day: formatDay(committee.heldOn),
    when: whenAndWhere(committee),
    visio: committee.visio,
    minutes: lengthOf(committee),
    state: committee.state,
    cancelledReason: committee.cancelledReason,
    held: committee.heldOn <= context.clock.today(),
    version: committee.version,
    holds,
    invitedAt: committee.invitedAt === null ? null : formatInstant(committee.invitedAt),
    items: visible.map((item) => ({
      id: item.id,
      title: item.title,
      publicId: item.publicId,
      path: startupPath(item.publicId),
      file: `${committeePath(committee.id)}/dossiers/${encodeURIComponent(item.publicId)}`,
      minutes: item.presentation + item.questions + item.deliberation,
      decision:
        item.state === 'decide'
          ? `${decisionWords(item, null, committee.heldOn)}. ${fundingWords(item)}`
          : item.state === 'reporte'
            ? `Reporté${item.postponedTo === null ? '' : ` au ${formatDay(item.postponedTo)}`}\u00a0: ${item.postponedReason ?? ''}`
            : null,
      documents: documents
        .filter(({ itemId }) => itemId === item.id)
        .map((document) => shownDocument(document, `${committeePath(committee.id)}/documents`)),
    })),
    hidden: committee.items.filter(({ id }) => !shown.has(id)).length,
    members: committee.members.map((member) => ({
      id: member.id,
      name: member.name,
      role: MEMBER_ROLES[member.role],
      reachable: member.personId !== null,
      invited: member.invited,
      present: member.present,
    })),
    plan: holds
      ? {
          startups: first ? companionsOf(context, first, chosen) : [],
          chosen,
          typed: {
            nature: committee.kind,
            date: committee.heldOn as string,
            heure: committee.startsAt === null ? '' : parisTime(committee.startsAt),
            lieu: committee.place ?? '',
            visio: committee.visio ?? '',
            presentation: String(committee.items[0]?.presentation ?? ''),
            questions: String(committee.items[0]?.questions ?? ''),
            deliberation: String(committee.items[0]?.deliberation ?? ''),
          },
        }
      : null,
    done: new URL(request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { committee } = await committeeFor(args, 'startup.tenir-comite');
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const intention = typed['intention'] ?? '';
  const refused = await doToCommittee(context, committee, form);
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return redirect(`${committeePath(committee.id)}?fait=${intention}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.label ?? 'Comité'} du ${data?.day ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  planifie: 'Le comité est planifié. Ajoutez les personnes, puis invitez-les.',
  membre: 'La personne est ajoutée.',
  attendues: 'Les personnes attendues sont ajoutées.',
  retirer: 'La personne est retirée.',
  inviter: 'Les invitations partent, avec la date pour l’agenda.',
  dossiers: 'Les dossiers sont figés et partent, avec un lien pour chaque personne.',
  deplacer: 'Le comité est modifié ; les personnes déjà invitées en sont prévenues.',
  annuler: 'Le comité est annulé ; les personnes déjà invitées en sont prévenues.',
  'retirer-document': 'Le document est retiré.',
  document: 'Le document est ajouté.',
};

export default function CommitteePage() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const of = (intention: string) => (answer?.typed['intention'] === intention ? answer : undefined);
  const moved = of('deplacer');
  const cancelled = of('annuler');
  return (
    <div className="page py-10">
      <Breadcrumb
        path={page.items[0] ? [{ label: page.items[0].title, to: `${page.items[0].path}/comites` }] : []}
        here={`${page.label} du ${page.day}`}
      />
      <h1 className="mb-2">
        {page.label} du {page.day}
      </h1>
      <p className="text-xl">
        <strong>
          {page.state === 'clos' ? 'Clos.' : page.state === 'annule' ? 'Annulé.' : `${page.when}.`}
        </strong>{' '}
        {page.state === 'annule' ? page.cancelledReason : page.does}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <div className="sans-impression mb-8 flex flex-wrap gap-2">
        {page.holds && (
          <Link to={`${page.path}/seance`} className="fr-btn">
            {page.held ? 'Tenir la séance' : 'Préparer la séance'}
          </Link>
        )}
        {page.state === 'clos' && (
          <Link to={`${page.path}/releve`} className="fr-btn">
            Lire le relevé
          </Link>
        )}
        {page.visio && page.state === 'prevu' && (
          <a href={page.visio} className="fr-btn fr-btn--secondary" rel="noopener">
            Rejoindre la visioconférence
          </a>
        )}
      </div>
      <section aria-labelledby="ordre">
        <h2 id="ordre">Ordre du jour, {countOf(page.minutes, 'minute', 'minutes')}</h2>
        <ol className="m-0 grid list-none gap-4 p-0">
          {page.items.map((item) => (
            <li key={item.id} className="carte">
              <h3 className="m-0 text-lg">
                <Link to={item.path}>{item.title}</Link>{' '}
                <span className="text-base font-normal text-discret">
                  {countOf(item.minutes, 'minute', 'minutes')}
                </span>
              </h3>
              {item.decision && <p className="m-0 mt-2">{item.decision}</p>}
              <p className="m-0 mt-2">
                <Link to={item.file}>Dossier {`de ${item.title}`}</Link>
              </p>
              <DocumentList documents={item.documents} removes={page.holds} />
            </li>
          ))}
        </ol>
        {page.hidden > 0 && (
          <p className="mt-4 text-sm">
            {countOf(page.hidden, 'autre startup est', 'autres startups sont')} à l’ordre du jour, hors de
            votre portefeuille.
          </p>
        )}
      </section>
      <CommitteeMembers
        members={page.members}
        holds={page.holds}
        invitedAt={page.invitedAt}
        answer={of('membre')}
      />
      {page.plan && (
        <section aria-labelledby="changer" className="mt-10">
          <h2 id="changer">Changer ou annuler</h2>
          <details open={moved !== undefined}>
            <summary className="lien cursor-pointer">Changer la date, le lieu ou l’ordre du jour</summary>
            <Form method="post" noValidate className="mt-4 max-w-4xl">
              <Hidden name="intention" value="deplacer" />
              <Hidden name="version" value={moved?.typed['version'] ?? page.version} />
              <PlanFields
                startups={page.plan.startups}
                chosen={page.plan.chosen}
                typed={{ ...page.plan.typed, ...moved?.typed }}
                mistakes={moved?.mistakes ?? {}}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Enregistrer et prévenir
              </button>
            </Form>
          </details>
          <details className="mt-4" open={cancelled !== undefined}>
            <summary className="lien cursor-pointer">Annuler ce comité</summary>
            <Form method="post" noValidate className="mt-4 max-w-2xl">
              <Hidden name="intention" value="annuler" />
              <Hidden name="version" value={page.version} />
              <TextField
                name="motif"
                label="Pourquoi"
                value={cancelled?.typed['motif']}
                mistake={cancelled?.mistakes['motif']}
              />
              <button type="submit" className="fr-btn fr-btn--tertiary">
                Annuler le comité et prévenir
              </button>
            </Form>
          </details>
        </section>
      )}
    </div>
  );
}
