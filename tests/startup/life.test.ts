import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, type Day } from '~/platform/day';
import { currentPhase, inOrder, phaseOddities, stretchesOf, type Phase } from '~/startup/life';
import {
  ACTIVE_CODES,
  LIFECYCLE,
  lifecycleOrder,
  PERENNIAL_CODES,
  PHASE_CODES,
  STAGES,
  STOPS,
} from '~/startup/rules';

const phase = (code: Phase['code'], start: string, end: string | null = null): Phase => ({
  code,
  start: day(start),
  end: end === null ? null : day(end),
  origin: 'historique',
});

const anyPhase = fc
  .record({
    code: fc.constantFrom(...PHASE_CODES),
    offset: fc.integer({ min: 0, max: 400 }),
    length: fc.option(fc.integer({ min: 0, max: 200 })),
  })
  .map(({ code, offset, length }): Phase => {
    const start = addDays(day('2020-01-01'), offset);
    return { code, start, end: length === null ? null : addDays(start, length), origin: 'historique' };
  });
const anyLife = fc.array(anyPhase, { maxLength: 8 });
const anyDay = fc.integer({ min: -10, max: 600 }).map((offset): Day => addDays(day('2020-01-01'), offset));

describe('The lifecycle table', () => {
  test('eight codes, five stages, two stops that are never a stage', () => {
    expect(PHASE_CODES.length).toBe(8);
    expect(new Set(PHASE_CODES.map((code) => LIFECYCLE[code].stage))).toEqual(new Set([...STAGES, ...STOPS]));
  });

  test('opéré is active and made permanent; transféré is made permanent and not active', () => {
    expect(ACTIVE_CODES).toEqual(['investigation', 'construction', 'acceleration', 'consolidation', 'opere']);
    expect(PERENNIAL_CODES).toEqual(['opere', 'transfere']);
  });

  test('a stop or a transfer may come from every phase, and acceleration may follow itself', () => {
    for (const code of PHASE_CODES.filter((one) => LIFECYCLE[one].kind === 'phase')) {
      expect(LIFECYCLE[code].next).toContain('abandon');
      expect(LIFECYCLE[code].next).toContain('transfere');
    }
    expect(LIFECYCLE.acceleration.next).toContain('acceleration');
  });
});

describe('The current phase', () => {
  test('is the one with the latest start that is not in the future', () => {
    const life = [
      phase('construction', '2020-05-01'),
      phase('investigation', '2020-01-01'),
      phase('acceleration', '2027-01-01'),
    ];
    expect(currentPhase(life, day('2026-01-01'))?.code).toBe('construction');
    expect(currentPhase(life, day('2020-04-30'))?.code).toBe('investigation');
    expect(currentPhase(life, day('2019-12-31'))).toBeNull();
  });

  test('is the later one in lifecycle order when two start on the same day', () => {
    const life = [
      phase('acceleration', '2020-01-01'),
      phase('construction', '2020-01-01'),
      phase('investigation', '2020-01-01'),
    ];
    expect(currentPhase(life, day('2020-01-01'))?.code).toBe('acceleration');
  });

  test('is the last of the ordered phases that have begun, whatever the file says', () => {
    fc.assert(
      fc.property(anyLife, anyDay, (life, on) => {
        const begun = inOrder(life.filter(({ start }) => start <= on));
        const current = currentPhase(life, on);
        expect(current && { code: current.code, start: current.start }).toEqual(
          begun.length === 0 ? null : { code: begun.at(-1)!.code, start: begun.at(-1)!.start },
        );
      }),
    );
  });
});

describe('The life line', () => {
  test('has no hole: each stretch ends where the next one begins, and only the last is open', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const stretches = stretchesOf(life);
        stretches.forEach((stretch, index) => {
          expect(stretch.end).toBe(stretches[index + 1]?.start ?? null);
          if (stretch.end !== null) expect(stretch.start < stretch.end).toBe(true);
        });
        expect(stretches.length).toBe(new Set(life.map(({ start }) => start)).size);
      }),
    );
  });

  test('keeps two accelerations in a row, and a return to construction', () => {
    const life = [
      phase('acceleration', '2022-01-01'),
      phase('acceleration', '2023-01-01'),
      phase('construction', '2024-01-01'),
    ];
    expect(stretchesOf(life).map(({ code }) => code)).toEqual([
      'acceleration',
      'acceleration',
      'construction',
    ]);
  });
});

describe('Oddities are flagged and never refused', () => {
  const today = day('2026-08-20');
  const kinds = (life: Phase[]) => phaseOddities(life, today).map(({ kind, index }) => `${kind}@${index}`);

  test.each<[string, Phase[], string[]]>([
    [
      'a clean life',
      [phase('investigation', '2020-01-01', '2020-03-01'), phase('construction', '2020-03-01')],
      [],
    ],
    [
      'two on one day',
      [phase('investigation', '2020-01-01'), phase('construction', '2020-01-01')],
      ['phase-meme-jour@0'],
    ],
    [
      'written backwards',
      [phase('construction', '2020-01-01'), phase('investigation', '2020-01-01')],
      ['phase-meme-jour@1', 'phase-ordre@1'],
    ],
    [
      'an overlap',
      [phase('investigation', '2020-01-01', '2021-01-01'), phase('construction', '2020-06-01')],
      ['phase-chevauchement@0'],
    ],
    [
      'a gap',
      [phase('investigation', '2020-01-01', '2020-02-01'), phase('construction', '2020-06-01')],
      ['phase-trou@0'],
    ],
    [
      'a future start',
      [phase('construction', '2020-01-01'), phase('transfere', '2026-12-31')],
      ['phase-future@1'],
    ],
    ['an end on the last', [phase('acceleration', '2020-01-01', '2021-01-01')], ['phase-derniere-finie@0']],
    ['an end on an exit is no oddity', [phase('transfere', '2020-01-01', '2021-01-01')], []],
  ])('%s', (_name, life, expected) => {
    expect(kinds(life)).toEqual(expected);
  });

  test('as many same-day pairs as phases that share their day with the one before', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const ordered = inOrder(life);
        const pairs = ordered.filter(
          (one, index) => index > 0 && ordered[index - 1]!.start === one.start,
        ).length;
        expect(phaseOddities(life, today).filter(({ kind }) => kind === 'phase-meme-jour').length).toBe(
          pairs,
        );
        expect(
          ordered.every(
            (one, index) =>
              index === 0 ||
              ordered[index - 1]!.start < one.start ||
              lifecycleOrder(ordered[index - 1]!.code) <= lifecycleOrder(one.code),
          ),
        ).toBe(true);
      }),
    );
  });
});
