import { memberSchema, planSchema } from '~/committee/committee-schema';
import {
  addMember,
  cancelCommittee,
  changeCommittee,
  inviteMembers,
  removeMember,
} from '~/committee/committees.server';
import { documentsOf, removeDocument } from '~/committee/documents.server';
import { sendFiles } from '~/committee/file/file.server';
import { addExpectedMembers } from '~/committee/invitations/expected-members.server';
import type { Committee } from '~/committee/reads.server';
import { RuleError } from '~/person/acting';
import { isId } from '~/platform/identifier';
import { idsIn, textsOf, tried, triedWith, versionOf } from './guards.server';
import type { SiteContext } from './site-context';

async function removeOneDocument(context: SiteContext, committee: Committee, id: string): Promise<void> {
  const document = (await documentsOf(context.database.prisma, committee.id)).find((one) => one.id === id);
  const item = committee.items.find((one) => one.id === document?.itemId);
  if (!document || !item) throw new RuleError('Ce document n’est plus là.');
  await removeDocument(context, item, document.id);
}

/** What the forms of a committee's page do, by their intention. @returns the mistakes by field, or null when it is done. */
export function doToCommittee(
  context: SiteContext,
  committee: Committee,
  form: FormData,
): Promise<Record<string, string> | null> {
  const typed = textsOf(form);
  const where = { id: committee.id, version: versionOf(typed) };
  switch (typed['intention']) {
    case 'membre':
      return triedWith(memberSchema, typed, (member) => addMember(context, committee.id, member));
    case 'deplacer':
      return triedWith(planSchema, typed, (plan) =>
        changeCommittee(context, where, idsIn(form, 'startups'), plan),
      );
    case 'attendues':
      return tried(() => addExpectedMembers(context, committee.id));
    case 'retirer':
      return tried(async () => {
        if (!isId(typed['membre'] ?? '')) throw new RuleError('Cette personne n’est plus de la liste.');
        await removeMember(context, committee.id, typed['membre']!);
      });
    case 'inviter':
      return tried(() => inviteMembers(context, committee.id));
    case 'dossiers':
      return tried(() => sendFiles(context, committee.id));
    case 'retirer-document':
      return tried(() => removeOneDocument(context, committee, typed['document'] ?? ''));
    case 'annuler':
      return tried(() =>
        cancelCommittee(context, { ...where, reason: (typed['motif'] ?? '').trim().slice(0, 500) }),
      );
    default:
      return tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
  }
}
