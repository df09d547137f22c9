import { countOf, formatDay } from '~/design/formats';
import type { Day } from '~/platform/day';
import { daysBetween } from '~/platform/day';
import { LIFECYCLE, lifecycleOrder, type PhaseCode, type PhaseOrigin } from './rules';

/** One phase of a startup's past, as dated; nothing forbids it to repeat, overlap or go back. */
export interface Phase {
  code: PhaseCode;
  start: Day;
  end: Day | null;
  origin: PhaseOrigin;
}

/** By start; on the same day, in lifecycle order (ruling 4). */
export function inOrder<P extends Pick<Phase, 'code' | 'start'>>(phases: readonly P[]): P[] {
  return [...phases].sort((a, b) =>
    a.start < b.start ? -1 : a.start > b.start ? 1 : lifecycleOrder(a.code) - lifecycleOrder(b.code),
  );
}

/** The phase with the latest start that is not in the future; on a tie, the later one in lifecycle order. */
export function currentPhase<P extends Pick<Phase, 'code' | 'start'>>(
  phases: readonly P[],
  on: Day,
): P | null {
  let current: P | null = null;
  for (const phase of phases) {
    if (phase.start > on) continue;
    if (
      current === null ||
      phase.start > current.start ||
      (phase.start === current.start && lifecycleOrder(phase.code) > lifecycleOrder(current.code))
    ) {
      current = phase;
    }
  }
  return current;
}

/** A stretch of the life line: from one phase's start to the next one's, or still open. */
export interface Stretch {
  code: PhaseCode;
  origin: PhaseOrigin;
  start: Day;
  /** Where the next phase begins; null for the last. */
  end: Day | null;
  /** Dates that contradict each other touch this stretch: it is drawn hatched. */
  doubtful: boolean;
}

/** The life line's stretches. A phase that shares its day with the next one has no length and is left out. */
export function stretchesOf(phases: readonly Phase[]): Stretch[] {
  const ordered = inOrder(phases);
  return ordered.flatMap((phase, index) => {
    const next = ordered[index + 1];
    if (next && next.start === phase.start) return [];
    const previous = ordered[index - 1];
    const overlapsNext = next !== undefined && phase.end !== null && phase.end > next.start;
    const sameDayBefore = previous !== undefined && previous.start === phase.start;
    return [
      {
        code: phase.code,
        origin: phase.origin,
        start: phase.start,
        end: next?.start ?? null,
        doubtful: overlapsNext || sameDayBefore,
      },
    ];
  });
}

/** What does not add up in the dates of a startup; it is flagged and never refused. */
export type PhaseOddity =
  | 'phase-meme-jour'
  | 'phase-chevauchement'
  | 'phase-trou'
  | 'phase-future'
  | 'phase-derniere-finie'
  | 'phase-ordre';

export interface FoundPhaseOddity {
  kind: PhaseOddity;
  /** The phase's place in the list it came from. */
  index: number;
  found: string;
  understood: string;
}

/**
 * The oddities of one startup's phases, each neighbouring pair counted once under its first cause.
 * @param today phases that start later are "future".
 */
export function phaseOddities(phases: readonly Phase[], today: Day): FoundPhaseOddity[] {
  const listed = phases.map((phase, index) => ({ ...phase, index }));
  const ordered = inOrder(listed);
  const found: FoundPhaseOddity[] = [];
  const label = (code: PhaseCode) => LIFECYCLE[code].label.toLowerCase();
  ordered.forEach((phase, place) => {
    const next = ordered[place + 1];
    const say = (kind: PhaseOddity, foundText: string, understood: string) =>
      found.push({ kind, index: phase.index, found: foundText, understood });
    if (phase.start > today) {
      say('phase-future', `début le ${formatDay(phase.start)}`, 'phase annoncée, sans effet avant ce jour');
    }
    if (next === undefined) {
      if (phase.end !== null && LIFECYCLE[phase.code].kind === 'phase') {
        say(
          'phase-derniere-finie',
          `fin le ${formatDay(phase.end)} sans phase suivante`,
          'phase tenue pour en cours tant qu’aucune autre ne commence',
        );
      }
      return;
    }
    if (phase.start === next.start) {
      say(
        'phase-meme-jour',
        `${label(phase.code)} et ${label(next.code)} commencent le ${formatDay(phase.start)}`,
        `phase retenue : ${label(next.code)} ; durée de l’autre inconnue`,
      );
    } else if (phase.end !== null && phase.end > next.start) {
      say(
        'phase-chevauchement',
        `fin le ${formatDay(phase.end)}, mais ${label(next.code)} commence le ${formatDay(next.start)}`,
        `fin le ${formatDay(next.start)}, au début de la phase suivante`,
      );
    } else if (phase.end !== null && phase.end < next.start) {
      say(
        'phase-trou',
        `fin le ${formatDay(phase.end)}, ${countOf(daysBetween(phase.end, next.start), 'jour', 'jours')} avant : ${label(next.code)}`,
        `phase tenue pour en cours jusqu’au ${formatDay(next.start)}`,
      );
    }
    if (phase.index > next.index) {
      say(
        'phase-ordre',
        `écrite après ${label(next.code)}, qui la suit`,
        'rangée par date, puis dans l’ordre du cycle de vie',
      );
    }
  });
  return found;
}
