import { isFast } from '../awards';
import { formatDay, formatTotal } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { addMonths } from '~/platform/calendar';
import { lastDayOfYear, yearOf, type Day } from '~/platform/day';
import { total } from '~/platform/money';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import {
  changesByDay,
  changesByYear,
  changesOf,
  flowsBetween,
  milestonesByDay,
  stocksOn,
} from '../cockpit/changes';
import type { Network } from '../facts';
import { oncePerVersion } from '../memo';
import { activeIn, perennialIn } from '../standing';
import { countedInYear, YEAR_COUNTS, type YearCount } from './panorama-year';

export interface PanoramaQuery {
  on: Day;
  /** Which flow is opened: a pair of phases, the first may be « entrée ». */
  opened: { from: PhaseCode | null; to: PhaseCode } | null;
  /** Which figure of which year is opened. */
  counted: { what: YearCount; year: number } | null;
}

/** Funding and labels of each year, from what bears a date. */
const yearly = (network: Network) =>
  oncePerVersion(network, 'yearly-facts', () => {
    const awards = new Map<number, Network['awards'][number][]>();
    for (const award of network.awards) {
      if (award.heldOn === null || !isFast(award)) continue;
      const year = yearOf(award.heldOn);
      awards.set(year, [...(awards.get(year) ?? []), award]);
    }
    const labels = new Map<number, number>();
    for (const { impacts } of network.startups)
      for (const { labelYear } of impacts)
        if (labelYear !== null) labels.set(labelYear, (labels.get(labelYear) ?? 0) + 1);
    return { awards, labels };
  });

/** The network as of a day: valid time, from dated facts alone. */
export function panorama(network: Network, { on, opened, counted }: PanoramaQuery, today: Day) {
  const changes = changesByDay(network);
  const since = addMonths(on, -12);
  const first = changes[0]?.day ?? on;
  const days: Day[] = [];
  for (let year = yearOf(first); year < yearOf(on); year += 1) days.push(lastDayOfYear(year));
  days.push(on);
  const stocks = stocksOn(changes, days);
  const stock = stocks.at(-1)!;
  const { awards, labels } = yearly(network);
  return {
    on,
    onText: formatDay(on),
    isToday: on === today,
    since,
    sinceText: formatDay(since),
    active: activeIn(stock),
    perennial: perennialIn(stock),
    stock,
    points: days.map((day, index) => ({
      label: index === days.length - 1 ? (on === today ? 'auj.' : formatDay(on)) : String(yearOf(day)),
      on: day,
      stock: stocks[index]!,
    })),
    flows: flowsBetween(changes, since, on),
    years: changesByYear(changes, milestonesByDay(network), on).map((line) => {
      const own = (awards.get(line.year) ?? []).filter(({ heldOn }) => heldOn! <= on);
      return {
        year: line.year,
        amount: own.length === 0 ? null : formatTotal(total(own.map(({ awarded }) => awarded))),
        counts: {
          entrees: line.entries,
          lancements: line.launches,
          relais: line.handovers,
          'non-concluantes': line.inconclusive,
          arrets: line.stops,
          fast: own.length,
          impact: labels.get(line.year) ?? 0,
        } satisfies Record<YearCount, number>,
      };
    }),
    counted:
      counted === null
        ? null
        : {
            title: `${YEAR_COUNTS[counted.what]} en ${counted.year}`,
            things: countedInYear(network, counted.what, counted.year, on),
          },
    opened:
      opened === null
        ? null
        : {
            from: opened.from === null ? 'Entrée' : LIFECYCLE[opened.from].label,
            to: LIFECYCLE[opened.to].label,
            things: network.startups.flatMap((startup) =>
              changesOf(startup)
                .filter(
                  ({ day, from, to }) => day > since && day <= on && from === opened.from && to === opened.to,
                )
                .map(({ day }) => ({
                  name: startup.title,
                  to: startupPath(startup.publicId),
                  detail: `le ${formatDay(day)}`,
                })),
            ),
          },
  };
}
