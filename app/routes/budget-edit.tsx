import { mistakesByField, readFigure } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { FileField, Hidden, SelectField, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatAmount, formatDay, ofName } from '~/design/formats';
import { grantsOf } from '~/committee/reads.server';
import {
  budgetOf,
  budgetSchema,
  campaignAt,
  publishedSince,
  type BudgetPeriod,
} from '~/impact/budget/budget';
import { NATURE_LABELS, NATURES, PART_LABELS, PARTS } from '~/impact/budget/budget-words';
import {
  budgetsOf,
  importGrid,
  publishBudget,
  removeBudget,
  saveBudget,
} from '~/impact/budget/budget.server';
import { readGrid } from '~/impact/budget/grid';
import { startupPath } from '~/platform/addresses';
import type { OrganisationFacts } from '~/network/facts';
import { RuleError } from '~/person/acting';
import { rowsOfFile, UnreadableTableError } from '~/platform/files/spreadsheet.server';
import { isId } from '~/platform/identifier';
import { cents, type Cents } from '~/platform/money';
import { allowed, formOf, mistaken, textsOf, tried, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

const MOST_GRID_ROWS = 5_000;
const SHOWN_MISTAKES = 20;

async function editedBy(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/budget/modifier');
  await allowed(args, 'startup.tenir-budget', tiesOf(startup));
  return startup;
}

const asEuros = (amount: Cents | null): string => (amount === null ? '' : String(amount / 100));

/** What the form shows of a period before anybody typed. */
function typedOf(budget: BudgetPeriod): Record<string, string> {
  const typed: Record<string, string> = {
    debut: budget.start,
    fin: budget.end,
    taxes: budget.withTax ? 'ttc' : 'ht',
    part_publique: budget.publicShare === null ? '' : String(budget.publicShare),
  };
  for (const nature of NATURES) {
    typed[`${nature}_total`] = asEuros(budget[nature].total);
    for (const part of PARTS) typed[`${nature}_${part}`] = asEuros(budget[nature][part]);
  }
  for (const { organisationId, amount } of budget.shares) typed[`part.${organisationId}`] = asEuros(amount);
  return typed;
}

/** What each sponsor brings, as typed. */
function sharesIn(
  typed: Readonly<Record<string, string>>,
  organisations: readonly OrganisationFacts[],
): { shares: Array<{ organisationId: string; amount: Cents }>; mistakes: Record<string, string> } {
  const mistakes: Record<string, string> = {};
  const shares = organisations.flatMap(({ id, name }) => {
    const text = (typed[`part.${id}`] ?? '').trim();
    if (text === '') return [];
    const value = readFigure(text);
    if (value !== null && value >= 0 && value <= 1e9)
      return [{ organisationId: id, amount: cents(Math.round(value * 100)) }];
    mistakes[`part.${id}`] = `${name} : un montant en euros est attendu.`;
    return [];
  });
  return { shares, mistakes };
}

export async function loader(args: LoaderFunctionArgs) {
  const startup = await editedBy(args);
  const { database, clock } = args.context;
  const budgets = await budgetsOf(database.prisma, [startup.id], { inside: true });
  const query = new URL(args.request.url).searchParams;
  const chosen = budgets.find(({ id }) => id === query.get('periode')) ?? null;
  // What a committee granted and no period tells yet is not to be typed again.
  const grants = (await grantsOf(database.prisma, startup.id)).filter(
    ({ start, end }) => !budgets.some((budget) => budget.start <= end && budget.end >= start),
  );
  const granted = grants.find(({ id }) => id === query.get('accord')) ?? null;
  const campaign = campaignAt(clock.today());
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    budgets: budgets.map((budget) => ({
      id: budget.id,
      version: budget.version,
      period: `${formatDay(budget.start)} – ${formatDay(budget.end)}`,
      published: budget.publishedAt !== null,
    })),
    chosen: chosen && { id: chosen.id, version: chosen.version, typed: typedOf(chosen) },
    grants: grants.map(({ id, amount, start, end, heldOn }) => ({
      id,
      words: `${formatAmount(cents(amount))} du ${formatDay(start)} au ${formatDay(end)}, accordés par le comité du ${formatDay(heldOn)}`,
    })),
    granted: granted && {
      debut: granted.start,
      fin: granted.end,
      taxes: 'ttc',
      planned_total: asEuros(cents(granted.amount)),
    },
    organisations: startup.organisations.map(({ id, name }) => ({ id, name })),
    campaign: {
      label: campaign.label,
      done: publishedSince(budgets, campaign),
    },
    done: query.get('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const startup = await editedBy(args);
  const { context } = args;
  const ties = tiesOf(startup);
  const form = await formOf(args.request);
  const typed = textsOf(form);
  const here = `${startupPath(startup.publicId)}/budget/modifier`;
  const version = versionOf(typed);
  const id = isId(typed['budget'] ?? '') ? typed['budget']! : null;
  if (typed['intention'] === 'enregistrer') {
    const parsed = budgetSchema.safeParse(typed);
    if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
    const { input, mistakes } = budgetOf(parsed.data);
    const { shares, mistakes: shareMistakes } = sharesIn(typed, startup.organisations);
    const all = { ...mistakes, ...shareMistakes };
    if (Object.keys(all).length > 0) return mistaken(typed, all);
    const refused = await tried(() =>
      saveBudget(context, ties, { id, version }, input, {
        shown: startup.organisations.map((one) => one.id),
        amounts: shares,
      }),
    );
    if (refused) return mistaken(typed, refused);
  } else if (typed['intention'] === 'grille') {
    const file = form.get('fichier');
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
    const refused = await tried(async () => {
      const { years, mistakes } = readGrid(await rowsOfGrid(bytes));
      if (mistakes.length > 0)
        throw new RuleError(
          `Rien n’a été enregistré. ${mistakes.slice(0, SHOWN_MISTAKES).join(' ')}${mistakes.length > SHOWN_MISTAKES ? ` Et ${countOf(mistakes.length - SHOWN_MISTAKES, 'autre', 'autres')}.` : ''}`,
          'fichier',
        );
      if (years.length === 0) throw new RuleError('Cette grille ne contient aucun montant.', 'fichier');
      await importGrid(context, ties, years);
    });
    // What a rule says of the file stands beside the file, not beside the other form's fields.
    if (refused) return mistaken(typed, { fichier: Object.values(refused)[0]! });
  } else {
    const refused = await tried(() => {
      if (id === null) throw new RuleError('Cette période n’existe plus.');
      switch (typed['intention']) {
        case 'publier':
        case 'depublier':
          return publishBudget(context, ties, { id, version, published: typed['intention'] === 'publier' });
        case 'supprimer':
          return removeBudget(context, ties, { id, version });
        default:
          throw new RuleError('Cette action n’existe pas.');
      }
    });
    if (refused) return mistaken(typed, refused);
  }
  await context.refreshNetwork();
  return redirect(`${here}?fait=${typed['intention']}`);
}

async function rowsOfGrid(bytes: Uint8Array): Promise<string[][]> {
  try {
    return await rowsOfFile(bytes, MOST_GRID_ROWS);
  } catch (error) {
    if (error instanceof UnreadableTableError) throw new RuleError(error.message, 'fichier');
    throw error;
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Tenir le budget ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  enregistrer: 'La période est enregistrée.',
  grille: 'La grille est enregistrée : ses années se lisent ci-dessous.',
  publier: 'La période est publiée.',
  depublier: 'La période n’est plus publique.',
  supprimer: 'La période est supprimée.',
};

export default function BudgetEdit() {
  const page = useLoaderData<typeof loader>() as unknown as Awaited<ReturnType<typeof loader>>;
  const answer = useActionData() as FormAnswer | undefined;
  const typed: Record<string, string | undefined> =
    answer?.typed['intention'] === 'enregistrer' ? answer.typed : (page.chosen?.typed ?? page.granted ?? {});
  const mistakes = answer?.mistakes ?? {};
  const field = (name: string) => ({ name, value: typed[name], mistake: mistakes[name] });
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Budget', to: `${page.path}/budget` },
        ]}
        here="Tenir le budget"
      />
      <h1>Tenir le budget</h1>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <p className="carte">
        Campagne de {page.campaign.label.toLowerCase()} :{' '}
        {page.campaign.done ? 'votre budget est publié.' : 'rien n’est encore publié depuis son ouverture.'}
      </p>
      {page.budgets.length > 0 && (
        <section aria-labelledby="periodes">
          <h2 id="periodes">Périodes</h2>
          <ul className="m-0 list-none p-0">
            {page.budgets.map((budget) => (
              <li
                key={budget.id}
                className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
              >
                <span>
                  <Link to={`?periode=${budget.id}#saisir`}>{budget.period}</Link>
                  <span className="block text-sm text-discret">
                    {budget.published ? 'publiée' : 'non publiée'}
                  </span>
                </span>
                <Form method="post" className="flex flex-wrap gap-2">
                  <Hidden name="budget" value={budget.id} />
                  <Hidden name="version" value={budget.version} />
                  {budget.published && !page.campaign.done && (
                    <button
                      type="submit"
                      name="intention"
                      value="publier"
                      className="fr-btn fr-btn--sm"
                      aria-label={`Confirmer pour ${page.campaign.label.toLowerCase()} : ${budget.period}`}
                    >
                      Confirmer pour {page.campaign.label.toLowerCase()}
                    </button>
                  )}
                  <button
                    type="submit"
                    name="intention"
                    value={budget.published ? 'depublier' : 'publier'}
                    className="fr-btn fr-btn--sm fr-btn--secondary"
                    aria-label={`${budget.published ? 'Ne plus publier' : 'Publier'} ${budget.period}`}
                  >
                    {budget.published ? 'Ne plus publier' : 'Publier'}
                  </button>
                  <button
                    type="submit"
                    name="intention"
                    value="supprimer"
                    className="fr-btn fr-btn--sm fr-btn--tertiary"
                    aria-label={`Supprimer ${budget.period}`}
                  >
                    Supprimer
                  </button>
                </Form>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="saisir" className="mt-10">
        <h2 id="saisir">{page.chosen ? 'Corriger la période' : 'Ajouter une période'}</h2>
        <p>En euros. Le total prévu et ses dates suffisent pour tout ce que Jalons calcule.</p>
        {!page.chosen && page.grants.length > 0 && (
          <ul className="carte m-0 mb-4 list-none">
            {page.grants.map((grant) => (
              <li key={grant.id} className="py-1">
                <a href={`?accord=${grant.id}#saisir`}>Reprendre</a> : {grant.words}.
              </li>
            ))}
          </ul>
        )}
        <Form method="post" noValidate key={page.chosen?.id ?? page.granted?.debut ?? 'nouvelle'}>
          <Hidden name="intention" value="enregistrer" />
          <Hidden name="budget" value={page.chosen?.id ?? ''} />
          <Hidden name="version" value={typed['version'] ?? page.chosen?.version ?? 0} />
          <div className="grid gap-x-4 sm:grid-cols-4">
            <TextField {...field('debut')} type="date" label="Début" />
            <TextField {...field('fin')} type="date" label="Fin" />
            <SelectField
              {...field('taxes')}
              value={typed['taxes'] ?? 'ttc'}
              label="Montants"
              choices={[
                { value: 'ttc', label: 'TTC' },
                { value: 'ht', label: 'Hors taxes' },
              ]}
            />
            <TextField {...field('part_publique')} label="Part publique (%)" inputMode="decimal" />
          </div>
          <div className="grid gap-x-8 sm:grid-cols-2">
            {NATURES.map((nature) => (
              <fieldset key={nature} className="m-0 mb-4 border-0 p-0">
                <legend className="mt-4 p-0 font-bold">{NATURE_LABELS[nature]}</legend>
                <TextField {...field(`${nature}_total`)} label="Total" inputMode="decimal" />
                {PARTS.map((part) => (
                  <TextField
                    key={part}
                    {...field(`${nature}_${part}`)}
                    label={PART_LABELS[part]}
                    inputMode="decimal"
                  />
                ))}
              </fieldset>
            ))}
          </div>
          {page.organisations.length > 0 && (
            <fieldset className="m-0 mb-4 border-0 p-0">
              <legend className="p-0 font-bold">Ce qu’apporte chaque organisation</legend>
              <div className="grid gap-x-8 sm:grid-cols-2">
                {page.organisations.map(({ id, name }) => (
                  <TextField key={id} {...field(`part.${id}`)} label={name} inputMode="decimal" />
                ))}
              </div>
            </fieldset>
          )}
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="fr-btn">
              Enregistrer
            </button>
            {page.chosen && (
              <Link to="?" className="fr-btn fr-btn--tertiary">
                Ajouter plutôt une période
              </Link>
            )}
          </div>
        </Form>
      </section>
      <section aria-labelledby="grille" className="mt-10">
        <h2 id="grille">La grille du réseau</h2>
        <p>
          Treize activités, six ressources, AE et CP, par année. Téléchargez-la en{' '}
          <a href={`${page.path}/budget/grille.xlsx`} download>
            XLSX
          </a>
          ,{' '}
          <a href={`${page.path}/budget/grille.ods`} download>
            ODS
          </a>{' '}
          ou{' '}
          <a href={`${page.path}/budget/grille.csv`} download>
            CSV
          </a>
          , remplissez-la, renvoyez-la : ses crédits de paiement deviennent les montants de l’année.
        </p>
        <Form method="post" noValidate encType="multipart/form-data" className="max-w-xl">
          <Hidden name="intention" value="grille" />
          <FileField
            name="fichier"
            label="Fichier"
            hint="XLSX, ODS ou CSV."
            accept=".csv,.xlsx,.ods"
            mistake={mistakes['fichier']}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Envoyer la grille
          </button>
        </Form>
      </section>
    </div>
  );
}
