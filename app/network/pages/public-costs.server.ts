import { budgetsOf } from '~/impact/budget/budget.server';
import { metricsWithin } from '~/impact/reads.server';
import { costsFrom } from '~/impact/startup-costs';
import { metricView } from '~/impact/views';
import { startupPath } from '~/platform/addresses';
import { addMonths } from '~/platform/calendar';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import type { Network } from '../facts';

const READ_MONTHS = 36;

/** What each of these startups shows of its results and their cost: public figures alone, side by side, never ranked. */
export async function publicResults(db: Sql, network: Network, ids: readonly string[], today: Day) {
  const metrics = (await metricsWithin(db, ids, { since: addMonths(today, -READ_MONTHS), today })).filter(
    (one) => one.public,
  );
  const budgets = (await budgetsOf(db, ids, { inside: false })).filter(
    ({ publishedAt }) => publishedAt !== null,
  );
  const asked = new Set(ids);
  return network.startups
    .filter(({ id }) => asked.has(id))
    .flatMap((startup) => {
      const own = metrics.filter(({ startupId }) => startupId === startup.id);
      const shown = own.find(({ northStar }) => northStar) ?? own[0];
      const costs = costsFrom(
        own,
        budgets.filter(({ startupId }) => startupId === startup.id),
        today,
      ).filter(({ euros }) => euros !== null);
      if (!shown && costs.length === 0) return [];
      const view = shown ? metricView(shown, today) : null;
      return [
        {
          title: startup.title,
          path: `${startupPath(startup.publicId)}/impact`,
          metric:
            view === null
              ? null
              : { name: view.name, kind: view.kind, figure: view.figure ?? '–', change: view.change },
          costs: costs.map(({ label, euros, formula }) => ({ label, euros: euros!, formula })),
        },
      ];
    });
}
export type PublicResult = Awaited<ReturnType<typeof publicResults>>[number];
