import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from '~/platform/day';
import { estimate, remainingAfter, staysIn, survivalSteps, type Stay } from '~/startup/durations';
import type { Phase } from '~/startup/life';

const phase = (code: Phase['code'], start: string): Phase => ({
  code,
  start: day(start),
  end: null,
  origin: 'historique',
});
const of = (stays: Stay[]) => estimate({ stays, sameDayCount: 0 });

describe('Time in a phase', () => {
  const lives = [
    [phase('investigation', '2020-01-01'), phase('construction', '2020-04-10')],
    [phase('investigation', '2020-01-01'), phase('construction', '2020-01-01')],
    [phase('investigation', '2026-01-01')],
    [phase('investigation', '2027-01-01')],
    [phase('investigation', '2020-01-01'), phase('acceleration', '2026-12-01')],
  ];

  test('goes from start to next start; same-day phases are left out and counted; those still in it are censored at the asked day', () => {
    expect(staysIn('investigation', lives, day('2026-01-11'))).toEqual({
      stays: [
        { days: 100, ended: true },
        { days: 10, ended: false },
        { days: 2202, ended: false },
      ],
      sameDayCount: 1,
    });
  });

  test('the median is « non atteinte » when the curve stays above one half', () => {
    expect(
      of([
        { days: 10, ended: true },
        { days: 20, ended: false },
        { days: 30, ended: false },
      ]).median.days,
    ).toBeNull();
  });

  test('worked by hand: four stays of 10, 20, 30 and 40 days', () => {
    const stays = [10, 20, 30, 40].map((days) => ({ days, ended: true }));
    // The curve rests on one half between the second and the third end: the median is the middle of that rest.
    expect(of(stays).median.days).toBe(25);
    expect(of(stays).thirdQuartile.days).toBe(35);
  });
});

const hasR = spawnSync('Rscript', ['-e', 'library(survival)']).status === 0;

/** The same stays through R's survival, as [days or null] for median, its interval, and the third quartile's. */
function byR(samples: Stay[][]): Array<Array<number | null>> {
  const script = `library(survival)
input <- file("stdin"); lines <- readLines(input)
for (line in lines) {
  parts <- strsplit(line, ";")[[1]]
  t <- as.numeric(strsplit(parts[1], ",")[[1]]); e <- as.numeric(strsplit(parts[2], ",")[[1]])
  q <- quantile(survfit(Surv(t, e) ~ 1, conf.type = "log-log"), probs = c(0.5, 0.75))
  cat(paste(c(q$quantile[1], q$lower[1], q$upper[1], q$quantile[2], q$lower[2], q$upper[2]), collapse = ","), "\\n")
}`;
  const input = samples
    .map((stays) => `${stays.map((s) => s.days).join(',')};${stays.map((s) => (s.ended ? 1 : 0)).join(',')}`)
    .join('\n');
  const { stdout, stderr, status } = spawnSync('Rscript', ['-e', script], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => (cell.trim() === 'NA' ? null : Number(cell))));
}

describe.skipIf(!hasR)('The estimator agrees with R’s survival', () => {
  test('on generated samples with ties and censoring', () => {
    const anyStay = fc.record({ days: fc.integer({ min: 1, max: 60 }), ended: fc.boolean() });
    const samples = fc.sample(fc.array(anyStay, { minLength: 2, maxLength: 80 }), {
      numRuns: 150,
      seed: 2026,
    });
    const ours = samples.map((stays) => {
      const { median, thirdQuartile } = of(stays);
      return [
        median.days,
        median.low,
        median.high,
        thirdQuartile.days,
        thirdQuartile.low,
        thirdQuartile.high,
      ];
    });
    expect(ours).toEqual(byR(samples));
  });

  test('what is left after some days is the same curve from there: its median answers the conditional one', () => {
    const stay = fc.record({ days: fc.integer({ min: 1, max: 900 }), ended: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(stay, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 0, max: 400 }),
        (stays, lived) => {
          const left = remainingAfter(lived, { stays, sameDayCount: 0 });
          expect(left.count).toBe(stays.filter(({ days }) => days > lived).length);
          // Survival from there: P(T > lived + x) over P(T > lived), by hand on the whole curve.
          const at = (days: number) =>
            survivalSteps(stays).reduce((last, step) => (step.days <= days ? step.survival : last), 1);
          if (left.median.days === null || at(lived) === 0) return;
          expect(at(lived + Math.floor(left.median.days)) / at(lived)).toBeLessThanOrEqual(0.5 + 1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });
});
