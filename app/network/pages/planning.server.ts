import { heldFacts } from '~/committee/reads.server';
import { nextCommittee, PLANNING_DAYS } from '~/committee/schedule';
import { formatDay } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import type { Sql } from '~/platform/database/sql.server';
import { addDays, daysBetween, type Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import type { StartupFacts } from '../facts';
import { statusSentence } from '../life-line';

export interface PlannedStartup {
  title: string;
  path: string;
  status: string;
  lastHeld: string | null;
  /** The committee that is already planned. */
  planned: string | null;
  due: Day;
  dueText: string;
  because: string;
  /** Days until it is due; negative when it is late. */
  days: number;
}

/**
 * The startups that need a committee within the next 45 days, the latest first due at the top: six months after the
 * last one, or before the money ends, whichever comes first. Those out of the cycle need none.
 */
export async function committeesDue(
  db: Sql,
  startups: readonly StartupFacts[],
  today: Day,
): Promise<PlannedStartup[]> {
  const living = startups.filter(({ phases }) => {
    const phase = currentPhase(phases, today);
    return phase !== null && LIFECYCLE[phase.code].kind === 'phase';
  });
  const facts = new Map(
    (
      await heldFacts(
        db,
        living.map(({ id }) => id),
        today,
      )
    ).map((held) => [held.startupId, held]),
  );
  return living
    .flatMap((startup): PlannedStartup[] => {
      const phase = currentPhase(startup.phases, today)!;
      const held = facts.get(startup.id);
      const next = held && nextCommittee({ phase, ...held });
      if (!held || !next || next.due > addDays(today, PLANNING_DAYS)) return [];
      return [
        {
          title: startup.title,
          path: startupPath(startup.publicId),
          status: statusSentence(phase, today),
          lastHeld: held.lastHeld === null ? null : formatDay(held.lastHeld),
          planned: held.planned === null ? null : formatDay(held.planned),
          due: next.due,
          dueText: formatDay(next.due),
          because: next.because,
          days: daysBetween(today, next.due),
        },
      ];
    })
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.title.localeCompare(b.title, 'fr')));
}
