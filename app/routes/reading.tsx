import { applicationPath, callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { useRef } from 'react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { useAutosave } from '~/design/form/autosave';
import { Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatInstant, formatTime } from '~/design/formats';
import { keptOffline, revalidatesAfter } from '~/design/kept-offline';
import { RuleError } from '~/person/acting';
import { hearingsOf, askQuestion, questionsOf } from '~/round/application/hearings.server';
import { readingMinutes } from '~/round/application/contents';
import { scoresAreOpen } from '~/round/calls/calendar';
import { scoredLines, type Grid } from '~/round/calls/calls.server';
import { pillarsOf } from '~/round/calls/grids';
import { stepAside } from '~/round/jury/conflicts.server';
import { ownScores, saveReading, type ReadingInput } from '~/round/jury/readings.server';
import { EvidencePanels, evidenceFor } from '~/round/parts/Evidence';
import { DECISION_CODES, DECISIONS } from '~/round/vocabulary';
import { forbidden } from './answers.server';
import { jurorFor } from './call-lookup.server';
import { mistaken, textFields, tried, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { application, call, grid, reading, seat } = await jurorFor(args);
  const now = context.clock.now();
  if (now < call.closesAt || application.snapshot === null)
    throw forbidden('Les dossiers s’ouvrent au jury à la clôture de l’appel.');
  const { prisma } = context.database;
  const own = (await ownScores(prisma, seat.id)).filter((score) => score.applicationId === application.id);
  const typed: Record<string, string> = {
    avis: reading.opinion,
    retour: reading.feedback,
    notes: reading.notes,
    recommandation: reading.recommendation ?? '',
  };
  for (const score of own) {
    typed[`note-${score.code}`] = score.value === null ? 'so' : String(score.value);
    typed[`commentaire-${score.code}`] = score.comment;
  }
  const { snapshot } = application;
  return {
    title: application.title,
    path: applicationPath(application.id),
    call: { title: call.title, path: callPath(call.id) },
    contents: snapshot,
    age: `figé le ${formatInstant(application.frozenAt!)}`,
    minutes: readingMinutes(snapshot),
    version: reading.version,
    given: reading.givenAt === null ? null : formatInstant(reading.givenAt),
    late: scoresAreOpen(call, now),
    over: call.announcedAt !== null,
    kept: countOf(call.keepTextsMonths, 'mois', 'mois'),
    notice: call.textsNotice,
    scale: grid.scale,
    pillars: pillarsOf(grid.lines).map((pillar) => ({
      pillar,
      text: snapshot.pillars.find((one) => one.pillar === pillar)?.text ?? '',
      lines: scoredLines(grid)
        .filter((line) => line.pillar === pillar)
        .map(({ code, label, help, required }) => ({
          code,
          label,
          help,
          required,
          before: own.find((score) => score.code === code && score.revised)?.firstValue ?? null,
        })),
    })),
    typed,
    questions: await questionsOf(prisma, application.id, seat.id),
    hearing: (await hearingsOf(prisma, call.id))
      .filter(({ applicationId }) => applicationId === application.id)
      .map(({ startsAt, notes, visio }) => ({ when: formatInstant(startsAt), notes, visio }))[0],
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

/** @throws {RuleError} beside its field. */
function readMarks(grid: Grid, typed: Readonly<Record<string, string>>): ReadingInput['marks'] {
  return scoredLines(grid).map(({ code, label, required }) => {
    const text = typed[`note-${code}`] ?? '';
    const comment = (typed[`commentaire-${code}`] ?? '').trim().slice(0, 2000);
    if (text === '') return { code, value: null, comment, judged: false };
    if (text === 'so' && !required) return { code, value: null, comment, judged: true };
    const value = grid.scale.find((one) => String(one.value) === text)?.value;
    if (value === undefined)
      throw new RuleError(`${label} : choisissez une note de la grille.`, `note-${code}`);
    return { code, value, comment, judged: true };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { application, call, grid, seat } = await jurorFor(args);
  const typed = await textFields(args.request);
  const intention = typed['intention'] ?? '';
  const here = `${applicationPath(application.id)}/lecture`;
  const text = (name: string, most: number) =>
    (typed[name] ?? '').replace(/\r\n?/g, '\n').trim().slice(0, most);
  if (intention === 'conflit' || intention === 'abstention') {
    const refused = await tried(() =>
      stepAside(context, seat.id, application.id, { kind: intention, reason: text('motif', 500) }),
    );
    return refused ? mistaken(typed, refused) : redirect(`${callPath(call.id)}/lectures`);
  }
  if (intention === 'question') {
    const refused = await tried(() => askQuestion(context, application.id, seat.id, text('question', 501)));
    return refused ? mistaken(typed, refused) : redirect(`${here}?fait=question`);
  }
  const version = versionOf(typed);
  let saved = version;
  const refused = await tried(async () => {
    const recommendation = DECISION_CODES.find((code) => code === typed['recommandation']) ?? null;
    saved = await saveReading(
      context,
      application.id,
      version,
      {
        opinion: text('avis', 4000),
        feedback: text('retour', 4000),
        notes: text('notes', 4000),
        recommendation,
        marks: readMarks(grid, typed),
      },
      intention === 'donner',
    );
  });
  if (intention === 'brouillon')
    return Response.json({
      version: refused ? version : saved,
      savedAt: refused ? null : formatTime(context.clock.now()),
      mistakes: refused ?? {},
      problem: refused?.['form'] ?? null,
    });
  if (refused) return mistaken(typed, refused);
  return redirect(intention === 'donner' ? `${callPath(call.id)}/lectures` : `${here}?fait=garde`);
}

export const clientAction = keptOffline;
export const shouldRevalidate = revalidatesAfter;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Lire ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  garde: 'Vos notes sont enregistrées.',
  question: 'La question est ajoutée à la fiche d’audition.',
};

type Page = Awaited<ReturnType<typeof loader>>;
type Line = Page['pillars'][number]['lines'][number];

/** One line of the grid: its scale with a word for each value, and « sans objet » where the grid allows it. */
function LineMarks({
  line,
  page,
  value,
  comment,
  mistake,
}: {
  line: Line;
  page: Page;
  value: string;
  comment: string;
  mistake: string | undefined;
}) {
  const choices = [
    ...page.scale.map((one) => ({ value: String(one.value), label: `${one.value}, ${one.label}` })),
    ...(line.required ? [] : [{ value: 'so', label: 'sans objet' }]),
  ];
  return (
    <fieldset
      id={`note-${line.code}`}
      tabIndex={-1}
      className="carte m-0 mb-4"
      aria-describedby={mistake ? `note-${line.code}-erreur` : undefined}
    >
      <legend className="px-1 font-bold">{line.label}</legend>
      <p className="m-0 mb-2 text-sm text-discret">
        {line.help}
        {line.before !== null && ` Votre note avant l’audition : ${line.before}.`}
      </p>
      <div className="grid gap-1 sm:grid-cols-2">
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-8 items-center gap-2">
            <input
              type="radio"
              name={`note-${line.code}`}
              value={choice.value}
              defaultChecked={value === choice.value}
            />
            {choice.label}
          </label>
        ))}
      </div>
      {mistake && (
        <p id={`note-${line.code}-erreur`} className="fr-error-text">
          {mistake}
        </p>
      )}
      <div className="mt-3">
        <EvidencePanels
          kinds={evidenceFor(line.code)}
          contents={page.contents}
          age={page.age}
          about={line.label}
        />
      </div>
      <TextField
        name={`commentaire-${line.code}`}
        label={<span className="text-sm">Commentaire, facultatif</span>}
        hint={readers(page, 'le jury, à la fin de la notation ; il sert au retour que l’équipe recevra.')}
        value={comment}
      />
    </fieldset>
  );
}

/** Who may read a text, and when, with what the call says besides: beside each one. */
const readers = ({ notice }: Pick<Page, 'notice'>, who: string) => (
  <>
    <strong>Qui peut lire ceci, et quand :</strong> {who} {notice}
  </>
);

function Scoring({ page, answer }: { page: Page; answer: FormAnswer | undefined }) {
  const form = useRef<HTMLFormElement>(null);
  const draft = useAutosave(form, page.version);
  const typed = answer?.typed ?? page.typed;
  const mistakes = answer?.mistakes ?? draft.mistakes ?? {};
  return (
    <Form ref={form} method="post" noValidate>
      <Hidden name="version" value={draft.version} />
      {page.pillars.map(({ pillar, text, lines }) => (
        <section key={pillar} aria-label={pillar}>
          <h2 className="mt-8">{pillar}</h2>
          <p className="whitespace-pre-wrap">{text || 'L’équipe n’a rien écrit.'}</p>
          {lines.map((line) => (
            <LineMarks
              key={line.code}
              line={line}
              page={page}
              value={typed[`note-${line.code}`] ?? ''}
              comment={typed[`commentaire-${line.code}`] ?? ''}
              mistake={mistakes[`note-${line.code}`]}
            />
          ))}
        </section>
      ))}
      <section aria-label="Votre avis">
        <h2 className="mt-8">Votre avis</h2>
        <TextAreaField
          name="avis"
          label="Avis général, pour le jury"
          hint={readers(
            page,
            `le jury, à la fin de la notation, sauf qui a un lien avec l’équipe ; effacé ${page.kept} après les résultats.`,
          )}
          rows={5}
          value={typed['avis']}
          mistake={mistakes['avis']}
        />
        <fieldset
          id="recommandation"
          tabIndex={-1}
          className="m-0 mb-6 border-0 p-0"
          aria-describedby={mistakes['recommandation'] ? 'recommandation-erreur' : undefined}
        >
          <legend className="p-0 font-medium">Vous recommandez</legend>
          {DECISION_CODES.map((code) => (
            <label key={code} className="flex min-h-8 items-center gap-2">
              <input
                type="radio"
                name="recommandation"
                value={code}
                defaultChecked={typed['recommandation'] === code}
              />
              {DECISIONS[code].label}
            </label>
          ))}
          {mistakes['recommandation'] && (
            <p id="recommandation-erreur" className="fr-error-text">
              {mistakes['recommandation']}
            </p>
          )}
        </fieldset>
        <TextAreaField
          name="retour"
          label="Retour pour l’équipe"
          hint={readers(
            page,
            `le secrétariat, à la fin de la notation, pour écrire la lettre ; l’équipe ne lit que la lettre approuvée. Effacé ${page.kept} après les résultats.`,
          )}
          rows={4}
          value={typed['retour']}
        />
        <TextAreaField
          name="notes"
          label="Notes de travail"
          hint={readers(page, 'vous seule ou vous seul ; effacées quand les résultats sont publiés.')}
          rows={4}
          value={typed['notes']}
        />
      </section>
      {!page.over && (
        <div className="barre-actions">
          <p className="m-0" role="status">
            {draft.problem ??
              (draft.savedAt
                ? `Enregistré à ${draft.savedAt}.`
                : page.given
                  ? `Notes données le ${page.given} ; elles changent encore jusqu’${page.late ? 'aux résultats' : 'à la fin de la notation'}.`
                  : `Ce dossier se lit en ${page.minutes} minutes environ.`)}
          </p>
          <div className="flex flex-wrap gap-2">
            <button type="submit" name="intention" value="garder" className="fr-btn fr-btn--secondary">
              Enregistrer
            </button>
            <button type="submit" name="intention" value="donner" className="fr-btn">
              Donner mes notes
            </button>
          </div>
        </div>
      )}
    </Form>
  );
}

export default function ReadingPage() {
  const page = useLoaderData<typeof loader>() as unknown as Page;
  const given = useActionData() as FormAnswer | undefined;
  const answer = given && 'typed' in given ? given : undefined;
  const scoring =
    answer && ['garder', 'donner'].includes(answer.typed['intention'] ?? '') ? answer : undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.call.title, to: page.call.path },
          { label: 'Mes lectures', to: `${page.call.path}/lectures` },
        ]}
        here={page.title}
      />
      <h1 className="mb-2">{page.title}</h1>
      <p className="text-xl">
        {page.contents.known.status}. {page.contents.known.mission}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <dl className="carte m-0 grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-3">
        <div>
          <dt className="text-sm text-discret">Demande</dt>
          <dd className="m-0 font-bold">{page.contents.amount}</dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Sponsor</dt>
          <dd className="m-0">{page.contents.sponsor}</dd>
        </div>
        <div>
          <dt className="text-sm text-discret">Promet</dt>
          <dd className="m-0">
            {page.contents.targets.map(({ label, words }) => `${label} : ${words}`).join(' ; ') || '–'}
          </dd>
        </div>
      </dl>
      <p className="sans-impression mt-3">
        <Link to={`${page.path}/dossier`}>Lire le dossier seul</Link>
      </p>
      {(page.hearing || page.questions.length > 0) && (
        <section aria-labelledby="audition" className="carte mt-6">
          <h2 id="audition" className="mt-0 text-lg">
            Audition{page.hearing && ` du ${page.hearing.when}`}
          </h2>
          {page.questions.length > 0 && (
            <ul>
              {page.questions.map((question) => (
                <li key={question.id}>
                  {question.text} <span className="text-sm text-discret">{question.name}</span>
                </li>
              ))}
            </ul>
          )}
          {page.hearing?.notes && <p className="whitespace-pre-wrap">{page.hearing.notes}</p>}
        </section>
      )}
      <Scoring key={scoring ? 'repris' : page.version} page={page} answer={scoring} />
      <section aria-labelledby="autres" className="sans-impression mt-10">
        <h2 id="autres" className="text-lg">
          Autrement
        </h2>
        <Form method="post" noValidate className="max-w-2xl">
          <TextField
            name="question"
            label="Question pour l’audition"
            hint={readers(
              page,
              'le jury qui lit ce dossier et qui tient l’appel, tout de suite ; pas l’équipe.',
            )}
            mistake={answer?.mistakes['question']}
          />
          <button
            type="submit"
            name="intention"
            value="question"
            className="fr-btn fr-btn--sm fr-btn--secondary"
          >
            Ajouter la question
          </button>
        </Form>
        {!page.late && (
          <Form method="post" noValidate className="mt-6 max-w-2xl">
            <TextField
              name="motif"
              label="D’où vient le conflit"
              hint={readers(page, 'personne : la raison est gardée avec le conflit, et s’efface avec vous.')}
              mistake={answer?.mistakes['motif']}
            />
            <div className="flex flex-wrap gap-2">
              <button
                type="submit"
                name="intention"
                value="conflit"
                className="fr-btn fr-btn--sm fr-btn--tertiary"
              >
                Déclarer un conflit
              </button>
              <button
                type="submit"
                name="intention"
                value="abstention"
                className="fr-btn fr-btn--sm fr-btn--tertiary"
              >
                M’abstenir sur ce dossier
              </button>
            </div>
          </Form>
        )}
      </section>
    </div>
  );
}
