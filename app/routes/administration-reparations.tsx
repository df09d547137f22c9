import { line, mistakesByField } from '~/platform/form-fields';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { Breadcrumb } from '~/design/Breadcrumb';
import { SelectField, TextAreaField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { incubatorPath } from '~/platform/addresses';
import { NETWORK } from '~/person/rights';
import { openRepair } from '~/person/trust.server';
import { allowed, mistaken, textFields, tried } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  return args.context.network.incubators.map(({ publicId, title }) => ({ value: publicId, label: title }));
}

const HOURS = ['1', '2', '4', '8'] as const;
const schema = z.object({
  incubateur: line('Incubateur'),
  motif: line('Motif', { max: 500 }).pipe(
    z
      .string()
      .min(15, { error: 'Motif : dites en une phrase ce qu’il faut réparer (15 caractères au moins).' }),
  ),
  heures: z.enum(HOURS, { error: 'Choisissez une durée.' }).transform(Number),
});

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'administration.voir', NETWORK);
  const { context } = args;
  const typed = await textFields(args.request);
  const parsed = schema.safeParse({ incubateur: '', motif: '', heures: '', ...typed });
  if (!parsed.success) return mistaken(typed, mistakesByField(parsed.error));
  const incubator = context.network.incubatorById.get(parsed.data.incubateur);
  if (!incubator) return mistaken(typed, { incubateur: 'Choisissez un incubateur de la liste.' });
  const path = incubatorPath(incubator.publicId);
  const mistakes = await tried(() =>
    openRepair(context, { id: incubator.id, title: incubator.title, path }, parsed.data),
  );
  if (mistakes) return mistaken(typed, mistakes);
  context.mail.wake();
  return redirect(`${path}/interieur`);
}

export const meta: MetaFunction = () => [
  { title: 'Ouvrir un incubateur pour réparer · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function OpenRepair() {
  const incubators = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const typed = answer?.typed ?? {};
  const mistakes = answer?.mistakes ?? {};
  return (
    <div className="page max-w-3xl py-10">
      <Breadcrumb path={[{ label: 'Administration technique', to: '/administration' }]} here="Réparer" />
      <h1>Ouvrir un incubateur pour réparer</h1>
      <p>
        Les pages intérieures de l’incubateur vous sont ouvertes pour quelques heures. Sa direction en est
        prévenue par courriel, avec votre nom et votre motif ; l’accès se ferme de lui-même.
      </p>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate>
        <SelectField
          name="incubateur"
          label="Incubateur"
          choices={incubators}
          empty="Choisir"
          value={typed['incubateur']}
          mistake={mistakes['incubateur']}
        />
        <TextAreaField
          name="motif"
          label="Motif"
          rows={2}
          value={typed['motif']}
          mistake={mistakes['motif']}
        />
        <SelectField
          name="heures"
          label="Durée"
          choices={HOURS.map((value) => ({ value, label: value === '1' ? 'une heure' : `${value} heures` }))}
          value={typed['heures'] ?? '2'}
          mistake={mistakes['heures']}
        />
        <button type="submit" className="fr-btn">
          Ouvrir l’accès
        </button>
      </Form>
    </div>
  );
}
