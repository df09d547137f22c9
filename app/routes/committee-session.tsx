import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { notePresence } from '~/committee/committees.server';
import {
  addCondition,
  conditionsOf,
  conditionsOfCommittee,
  dropCondition,
  standing,
} from '~/committee/conditions/conditions.server';
import { shownCondition } from '~/committee/conditions/shown';
import { conditionSchema, decisionSchema, measureSchema, postponeSchema } from '~/committee/decision-schema';
import { decideItem, postponeItem } from '~/committee/decisions.server';
import { shownFile } from '~/committee/file/file.server';
import { notesOf, writeNotes } from '~/committee/minutes/shared-notes.server';
import { decisionWords } from '~/committee/minutes/compose';
import { fundingWords } from '~/committee/money';
import { outcomesFrom } from '~/committee/outcomes';
import { AskPanel } from '~/committee/parts/AskPanel';
import { ConditionTable } from '~/committee/parts/ConditionTable';
import { DecisionFields } from '~/committee/parts/DecisionFields';
import { SessionTimer } from '~/committee/parts/SessionTimer';
import { SharedNotes } from '~/committee/parts/SharedNotes';
import { phasesOf, type Item } from '~/committee/reads.server';
import { COMMITTEE_KINDS, MEMBER_ROLES } from '~/committee/vocabulary';
import { Breadcrumb } from '~/design/Breadcrumb';
import { CheckBoxes, Hidden, SelectField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { formatDay } from '~/design/formats';
import { closeCommittee, closingPreview } from '~/exchange/publication/committee-closing.server';
import { metricsOf } from '~/impact/reads.server';
import { RuleError } from '~/person/acting';
import { committeePath } from '~/platform/addresses';
import { mistakesByField } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { digest } from '~/platform/secrets.server';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { committeeFor } from './committee-lookup.server';
import { formOf, mistaken, textsOf, tried, versionOf } from './guards.server';

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
      label: `${name}, ${MEMBER_ROLES[role].toLowerCase()}`,
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
    metrics: (await metricsOf(prisma, item.startupId, { inside: true })).map(({ id, name, unit }) => ({
      value: id,
      label: `${name} (${unit})`,
    })),
    closing: {
      may: may('startup.decider'),
      held: committee.heldOn <= today,
      open: COMMITTEE_KINDS[committee.kind].decides ? open.map(({ title }) => title) : [],
      preview: open.length === 0 ? await closingPreview(prisma, committee.id) : [],
    },
    done: query.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { committee } = await committeeFor(args, 'startup.tenir-comite');
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const intention = typed['intention'] ?? '';
  const where = { itemId: typed['point'] ?? '', version: versionOf(typed) };
  const item = committee.items.find(({ id }) => id === where.itemId);
  const here = (done: string) =>
    redirect(
      `${committeePath(committee.id)}/seance?${item ? `startup=${encodeURIComponent(item.publicId)}&` : ''}fait=${done}`,
    );
  if (intention === 'decider') {
    const parsed = decisionSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    const refused = await tried(() => decideItem(context, committee.id, where, parsed.data));
    return refused ? mistaken(typed, refused) : here('decider');
  }
  if (intention === 'reporter') {
    const parsed = postponeSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    const refused = await tried(() =>
      postponeItem(context, committee.id, where, { reason: parsed.data.raison, to: parsed.data.report }),
    );
    return refused ? mistaken(typed, refused) : here('reporter');
  }
  if (intention === 'condition') {
    const parsed = conditionSchema.safeParse(typed);
    const measure = measureSchema.safeParse(typed);
    if (!parsed.success || !measure.success)
      return mistaken(typed, {
        ...(parsed.success ? {} : mistakesByField(parsed.error)),
        ...(measure.success ? {} : mistakesByField(measure.error)),
      });
    const refused = await tried(() =>
      addCondition(context, committee.id, where.itemId, { ...parsed.data, metric: measure.data }),
    );
    return refused ? mistaken(typed, refused) : here('condition');
  }
  const refused = await tried(() => {
    switch (intention) {
      case 'presences':
        return notePresence(
          context,
          committee.id,
          form.getAll('present').filter((id): id is string => typeof id === 'string'),
        );
      case 'retirer-condition':
        if (!isId(typed['condition'] ?? '')) throw new RuleError('Cette condition n’existe plus.');
        return dropCondition(context, committee.id, typed['condition']!);
      case 'notes':
        if (!item) throw new RuleError('Cette startup n’est plus à l’ordre du jour.');
        return writeNotes(context, item.id, { seen: typed['vu'] ?? '', text: typed['texte'] ?? '' });
      case 'clore':
        return closeCommittee(context, { id: committee.id, version: where.version });
      default:
        throw new RuleError('Cette action n’existe pas.');
    }
  });
  if (refused) return mistaken(typed, refused);
  if (intention !== 'clore') return here(intention);
  await context.refreshNetwork();
  context.mail.wake();
  return redirect(`${committeePath(committee.id)}/releve?fait=clore`);
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
  const decision = of('decider');
  const postponed = of('reporter');
  const condition = of('condition');
  const conditionField = (name: string) => ({
    name,
    id: `condition-${name}`,
    value: condition?.typed[name],
    mistake: condition?.mistakes[name],
  });
  const point = (
    <>
      <Hidden name="point" value={item.id} />
      <Hidden name="version" value={item.version} />
    </>
  );
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
            {point}
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
          <h2 id="presences" className="mt-8">
            Qui est là
          </h2>
          {page.members.length === 0 ? (
            <p>
              Personne dans la liste : <Link to={`${page.path}#membres`}>ajoutez les personnes</Link>.
            </p>
          ) : (
            <Form method="post">
              <Hidden name="intention" value="presences" />
              <Hidden name="point" value={item.id} />
              <CheckBoxes
                name="present"
                legend="Personnes présentes"
                choices={page.members.map(({ id, label }) => ({ value: id, label }))}
                checked={page.members.filter(({ present }) => present).map(({ id }) => id)}
              />
              <button type="submit" className="fr-btn fr-btn--secondary">
                Noter les présences
              </button>
            </Form>
          )}
        </section>
        {page.decides && (
          <section aria-labelledby="decision">
            <h2 id="decision">Décision</h2>
            {item.decided && <p className="carte">{item.decided}</p>}
            <Form method="post" noValidate key={`${item.id}-${item.version}`}>
              <Hidden name="intention" value="decider" />
              {point}
              <DecisionFields
                outcomes={item.outcomes}
                typed={decision?.typed ?? item.typed}
                mistakes={decision?.mistakes ?? {}}
                prefix="decision"
              />
              <button type="submit" className="fr-btn">
                Noter la décision
              </button>
            </Form>
            <details className="mt-6" open={postponed !== undefined}>
              <summary className="lien cursor-pointer">Reporter plutôt</summary>
              <Form method="post" noValidate className="mt-4">
                <Hidden name="intention" value="reporter" />
                {point}
                <TextField
                  name="raison"
                  id="report-raison"
                  label="Raison du report"
                  value={postponed?.typed['raison']}
                  mistake={postponed?.mistakes['raison']}
                />
                <TextField
                  name="report"
                  id="report-report"
                  type="date"
                  label="Nouvelle date"
                  value={postponed?.typed['report']}
                  mistake={postponed?.mistakes['report']}
                />
                <button type="submit" className="fr-btn fr-btn--secondary">
                  Reporter
                </button>
              </Form>
            </details>
            <h3 className="mt-8">Conditions</h3>
            {page.asked.length > 0 && (
              <ul className="m-0 mb-4 list-none p-0">
                {page.asked.map((one) => (
                  <li
                    key={one.id}
                    className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
                  >
                    <span>
                      {one.text}
                      <span className="block text-sm text-discret">
                        {one.owner}, pour le {one.due}
                      </span>
                    </span>
                    <RowAction
                      fields={{ intention: 'retirer-condition', condition: one.id, point: item.id }}
                      label="Retirer"
                      name={`Retirer la condition ${one.text}`}
                    />
                  </li>
                ))}
              </ul>
            )}
            <Form method="post" noValidate key={`condition-${page.asked.length}`}>
              <Hidden name="intention" value="condition" />
              {point}
              <TextField {...conditionField('condition')} label="Condition" />
              <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
                <TextField {...conditionField('qui')} label="Qui s’en charge" />
                <TextField {...conditionField('echeance')} type="date" label="Échéance" />
                {page.metrics.length > 0 && (
                  <>
                    <SelectField
                      {...conditionField('mesure')}
                      label="Mesure"
                      hint="Si un chiffre peut la montrer."
                      empty="Aucune"
                      choices={page.metrics}
                    />
                    <TextField {...conditionField('vise')} label="Valeur visée" inputMode="decimal" />
                  </>
                )}
              </div>
              <button type="submit" className="fr-btn fr-btn--secondary">
                Ajouter la condition
              </button>
            </Form>
          </section>
        )}
      </div>
      <section aria-labelledby="clore" className="mt-12">
        <h2 id="clore">Clore le comité</h2>
        {page.closing.open.length > 0 ? (
          <p>Il reste à décider ou à reporter : {page.closing.open.join(', ')}.</p>
        ) : !page.closing.held ? (
          <p>Le comité se clôt une fois tenu, le {page.day}.</p>
        ) : !page.closing.may ? (
          <p>Tout est décidé. La clôture revient à l’équipe de l’incubateur.</p>
        ) : (
          <>
            <p>
              Ceci paraîtra sur les pages publiques ; l’argent, les raisons et les conditions n’y paraissent
              pas.
            </p>
            <ul>
              {page.closing.preview.map((one) => (
                <li key={one.publicId}>
                  <strong>{one.title}</strong> : {one.words}
                  {one.opens &&
                    ` Phase : ${LIFECYCLE[one.opens.code as keyof typeof LIFECYCLE].label.toLowerCase()} à partir du ${formatDay(one.opens.start as Item['nextOn'] & string)}.`}
                </li>
              ))}
            </ul>
            <Form method="post">
              <Hidden name="intention" value="clore" />
              <Hidden name="version" value={page.version} />
              <button type="submit" className="fr-btn">
                Clore et publier
              </button>
            </Form>
          </>
        )}
      </section>
    </div>
  );
}
