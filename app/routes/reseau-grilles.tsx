import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { GRIDS, type GridKind } from '~/committee/coaching/grids';
import { criteriaOf, saveCriteria } from '~/committee/coaching/grids.server';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, TextAreaField } from '~/design/form/Field';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { allowed, mistaken, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { prisma } = args.context.database;
  return {
    grids: [
      { kind: 'investigation', criteria: (await criteriaOf(prisma, 'investigation')).join('\n') },
      { kind: 'construction', criteria: (await criteriaOf(prisma, 'construction')).join('\n') },
    ] satisfies Array<{ kind: GridKind; criteria: string }>,
    done: new URL(args.request.url).searchParams.has('fait'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const typed = await textFields(args.request);
  const kind = typed['grille'] ?? '';
  const refused = await tried(() => {
    if (!Object.hasOwn(GRIDS, kind)) throw new RuleError('Cette grille n’existe pas.');
    const labels = (typed[kind] ?? '')
      .split('\n')
      .map((label) => label.trim())
      .filter((label) => label !== '');
    return saveCriteria(args.context, kind as GridKind, labels);
  });
  return refused ? mistaken(typed, refused) : redirect('/reseau/grilles?fait=oui');
}

export const meta: MetaFunction = () => [
  { title: 'Grilles de fin de phase · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkGrids() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Réseau', to: '/reseau' }]} here="Grilles de fin de phase" />
      <h1 className="mb-2">Grilles de fin de phase</h1>
      <p className="text-xl">
        Ce que l’on se demande avant de changer de phase. Un critère par ligne, noté de 0 à 10 ; il parle de
        conditions, jamais d’une personne.
      </p>
      {page.done && !answer && <Done title="Les critères sont enregistrés." />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      {page.grids.map(({ kind, criteria }) => (
        <Form key={`${kind}/${criteria}`} method="post" noValidate className="mt-6 max-w-3xl">
          <Hidden name="grille" value={kind} />
          <TextAreaField
            name={kind}
            label={GRIDS[kind as GridKind].title}
            hint="Une liste vide reprend les critères d’origine."
            rows={5}
            value={answer?.typed[kind] ?? criteria}
            mistake={answer?.mistakes[kind]}
          />
          <button
            type="submit"
            className="fr-btn"
            aria-label={`Enregistrer ${GRIDS[kind as GridKind].title}`}
          >
            Enregistrer
          </button>
        </Form>
      ))}
    </div>
  );
}
