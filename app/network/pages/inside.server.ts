import { formatDaysAsMonths, formatDay, formatMonth, formatNumber } from '~/design/formats';
import { insideStartup, type Actor } from '~/person/rights';
import type { Sql } from '~/platform/database/sql.server';
import { daysBetween, type Day } from '~/platform/day';
import { ODDITY_LABELS } from '~/platform/document/oddity-labels';
import { expectedAt, type Expectation } from '~/startup/expectations';
import { FEWEST_CASES } from '~/startup/durations';
import { currentPhase } from '~/startup/life';
import { readOddities, startupIdsWithin } from '~/startup/reads.server';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import type { IncubatorFacts, Network, StartupFacts } from '../facts';
import { lifeLineOf, lifeSentence, statusSentence } from '../life-line';
import { medians, networkDurations, nextChange, type NextChange } from './durations';
import { startupsOf } from '../groupings';

export interface TimeInPhase {
  code: PhaseCode;
  days: number;
  sentence: string;
  /** Longer than three quarters of the network's stays. */
  late: boolean;
}

/** How long the present phase has lasted, against the network. */
export function timeInPhase(network: Network, startup: StartupFacts, today: Day): TimeInPhase | null {
  const phase = currentPhase(startup.phases, today);
  if (phase === null || LIFECYCLE[phase.code].kind !== 'phase') return null;
  const days = daysBetween(phase.start, today);
  const estimate = networkDurations(network, today)[phase.code];
  const known = estimate !== undefined && estimate.count >= FEWEST_CASES;
  const median = known ? estimate.median.days : null;
  const third = known ? estimate.thirdQuartile.days : null;
  const label = LIFECYCLE[phase.code].label.toLowerCase();
  return {
    code: phase.code,
    days,
    late: third !== null && days > third,
    sentence:
      `${formatDaysAsMonths(days)} en ${label}` +
      (median === null
        ? ', sans médiane du réseau à comparer'
        : ` ; médiane du réseau ${formatDaysAsMonths(median)}`) +
      (third === null ? '.' : `, trois quarts en sortent avant ${formatDaysAsMonths(third)}.`),
  };
}

/** When the next change of phase would come, with its interval and its number of cases. */
function nextChangeSentence(next: NextChange | null): string | null {
  if (next === null) return null;
  const cases = `${formatNumber(next.count)} startups restées aussi longtemps`;
  const earliest = next.earliest === null ? '' : `, au plus tôt ${formatMonth(next.earliest)}`;
  return next.latest === null
    ? `Prochain changement de phase : trop peu de startups en sont sorties pour le dater (médiane ${formatMonth(next.on)}${earliest}, sans borne haute, sur ${cases}).`
    : `Prochain changement de phase estimé : ${formatMonth(next.on)}${earliest}, au plus tard ${formatMonth(next.latest)} (médiane et intervalle à 95 %, sur ${cases}).`;
}

export interface InsideOddity {
  label: string;
  field: string;
  line: number | null;
  found: string;
  understood: string;
}

const oddityForReading = ({
  kind,
  ...oddity
}: {
  kind: string;
  field: string;
  line: number | null;
  found: string;
  understood: string;
}): InsideOddity => ({
  label: ODDITY_LABELS[kind] ?? kind,
  field: oddity.field,
  line: oddity.line,
  found: oddity.found,
  understood: oddity.understood,
});

/** What the team and its incubators see of a startup, and no one else. */
export async function startupInsidePage(
  db: Sql,
  network: Network,
  actor: Actor,
  startup: StartupFacts,
  today: Day,
) {
  const phase = currentPhase(startup.phases, today);
  const expected: Array<Expectation & { held: boolean }> =
    phase === null ? [] : expectedAt(network.expectations, phase.code, startup);
  return {
    publicId: startup.publicId,
    title: startup.title,
    status: statusSentence(phase, today),
    time: timeInPhase(network, startup, today),
    next: phase === null ? null : nextChangeSentence(nextChange(network, phase, today)),
    lifeLine: lifeLineOf(startup, today),
    lifeSentence: lifeSentence(startup, today),
    ghosts: medians(network, today),
    expected: expected.map(({ code, label, why, field, held }) => ({ code, label, why, field, held })),
    oddities: (await readOddities(db, actor, today, [startup.id])).map(oddityForReading),
    todayText: formatDay(today),
  };
}
export type StartupInsidePage = Awaited<ReturnType<typeof startupInsidePage>>;

/** What an incubator's people see of their portfolio: who needs attention first, then by name. */
export async function incubatorInsidePage(
  db: Sql,
  network: Network,
  actor: Actor,
  incubator: IncubatorFacts,
  today: Day,
) {
  const allowed = new Set(await startupIdsWithin(db, insideStartup, actor, today));
  const startups = startupsOf(network, incubator).filter((startup) => allowed.has(startup.id));
  const oddities = await readOddities(
    db,
    actor,
    today,
    startups.map((startup) => startup.id),
  );
  const oddityCount = new Map<string, number>();
  for (const { publicId } of oddities) oddityCount.set(publicId, (oddityCount.get(publicId) ?? 0) + 1);
  const rows = startups
    .map((startup) => {
      const phase = currentPhase(startup.phases, today);
      const expected = phase === null ? [] : expectedAt(network.expectations, phase.code, startup);
      return {
        publicId: startup.publicId,
        title: startup.title,
        code: phase?.code ?? null,
        status: statusSentence(phase, today),
        active: phase !== null && LIFECYCLE[phase.code].active,
        time: timeInPhase(network, startup, today),
        missing: expected
          .filter(({ held }) => !held)
          .map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1)),
        oddities: oddityCount.get(startup.publicId) ?? 0,
      };
    })
    .sort(
      (a, b) =>
        Number(b.active) - Number(a.active) ||
        Number(b.time?.late ?? false) - Number(a.time?.late ?? false) ||
        b.missing.length - a.missing.length,
    );
  const archived = [...network.archivedById.values()]
    .filter(({ incubators }) => incubators.some(({ id }) => id === incubator.id))
    .map(({ publicId, title }) => ({ publicId, title }));
  return { publicId: incubator.publicId, title: incubator.title, rows, archived };
}
export type IncubatorInsidePage = Awaited<ReturnType<typeof incubatorInsidePage>>;
