import { callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Hidden, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { RuleError } from '~/person/acting';
import { can } from '~/person/rights';
import { parisDay, parisTime } from '~/platform/calendar';
import { callSchema, weightField } from '~/round/calls/call-schema';
import { changeCall, changeGrid, gridOf, type Call } from '~/round/calls/calls.server';
import { shownCall } from '~/round/calls/shown';
import { CallFields } from '~/round/parts/CallFields';
import { CallRoom } from '~/round/parts/CallRoom';
import { LINE_KINDS } from '~/round/vocabulary';
import { callFor } from './call-lookup.server';
import { mistaken, textFields, tried, triedWith, versionOf } from './guards.server';

const minute = (instant: Date): string => `${parisDay(instant)} ${parisTime(instant)}`;
const inEuros = (value: number | null): string => (value === null ? '' : String(value / 100));

const typedOf = (call: Call): Record<string, string> => ({
  titre: call.title,
  edition: String(call.edition),
  presentation: call.purpose,
  ouverture: minute(call.opensAt),
  cloture: minute(call.closesAt),
  finNotation: minute(call.scoresCloseAt),
  enveloppe: inEuros(call.envelope),
  places: call.places === null ? '' : String(call.places),
  plafond: inEuros(call.cap),
  cofinancement: String(call.cofundingPercent),
  forfait: inEuros(call.coachingValue),
  longueur: String(call.answerLimit),
  conservation: String(call.keepTextsMonths),
  mention: call.textsNotice,
});

export async function loader(args: LoaderFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const today = context.clock.today();
  return {
    ...shownCall(call, context.clock.now()),
    version: call.version,
    means: call.means,
    typed: typedOf(call),
    grid: await gridOf(context.database.prisma, call.gridId),
    judges: can(context.actor, 'appel.juger', call, today).allowed,
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const { call } = await callFor(args, 'appel.tenir');
  const typed = await textFields(args.request);
  const here = `${callPath(call.id)}/reglages`;
  if (typed['intention'] === 'grille') {
    const grid = await gridOf(context.database.prisma, call.gridId);
    const refused = await tried(() =>
      changeGrid(
        context,
        call,
        grid.lines.map((line) => {
          const weight = line.kind === 'note' ? weightField(typed[`poids-${line.code}`]) : line.weight;
          if (weight === null)
            throw new RuleError(`${line.label} : un poids de 1 à 10.`, `poids-${line.code}`);
          const label = (typed[`nom-${line.code}`] ?? '').trim().slice(0, 120);
          if (label === '') throw new RuleError('Un critère a un nom.', `nom-${line.code}`);
          return {
            code: line.code,
            label,
            help: (typed[`aide-${line.code}`] ?? '').trim().slice(0, 300),
            weight,
            required: typed[`obligatoire-${line.code}`] === 'oui' || line.kind === 'obligatoire',
          };
        }),
      ),
    );
    return refused ? mistaken(typed, refused) : redirect(`${here}?fait=grille`);
  }
  const refused = await triedWith(callSchema, typed, (input) =>
    changeCall(context, call.id, versionOf(typed), input),
  );
  return refused ? mistaken(typed, refused) : redirect(`${here}?fait=appel`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Réglages de ${data?.title ?? 'l’appel'} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  annonce: 'L’appel est annoncé : il s’ouvrira de lui-même.',
  appel: 'L’appel est modifié.',
  grille: 'La grille est modifiée.',
};

export default function CallSettings() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const ofGrid = answer?.typed['intention'] === 'grille' ? answer : undefined;
  const ofCall = answer && !ofGrid ? answer : undefined;
  return (
    <CallRoom
      call={page}
      here="Réglages"
      lead={page.sentence}
      holds
      judges={page.judges}
      done={page.done}
      sentences={DONE}
      answer={answer}
    >
      <Form method="post" noValidate key={page.version}>
        <Hidden name="version" value={ofCall?.typed['version'] ?? page.version} />
        <CallFields typed={ofCall?.typed ?? page.typed} mistakes={ofCall?.mistakes} means={page.means} />
        <button type="submit" className="fr-btn mt-6">
          Enregistrer
        </button>
      </Form>
      <section aria-labelledby="grille" className="mt-12">
        <h2 id="grille">Grille</h2>
        {page.grid.frozen ? (
          <>
            <p>Quelqu’un a déjà noté : cette grille ne change plus avant le prochain appel.</p>
            <ul>
              {page.grid.lines.map(({ code, pillar, label, weight, kind }) => (
                <li key={code}>
                  {pillar} : {label} ({LINE_KINDS[kind]}, poids {weight})
                </li>
              ))}
            </ul>
          </>
        ) : (
          <Form method="post" noValidate>
            <Hidden name="intention" value="grille" />
            {page.grid.lines.map((line) => (
              <fieldset key={line.code} className="carte m-0 mb-4">
                <legend className="px-1 font-bold">
                  {line.pillar} : {line.label}
                </legend>
                <div className="grid gap-x-6 sm:grid-cols-[1fr_2fr_7rem]">
                  <TextField
                    name={`nom-${line.code}`}
                    label="Nom"
                    value={ofGrid?.typed[`nom-${line.code}`] ?? line.label}
                    mistake={ofGrid?.mistakes[`nom-${line.code}`]}
                  />
                  <TextField
                    name={`aide-${line.code}`}
                    label="Ce qu’on regarde"
                    value={ofGrid?.typed[`aide-${line.code}`] ?? line.help}
                  />
                  {line.kind === 'note' && (
                    <TextField
                      name={`poids-${line.code}`}
                      label="Poids"
                      inputMode="numeric"
                      value={ofGrid?.typed[`poids-${line.code}`] ?? String(line.weight)}
                      mistake={ofGrid?.mistakes[`poids-${line.code}`]}
                    />
                  )}
                </div>
                {line.kind === 'note' && (
                  <div className="fr-checkbox-group fr-checkbox-group--sm">
                    <input
                      type="checkbox"
                      id={`obligatoire-${line.code}`}
                      name={`obligatoire-${line.code}`}
                      value="oui"
                      defaultChecked={line.required}
                    />
                    <label className="fr-label" htmlFor={`obligatoire-${line.code}`}>
                      Ne peut pas être « sans objet »
                    </label>
                  </div>
                )}
              </fieldset>
            ))}
            <button type="submit" className="fr-btn fr-btn--secondary">
              Enregistrer la grille
            </button>
          </Form>
        )}
      </section>
    </CallRoom>
  );
}
