import { callPath } from '~/platform/addresses';
import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { SelectField } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { NETWORK } from '~/person/rights';
import { callSchema } from '~/round/calls/call-schema';
import { announceCall } from '~/round/calls/calls.server';
import { PROGRAMS } from '~/round/calls/grids';
import { CallFields } from '~/round/parts/CallFields';
import { allowed, mistaken, textFields, triedWith } from './guards.server';

export async function loader(args: LoaderFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  return {
    programs: PROGRAMS.map(({ code, name }) => ({ value: code, label: name })),
  };
}

export async function action(args: ActionFunctionArgs) {
  await allowed(args, 'reseau.modifier', NETWORK);
  const typed = await textFields(args.request);
  let id = '';
  const refused = await triedWith(callSchema, typed, async (input) => {
    id = await announceCall(args.context, input);
  });
  return refused ? mistaken(typed, refused) : redirect(`${callPath(id)}/reglages?fait=annonce`);
}

export const meta: MetaFunction = () => [
  { title: 'Annoncer un appel · Jalons' },
  { name: 'robots', content: 'noindex' },
];

export default function NewCall() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-4xl py-10">
      <Breadcrumb path={[{ label: 'Appels', to: '/appels' }]} here="Annoncer un appel" />
      <h1 className="mb-2">Annoncer un appel</h1>
      <p className="text-xl">
        La grille du programme est reprise ; elle se change ensuite, jusqu’à la première note.
      </p>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} />
      <Form method="post" noValidate>
        <SelectField
          name="programme"
          label="Programme"
          empty="Choisir…"
          choices={page.programs}
          value={answer?.typed['programme']}
          mistake={answer?.mistakes['programme']}
        />
        <CallFields typed={answer?.typed ?? {}} mistakes={answer?.mistakes} means={null} />
        <button type="submit" className="fr-btn">
          Annoncer
        </button>
      </Form>
    </div>
  );
}
