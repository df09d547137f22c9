import { budgetsOf } from '~/impact/budget/budget.server';
import { campaignAt, publishedSince } from '~/impact/budget/budget';
import { matrixState } from '~/impact/matrix';
import { metricsWithin } from '~/impact/reads.server';
import { costsFrom } from '~/impact/startup-costs';
import { attentionOf, metricView } from '~/impact/views';
import { can, insideStartup, type Actor } from '~/person/rights';
import { addMonths } from '~/platform/calendar';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { startupIdsWithin } from '~/startup/reads.server';
import { LIFECYCLE } from '~/startup/rules';
import type { IncubatorFacts, Network } from '../facts';
import { startupsOf } from '../groupings';

const SHOWN_MONTHS = 36;

/** What is measured and spent in an incubator's active startups: those whose figures need a look come first. */
export async function incubatorImpact(
  prisma: Sql,
  network: Network,
  actor: Actor,
  incubator: IncubatorFacts,
  today: Day,
) {
  const reached = new Set(await startupIdsWithin(prisma, insideStartup, actor, today));
  const startups = startupsOf(network, incubator).filter(({ id, phases }) => {
    const phase = currentPhase(phases, today);
    return reached.has(id) && phase !== null && LIFECYCLE[phase.code].active;
  });
  const ids = startups.map(({ id }) => id);
  const metrics = await metricsWithin(prisma, ids, { since: addMonths(today, -SHOWN_MONTHS), today });
  const seesBudget = (startup: { id: string }) =>
    can(actor, 'startup.voir-budget', { id: startup.id, incubatorIds: [incubator.id] }, today).allowed;
  const budgets = await budgetsOf(prisma, ids, { inside: true });
  const campaign = campaignAt(today);
  const rows = startups
    .map((startup) => {
      const mine = metrics.filter(({ startupId }) => startupId === startup.id);
      const money = budgets.filter(
        ({ startupId, publishedAt }) =>
          startupId === startup.id && (seesBudget(startup) || publishedAt !== null),
      );
      const costs = costsFrom(mine, money, today);
      const state = matrixState(
        mine.map(({ indicator, months }) => ({ indicator, lastMonth: months.at(-1)?.month ?? null })),
        { 'cout-usage': costs[0]!.euros !== null },
        today,
      );
      const missing = Object.values(state)
        .flat()
        .filter((one) => one.state === 'missing' || one.state === 'empty')
        .map(({ label }) => label);
      const attention = attentionOf(mine, missing, today);
      const shown = mine.find(({ northStar }) => northStar) ?? mine[0];
      return {
        publicId: startup.publicId,
        title: startup.title,
        attention:
          mine.length === 0
            ? ['rien n’est mesuré : la métrique phare d’abord']
            : attention.map(({ words }) => words),
        pressing:
          attention.filter(({ code }) => code !== 'manque').length * 10 + (missing.length > 0 ? 1 : 0),
        isMeasured: mine.length > 0,
        missing,
        costs,
        view: shown ? metricView(shown, today) : null,
        published: publishedSince(money, campaign),
      };
    })
    .sort((a, b) => b.pressing - a.pressing || a.title.localeCompare(b.title, 'fr'));
  return {
    campaign: campaign.label,
    publishedCount: rows.filter(({ published }) => published).length,
    rows,
  };
}
