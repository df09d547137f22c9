import { dayField, line, mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { TextAreaField, TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { createStartup, proposedId } from '~/exchange/publication/lifecycle.server';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { allowed, mistaken, textFields, tried } from './guards.server';
import { ownIncubatorOf } from './guards.server';

const schema = z.object({
  nom: line('Nom', { max: 120 }),
  identifiant: line('Identifiant', { max: 80, required: false }).transform((text) => text.toLowerCase()),
  mission: line('Mission', { max: 500 }),
  debut: dayField('Début de l’investigation'),
});

export async function loader(args: LoaderFunctionArgs) {
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.creer-startup', { id: incubator.id });
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    today: args.context.clock.today(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const incubator = await ownIncubatorOf(args);
  await allowed(args, 'incubateur.creer-startup', { id: incubator.id });
  const typed = await textFields(args.request);
  const parsed = schema.safeParse({ nom: '', identifiant: '', mission: '', debut: '', ...typed });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const identifiant = parsed.data.identifiant || proposedId(parsed.data.nom);
  const mistakes = await tried(() =>
    createStartup(context, {
      ...parsed.data,
      identifiant,
      incubator: incubator.publicId,
      fictional: incubator.fictional,
    }),
  );
  if (mistakes) return mistaken(typed, mistakes);
  await context.refreshNetwork();
  return redirect(`${startupPath(identifiant)}/modifier`);
}

export const meta: MetaFunction = () => [
  { title: 'Nouvelle startup · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NewStartup() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb
        path={[
          { label: 'Mon espace', to: '/espace' },
          { label: page.title, to: page.path },
        ]}
        here="Nouvelle startup"
      />
      <h1>Nouvelle startup</h1>
      <p>
        Trois champs suffisent : la page existe tout de suite, en investigation. L’équipe la complète ensuite
         ; invitez-la depuis l’onglet « Équipe ».
      </p>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate>
        <TextField name="nom" label="Nom" value={typed['nom']} mistake={mistakes['nom']} />
        <TextAreaField
          name="mission"
          label="Mission"
          hint="Le problème à vérifier, pour qui : une phrase."
          rows={2}
          value={typed['mission']}
          mistake={mistakes['mission']}
        />
        <TextField
          name="debut"
          type="date"
          label="Début de l’investigation"
          value={typed['debut']}
          mistake={mistakes['debut']}
        />
        <TextField
          name="identifiant"
          label="Identifiant dans l’adresse"
          hint="Facultatif : laissé vide, il est formé du nom."
          value={typed['identifiant']}
          mistake={mistakes['identifiant']}
        />
        <button type="submit" className="fr-btn">
          Créer la page
        </button>
      </Form>
    </div>
  );
}
