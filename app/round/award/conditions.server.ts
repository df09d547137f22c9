import { insertCondition } from '~/committee/conditions/conditions.server';
import type { ConditionInput } from '~/committee/decision-schema';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { parisDay } from '~/platform/calendar';
import { lockCall } from '../calls/calls.server';
import type { Application } from '../application/applications.server';
import { toldApplication } from '../told.server';
import { isLaureate } from '../vocabulary';

/** A condition that comes with an award: followed as those of committees, reminded as they are, open at once. */
export async function addAwardCondition(
  acting: Acting,
  application: Application,
  input: ConditionInput,
): Promise<void> {
  permitted(acting, 'appel.tenir', { id: application.callId });
  await acting.database.transaction(async (tx) => {
    const call = await lockCall(tx, application.callId);
    if (call.announcedAt === null || !isLaureate(application.decision))
      throw new RuleError('Une condition accompagne un financement accordé.');
    if (input.echeance < parisDay(call.announcedAt))
      throw new RuleError('L’échéance vient après les résultats.', 'echeance');
    await insertCondition(
      tx,
      acting.clock.now(),
      { applicationId: application.id, startupId: application.startupId },
      input,
    );
    await toldApplication(tx, acting, 'add-condition', application.id);
  });
}
