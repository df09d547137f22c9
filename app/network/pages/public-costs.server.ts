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
  const metrics = (await metricsWithin(db, ids, addMonths(today, -READ_MONTHS))).filter((one) => one.public);
  const budgets = (await budgetsOf(db, ids, { inside: false })).filter(
    ({ publishedAt }) => publishedAt !== null,
  );
  const asked = new Set(ids);
  return network.startups
    .filter(({ id }) => asked.has(id))
    .flatMap((startup) => {
      const own = metrics.filter(({ startupId }) => startupId === startup.id);
      const shown = own.find(({ northStar }) => northStar) ?? own[0];
      const cost = costsFrom(
        own,
        budgets.filter(({ startupId }) => startupId === startup.id),
        today,
      ).find(({ euros }) => euros !== null);
      if (!shown && !cost) return [];
      const view = shown ? metricView(shown, today) : null;
      return [
        {
          title: startup.title,
          path: `${startupPath(startup.publicId)}/impact`,
          metric: view === null ? null : { name: view.name, figure: view.figure ?? '–', change: view.change },
          cost: cost ? { label: cost.label, formula: cost.formula } : null,
        },
      ];
    });
}
export type PublicResult = Awaited<ReturnType<typeof publicResults>>[number];
