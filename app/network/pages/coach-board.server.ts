import { capAt, daysWithin, LONGEST_MONTHS } from '~/committee/coaching/caps';
import { CHECKLISTS } from '~/committee/coaching/checklists';
import { daysOf, ownDaysIn, restsOf } from '~/committee/coaching/coaching.server';
import { openConditionsOf } from '~/committee/conditions/conditions.server';
import { heldFacts } from '~/committee/reads.server';
import { nextCommittee } from '~/committee/schedule';
import { formatDay } from '~/design/formats';
import { metricsWithin } from '~/impact/reads.server';
import { firstOfMonth } from '~/impact/values/periods';
import { kindWords, metricView } from '~/impact/views';
import { isCurrent, type PersonActor } from '~/person/rights';
import { startupPath } from '~/platform/addresses';
import { addMonths, monthsBetween } from '~/platform/calendar';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE } from '~/startup/rules';
import type { Network, StartupFacts } from '../facts';
import { statusSentence } from '../life-line';
import { readSignalFacts } from '../signal-facts.server';
import { signalsFor } from '../signals';
import { timeInPhase } from './inside.server';

/** Figures older than this say nothing of how a startup fares now. */
const FIGURE_MONTHS = 36;

const coachingOf = (actor: PersonActor, today: Day) =>
  actor.missions.filter((mission) => mission.role === 'coach' && isCurrent(mission, today));

/** The startups that a person coaches today. */
export function coachedBy(network: Network, actor: PersonActor, today: Day): StartupFacts[] {
  const ids = new Set(coachingOf(actor, today).map(({ startupId }) => startupId));
  return network.startups.filter(({ id }) => ids.has(id));
}

/** The startups that a person coaches, across incubators: where each stands, what comes, what it took. */
export async function coachBoard(db: Sql, network: Network, actor: PersonActor, today: Day) {
  const missions = coachingOf(actor, today);
  const startups = coachedBy(network, actor, today);
  const ids = startups.map(({ id }) => id);
  const held = new Map((await heldFacts(db, ids, today)).map((one) => [one.startupId, one]));
  const conditions = await openConditionsOf(db, ids);
  const days = await daysOf(db, ids);
  const given = await ownDaysIn(db, actor.personId, ids, firstOfMonth(today));
  const rests = await restsOf(db, today, actor.personId);
  const metrics = await metricsWithin(db, ids, { since: addMonths(today, -FIGURE_MONTHS), today });
  const facts = new Map(
    (await readSignalFacts(db, network, startups, today)).map((one) => [one.startup.id, one]),
  );
  return startups.map((startup) => {
    const phase = currentPhase(startup.phases, today);
    const next =
      phase === null || LIFECYCLE[phase.code].kind !== 'phase'
        ? null
        : nextCommittee({ phase, ...held.get(startup.id)! });
    const planned = held.get(startup.id)!.planned;
    const open = conditions.filter(({ startupId }) => startupId === startup.id);
    const mine = days.filter(({ startupId }) => startupId === startup.id);
    const cap = capAt(phase, today);
    const used = cap === null ? null : daysWithin(mine, cap);
    const figure = metrics
      .filter((metric) => metric.startupId === startup.id)
      .sort((a, b) => Number(b.northStar) - Number(a.northStar))
      .map((metric) => metricView(metric, today))
      .find((view) => view.figure !== null);
    const since = missions.find(({ startupId }) => startupId === startup.id)?.from ?? null;
    const resting = rests.filter(({ startupId }) => startupId === startup.id);
    return {
      publicId: startup.publicId,
      title: startup.title,
      path: startupPath(startup.publicId),
      incubators: startup.incubators.map(({ title }) => title).join(', '),
      code: phase?.code ?? null,
      status: statusSentence(phase, today),
      time: timeInPhase(network, startup, today),
      next:
        planned !== null
          ? `comité le ${formatDay(planned)}`
          : next === null
            ? null
            : `comité avant le ${formatDay(next.due)}`,
      late: planned === null && next !== null && next.due < today,
      conditions: open.length,
      lateConditions: open.filter(({ due }) => due < today).length,
      figure: figure
        ? `${figure.figure} (${figure.name.toLowerCase()}, mesure ${kindWords(figure.kind)}), ${figure.change}`
        : null,
      month: given.find(({ startupId }) => startupId === startup.id)?.days ?? null,
      cap: cap === null ? null : { days: cap.days, used: used!, words: cap.words, over: used! > cap.days },
      twoYears: since !== null && monthsBetween(since, today) >= LONGEST_MONTHS,
      checks: (phase === null ? [] : (CHECKLISTS[phase.code] ?? [])).length,
      signals: signalsFor(facts.get(startup.id)!, ['coach'], today)
        .filter(({ code }) => !resting.some((rest) => rest.code === code))
        .map(({ code, sentence, why }) => ({ code, sentence, why })),
      resting: resting.map(({ code, because, until }) => ({ code, because, until: formatDay(until) })),
    };
  });
}
export type CoachedStartup = Awaited<ReturnType<typeof coachBoard>>[number];
