import { formatDay } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { yearOf, type Day } from '~/platform/day';
import { awardAmount, awardName, awardPath, isFast } from '../awards';
import { changesOf, milestoneDay, type Change, type Milestone } from '../cockpit/changes';
import type { Award, Network, StartupFacts } from '../facts';

/** What each year of the panorama counts, in the order of its columns. */
export const YEAR_COUNTS = {
  entrees: 'Entrées',
  lancements: 'Lancements',
  relais: 'Passages de relais',
  'non-concluantes': 'Investigations non concluantes',
  arrets: 'Arrêts',
  fast: 'FAST',
  impact: 'Impact national',
} as const;
export type YearCount = keyof typeof YEAR_COUNTS;
export const YEAR_COUNT_CODES = Object.keys(YEAR_COUNTS) as YearCount[];

export interface CountedThing {
  name: string;
  to: string;
  detail: string;
}

const thing = ({ title, publicId }: StartupFacts, detail: string): CountedThing => ({
  name: title,
  to: startupPath(publicId),
  detail,
});

const laureateOf = (network: Network, { startupPublicId, incubatorPublicId, name }: Award): string =>
  (startupPublicId && network.startupById.get(startupPublicId)?.title) ||
  (incubatorPublicId && network.incubatorById.get(incubatorPublicId)?.title) ||
  (name ?? startupPublicId ?? incubatorPublicId ?? 'Projet sans page');

/** The things behind one figure of one year, by the same rules as the figure, until a day. */
export function countedInYear(network: Network, what: YearCount, year: number, until: Day): CountedThing[] {
  const counts = (day: Day | null | undefined): day is Day => !!day && day <= until && yearOf(day) === year;
  const changed = (isIt: (change: Change) => boolean) =>
    network.startups.flatMap((startup) =>
      changesOf(startup)
        .filter((change) => counts(change.day) && isIt(change))
        .map(({ day }) => thing(startup, `le ${formatDay(day)}`)),
    );
  const reached = (milestone: Milestone) =>
    network.startups.flatMap((startup) => {
      const day = milestoneDay(startup, milestone);
      return counts(day) ? [thing(startup, `le ${formatDay(day)}`)] : [];
    });
  switch (what) {
    case 'entrees':
      return changed(({ from }) => from === null);
    case 'lancements':
      return reached('launch');
    case 'relais':
      return reached('handover');
    case 'non-concluantes':
      return changed(({ to }) => to === 'abandon-investigation');
    case 'arrets':
      return changed(({ to }) => to === 'abandon');
    case 'fast':
      return network.awards
        .filter((award) => isFast(award) && counts(award.heldOn))
        .map((award) => ({
          name: laureateOf(network, award),
          to: awardPath(award),
          detail: `${awardName(award)}, ${awardAmount(award)}`,
        }));
    case 'impact':
      return network.startups.flatMap((startup) =>
        startup.impacts
          .filter(({ labelYear }) => labelYear === year)
          .map(({ day }) => thing(startup, `le ${formatDay(day)}`)),
      );
  }
}
