import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import {
  ACCREDITATION_LABELS,
  ACCREDITATION_STATES,
  accreditationSchema,
  accreditationSentence,
} from '~/impact/standards/accreditation';
import { accreditationsOf, saveAccreditation } from '~/impact/standards/accreditation.server';
import { startupPath } from '~/platform/addresses';
import { RuleError } from '~/person/acting';
import { allowed, mistaken, textFields, triedWith, versionOf } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

export async function loader(args: LoaderFunctionArgs) {
  const { database, clock, network } = args.context;
  const startup = startupOf(network, args.params['id'], '/homologation');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const [known] = await accreditationsOf(database.prisma, [startup.id]);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    sentence: accreditationSentence(known ?? null, clock.today()),
    known: {
      etat: known?.state ?? 'demarche',
      autorite: known?.authority ?? '',
      le: known?.decidedOn ?? '',
      fin: known?.until ?? '',
    },
    version: known?.version ?? 0,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { context } = args;
  const startup = startupOf(context.network, args.params['id'], '/homologation');
  await allowed(args, 'startup.modifier', tiesOf(startup));
  const typed = await textFields(args.request);
  const refused = await triedWith(accreditationSchema, typed, (input) => {
    if (input.decidedOn !== null && input.decidedOn > context.clock.today())
      throw new RuleError('Une décision à venir n’est pas encore une décision.', 'le');
    return saveAccreditation(context, tiesOf(startup), input, versionOf(typed));
  });
  if (refused) return mistaken(typed, refused);
  await context.refreshNetwork();
  return redirect(`${startupPath(startup.publicId)}/standards?homologation=oui#homologation`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Homologation ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupAccreditation() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  const field = (name: 'etat' | 'autorite' | 'le' | 'fin') => ({
    name,
    value: answer?.typed[name] ?? page.known[name],
    mistake: answer?.mistakes[name],
  });
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Standards', to: `${page.path}/standards` },
        ]}
        here="Homologation"
      />
      <h1>Homologation de sécurité {ofName(page.title)}</h1>
      <p className="text-lg">{page.sentence}</p>
      <p>
        L’autorité d’homologation accepte les risques restants pour un temps donné. La décision se lit sur la
        page des standards ; l’équipe et l’incubateur sont prévenus trois mois avant sa fin.
      </p>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate className="max-w-2xl">
        <Hidden name="version" value={page.version} />
        <SelectField
          {...field('etat')}
          label="Où elle en est"
          choices={ACCREDITATION_STATES.map((value) => ({ value, label: ACCREDITATION_LABELS[value] }))}
        />
        <TextField
          {...field('autorite')}
          label="Autorité d’homologation"
          hint="La fonction, pas le nom de la personne. Vide tant que rien n’est décidé."
          maxLength={200}
        />
        <div className="grid gap-x-6 sm:grid-cols-2">
          <TextField {...field('le')} type="date" label="Décidée le" />
          <TextField {...field('fin')} type="date" label="Dernier jour" />
        </div>
        <button type="submit" className="fr-btn">
          Enregistrer
        </button>
      </Form>
    </div>
  );
}
