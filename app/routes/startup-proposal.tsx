import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { formatInstant, ofName } from '~/design/formats';
import { ConflictFields } from '~/exchange/publication/parts/ConflictFields';
import { openProposal, proposalFields, settleProposal } from '~/exchange/publication/proposals.server';
import { startupPath } from '~/platform/addresses';
import { choicesIn, conflictFields, fileOf, startupTarget } from './editing.server';
import { allowed, formOf, mistaken, tried } from './guards.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function targetOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/proposition');
  const { actor } = await allowed(args, 'startup.modifier', tiesOf(startup));
  return {
    startup,
    target: startupTarget(args.context, startup, actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { startup, target } = await targetOf(args);
  const { prisma } = args.context.database;
  const file = await fileOf(args.context, target);
  const proposal = await openProposal(prisma, file.id);
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    seen: file.sha256,
    proposal: proposal && {
      id: proposal.id,
      when: formatInstant(proposal.createdAt),
      fields: conflictFields('_startups', await proposalFields(prisma, file, proposal)),
    },
  };
}

export async function action(args: ActionFunctionArgs) {
  const { startup, target } = await targetOf(args);
  const form = await formOf(args.request);
  const mistakes = await tried(() =>
    settleProposal(args.context, target, {
      proposalId: String(form.get('proposition') ?? ''),
      seen: String(form.get('vu') ?? ''),
      choices: choicesIn(form),
    }),
  );
  if (mistakes) return mistaken({}, mistakes, 409);
  await args.context.refreshNetwork();
  return redirect(`${startupPath(startup.publicId)}/modifier?fait=publie`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Autre version ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupProposal() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb
        path={[
          { label: page.title, to: page.path },
          { label: 'Modifier', to: `${page.path}/modifier` },
        ]}
        here="Version du réseau"
      />
      <h1>Une autre version de {page.title}</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Rien n’a été publié" />
      {page.proposal === null ? (
        <p>
          Aucune version n’attend votre choix. <Link to={`${page.path}/modifier`}>Revenir aux parties</Link>
        </p>
      ) : (
        <Form method="post">
          <p className="text-lg">
            Le contenu du réseau, lu le {page.proposal.when}, et la page tenue ici ont changé chacun de leur
            côté. Rien n’a été écrasé : choisissez, champ par champ.
          </p>
          <Hidden name="proposition" value={page.proposal.id} />
          <Hidden name="vu" value={page.seen} />
          <ConflictFields
            fields={page.proposal.fields}
            theirsLabel="La page d’ici"
            mineLabel="La version du réseau"
            missing={[]}
          />
          <button type="submit" className="fr-btn">
            Publier ces choix
          </button>
        </Form>
      )}
    </div>
  );
}
