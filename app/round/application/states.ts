import type { Call } from '../calls/calls.server';
import { DECISIONS } from '../vocabulary';
import type { Application } from './applications.server';

/** Where an application stands, as its team may know it: a decision is told with the results, not before. */
export function applicationState(
  application: Pick<Application, 'withdrawnAt' | 'depositedAt' | 'decision' | 'admissibility'>,
  call: Pick<Call, 'announcedAt'>,
): string {
  if (application.withdrawnAt !== null) return 'Retirée';
  if (application.depositedAt === null) return 'En cours d’écriture';
  if (call.announcedAt === null) return 'Déposée';
  if (application.admissibility === 'irrecevable') return 'Non recevable';
  return application.decision === null ? 'Déposée' : DECISIONS[application.decision].label;
}
