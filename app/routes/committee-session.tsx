import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { conditionsOf, conditionsOfCommittee, standing } from '~/committee/conditions/conditions.server';
import { shownCondition } from '~/committee/conditions/shown';
import { shownFile } from '~/committee/file/file.server';
import { notesOf } from '~/committee/minutes/shared-notes.server';
import { decisionWords } from '~/committee/minutes/compose';
import { fundingWords } from '~/committee/money';
import { outcomesFrom } from '~/committee/outcomes';
import { AskPanel } from '~/committee/parts/AskPanel';
import { ConditionTable } from '~/committee/parts/ConditionTable';
import { ClosingPanel } from '~/committee/parts/session/ClosingPanel';
import { ConditionsPanel } from '~/committee/parts/session/ConditionsPanel';
import { DecisionPanel, ItemFields } from '~/committee/parts/session/DecisionPanel';
import { PresencePanel } from '~/committee/parts/session/PresencePanel';
import { SessionTimer } from '~/committee/parts/session/SessionTimer';
import { SharedNotes } from '~/committee/parts/session/SharedNotes';
import { phasesOf, type Item } from '~/committee/reads.server';
import { COMMITTEE_KINDS, MEMBER_ROLES } from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, inSentence } from '~/design/formats';
import { closingPreview } from '~/exchange/publication/committee-closing.server';
import { metricsOf } from '~/impact/reads.server';
import { committeePath } from '~/platform/addresses';
import { digest } from '~/platform/secrets.server';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { committeeFor } from './committee-lookup.server';
import { doInSession } from './committee-session-verbs.server';
import { formOf, mistaken, textsOf } from './guards.server';

const STATE_WORDS = { ouvert: 'à décider', decide: 'décidé', reporte: 'reporté' } as const;

const typedDecision = (item: Item): Record<string, string> => ({
  issue: item.outcome ?? '',
  phase: item.phase ?? '',
  debut: item.phaseStart ?? '',
  argent: item.funding ?? '',
  montant: item.amount === null ? '' : String(item.amount / 100),
  mois: item.months === null ? '' : String(item.months),
  preuves: item.evidenceRequired ?? '',
  objectifs: item.objectives,
  raisons: item.reasons,
  prochain: item.nextOn ?? '',
});

export async function loader(args: LoaderFunctionArgs) {
  const { context, request } = args;
  const { committee, may } = await committeeFor(args, 'startup.tenir-comite');
  if (committee.state !== 'prevu') throw redirect(committeePath(committee.id));
  const { prisma } = context.database;
  const query = new URL(request.url).searchParams;
  const item =
    committee.items.find(({ publicId }) => publicId === query.get('startup')) ??
    committee.items.find(({ state }) => state === 'ouvert') ??
    committee.items[0]!;
  const today = context.clock.today();
  const phase = currentPhase(await phasesOf(prisma, item.startupId), committee.heldOn);
  const { contents } = await shownFile(prisma, committee, item, context.clock.now());
  const earlier = standing(await conditionsOf(prisma, [item.startupId]));
  const notes = await notesOf(prisma, item.id);
  const open = committee.items.filter(({ state }) => state === 'ouvert');
  return {
    path: committeePath(committee.id),
    label: COMMITTEE_KINDS[committee.kind].label,
    decides: COMMITTEE_KINDS[committee.kind].decides,
    day: formatDay(committee.heldOn),
    version: committee.version,
    members: committee.members.map(({ id, name, role, present }) => ({
      id,
      label: `${name}, ${inSentence(MEMBER_ROLES[role])}`,
      present: present === true,
    })),
    items: committee.items.map(({ publicId, title, state }) => ({
      publicId,
      title,
      state: STATE_WORDS[state],
      here: publicId === item.publicId,
    })),
    item: {
      id: item.id,
      publicId: item.publicId,
      title: item.title,
      version: item.version,
      state: item.state,
      status: phase === null ? 'Aucune phase n’a commencé' : LIFECYCLE[phase.code].state,
      parts: [
        { label: 'Présentation', minutes: item.presentation },
        { label: 'Questions', minutes: item.questions },
        { label: 'Délibération', minutes: item.deliberation },
      ],
      outcomes: outcomesFrom(phase?.code ?? null),
      typed: typedDecision(item),
      decided:
        item.state === 'decide'
          ? `${decisionWords(item, phase?.code ?? null, committee.heldOn)}. ${fundingWords(item)}`
          : item.state === 'reporte'
            ? `Reporté\u00a0: ${item.postponedReason ?? ''}`
            : null,
      file: `${committeePath(committee.id)}/dossiers/${encodeURIComponent(item.publicId)}`,
      notes,
      seen: digest(notes),
    },
    contents,
    earlier: earlier.map((one) => shownCondition(one, today)),
    asked: (await conditionsOfCommittee(prisma, committee.id))
      .filter(({ itemId }) => itemId === item.id)
      .map((one) => ({ id: one.id, text: one.text, owner: one.owner, due: formatDay(one.due) })),
    metrics: (await metricsOf(prisma, item.startupId, { inside: true, today })).map(({ id, name, unit }) => ({
      value: id,
      label: `${name} (${unit})`,
    })),
    closing: {
      may: may('startup.decider'),
      held: committee.heldOn <= today,
      day: formatDay(committee.heldOn),
      version: committee.version,
      open: COMMITTEE_KINDS[committee.kind].decides ? open.map(({ title }) => title) : [],
      preview: (open.length === 0 ? await closingPreview(prisma, committee) : []).map(
        ({ title, publicId, words, opens }) => ({
          title,
          publicId,
          words,
          phase:
            opens &&
            `Phase : ${LIFECYCLE[opens.code].label.toLowerCase()} à partir du ${formatDay(opens.start)}.`,
        }),
      ),
    },
    done: query.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { committee } = await committeeFor(args, 'startup.tenir-comite');
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const refused = await doInSession(context, committee, form);
  if (refused) return mistaken(typed, refused);
  const intention = typed['intention']!;
  if (intention === 'clore') {
    await context.refreshNetwork();
    context.mail.wake();
    return redirect(`${committeePath(committee.id)}/releve?fait=clore`);
  }
  const here = new URLSearchParams({ fait: intention });
  const item = committee.items.find(({ id }) => id === typed['point']);
  if (item) here.set('startup', item.publicId);
  return redirect(`${committeePath(committee.id)}/seance?${here.toString()}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Séance du ${data?.day ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  decider: 'La décision est notée ; elle compte à la clôture.',
  reporter: 'Le report est noté.',
  condition: 'La condition est ajoutée.',
  'retirer-condition': 'La condition est retirée.',
  presences: 'Les présences sont notées.',
  notes: 'Les notes sont enregistrées.',
};

export default function CommitteeSession() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const of = (intention: string) => (answer?.typed['intention'] === intention ? answer : undefined);
  const { item } = page;
  return (
    <div className="page py-8">
      <Breadcrumb path={[{ label: `${page.label} du ${page.day}`, to: page.path }]} here="Séance" />
      <nav aria-label="Startups à l’ordre du jour" className="mb-6">
        <ol className="m-0 flex list-none flex-wrap gap-2 p-0">
          {page.items.map((one) => (
            <li key={one.publicId}>
              <Link
                to={`?startup=${encodeURIComponent(one.publicId)}`}
                className={`fr-btn fr-btn--sm ${one.here ? '' : 'fr-btn--secondary'}`}
                aria-current={one.here ? 'page' : undefined}
              >
                {one.title}, {one.state}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="m-0 text-4xl">{item.title}</h1>
          <p className="m-0 mt-1 text-xl">
            {item.status}. <Link to={item.file}>Le dossier</Link>
          </p>
        </div>
        <SessionTimer key={item.id} parts={item.parts} />
      </header>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary
        mistakes={answer?.mistakes}
        answer={answer}
        linkOf={(field) =>
          `#${{ decider: 'decision', reporter: 'report', condition: 'condition' }[answer?.typed['intention'] ?? ''] ?? ''}-${field}`
        }
      />
      <AskPanel contents={page.contents} />
      {page.earlier.length > 0 && (
        <section aria-labelledby="precedentes" className="mt-8">
          <h2 id="precedentes">Ce que le dernier comité avait demandé</h2>
          <ConditionTable conditions={page.earlier} caption="Conditions ouvertes ou non tenues" />
        </section>
      )}
      <div className="mt-8 grid grid-cols-1 gap-10 lg:grid-cols-2">
        <section aria-labelledby="notes">
          <h2 id="notes">Notes</h2>
          <Form method="post" noValidate>
            <Hidden name="intention" value="notes" />
            <Hidden name="vu" value={of('notes')?.typed['vu'] ?? item.seen} />
            <ItemFields item={item} />
            <SharedNotes
              key={item.id}
              address={`${page.path}/notes/${encodeURIComponent(item.publicId)}`}
              label={`Notes sur ${item.title}`}
              initial={of('notes')?.typed['texte'] ?? item.notes}
            />
            <noscript>
              <button type="submit" className="fr-btn fr-btn--secondary">
                Enregistrer les notes
              </button>
            </noscript>
          </Form>
          <PresencePanel members={page.members} itemId={item.id} path={page.path} />
        </section>
        {page.decides && (
          <section aria-labelledby="decision">
            <DecisionPanel item={item} decision={of('decider')} postponed={of('reporter')} />
            <ConditionsPanel item={item} asked={page.asked} metrics={page.metrics} answer={of('condition')} />
          </section>
        )}
      </div>
      <ClosingPanel closing={page.closing} />
    </div>
  );
}
