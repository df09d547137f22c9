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
import { anchorsOf, fieldsOf } from '~/design/form/fields-of';
import { Done, MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { addPolicy, changePolicy, policiesOf } from '~/startup/priorities/policies.server';
import { RuleError } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { dayField, line, optionalDayField } from '~/platform/form-fields';
import { isId } from '~/platform/identifier';
import { allowed, mistaken, textFields, triedWith, versionOf } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  return {
    policies: await policiesOf(args.context.database.prisma),
    done: new URL(args.request.url).searchParams.get('fait'),
  };
}

const policySchema = z
  .object({
    titre: line('Politique', { max: 200 }),
    axe: line('Axe', { max: 120 }),
    source: line('Source', { max: 300 }),
    debut: dayField('Début'),
    fin: optionalDayField('Fin'),
  })
  .transform(({ titre, axe, source, debut, fin }) => ({
    title: titre,
    axis: axe,
    source,
    startsOn: debut,
    endsOn: fin,
  }));

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { context } = args;
  const typed = await textFields(args.request);
  const id = typed['politique'] ?? '';
  const refused = await triedWith(policySchema, typed, (input) => {
    if (id === '') return addPolicy(context, input);
    if (!isId(id)) throw new RuleError('Cette politique n’existe plus.');
    return changePolicy(context, { id, version: versionOf(typed) }, input);
  });
  if (refused) return mistaken(typed, refused);
  await context.refreshNetwork();
  return redirect(`/reseau/priorites?fait=${id === '' ? 'ajoutee' : 'changee'}`);
}

export const meta: MetaFunction = () => [
  { title: 'Politiques prioritaires · Jalons' },
  { name: 'robots', content: 'noindex' },
];

const DONE: Readonly<Record<string, string>> = {
  ajoutee: 'La politique est dans la liste.',
  changee: 'La politique est modifiée.',
};

/** The fields of one policy, or of a new one; what was typed for it comes back to it. */
function PolicyFields({
  id,
  known,
  answer,
}: {
  id: string;
  known: Readonly<Record<string, string>>;
  answer: FormAnswer | undefined;
}) {
  const field = fieldsOf({ key: 'politique', id, known, answer });
  return (
    <Form method="post" noValidate className="mt-3 max-w-2xl">
      {id !== '' && <Hidden name="politique" value={id} />}
      {id !== '' && <Hidden name="version" value={known['version'] ?? ''} />}
      <TextField {...field('titre')} label="Politique" maxLength={200} />
      <TextField {...field('axe')} label="Axe" hint="Le titre sous lequel la liste la range." />
      <TextField {...field('source')} label="Source" hint="La liste officielle, et sa date." />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <TextField {...field('debut')} type="date" label="Depuis le" />
        <TextField {...field('fin')} type="date" label="Dernier jour, s’il est connu" />
      </div>
      <button type="submit" className="fr-btn fr-btn--secondary">
        {id === '' ? 'Ajouter à la liste' : 'Enregistrer'}
      </button>
    </Form>
  );
}

export default function NetworkPriorities() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Politiques prioritaires" />
      <h1>Politiques prioritaires</h1>
      <p>
        Une liste datée : une politique qui finit garde sa fin et les startups qui l’ont servie.{' '}
        <Link to="/priorites">La page que tout le monde lit</Link>.
      </p>
      {page.done && Object.hasOwn(DONE, page.done) && !answer && <Done title={DONE[page.done]!} />}
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} linkOf={anchorsOf('politique', answer)} />
      {page.policies.length === 0 && <p>La liste est vide.</p>}
      <ul className="m-0 list-none p-0">
        {page.policies.map((policy) => (
          <li key={policy.id} className="border-b border-trait py-2">
            <details open={answer?.typed['politique'] === policy.id}>
              <summary className="cursor-pointer">
                <strong>{policy.title}</strong>, {policy.axis}
              </summary>
              <PolicyFields
                key={policy.version}
                id={policy.id}
                known={{
                  titre: policy.title,
                  axe: policy.axis,
                  source: policy.source,
                  debut: policy.startsOn,
                  fin: policy.endsOn ?? '',
                  version: String(policy.version),
                }}
                answer={answer}
              />
            </details>
          </li>
        ))}
      </ul>
      <section aria-labelledby="ajouter" className="mt-8">
        <h2 id="ajouter">Ajouter une politique</h2>
        <PolicyFields key={page.policies.length} id="" known={{}} answer={answer} />
      </section>
    </div>
  );
}
