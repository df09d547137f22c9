import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import type { FormAnswer } from '~/design/form/Mistakes';
import { ProposalPage } from '~/exchange/publication/parts/ProposalPage';
import { networkItemTarget } from './network-item-target.server';
import { proposalPage, settleProposalOf } from './proposal.server';

export async function loader(args: LoaderFunctionArgs) {
  const { known, here, target } = await networkItemTarget(args);
  return {
    title: target.publicId,
    here,
    list: { label: known.label, to: `/reseau/${known.address}` },
    ...(await proposalPage(args.context, target)),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { here, target } = await networkItemTarget(args);
  return settleProposalOf(args, target, here);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Autre version, ${data?.title ?? ''} · Jalons` },
  { name: 'robots', content: 'noindex' },
];

export default function NetworkItemProposal() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData() as FormAnswer | undefined;
  return (
    <ProposalPage
      {...page}
      above={[{ label: 'Listes du réseau', to: '/reseau' }, page.list, { label: page.title, to: page.here }]}
      edit={page.here}
      answer={answer}
    />
  );
}
