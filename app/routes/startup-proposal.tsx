import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import type { FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import { ProposalPage } from '~/exchange/publication/parts/ProposalPage';
import { startupPath } from '~/platform/addresses';
import { startupTarget } from './editing.server';
import { allowed } from './guards.server';
import { proposalPage, settleProposalOf } from './proposal.server';
import { startupOf, tiesOf } from './startup-lookup.server';

async function targetOf(args: LoaderFunctionArgs) {
  const startup = startupOf(args.context.network, args.params.id, '/proposition');
  const { actor } = await allowed(args, 'startup.modifier', tiesOf(startup));
  return {
    title: startup.title,
    path: startupPath(startup.publicId),
    target: startupTarget(args.context, startup, actor.personId),
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { title, path, target } = await targetOf(args);
  return { title, path, edit: `${path}/modifier`, ...(await proposalPage(args.context, target)) };
}

export async function action(args: ActionFunctionArgs) {
  const { path, target } = await targetOf(args);
  return settleProposalOf(args, target, `${path}/modifier`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Autre version ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function StartupProposal() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <ProposalPage
      {...page}
      above={[
        { label: page.title, to: page.path },
        { label: 'Modifier', to: page.edit },
      ]}
      answer={answer}
    />
  );
}
