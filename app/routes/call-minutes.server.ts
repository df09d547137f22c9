import { parisDay } from '~/platform/calendar';
import { depositedOf } from '~/round/application/applications.server';
import { gridOf, scoredLines, type Call } from '~/round/calls/calls.server';
import { composeMinutes } from '~/round/deliberation/minutes';
import { ranked } from '~/round/deliberation/scoring';
import { revealedTo } from '~/round/jury/readings.server';
import { seatsOf, votes } from '~/round/jury/seats.server';
import type { SiteContext } from './site-context';

/** The minutes as the program writes them from what was decided. The caller conflicts with none of its files. */
export async function callMinutes(context: SiteContext, call: Call): Promise<string> {
  const { prisma } = context.database;
  const now = context.clock.now();
  const { actor } = context;
  const { marks } = await revealedTo(prisma, call, now, actor);
  const lines = scoredLines(await gridOf(prisma, call.gridId));
  const files = (await depositedOf(prisma, call.id)).filter(
    ({ admissibility }) => admissibility !== 'irrecevable',
  );
  const scored = new Map(
    ranked(
      files.map(({ id }) => ({ id, marks: marks.get(id) ?? [] })),
      lines,
    ).map((one) => [one.id, one]),
  );
  const seats = await seatsOf(prisma, call.id);
  return composeMinutes(
    call,
    files
      .map((application) => ({
        application,
        rank: scored.get(application.id)!.rank,
        score: scored.get(application.id)!.score,
      }))
      .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity)),
    { jurors: seats.filter(votes).length, others: seats.filter((seat) => !votes(seat)).length },
    parisDay(call.announcedAt ?? now),
    { marked: lines.length > 0 },
  );
}
