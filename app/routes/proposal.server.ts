import type { LoaderFunctionArgs } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { formatInstant } from '~/design/formats';
import { openProposal, proposalFields, settleProposal } from '~/exchange/publication/proposals.server';
import { choicesIn, conflictFields, fileOf } from './editing.server';
import { formOf, mistaken, tried } from './guards.server';
import type { SiteContext } from './site-context';

type Target = Parameters<typeof fileOf>[1] & Parameters<typeof settleProposal>[1];

/** The version of the network that waits beside a page. The caller has the right to edit it. */
export async function proposalPage(context: SiteContext, target: Target) {
  const { prisma } = context.database;
  const file = await fileOf(context, target);
  const proposal = await openProposal(prisma, file.id);
  return {
    seen: file.sha256,
    proposal: proposal && {
      id: proposal.id,
      when: formatInstant(proposal.createdAt),
      fields: conflictFields(target.collection, await proposalFields(prisma, file, proposal)),
    },
  };
}

/** Publishes what was chosen, field by field. @param edit where the page is edited. */
export async function settleProposalOf(
  { context, request }: Pick<LoaderFunctionArgs, 'context' | 'request'>,
  target: Target,
  edit: string,
) {
  const form = await formOf(request);
  const mistakes = await tried(() =>
    settleProposal(context, target, {
      proposalId: String(form.get('proposition') ?? ''),
      seen: String(form.get('vu') ?? ''),
      choices: choicesIn(form),
    }),
  );
  if (mistakes) return mistaken({}, mistakes, 409);
  await context.refreshNetwork();
  return redirect(`${edit}?fait=publie`);
}
