import { formatDay, formatNumber } from '~/design/formats';
import { addMonths } from '~/platform/calendar';
import { daysBetween, type Day } from '~/platform/day';
import { stretchesOf, type Phase } from '~/startup/life';

/** A mission on a startup, as far as the certification asks. */
export interface CareerMission {
  startup: string;
  from: Day | null;
  until: Day | null;
  /** Whether the person is employed by an administration. */
  publicAgent: boolean;
  phases: readonly Phase[];
}

export interface Career {
  missions: readonly CareerMission[];
  certifiedOn: Day | null;
}

export interface EligibilityLine {
  code: string;
  /** The rule (handbook, « Certification des intrapreneurs »). */
  rule: string;
  held: boolean;
  /** What is known of it here. */
  fact: string;
}

/** Six months, or twelve when the product is not one's whole time. */
export const FULL_TIME_DAYS = 182;
export const PART_TIME_DAYS = 365;
/** One may still ask within this many months of the last mission. */
export const AFTER_MONTHS = 12;

/** Days lived by somebody between these missions, a day that several share counted once. */
export function daysOnStartups(missions: readonly CareerMission[], today: Day): number {
  const spans = missions
    .filter(({ from }) => from !== null && from <= today)
    .map(({ from, until }) => ({ from: from!, until: until === null || until > today ? today : until }))
    .sort((a, b) => a.from.localeCompare(b.from));
  let days = 0;
  let reached: Day | null = null;
  for (const { from, until } of spans) {
    if (reached !== null && until <= reached) continue;
    days += reached === null || from > reached ? daysBetween(from, until) + 1 : daysBetween(reached, until);
    reached = until;
  }
  return days;
}

/** The first startup that was in acceleration while the person was there. */
const acceleratedWith = (missions: readonly CareerMission[], today: Day): string | null =>
  missions.find(({ from, until, phases }) =>
    stretchesOf(phases).some(
      ({ code, start, end }) =>
        code === 'acceleration' &&
        start <= (until === null || until > today ? today : until) &&
        (end === null || from === null || end > from),
    ),
  )?.startup ?? null;

/** Line by line, whether somebody may ask for the certification on a day, and what says so. Rule: handbook. */
export function eligibility(career: Career, fullTime: boolean, today: Day): EligibilityLine[] {
  const missions = career.missions.filter(({ publicAgent }) => publicAgent);
  const days = daysOnStartups(missions, today);
  const accelerated = acceleratedWith(missions, today);
  const present = missions.some(({ until }) => until === null || until >= today);
  const left = missions
    .map(({ until }) => until!)
    .sort()
    .at(-1);
  const needed = fullTime ? FULL_TIME_DAYS : PART_TIME_DAYS;
  return [
    {
      code: 'agent',
      rule: 'Travailler pour une administration',
      held: missions.length > 0,
      fact:
        missions.length > 0
          ? `mission publique sur ${missions[0]!.startup}`
          : 'aucune mission d’une administration n’est connue ici',
    },
    {
      code: 'duree',
      rule: fullTime ? 'Six mois au moins, à temps plein' : 'Douze mois au moins, à temps partiel',
      held: days >= needed,
      fact: `${formatNumber(days)} jours de mission sur ${formatNumber(needed)}`,
    },
    {
      code: 'acceleration',
      rule: 'Avoir connu une accélération',
      held: accelerated !== null,
      fact: accelerated === null ? 'aucune n’est connue ici pendant ces missions' : `avec ${accelerated}`,
    },
    {
      code: 'depart',
      rule: 'Être en mission, ou l’avoir été il y a un an au plus',
      held: present || (left !== undefined && left >= addMonths(today, -AFTER_MONTHS)),
      fact: present
        ? 'en mission'
        : left === undefined
          ? 'aucune mission connue'
          : `dernière mission jusqu’au ${formatDay(left)}`,
    },
    {
      code: 'premiere',
      rule: 'Ne pas avoir déjà la certification',
      held: career.certifiedOn === null,
      fact:
        career.certifiedOn === null ? 'pas de certification connue' : `le ${formatDay(career.certifiedOn)}`,
    },
  ];
}

export const isEligible = (lines: readonly EligibilityLine[]): boolean => lines.every(({ held }) => held);
