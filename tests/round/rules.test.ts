import fc from 'fast-check';
import { draftFeedback } from '~/round/deliberation/feedback-draft';
import { byRecommendation, recommendedOf } from '~/round/deliberation/recommendations';
import { describe, expect, test } from 'vitest';
import { cents, euros } from '~/platform/money';
import { bestAllocation, COACHING_SHARE, downTheLine, type Candidate } from '~/round/deliberation/allocation';
import { balanced } from '~/round/jury/assignment';
import { callState, mayWrite, scoresAreOpen } from '~/round/calls/calendar';
import { PROGRAMS } from '~/round/calls/grids';
import {
  holdsBase,
  ranked,
  withoutSeverity,
  fileScore,
  type Mark,
  type WeightedLine,
} from '~/round/deliberation/scoring';
import { isReached, keptOf, keptPromise } from '~/round/award/targets';

const LINES: readonly WeightedLine[] = [
  { code: 'a', weight: 1 },
  { code: 'b', weight: 2 },
  { code: 'c', weight: 3 },
];
const anyMarks = fc
  .array(
    fc.record({
      seatId: fc.constantFrom('s1', 's2', 's3', 's4'),
      code: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(fc.integer({ min: 0, max: 10 }), { nil: null }),
    }),
    { maxLength: 12 },
  )
  // A juror judges a line once.
  .map((marks) => [...new Map(marks.map((mark) => [`${mark.seatId}/${mark.code}`, mark])).values()]);
const anyRound = fc
  .array(anyMarks, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((marks, index) => ({ id: `c${index}`, marks })));

/** The rule said once more, by other means: decimals, one application at a time. */
function independentScore(marks: readonly Mark[], lines: readonly WeightedLine[]): number | null {
  const judged = lines.flatMap(({ code, weight }) => {
    const values = marks
      .filter((mark) => mark.code === code && mark.value !== null)
      .map(({ value }) => value!);
    return values.length === 0 ? [] : [{ weight, mean: values.reduce((a, b) => a + b, 0) / values.length }];
  });
  const weights = judged.reduce((sum, { weight }) => sum + weight, 0);
  return weights === 0 ? null : judged.reduce((sum, { weight, mean }) => sum + weight * mean, 0) / weights;
}

describe('A score', () => {
  test('of 1,000 generated rounds equals an independent computation, and so do its ranks', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyRound, (round) => {
        const scored = ranked(round, LINES);
        const expected = round.map(({ marks }) => independentScore(marks, LINES));
        scored.forEach(({ score, rank }, index) => {
          compared += 1;
          const mine = expected[index]!;
          if (mine === null) return expect([score, rank]).toEqual([null, null]);
          expect(score).toBeCloseTo(mine, 9);
          expect(rank).toBe(expected.filter((other) => other !== null && other > mine + 1e-9).length + 1);
        });
      }),
      { numRuns: 1000, seed: 20261125 },
    );
    process.stdout.write(`1000 tours, ${compared} candidatures comparées\n`);
  });

  test('does not depend on the order of jurors, of marks nor of applications', () => {
    fc.assert(
      fc.property(anyRound, fc.integer(), (round, seed) => {
        const turned = [...round]
          .map(({ id, marks }) => ({
            id,
            marks:
              seed % 2 === 0
                ? [...marks].reverse()
                : [...marks].sort((a, b) => (a.seatId < b.seatId ? 1 : -1)),
          }))
          .reverse();
        const byId = new Map(ranked(turned, LINES).map((one) => [one.id, one]));
        for (const one of ranked(round, LINES)) expect(byId.get(one.id)).toEqual(one);
      }),
    );
  });

  test('raising one mark never lowers the rank', () => {
    fc.assert(
      fc.property(anyRound, fc.nat(), fc.nat(), (round, which, mark) => {
        const raised = round[which % round.length]!;
        const given = raised.marks.filter(({ value }) => value !== null);
        if (given.length === 0) return;
        const target = given[mark % given.length]!;
        const higher = round.map((one) =>
          one === raised
            ? {
                ...one,
                marks: one.marks.map((own) => (own === target ? { ...own, value: own.value! + 1 } : own)),
              }
            : one,
        );
        const rankIn = (all: typeof round) => ranked(all, LINES).find(({ id }) => id === raised.id)!.rank!;
        expect(rankIn(higher)).toBeLessThanOrEqual(rankIn(round));
      }),
    );
  });

  test('« sans objet » is the grid without that line; what nobody judged is no zero; ties are ties', () => {
    const marks: Mark[] = [
      { seatId: 's1', code: 'a', value: 4 },
      { seatId: 's1', code: 'c', value: 2 },
      { seatId: 's2', code: 'a', value: 2 },
      { seatId: 's2', code: 'b', value: null },
    ];
    const scoreOf = (own: Mark[], lines = LINES) => ranked([{ id: 'x', marks: own }], lines)[0]!;
    expect(scoreOf(marks).score).toBe(
      scoreOf(
        marks,
        LINES.filter(({ code }) => code !== 'b'),
      ).score,
    );
    expect(scoreOf(marks).score).toBeCloseTo((1 * 3 + 3 * 2) / 4, 9);
    expect(scoreOf([]).score).toBeNull();
    expect(scoreOf(marks)).toMatchObject({ jurors: 2 });
    const third = (value: number) => [
      { seatId: 's1', code: 'a', value },
      { seatId: 's2', code: 'a', value },
      { seatId: 's3', code: 'a', value },
    ];
    const tied = ranked(
      [
        { id: 'x', marks: third(3) },
        { id: 'y', marks: [{ seatId: 's1', code: 'b', value: 3 }] },
        { id: 'z', marks: third(1) },
      ],
      LINES,
    );
    expect(tied.map(({ rank, tied: is }) => [rank, is])).toEqual([
      [1, true],
      [1, true],
      [3, false],
    ]);
  });

  const scoredAlone = (all: Array<{ id: string; marks: Mark[] }>) =>
    all.map(({ id, marks }) => ({ id, own: fileScore(marks, LINES) }));
  test('a severe juror is seen only above the stated minimum, and can be just unlucky: the appendix says so', () => {
    const round = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        id: `c${index}`,
        marks: [
          { seatId: 's1', code: 'a', value: 6 },
          { seatId: 's2', code: 'a', value: 4 },
        ],
      }));
    expect(withoutSeverity(scoredAlone(round(4)))).toBeNull();
    expect([...withoutSeverity(scoredAlone(round(5)))!.values()]).toEqual([5, 5, 5, 5, 5]);
  });

  test('a base of mandatory and complementary lines holds or not', () => {
    const { lines, atLeast } = PROGRAMS[1]!;
    expect(holdsBase(new Set(['impact', 'accord', 'produit', 'portage']), lines, atLeast)).toBe(true);
    expect(holdsBase(new Set(['impact', 'accord', 'produit']), lines, atLeast)).toBe(false);
    expect(holdsBase(new Set(['impact', 'accord', 'portage', 'mutualisation']), lines, atLeast)).toBe(false);
    expect(PROGRAMS[0]!.lines.length).toBe(9);
  });
});

const anyCandidates = fc.array(
  fc.record({
    score: fc.integer({ min: 1, max: 40 }).map((value) => value / 10),
    amount: fc.integer({ min: 0, max: 30 }).map((value) => euros(value * 10_000)),
  }),
  { maxLength: 10 },
);

describe('An allocation', () => {
  test('never exceeds the envelope, and equals brute force for up to ten applications', () => {
    fc.assert(
      fc.property(
        anyCandidates,
        fc.integer({ min: 0, max: 120 }),
        fc.constantFrom(0, 3),
        (raw, tens, coaching) => {
          const candidates: Candidate[] = raw.map((one, index) => ({ id: `c${index}`, ...one }));
          const envelope = euros(tens * 10_000);
          const cost = euros(coaching * 10_000);
          const best = bestAllocation(candidates, envelope, cost);
          expect(best.cost).toBeLessThanOrEqual(envelope);
          // Every way there is: nothing, coaching, coaching and amount, for each.
          let highest = 0;
          const walk = (index: number, spent: number, value: number): void => {
            if (spent > envelope) return;
            if (index === candidates.length) return void (highest = Math.max(highest, value));
            const { score, amount } = candidates[index]!;
            walk(index + 1, spent, value);
            walk(index + 1, spent + cost, value + score * COACHING_SHARE);
            walk(index + 1, spent + cost + amount, value + score);
          };
          walk(0, 0, 0);
          expect(best.value).toBeCloseTo(highest, 9);
          const told = [...best.given].reduce((sum, [id, given]) => {
            const { amount } = candidates.find((one) => one.id === id)!;
            return sum + (given === 'rien' ? 0 : cost + (given === 'argent' ? amount : 0));
          }, 0);
          expect(told).toBe(best.cost);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('by the line gives what it may while the envelope lasts, in the order of the jury', () => {
    const candidates = [200, 200, 150, 100].map((amount, index) => ({
      id: `c${index}`,
      score: 4 - index,
      amount: euros(amount * 1000),
    }));
    const { given, cost } = downTheLine(candidates, 4, euros(520_000), euros(30_000));
    expect([...given.values()]).toEqual(['argent', 'argent', 'accompagnement', 'accompagnement']);
    expect(cost).toBe(euros(520_000));
    expect([...downTheLine(candidates, 1, euros(520_000), euros(30_000)).given.values()]).toEqual([
      'argent',
      'rien',
      'rien',
      'rien',
    ]);
    expect(downTheLine(candidates, 4, cents(0), euros(30_000)).cost).toBe(0);
  });
});

describe('Who reads what', () => {
  test('is the same load, enough readings, no conflict, and nothing begun is taken away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }),
        (files, seats, readings, conflicted, begun) => {
          const ids = Array.from({ length: files }, (_, index) => `c${index}`);
          const readers = Array.from({ length: seats }, (_, seat) => ({
            seatId: `s${seat}`,
            conflicts: new Set(
              conflicted.filter(([of]) => of % seats === seat).map(([, file]) => `c${file % files}`),
            ),
          }));
          const kept = begun
            .map(([seat, file]) => ({ seatId: `s${seat % seats}`, applicationId: `c${file % files}` }))
            .filter(
              ({ seatId, applicationId }, index, all) =>
                !readers.find((one) => one.seatId === seatId)!.conflicts.has(applicationId) &&
                all.findIndex((one) => one.seatId === seatId && one.applicationId === applicationId) ===
                  index,
            );
          const { assigned, short } = balanced(ids, readers, readings, kept);
          for (const one of kept) expect(assigned).toContainEqual(one);
          expect(new Set(assigned.map((one) => JSON.stringify(one))).size).toBe(assigned.length);
          for (const { seatId, applicationId } of assigned)
            expect(readers.find((one) => one.seatId === seatId)!.conflicts.has(applicationId)).toBe(false);
          for (const id of ids) {
            const may = readers.filter(({ conflicts }) => !conflicts.has(id)).length;
            const got = assigned.filter(({ applicationId }) => applicationId === id).length;
            expect(short.includes(id)).toBe(got < readings);
            expect(got).toBeGreaterThanOrEqual(Math.min(readings, may));
          }
        },
      ),
    );
    const free = (count: number) =>
      Array.from({ length: count }, (_, seat) => ({ seatId: `s${seat}`, conflicts: new Set<string>() }));
    const loads = (files: number, seats: number, readings: number) => {
      const { assigned } = balanced(
        Array.from({ length: files }, (_, index) => `c${index}`),
        free(seats),
        readings,
        [],
      );
      return free(seats).map(({ seatId }) => assigned.filter((one) => one.seatId === seatId).length);
    };
    for (const [files, seats, readings] of [
      [21, 5, 3],
      [8, 3, 2],
      [30, 10, 3],
    ] as const) {
      const load = loads(files, seats, readings);
      expect(Math.max(...load) - Math.min(...load), `${files} dossiers`).toBeLessThanOrEqual(1);
    }
  });
});

describe('A call', () => {
  const at = (text: string) => new Date(text);
  const dates = {
    opensAt: at('2026-01-10T08:00:00Z'),
    closesAt: at('2026-02-10T11:00:00Z'),
    scoresCloseAt: at('2026-03-10T11:00:00Z'),
    announcedAt: null,
  };
  test('opens and closes at its minute, which is excluded', () => {
    expect(callState(dates, at('2026-01-10T07:59:59Z'))).toBe('annonce');
    expect(callState(dates, at('2026-01-10T08:00:00Z'))).toBe('ouvert');
    expect(callState(dates, at('2026-02-10T10:59:59.999Z'))).toBe('ouvert');
    expect(callState(dates, at('2026-02-10T11:00:00Z'))).toBe('lecture');
    expect(callState(dates, at('2026-03-10T11:00:00Z'))).toBe('deliberation');
    expect(callState({ ...dates, announcedAt: at('2026-03-20T11:00:00Z') }, at('2026-04-01T00:00:00Z'))).toBe(
      'resultats',
    );
  });
  test('one file may be opened again, never past the end of scoring', () => {
    const reopened = at('2026-02-12T11:00:00Z');
    expect(mayWrite(dates, null, at('2026-02-11T11:00:00Z'))).toBe(false);
    expect(mayWrite(dates, reopened, at('2026-02-11T11:00:00Z'))).toBe(true);
    expect(mayWrite(dates, reopened, reopened)).toBe(false);
    expect(scoresAreOpen(dates, at('2026-03-10T10:59:59Z'))).toBe(false);
  });
});

test('the 80 % rule: a target from 80 % of its way, an award from 80 % of its targets, nothing unknown counted', () => {
  expect(isReached({ value: 100, result: 80, base: null })).toBe(true);
  expect(isReached({ value: 100, result: 79.9, base: null })).toBe(false);
  expect(isReached({ value: 100, result: null, base: null })).toBeNull();
  // A delay of 26 days that should come to 9: four fifths of the way is 12.4, and staying is no progress.
  const falling = (result: number) => isReached({ value: 9, result, base: 26 });
  expect([falling(26), falling(12.5), falling(12.4), falling(8)]).toEqual([false, false, true, true]);
  expect(isReached({ value: 100, result: 80, base: 10 })).toBe(true);
  const all = (...results: Array<number | null>) =>
    results.map((result) => ({ value: 10, result, base: null }));
  expect(keptPromise(all(10, 10, 10, 10, 1))).toBe(true);
  expect(keptPromise(all(10, 10, 10, 1))).toBe(false);
  expect(keptPromise(all(10, null))).toBeNull();
  expect(keptPromise([])).toBeNull();
  expect(keptOf([all(10), all(1), all(null), []])).toEqual({ kept: 1, known: 2, unknown: 2 });
});

test('files without marks come by the share in favour; one of which nobody spoke comes last', () => {
  const files = [
    { favourable: 0, given: 0 },
    { favourable: 1, given: 3 },
    { favourable: 2, given: 2 },
    { favourable: 3, given: 3 },
    { favourable: 0, given: 2 },
  ];
  expect([...files].sort(byRecommendation).map((one) => files.indexOf(one))).toEqual([3, 2, 1, 4, 0]);
  expect(
    recommendedOf([{ recommendation: 'attente' }, { recommendation: 'argent' }, { recommendation: null }]),
  ).toEqual({ favourable: 1, given: 2 });
});

test('feedback begins with the jury’s words, pillar by pillar, nobody named and nothing said twice', () => {
  const lines = [
    { code: 'a', pillar: 'Impact', label: 'Mesure' },
    { code: 'b', pillar: 'Soutien', label: 'Moyens' },
  ];
  const comments = [
    { code: 'b', comment: 'Le sponsor suit.' },
    { code: 'a', comment: ' Rien n’est mesuré. ' },
    { code: 'a', comment: '' },
  ];
  expect(draftFeedback(lines, comments, ['Continuez.', 'Continuez.', ''])).toBe(
    [
      'Impact\nMesure\u00a0: Rien n’est mesuré.',
      'Soutien\nMoyens\u00a0: Le sponsor suit.',
      'En général\nContinuez.',
    ].join('\n\n'),
  );
  expect(draftFeedback(lines, [], [])).toBe('');
});
