import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { CHECKLISTS } from '~/committee/coaching/checklists';
import {
  answerCheck,
  answerNote,
  checklistOf,
  notesOfStartup,
  writeNote,
} from '~/committee/coaching/coaching.server';
import { gridOfPhase, GRIDS } from '~/committee/coaching/grids';
import { Breadcrumb } from '~/design/Breadcrumb';
import { CheckBoxes, Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatDay, formatInstant, inSentence, ofName } from '~/design/formats';
import { standardsSay } from '~/impact/standards/elsewhere.server';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { prose } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import { z } from 'zod';
import { allowed, formOf, mistaken, textsOf, tried, triedWith, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function coached(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params['id'], '/accompagnement');
  await allowed(args, 'startup.accompagner', tiesOf(startup));
  return startup;
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await coached(args);
  const { context, request } = args;
  const { prisma } = context.database;
  const today = context.clock.today();
  const phase = currentPhase(startup.phases, today);
  const answers = await checklistOf(prisma, startup.id);
  const said = await standardsSay(prisma, startup.id, today);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    phase: phase === null ? null : LIFECYCLE[phase.code].label,
    grid: gridOfPhase(phase?.code ?? null),
    answersAlerts: can(context.actor, 'startup.decider', tiesOf(startup), today).allowed,
    checks: (phase === null ? [] : (CHECKLISTS[phase.code] ?? [])).map((check) => {
      const kept = answers.find(({ code }) => code === check.code);
      return {
        ...check,
        said: said(check.code),
        done: kept?.done ?? false,
        note: kept?.note ?? '',
        when: kept ? formatDay(kept.answeredOn) : null,
        version: kept?.version ?? 0,
      };
    }),
    notes: (await notesOfStartup(prisma, startup.id)).map((note) => ({
      id: note.id,
      who: `${note.author ?? 'Ancien membre'}, ${formatInstant(note.writtenAt)}`,
      alert: note.alert,
      text: note.text,
      answer: note.answer,
      waits: note.alert && note.answeredAt === null,
    })),
    done: new URL(request.url).searchParams.get('fait'),
  };
}

const noteSchema = z.object({
  note: prose('Note', { min: 1, max: 4000, missing: 'Écrivez quelque chose.' }),
});

export async function action(args: ActionFunctionArgs) {
  const startup = await coached(args);
  const { context } = args;
  const ties = tiesOf(startup);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const intention = typed['intention'] ?? '';
  const here = `${startupPath(startup.publicId)}/accompagnement?fait=${intention}`;
  const change = (): Promise<Record<string, string> | null> => {
    switch (intention) {
      case 'note':
        return triedWith(noteSchema, typed, ({ note }) =>
          writeNote(
            context,
            { ...ties, title: startup.title, publicId: startup.publicId },
            { text: note, alert: form.get('alerte') === 'oui' },
          ),
        );
      case 'point':
        return tried(() =>
          answerCheck(context, ties, {
            code: typed['point'] ?? '',
            done: typed['fait'] === 'oui',
            note: (typed['precision'] ?? '').trim().slice(0, 500),
            version: versionOf(typed),
          }),
        );
      case 'reponse':
        return tried(async () => {
          if (!isId(typed['note'] ?? '')) throw new RuleError('Cette alerte n’existe plus.');
          await answerNote(context, ties, {
            id: typed['note']!,
            answer: (typed['reponse'] ?? '').trim().slice(0, 2000),
          });
        });
      default:
        return tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
    }
  };
  const refused = await change();
  if (refused) return mistaken(typed, refused);
  context.mail.wake();
  return redirect(here);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Accompagnement ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  note: 'C’est écrit.',
  point: 'Le point est noté.',
  reponse: 'La réponse est envoyée.',
};

export default function StartupCoaching() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const done = page.checks.filter((check) => check.done).length;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
        ]}
        here="Accompagnement"
      />
      <h1 className="mb-2">Accompagnement {ofName(page.title)}</h1>
      <p className="text-xl">Ce carnet reste entre le coaching et l’incubateur : l’équipe ne le lit pas.</p>
      <p>
        <Link to={`${page.path}/soutiens`}>Soutiens et contrat de réussite</Link>, eux, se lisent avec
        l’équipe.
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.checks.length > 0 && (
        <section aria-labelledby="liste">
          <h2 id="liste">
            {`${page.phase} : ${done} sur ${countOf(page.checks.length, 'point', 'points')}`}
          </h2>
          <ul className="m-0 list-none p-0">
            {page.checks.map((check) => (
              <li key={check.code} className="border-b border-trait py-3">
                <strong>{check.label}</strong>
                {check.said && <span className="block text-sm">{check.said}</span>}
                <span className="block text-sm text-discret">
                  {check.done ? 'Fait' : 'À faire'}
                  {check.when && `, noté le ${check.when}`}
                  {check.note && ` : ${check.note}`}
                </span>
                <details>
                  <summary className="lien cursor-pointer text-sm" aria-label={`Noter : ${check.label}`}>
                    Noter
                  </summary>
                  <Form method="post" noValidate className="mt-2" key={check.version}>
                    <Hidden name="point" value={check.code} />
                    <Hidden name="version" value={check.version} />
                    <Hidden name="fait" value={check.done ? '' : 'oui'} />
                    <TextField
                      name="precision"
                      id={`precision-${check.code}`}
                      label="Précision"
                      value={check.note}
                    />
                    <button
                      type="submit"
                      name="intention"
                      value="point"
                      className="fr-btn fr-btn--sm fr-btn--secondary"
                    >
                      {check.done ? 'Remettre à faire' : 'C’est fait'}
                    </button>
                  </Form>
                </details>
              </li>
            ))}
          </ul>
        </section>
      )}
      {page.grid && (
        <p className="mt-6">
          <Link to={`${page.path}/grilles/${page.grid}`}>
            Préparer la décision avec la grille de {inSentence(GRIDS[page.grid].title)}
          </Link>
        </p>
      )}
      <section aria-labelledby="notes" className="mt-10">
        <h2 id="notes">Notes et alertes</h2>
        <Form method="post" noValidate className="max-w-3xl" key={page.notes.length}>
          <TextAreaField
            name="note"
            label="Écrire"
            rows={4}
            value={answer?.typed['intention'] === 'note' ? answer.typed['note'] : undefined}
            mistake={answer?.mistakes['note']}
          />
          <CheckBoxes
            name="alerte"
            legend="Alerte"
            choices={[{ value: 'oui', label: 'Prévenir la personne qui répond du portefeuille' }]}
            checked={[]}
          />
          <button type="submit" name="intention" value="note" className="fr-btn">
            Écrire
          </button>
        </Form>
        {page.notes.length === 0 ? (
          <p className="mt-6">Rien encore.</p>
        ) : (
          <ul className="m-0 mt-6 grid list-none gap-4 p-0">
            {page.notes.map((note) => (
              <li key={note.id} className="carte">
                <p className="m-0 text-sm text-discret">
                  {note.alert ? 'Alerte, ' : ''}
                  {note.who}
                </p>
                <p className="m-0 mt-1 whitespace-pre-wrap">{note.text}</p>
                {note.answer && <p className="m-0 mt-2 font-medium">Réponse : {note.answer}</p>}
                {note.waits && page.answersAlerts && (
                  <Form method="post" noValidate className="mt-3">
                    <Hidden name="note" value={note.id} />
                    <TextField
                      name="reponse"
                      id={`reponse-${note.id}`}
                      label="Répondre"
                      mistake={answer?.typed['note'] === note.id ? answer.mistakes['reponse'] : undefined}
                    />
                    <button
                      type="submit"
                      name="intention"
                      value="reponse"
                      className="fr-btn fr-btn--sm fr-btn--secondary"
                    >
                      Répondre à l’alerte
                    </button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
