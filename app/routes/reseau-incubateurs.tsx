import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { SelectField, TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { createIncubator, proposedId } from '~/exchange/publication/lifecycle.server';
import { INCUBATOR_STATE_LABELS } from '~/network/incubator-states';
import { NETWORK } from '~/person/rights';
import { incubatorPath } from '~/platform/addresses';
import { line, mistakesByField } from '~/platform/form-fields';
import { allowed, mistaken, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { incubators, organisations } = args.context.network;
  return {
    incubators: incubators
      .map(({ publicId, title, state, hidden }) => ({
        title,
        path: incubatorPath(publicId),
        state: hidden ? 'Page cachée' : INCUBATOR_STATE_LABELS[state],
      }))
      .sort((a, b) => a.title.localeCompare(b.title, 'fr')),
    organisations: organisations.map(({ publicId, name }) => ({ value: publicId, label: name })),
  };
}

const schema = z.object({
  nom: line('Nom', { max: 160 }),
  identifiant: line('Identifiant', { max: 80, required: false }).transform((text) => text.toLowerCase()),
});

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const { context } = args;
  const typed = await textFields(args.request);
  const parsed = schema.safeParse({ nom: '', identifiant: '', ...typed });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const { nom } = parsed.data;
  const administration = typed['administration'] ?? '';
  if (administration !== '' && !context.network.organisationById.has(administration))
    return mistaken(typed, { administration: 'Cette administration n’est plus dans la liste.' });
  const identifiant = parsed.data.identifiant || proposedId(nom);
  const mistakes = await tried(() =>
    createIncubator(context, { nom, identifiant, administration: administration || null }),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`${incubatorPath(identifiant)}/equipe`);
}

export const meta: MetaFunction = () => [
  { title: 'Incubateurs · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkIncubators() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Listes du réseau', to: '/reseau' }]} here="Incubateurs" />
      <h1>Incubateurs</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <section aria-labelledby="nouveau">
        <h2 id="nouveau">Nouvel incubateur</h2>
        <p>
          Sa page existe tout de suite, « en création ». Vous nommez ensuite sa première direction, qui tient
          la page et son équipe.
        </p>
        <Form method="post" noValidate className="max-w-xl">
          <TextField name="nom" label="Nom" value={typed['nom']} mistake={mistakes['nom']} />
          <SelectField
            name="administration"
            label="Administration de l’incubateur"
            choices={page.organisations}
            empty="Pas encore dite"
            value={typed['administration']}
            mistake={mistakes['administration']}
          />
          <TextField
            name="identifiant"
            label="Identifiant dans l’adresse"
            hint="Facultatif : laissé vide, il est formé du nom."
            value={typed['identifiant']}
            mistake={mistakes['identifiant']}
          />
          <button type="submit" className="fr-btn">
            Créer l’incubateur
          </button>
        </Form>
      </section>
      <section aria-labelledby="connus" className="mt-10">
        <h2 id="connus">Ceux du réseau</h2>
        <ul className="m-0 list-none columns-1 gap-8 p-0 sm:columns-2">
          {page.incubators.map((incubator) => (
            <li key={incubator.path} className="break-inside-avoid border-b border-trait py-2">
              <Link to={`${incubator.path}/equipe`}>{incubator.title}</Link>{' '}
              <span className="text-sm text-discret">({incubator.state})</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
