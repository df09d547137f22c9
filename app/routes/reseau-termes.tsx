import { line } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { countOf, formatNumber } from '~/design/formats';
import {
  addTerm,
  mergeTerm,
  readTerms,
  retireTerm,
  startupsWithTerm,
  TERM_KINDS,
  termKindOf,
} from '~/exchange/publication/kept-lists.server';
import { audienceLabel } from '~/network/portfolio/labels';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { notFound } from './answers.server';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, tried } from './guards.server';

async function kindOf(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const kind = termKindOf(args.params.liste ?? '');
  if (!kind) throw notFound('Cette liste n’existe pas.');
  return kind;
}

export async function loader(args: LoaderFunctionArgs) {
  const kind = await kindOf(args);
  const { prisma } = args.context.database;
  const query = new URL(args.request.url).searchParams;
  const chosenId = query.get('mot') ?? '';
  const terms = await readTerms(prisma, kind);
  const chosen = isId(chosenId) ? terms.find(({ id }) => id === chosenId) : undefined;
  return {
    ...TERM_KINDS[kind],
    terms,
    chosen: chosen ? { ...chosen, touched: await startupsWithTerm(prisma, chosen.id) } : null,
    done: query.get('fait'),
  };
}

const labelSchema = z.object({ libelle: line('Mot', { max: 120 }) });

export async function action(args: ActionFunctionArgs) {
  const kind = await kindOf(args);
  const { context } = args;
  const typed = await textFields(args.request);
  const labelIn = (field: string): string => {
    const parsed = labelSchema.safeParse({ libelle: typed[field] ?? '' });
    if (parsed.success) return parsed.data.libelle;
    throw new RuleError(parsed.error.issues[0]!.message, field);
  };
  const termId = typed['mot'] ?? '';
  let touched = 0;
  const mistakes = await tried(async () => {
    if (typed['intention'] === 'ajouter') return addTerm(context, kind, labelIn('libelle'));
    if (!isId(termId)) throw new RuleError('Ce mot n’est plus dans la liste.');
    if (typed['intention'] === 'fusionner') {
      const to = labelIn('vers');
      const known = (await readTerms(context.database.prisma, kind)).some(({ label }) => label === to);
      if (!known && typed['nouveau'] !== 'oui') {
        throw new RuleError(
          `« ${to} » n’est pas dans la liste : cochez « nouveau nom » pour renommer partout.`,
          'vers',
        );
      }
      touched = await mergeTerm(context, kind, termId, to);
      return;
    }
    await retireTerm(context, termId, typed['intention'] === 'retirer');
  });
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`/reseau/listes/${TERM_KINDS[kind].address}?fait=${touched}`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.label ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkTerms() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const { chosen } = page;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here={page.label} />
      <h1>{page.label}</h1>
      {page.done !== null && !answer && (
        <Done
          title={
            page.done === '0'
              ? 'C’est fait.'
              : `C’est fait : ${countOf(Number(page.done), 'page modifiée', 'pages modifiées')}.`
          }
        />
      )}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {chosen && (
        <section aria-labelledby="choisi" className="carte mb-8">
          <h2 id="choisi" className="m-0 text-lg">
            « {chosen.label} »
          </h2>
          <p className="m-0 mt-2">
            {chosen.touched.length === 0
              ? 'Aucune startup ne porte ce mot.'
              : `${countOf(chosen.touched.length, 'page serait modifiée', 'pages seraient modifiées')} : ${chosen.touched.map(({ title }) => title).join(', ')}.`}
          </p>
          <Form method="post" noValidate className="mt-4 max-w-xl">
            <Hidden name="mot" value={chosen.id} />
            <TextField
              name="vers"
              label="Le remplacer partout par"
              hint="Un mot de la liste pour les fusionner, un mot nouveau pour le renommer."
              list="mots"
              value={answer?.typed['vers']}
              mistake={answer?.mistakes['vers']}
            />
            <datalist id="mots">
              {page.terms.map((term) => (
                <option key={term.id} value={term.label} />
              ))}
            </datalist>
            <div className="fr-checkbox-group fr-checkbox-group--sm mb-4">
              <input type="checkbox" id="nouveau" name="nouveau" value="oui" />
              <label className="fr-label" htmlFor="nouveau">
                C’est un nouveau nom, à écrire sur toutes ces pages
              </label>
            </div>
            <div className="flex flex-wrap gap-2">
              <button type="submit" name="intention" value="fusionner" className="fr-btn fr-btn--secondary">
                Remplacer
              </button>
              <button
                type="submit"
                name="intention"
                value={chosen.retired ? 'rendre' : 'retirer'}
                className="fr-btn fr-btn--tertiary"
              >
                {chosen.retired ? 'Le proposer de nouveau' : 'Ne plus le proposer'}
              </button>
            </div>
          </Form>
        </section>
      )}
      <table className="tableau">
        <caption className="sr-only">{page.label}, avec le nombre de startups qui portent chaque mot</caption>
        <thead>
          <tr>
            <th scope="col">Mot</th>
            <th scope="col" className="nombre">
              Startups
            </th>
            <th scope="col">
              <span className="sr-only">Agir</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.terms.map((term) => (
            <tr key={term.id}>
              <th scope="row" className="font-normal">
                {page.address === 'publics' ? audienceLabel(term.label) : term.label}
                {term.retired && <span className="text-discret"> (n’est plus proposé)</span>}
              </th>
              <td className="nombre">{formatNumber(term.startups)}</td>
              <td className="nombre">
                <a href={`?mot=${term.id}`} aria-label={`Renommer, fusionner ou retirer « ${term.label} »`}>
                  Changer
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-4">
        <Link to="/reseau/histoire?sujet=mots">Ce qui a changé dans les listes de mots</Link>
      </p>
      <h2 className="mt-10">Ajouter un mot</h2>
      <Form method="post" noValidate className="max-w-xl">
        <Hidden name="intention" value="ajouter" />
        <TextField
          name="libelle"
          label={`Nouveau ${page.one}`}
          value={answer?.typed['libelle']}
          mistake={answer?.mistakes['libelle']}
        />
        <button type="submit" className="fr-btn">
          Ajouter
        </button>
      </Form>
    </div>
  );
}
