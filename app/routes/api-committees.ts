import { planSchema } from '~/committee/committee-schema';
import { plannedCommittee } from '~/committee/reads.server';
import { planCommittee } from '~/committee/committees.server';
import { committeeSentSchema } from '~/exchange/api/schemas';
import { FieldMistakesError } from '~/exchange/publication/write-fields.server';
import { writing } from './api-writing.server';
import { problem } from './open-data.server';

export const loader = () => problem(405, 'Envoyez la date par POST.', {}, { Allow: 'POST' });

/** Plans a committee of one startup: its people then complete it, invite and hold it. */
export const action = writing({
  method: 'POST',
  scope: 'comites',
  schema: committeeSentSchema,
  expects: '{ "nature", "date", "heure", "lieu"?, "visio"? }',
  async act({ startup, acting, context }, body) {
    const input = planSchema.safeParse(body);
    if (!input.success)
      throw new FieldMistakesError(
        input.error.issues.map(({ path, message }) => ({ field: path.join('.'), sentence: message })),
      );
    const asked = { startupId: startup.id, kind: input.data.nature, heldOn: input.data.date };
    // Asked again after an answer that was lost, even with its process: the one that stands is the answer.
    const known = await plannedCommittee(context.database.prisma, asked);
    const id = known ?? (await planCommittee(acting, [startup.id], input.data));
    return {
      status: known === null ? 201 : 200,
      answer: { id, adresse: `${context.origin}/comites/${id}` },
    };
  },
});
