import { awardName } from './awards';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import { stretchesOf } from '~/startup/life';
import type { GanttRow } from '~/startup/parts/Gantt';
import type { LifeLineData, Mark } from '~/startup/parts/life-line-geometry';
import { formatAmount, formatDay, formatMonths } from '~/design/formats';
import { monthsBetween } from '~/platform/calendar';
import { eventLabel } from '~/startup/events';
import { LIFECYCLE } from '~/startup/rules';
import type { Phase } from '~/startup/life';
import type { StartupEvent, StartupFacts } from './facts';
import type { Outcome } from '~/committee/outcomes';

/** A committee is drawn by what it decided; one that nobody told here keeps the plain mark. */
const COMMITTEE_MARKS: Readonly<Record<Outcome, Mark['kind']>> = {
  continuer: 'committee',
  prolonger: 'committee',
  pivoter: 'committee-moves',
  phase: 'committee-moves',
  reprendre: 'committee-moves',
  transferer: 'committee-hands-over',
  operer: 'committee-hands-over',
  ailleurs: 'committee-hands-over',
  arreter: 'committee-stops',
};

function eventMark({ kind, outcome }: StartupEvent): Mark['kind'] {
  if (kind === 'product_launch') return 'launch';
  if (kind !== 'committee') return 'other';
  return outcome === null ? 'committee' : COMMITTEE_MARKS[outcome];
}

function marksOf(startup: StartupFacts): Mark[] {
  const events = startup.events
    .filter((event) => event.kind !== 'national_impact' && event.kind !== 'fast')
    .map((event) => ({
      kind: eventMark(event),
      day: event.day,
      label: eventLabel(event.kind),
    }));
  const impacts = startup.impacts.map(({ day, labelYear }) => ({
    kind: 'national-impact' as const,
    day,
    label: `Impact national ${labelYear ?? ''}`.trim(),
  }));
  const awards = startup.awards.flatMap((award) =>
    award.heldOn === null
      ? []
      : [
          {
            kind: 'award' as const,
            day: award.heldOn,
            label: `${awardName(award)}${award.awarded === null || award.awarded === 0 ? '' : `, ${formatAmount(award.awarded)}`}`,
          },
        ],
  );
  return [...events, ...awards, ...impacts].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The life line as known on `today`: later phases and marks are not drawn. */
export function lifeLineOf(startup: StartupFacts, today: Day): LifeLineData {
  return {
    stretches: stretchesOf(startup.phases.filter((phase) => phase.start <= today)),
    marks: marksOf(startup).filter((mark) => mark.day <= today),
    today,
  };
}

export const ganttRow = (startup: StartupFacts, today: Day): GanttRow => {
  const { stretches, marks } = lifeLineOf(startup, today);
  return { href: startupPath(startup.publicId), title: startup.title, stretches, marks };
};

/** « En accélération depuis 14 mois », « Transféré depuis le 1er mars 2024 », « Service arrêté le 3 mai 2022 ». */
export function statusSentence(phase: Phase | null, today: Day): string {
  if (phase === null) return 'Aucune phase n’a encore commencé';
  const { state, kind } = LIFECYCLE[phase.code];
  if (kind === 'stop') return `${state} le ${formatDay(phase.start)}`;
  if (kind === 'exit') return `${state} depuis le ${formatDay(phase.start)}`;
  return `${state} depuis ${formatMonths(monthsBetween(phase.start, today))}`;
}

/** What a life line shows, said in one sentence for who does not see it. */
export function lifeSentence(startup: StartupFacts, today: Day): string {
  const stretches = lifeLineOf(startup, today).stretches;
  const parts = stretches.map(
    ({ code, start }) => `${LIFECYCLE[code].label.toLowerCase()} à partir du ${formatDay(start)}`,
  );
  return `Ligne de vie de ${startup.title} : ${parts.join(', ')}.`;
}
