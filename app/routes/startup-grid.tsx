import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { GRID_HIGHEST, GRID_KEPT_DAYS, GRIDS, type GridKind } from '~/committee/coaching/grids';
import { eraseGrid, gridOf, saveGrid } from '~/committee/coaching/grids.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatDay, inSentence, ofName } from '~/design/formats';
import { RuleError } from '~/person/acting';
import { parisDay } from '~/platform/calendar';
import { addDays } from '~/platform/day';
import { readFigure } from '~/platform/form-fields';
import { startupPath } from '~/platform/addresses';
import { allowed, mistaken, textFields, tried, versionOf } from './guards.server';
import { notFound } from './answers.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function gridded(args: LoaderFunctionArgs) {
  const kind = args.params['grille'] ?? '';
  const startup = startupOf(args.context.network, args.params['id'], `/grilles/${kind}`);
  await allowed(args, 'startup.accompagner', tiesOf(startup));
  if (!Object.hasOwn(GRIDS, kind)) throw notFound('Cette grille n’existe pas.');
  return { startup, kind: kind as GridKind };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, kind } = await gridded(args);
  const grid = await gridOf(args.context.database.prisma, startup.id, kind);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    name: GRIDS[kind].title,
    answers: grid.answers,
    conclusion: grid.conclusion,
    version: grid.version,
    erasedOn: grid.updatedAt === null ? null : formatDay(addDays(parisDay(grid.updatedAt), GRID_KEPT_DAYS)),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

/** @throws {RuleError} beside its field. */
function readMark(text: string, field: string): number | null {
  if (text.trim() === '') return null;
  const mark = readFigure(text);
  if (mark === null || !Number.isInteger(mark) || mark < 0 || mark > GRID_HIGHEST)
    throw new RuleError(`Un nombre entier de 0 à ${GRID_HIGHEST}, ou rien.`, field);
  return mark;
}

export async function action(args: ActionFunctionArgs) {
  const { startup, kind } = await gridded(args);
  const { context } = args;
  const typed = await textFields(args.request);
  const here = `${startupPath(startup.publicId)}/grilles/${kind}`;
  const erases = typed['intention'] === 'effacer';
  const refused = await tried(async () => {
    if (erases) return eraseGrid(context, tiesOf(startup), kind);
    const { answers } = await gridOf(context.database.prisma, startup.id, kind);
    await saveGrid(context, tiesOf(startup), kind, {
      answers: answers.map(({ label }, index) => ({
        label,
        mark: readMark(typed[`note-${index}`] ?? '', `note-${index}`),
        note: (typed[`precision-${index}`] ?? '').trim().slice(0, 1000),
      })),
      conclusion: (typed['conclusion'] ?? '').trim().slice(0, 4000),
      version: versionOf(typed),
    });
  });
  return refused ? mistaken(typed, refused) : redirect(`${here}?fait=${erases ? 'efface' : 'garde'}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Grille ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  garde: 'La grille est enregistrée.',
  efface: 'La grille est effacée.',
};

export default function StartupGrid() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: 'Startups', to: '/startups' },
          { label: page.title, to: page.path },
          { label: 'Accompagnement', to: `${page.path}/accompagnement` },
        ]}
        here={page.name}
      />
      <h1 className="mb-2">
        Grille de {inSentence(page.name)} {ofName(page.title)}
      </h1>
      <p className="text-xl">
        Un appui pour préparer la décision, facultatif. Elle parle de conditions, jamais de la valeur d’une
        personne.
      </p>
      <p className="regle">
        Lue par le coaching et l’incubateur, jamais projetée devant l’équipe ni reprise au relevé.{' '}
        {page.erasedOn
          ? `Sans changement, elle s’efface le ${page.erasedOn}.`
          : `Elle s’efface ${GRID_KEPT_DAYS} jours après son dernier changement.`}
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate className="mt-6" key={page.version}>
        <Hidden name="version" value={answer?.typed['version'] ?? page.version} />
        {page.answers.map((line, index) => (
          <fieldset key={line.label} className="m-0 mb-6 border-0 p-0">
            <legend className="p-0 font-bold">{line.label}</legend>
            <div className="grid gap-x-6 sm:grid-cols-[8rem_1fr]">
              <TextField
                name={`note-${index}`}
                label={`De 0 à ${GRID_HIGHEST}`}
                inputMode="numeric"
                value={answer?.typed[`note-${index}`] ?? line.mark?.toString()}
                mistake={answer?.mistakes[`note-${index}`]}
              />
              <TextAreaField
                name={`precision-${index}`}
                label="Ce qui le montre"
                rows={2}
                value={answer?.typed[`precision-${index}`] ?? line.note}
              />
            </div>
          </fieldset>
        ))}
        <TextAreaField
          name="conclusion"
          label="Conclusion"
          hint="Équipe, enveloppe, hypothèse à valider, nombre à atteindre à six mois."
          rows={5}
          value={answer?.typed['conclusion'] ?? page.conclusion}
        />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="fr-btn">
            Enregistrer
          </button>
          {page.version > 0 && (
            <button type="submit" name="intention" value="effacer" className="fr-btn fr-btn--tertiary">
              Effacer cette grille
            </button>
          )}
        </div>
      </Form>
    </div>
  );
}
