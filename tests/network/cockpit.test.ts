import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importContent } from '~/exchange/import.server';
import { changesByDay, changesOf, flowsBetween, stocksOn } from '~/network/cockpit/changes';
import type { Network, StartupFacts } from '~/network/facts';
import { followNetwork } from '~/network/network.server';
import { stockOn, stockOf } from '~/network/standing';
import { stoppedClock } from '~/platform/clock.server';
import { addDays, day, lastDayOfYear, type Day } from '~/platform/day';
import { foundInstallation } from '~/platform/installation.server';
import { currentPhase, type Phase } from '~/startup/life';
import { PHASE_CODES } from '~/startup/rules';
import { freshDatabase } from '../support/database';

const FIRST = day('2020-01-01');
const anyPhase: fc.Arbitrary<Phase> = fc.record({
  code: fc.constantFrom(...PHASE_CODES),
  start: fc.integer({ min: 0, max: 40 }).map((days) => addDays(FIRST, days * 7)),
  end: fc.constant(null),
  origin: fc.constant('historique' as const),
});
const anyLives = fc.array(fc.array(anyPhase, { maxLength: 6 }), { maxLength: 12 });
const networkOf = (lives: Phase[][]): Network =>
  ({ startups: lives.map((phases) => ({ phases }) as StartupFacts) }) as unknown as Network;

describe('The cockpit', () => {
  test('as of any day counts each startup where the one rule of the current phase puts it', () => {
    fc.assert(
      fc.property(
        anyLives,
        fc.array(fc.integer({ min: -10, max: 300 }), { minLength: 1, maxLength: 6 }),
        (lives, offsets) => {
          const days = offsets.sort((a, b) => a - b).map((offset) => addDays(FIRST, offset));
          const expected = days.map((on) => stockOf(lives.map((phases) => currentPhase(phases, on))));
          expect(stocksOn(changesByDay(networkOf(lives)), days)).toEqual(expected);
        },
      ),
    );
  });

  test('its flows lead from the stock of one day to the stock of another', () => {
    fc.assert(
      fc.property(
        anyLives,
        fc.integer({ min: 0, max: 150 }),
        fc.integer({ min: 0, max: 150 }),
        (lives, a, b) => {
          const since = addDays(FIRST, Math.min(a, b));
          const until = addDays(FIRST, Math.max(a, b));
          const changes = changesByDay(networkOf(lives));
          const [before, after] = stocksOn(changes, [since, until]);
          const moved = { ...before! };
          for (const { from, to, count } of flowsBetween(changes, since, until)) {
            moved[to] += count;
            if (from !== null) moved[from] -= count;
          }
          expect(moved).toEqual(after);
        },
      ),
    );
  });

  test('phases of one day make one change, and a stay in the same phase none that is drawn', () => {
    const at = (code: Phase['code'], start: string): Phase => ({
      code,
      start: day(start),
      end: null,
      origin: 'historique',
    });
    const life = [
      at('investigation', '2020-01-01'),
      at('construction', '2020-01-01'),
      at('acceleration', '2021-01-01'),
      at('acceleration', '2022-01-01'),
    ];
    expect(changesOf({ phases: life }).map(({ from, to }) => `${from}>${to}`)).toEqual([
      'null>construction',
      'construction>acceleration',
      'acceleration>acceleration',
    ]);
    expect(flowsBetween(changesByDay(networkOf([life])), day('2021-06-01'), day('2022-06-01'))).toEqual([]);
  });
});

const CORPUS = process.env['CORPUS_DIR'];
const YEARS = Array.from({ length: 13 }, (_, index) => 2013 + index);

describe.skipIf(!CORPUS || !existsSync(CORPUS))('On the real corpus', () => {
  test('the cockpit of each 31 December since 2013 is what the data gives', async () => {
    const clock = stoppedClock('2026-08-20T10:00:00Z');
    const database = await freshDatabase('vide');
    await foundInstallation(database.prisma, 'real', clock.now());
    await importContent({ database, clock }, { dir: CORPUS! });
    const network = (await followNetwork(database, false)).current();
    const days: Day[] = YEARS.map(lastDayOfYear);
    const counted = stocksOn(changesByDay(network), days);
    expect(counted).toEqual(days.map((on) => stockOn(network, on)));
    console.log(
      `panorama : ${counted.map((stock, index) => `${YEARS[index]} ${Object.values(stock).reduce((a, b) => a + b, 0)}`).join(', ')}`,
    );
  });
});
