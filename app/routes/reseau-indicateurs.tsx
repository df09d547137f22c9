import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { INDICATORS, indicatorByCode } from '~/network/indicators/all';
import { indicatorYears, knownIn } from '~/network/indicators/facts.server';
import type { Unit } from '~/network/indicators/indicator';
import { writeIndicatorYear } from '~/network/indicators/written.server';
import { NETWORK } from '~/person/rights';
import { yearOf } from '~/platform/day';
import { optionalField, optionalProse, readFigure } from '~/platform/form-fields';
import { allowed, mistaken, textFields, triedWith, versionOf } from './guards.server';

const EARLIEST = 2013;

/** Amounts are typed in euros and kept in cents. */
const inUnit = (unit: Unit, value: number | null): number | null =>
  value === null ? null : unit === 'euros' ? Math.round(value * 100) : value;
const asTyped = (unit: Unit, value: number | null | undefined): string =>
  value === null || value === undefined
    ? ''
    : String(unit === 'euros' ? value / 100 : value).replace('.', ',');

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { context, request } = args;
  const query = new URL(request.url).searchParams;
  const last = yearOf(context.clock.today());
  const indicator = indicatorByCode(query.get('indicateur') ?? '') ?? INDICATORS[0]!;
  const asked = Number(query.get('annee') ?? last - 1);
  const year = Number.isInteger(asked) && asked >= EARLIEST && asked <= last + 1 ? asked : last - 1;
  const written = await indicatorYears(context.database.prisma);
  const own = written.get(`${indicator.code}/${year}`);
  const known = knownIn(written, indicator.code, year);
  return {
    code: indicator.code,
    name: indicator.name,
    unit: indicator.unit,
    year,
    years: Array.from({ length: last + 2 - EARLIEST }, (_, index) => last + 1 - index),
    indicators: INDICATORS.map(({ code, name }) => ({ value: code, label: name })),
    target: asTyped(indicator.unit, known?.target),
    published: asTyped(indicator.unit, known?.published),
    source: known?.source ?? '',
    explanation: known?.explanation ?? '',
    entered: asTyped(indicator.unit, own?.entered),
    enteredSource: own?.enteredSource ?? '',
    shipped: own === undefined && known !== null,
    version: own?.version ?? 0,
    done: query.has('fait'),
  };
}

const figure = (label: string) =>
  optionalField((text) => {
    const value = readFigure(text);
    return value !== null && value >= 0 ? value : null;
  }, `${label} : un nombre est attendu, par exemple 1 240,5.`);

const schema = z.object({
  annee: z.coerce.number().int().min(EARLIEST).max(2100),
  cible: figure('Cible'),
  publie: figure('Chiffre publié'),
  source: optionalProse('Source', 300),
  explication: optionalProse('Raison de l’écart', 1000),
  saisi: figure('Chiffre saisi'),
  'source-saisie': optionalProse('Source du chiffre saisi', 300),
});

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { context } = args;
  const typed = await textFields(args.request);
  const code = typed['indicateur'] ?? '';
  const unit = indicatorByCode(code)?.unit ?? 'nombre';
  const mistakes = await triedWith(schema, typed, (input) =>
    writeIndicatorYear(context, {
      code,
      year: input.annee,
      target: inUnit(unit, input.cible),
      published: inUnit(unit, input.publie),
      source: input.source,
      explanation: input.explication,
      entered: inUnit(unit, input.saisi),
      enteredSource: input['source-saisie'],
      version: versionOf(typed),
    }),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`/reseau/indicateurs?indicateur=${code}&annee=${Number(typed['annee'])}&fait=oui`);
}

export const meta: MetaFunction = () => [
  { title: 'Cibles et chiffres publiés · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const IN_UNIT: Readonly<Record<Unit, string>> = {
  nombre: 'un nombre',
  euros: 'en euros',
  pourcent: 'en pour cent',
};

export default function NetworkIndicators() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const value = (name: string, known: string) => answer?.typed[name] ?? known;
  const mistake = (name: string) => answer?.mistakes[name];
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Cibles et chiffres publiés" />
      <h1>Cibles et chiffres publiés</h1>
      <p>
        La règle d’un indicateur ne se change pas ici : elle est la même pour toutes les années. On y écrit ce
        qui est connu à côté : la cible de l’année, le chiffre publié ailleurs et la raison de l’écart, et les
        chiffres que personne ne peut compter ici.
      </p>
      {page.done && !answer && <Done title="C’est enregistré." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="get" className="flex flex-wrap items-end gap-2">
        <SelectField name="indicateur" label="Indicateur" value={page.code} choices={page.indicators} />
        <SelectField
          name="annee"
          id="annee-choisie"
          label="Année"
          value={String(page.year)}
          choices={page.years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        <button type="submit" className="fr-btn fr-btn--secondary mb-6">
          Choisir
        </button>
      </Form>
      <h2>
        {page.name}, {page.year}
      </h2>
      {page.shipped && <p className="regle">Repris des bilans publiés, tels que Jalons les connaît.</p>}
      <Form
        method="post"
        noValidate
        key={`${page.code}/${page.year}/${page.version}`}
        className="carte max-w-2xl"
      >
        <Hidden name="indicateur" value={page.code} />
        <Hidden name="annee" value={page.year} />
        <Hidden name="version" value={page.version} />
        <TextField
          name="cible"
          label={`Cible, ${IN_UNIT[page.unit]}`}
          inputMode="decimal"
          value={value('cible', page.target)}
          mistake={mistake('cible')}
        />
        <TextField
          name="publie"
          label={`Chiffre publié ailleurs, ${IN_UNIT[page.unit]}`}
          inputMode="decimal"
          value={value('publie', page.published)}
          mistake={mistake('publie')}
        />
        <TextField
          name="source"
          label="Où il a été publié"
          value={value('source', page.source)}
          mistake={mistake('source')}
        />
        <TextAreaField
          name="explication"
          label="Pourquoi il diffère du nôtre"
          rows={3}
          value={value('explication', page.explanation)}
          mistake={mistake('explication')}
        />
        <TextField
          name="saisi"
          label={`Chiffre que personne ne compte ici, ${IN_UNIT[page.unit]}`}
          hint="Pour les chiffres annuels sur les personnes : Jalons n’en tient pas le détail."
          inputMode="decimal"
          value={value('saisi', page.entered)}
          mistake={mistake('saisi')}
        />
        <TextField
          name="source-saisie"
          label="D’où il vient"
          value={value('source-saisie', page.enteredSource)}
          mistake={mistake('source-saisie')}
        />
        <button type="submit" className="fr-btn">
          Enregistrer
        </button>
      </Form>
      <p className="mt-6">
        <Link to={`/indicateurs/${page.code}?annee=${page.year}`}>Voir l’indicateur</Link>
      </p>
    </div>
  );
}
