import { z } from 'zod';
import { budgetsOf } from '~/impact/budget/budget.server';
import { campaignAt, publishedSince } from '~/impact/budget/budget';
import { metricsWithin, type Metric } from '~/impact/reads.server';
import { LATE_PERIODS, periodsLate } from '~/impact/views';
import { addMonths, parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, daysBetween, type Day } from '~/platform/day';
import { FEWEST_CASES } from '~/startup/durations';
import { currentPhase } from '~/startup/life';
import { capAt, daysWithin } from '~/committee/coaching/caps';
import { daysOf } from '~/committee/coaching/coaching.server';
import { openConditionsOf } from '~/committee/conditions/conditions.server';
import { followUpsOf } from '~/committee/handover/followups.server';
import { heldFacts } from '~/committee/reads.server';
import { reviewsDue } from '~/committee/supports/supports.server';
import { accreditationsOf } from '~/impact/standards/accreditation.server';
import { uuidArray } from '~/person/where.server';
import type { Network, StartupFacts } from './facts';
import { networkDurations } from './pages/durations';
import type { SignalFacts } from './signals';

const row = z.object({
  id: z.string(),
  lastUpdate: z.date(),
  missions: z.array(z.tuple([z.string(), z.string(), z.string(), z.string().nullable()])),
  coachedSince: z.string().nullable(),
  stopTold: z.boolean(),
  standardsAnsweredOn: z.string().nullable(),
  openReports: z.number(),
  openRequests: z.number(),
  proposal: z.boolean(),
  committeesSince: z.date().nullable(),
});

/** How far back values are read: further ones change no signal. */
const MEASURED_MONTHS = 36;

/** What is known of each startup, gathered once. */
function byStartup<One extends { startupId: string }>(all: readonly One[]): (id: string) => One[] {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const own = groups.get(one.startupId);
    if (own) own.push(one);
    else groups.set(one.startupId, [one]);
  }
  return (id) => groups.get(id) ?? [];
}

const measuresOf = (metrics: readonly Metric[], today: Day): SignalFacts['measures'] => ({
  late: metrics
    .filter((metric) => metric.months.length > 0 && periodsLate(metric, today) >= LATE_PERIODS)
    .map(({ name }) => name),
  used: metrics.some(({ family, months }) => family !== 'effort' && months.length > 0),
  silent: metrics
    .filter(({ collected, collectError }) => collected && collectError !== null)
    .map(({ name, collectedAt }) => ({
      name,
      since: collectedAt === null ? null : parisDay(collectedAt),
    })),
});

function longStay(network: Network, startup: StartupFacts, today: Day): SignalFacts['longStay'] {
  const phase = currentPhase(startup.phases, today);
  const known = phase === null ? undefined : networkDurations(network, today)[phase.code];
  if (phase === null || known === undefined || known.count < FEWEST_CASES) return null;
  const thirdQuartile = known.thirdQuartile.days;
  const days = daysBetween(phase.start, today);
  return thirdQuartile !== null && days > thirdQuartile ? { days, thirdQuartile } : null;
}

function coachingOf(
  startup: StartupFacts,
  months: ReadonlyArray<{ month: Day; days: number }>,
  since: string | null,
  today: Day,
): SignalFacts['coaching'] {
  const cap = capAt(currentPhase(startup.phases, today), today);
  return {
    cap,
    days: cap === null ? 0 : daysWithin(months, cap),
    since: since === null ? null : day(since),
  };
}

/** What the signals of these startups need to know, in a number of queries that does not follow theirs. The caller has the right. */
export async function readSignalFacts(
  db: Sql,
  network: Network,
  startups: readonly StartupFacts[],
  today: Day,
): Promise<SignalFacts[]> {
  const rows = await readRows(
    db,
    row,
    sql`SELECT s.id, greatest(f.updated_at, coalesce(r.at, f.updated_at)) AS "lastUpdate",
          coalesce((SELECT jsonb_agg(jsonb_build_array(m.id, p.id, p.full_name, m.end_day)) FROM mission m JOIN person p ON p.id = m.person_id WHERE m.startup_id = s.id), '[]') AS missions,
          (SELECT min(m.start_day)::text FROM mission m WHERE m.startup_id = s.id AND m.role = 'coach' AND m.withdrawn_at IS NULL AND m.start_day <= ${today}::date AND (m.end_day IS NULL OR m.end_day >= ${today}::date)) AS "coachedSince",
          EXISTS (SELECT 1 FROM startup_stop st WHERE st.startup_id = s.id AND (st.published_on IS NOT NULL OR st.withheld_reason IS NOT NULL)) AS "stopTold",
          (SELECT max(a.answered_on)::text FROM standard_answer a WHERE a.startup_id = s.id) AS "standardsAnsweredOn",
          (SELECT count(*)::int FROM error_report e WHERE e.startup_id = s.id AND e.settled_at IS NULL) AS "openReports",
          (SELECT count(*)::int FROM access_request a WHERE a.startup_id = s.id AND a.state = 'open') AS "openRequests",
          EXISTS (SELECT 1 FROM content_proposal c WHERE c.content_file_id = f.id AND c.settled_at IS NULL) AS proposal,
          (SELECT min(c.created_at) FROM committee c JOIN committee_incubator ci ON ci.committee_id = c.id JOIN startup_incubator si ON si.incubator_id = ci.incubator_id WHERE si.startup_id = s.id) AS "committeesSince"
        FROM startup s JOIN content_file f ON f.id = s.content_file_id LEFT JOIN fiche_review r ON r.startup_id = s.id
        WHERE s.id = ANY(${uuidArray(startups.map(({ id }) => id))})`,
  );
  const ids = startups.map(({ id }) => id);
  const held = new Map((await heldFacts(db, ids, today)).map((one) => [one.startupId, one]));
  const conditions = await openConditionsOf(db, ids);
  const followUps = await followUpsOf(db, ids);
  const metrics = await metricsWithin(db, ids, { since: addMonths(today, -MEASURED_MONTHS), today });
  const budgets = await budgetsOf(db, ids, { inside: true });
  const campaign = campaignAt(today);
  const accreditations = new Map((await accreditationsOf(db, ids)).map((one) => [one.startupId, one]));
  const coachDaysOf = byStartup(await daysOf(db, ids));
  const reviewsOf = byStartup(await reviewsDue(db, ids, addMonths(today, 1)));
  const metricsOf = byStartup(metrics);
  const budgetsOfOne = byStartup(budgets);
  const conditionsOfOne = byStartup(conditions);
  const followUpsOfOne = byStartup(followUps);
  const byId = new Map(rows.map((known) => [known.id, known]));
  return startups.flatMap((startup) => {
    const known = byId.get(startup.id);
    if (!known) return [];
    return [
      {
        startup,
        lastUpdate: parisDay(known.lastUpdate),
        missions: known.missions.map(([id, personId, name, until]) => ({
          id,
          personId,
          name,
          until: until === null ? null : day(until),
        })),
        openReports: known.openReports,
        openRequests: known.openRequests,
        proposal: known.proposal,
        expectations: network.expectations,
        committeesSince: known.committeesSince === null ? null : parisDay(known.committeesSince),
        held: held.get(startup.id)!,
        measures: measuresOf(metricsOf(startup.id), today),
        budgetPublished: publishedSince(budgetsOfOne(startup.id), campaign),
        longStay: longStay(network, startup, today),
        followUps: followUpsOfOne(startup.id),
        accreditedUntil: accreditations.get(startup.id)?.until ?? null,
        standardsAnsweredOn: known.standardsAnsweredOn === null ? null : day(known.standardsAnsweredOn),
        stopTold: known.stopTold,
        coaching: coachingOf(startup, coachDaysOf(startup.id), known.coachedSince, today),
        reviews: reviewsOf(startup.id),
        conditions: conditionsOfOne(startup.id).map(({ text, owner, due }) => ({ text, owner, due })),
      },
    ];
  });
}
