import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import type { FormAnswer } from '~/design/form/Mistakes';
import { ofName } from '~/design/formats';
import { ProposalPage } from '~/exchange/publication/parts/ProposalPage';
import { incubatorTarget } from './incubator-target.server';
import { proposalPage, settleProposalOf } from './proposal.server';

export async function loader(args: LoaderFunctionArgs) {
  const { incubator, path, target } = await incubatorTarget(args);
  return {
    title: incubator.title,
    path,
    edit: `${path}/modifier`,
    ...(await proposalPage(args.context, target)),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { path, target } = await incubatorTarget(args);
  return settleProposalOf(args, target, `${path}/modifier`);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Autre version ${ofName(data?.title ?? '')} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function IncubatorProposal() {
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
