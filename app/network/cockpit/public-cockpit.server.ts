import { openConditionsOf } from '~/committee/conditions/conditions.server';
import { formatDay } from '~/design/formats';
import { permitted, type Acting } from '~/person/acting';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import type { IncubatorFacts, Network } from '../facts';
import { startupsOf } from '../groupings';
import { durationsAmong } from '../pages/durations';
import { incubatorPage } from '../pages/incubator';
import { committeesDue } from '../pages/planning.server';
import { activeFigure, conditionsFigure, dueFigure } from './figures';
import { exitsOf } from './exits.server';

/** Opens the cockpit to everybody, or closes it again: its counts and its dates, never a text, a name or a cost. */
export async function publishCockpit(acting: Acting, incubatorId: string, published: boolean): Promise<void> {
  permitted(acting, 'incubateur.partager', { id: incubatorId });
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`UPDATE incubator SET cockpit_published_at = ${published ? now : null}::timestamptz WHERE id = ${incubatorId}::uuid`,
    );
    await raiseDataVersion(tx);
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: published ? 'publish-cockpit' : 'close-cockpit',
        thing: { kind: 'incubator', id: incubatorId },
      },
    ]);
  });
}

/** What everybody reads of a published cockpit. */
export async function publicCockpit(db: Sql, network: Network, incubator: IncubatorFacts, today: Day) {
  const startups = startupsOf(network, incubator);
  const ids = startups.map(({ id }) => id);
  const active = startups.filter(({ phases }) => {
    const phase = currentPhase(phases, today);
    return phase !== null && LIFECYCLE[phase.code].active;
  });
  const due = await committeesDue(db, startups, today);
  const conditions = await openConditionsOf(db, ids);
  return {
    title: incubator.title,
    path: incubatorPath(incubator.publicId),
    todayText: formatDay(today),
    figures: [
      activeFigure(active.length, incubator.publicId),
      dueFigure(due.length, '#comites'),
      conditionsFigure(conditions, today, { more: ' Leur texte reste à l’incubateur.' }),
    ],
    due: due.map(({ title, path, planned, dueText, days }) => ({ title, path, planned, dueText, days })),
    exits: (await exitsOf(db, ids)).map(({ publicId, title, target }) => ({
      title,
      path: startupPath(publicId),
      target: target === null ? 'sans date' : formatDay(target),
    })),
    board: incubatorPage(network, incubator, today).byStage.filter(({ count }) => count > 0),
    durations: durationsAmong(startups, today),
  };
}
