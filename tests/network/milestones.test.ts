import { expect, test } from 'vitest';
import { changesByDay, changesByYear, milestonesByDay } from '~/network/cockpit/changes';
import type { Network, StartupFacts } from '~/network/facts';
import { indicatorByCode } from '~/network/indicators/all';
import { followNetwork } from '~/network/network.server';
import { panorama } from '~/network/pages/panorama';
import { countedInYear, YEAR_COUNT_CODES } from '~/network/pages/panorama-year';
import { periodOf, type IndicatorFacts } from '~/network/indicators/indicator';
import { day } from '~/platform/day';
import type { Phase } from '~/startup/life';
import { startSite } from '../support/site';

const phase = (code: Phase['code'], start: string): Phase => ({
  code,
  start: day(start),
  end: null,
  origin: 'historique',
});
const startup = (title: string, phases: Phase[]): StartupFacts =>
  ({
    id: title,
    publicId: title,
    title,
    phases,
    incubators: [],
    impacts: [],
    awards: [],
  }) as unknown as StartupFacts;

const demo = await startSite('demo');

test('each figure of the panorama opens exactly what it counts, at any day', async () => {
  const reader = await followNetwork(demo.database, true);
  const network = reader.current();
  reader.stop();
  for (const on of ['2026-11-20', '2023-06-30'].map(day)) {
    const years = panorama(network, { on, opened: null, counted: null }, on).years;
    expect(years.length).toBeGreaterThan(3);
    for (const { year, counts } of years)
      for (const what of YEAR_COUNT_CODES)
        expect(countedInYear(network, what, year, on), `${what} ${year}`).toHaveLength(counts[what]);
  }
});

test('the panorama counts launches and handovers as the indicators do: once a startup, whatever follows', () => {
  const startups = [
    // Built twice, handed over twice: one launch, one handover.
    startup('a', [
      phase('construction', '2023-02-01'),
      phase('investigation', '2023-09-01'),
      phase('construction', '2024-02-01'),
      phase('opere', '2024-06-01'),
      phase('transfere', '2025-06-01'),
    ]),
    // Built and accelerated on one day: launched all the same.
    startup('b', [phase('construction', '2024-03-01'), phase('acceleration', '2024-03-01')]),
  ];
  const network = { startups, startupById: new Map(), incubators: [], awards: [] } as unknown as Network;
  const today = day('2025-12-31');
  const years = changesByYear(changesByDay(network), milestonesByDay(network), today);
  const counted = (year: number) => years.find((line) => line.year === year);
  expect(counted(2023)).toMatchObject({ launches: 1, handovers: 0 });
  expect(counted(2024)).toMatchObject({ launches: 1, handovers: 1 });
  expect(counted(2025)).toMatchObject({ launches: 0, handovers: 0 });
  const launches = indicatorByCode('lancements')!;
  const facts = { network } as unknown as IndicatorFacts;
  for (const year of [2023, 2024, 2025])
    expect(launches.measure(facts, periodOf(year, today)).value, String(year)).toBe(counted(year)!.launches);
});
