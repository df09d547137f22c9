import type { Application } from '~/round/application/applications.server';
import { filesOf } from '~/round/application/deposit.server';
import type { Call } from '~/round/calls/calls.server';
import { CONFLICTS, conflictedFiles, conflictsOf } from '~/round/jury/conflicts.server';
import { ownReadings, type Reading } from '~/round/jury/readings.server';
import { seatsOf, type Seat } from '~/round/jury/seats.server';
import { notFound } from './answers.server';
import type { SiteContext } from './site-context';

/** The files of one juror in their own order, without those that they may not judge. */
export async function ownFiles(
  context: SiteContext,
  call: Call,
  personId: string,
): Promise<{
  seat: Seat;
  files: Array<{ application: Application; reading: Reading }>;
  /** What they do not judge, and why. */
  aside: Array<{ id: string; title: string; why: string; comesBack: boolean }>;
}> {
  const { prisma } = context.database;
  const seat = (await seatsOf(prisma, call.id)).find((one) => one.personId === personId);
  if (!seat) throw notFound('Vous ne siégez pas à ce jury.');
  const applications = new Map((await filesOf(context, call)).map((one) => [one.id, one]));
  const conflicts = (await conflictsOf(prisma, call.id)).filter(({ seatId }) => seatId === seat.id);
  const barred = conflictedFiles(conflicts, seat.id);
  const readings = await ownReadings(prisma, seat.id);
  return {
    seat,
    files: readings.flatMap((reading) => {
      const application = applications.get(reading.applicationId);
      return application && !barred.has(application.id) && application.admissibility !== 'irrecevable'
        ? [{ application, reading }]
        : [];
    }),
    aside: [...barred].flatMap((id) => {
      const application = applications.get(id);
      const kind = conflicts.find(({ applicationId }) => applicationId === id)!.kind;
      return application
        ? [{ id, title: application.title, why: CONFLICTS[kind], comesBack: kind === 'abstention' }]
        : [];
    }),
  };
}
