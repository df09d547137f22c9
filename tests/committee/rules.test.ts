import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisionSchema, pastSchema } from '~/committee/decision-schema';
import { fundedPeriod, purchasingMessage } from '~/committee/money';
import {
  decisionFaults,
  effectOf,
  OUTCOME_CODES,
  outcomesFrom,
  phaseAfter,
  publicWords,
} from '~/committee/outcomes';
import { freezeOf, latestOrderDay, nextCommittee } from '~/committee/schedule';
import { addDays, day, type Day } from '~/platform/day';
import { euros } from '~/platform/money';
import { currentPhase, type Phase } from '~/startup/life';
import { LIFECYCLE, PHASE_CODES } from '~/startup/rules';

const phase = (code: Phase['code'], start: string, origin: Phase['origin'] = 'historique'): Phase => ({
  code,
  start: day(start),
  end: null,
  origin,
});

describe('The next committee', () => {
  const facts = { phase: { code: 'construction' as const, start: day('2026-01-05') } };
  test('is due six months after the last one, or after the phase began', () => {
    const none = { lastHeld: null, moneyEnds: null, agreed: null };
    expect(nextCommittee({ ...facts, ...none })).toMatchObject({ due: '2026-07-05' });
    expect(nextCommittee({ ...facts, ...none, lastHeld: day('2026-03-31') })).toMatchObject({
      due: '2026-09-30',
      because: 'six mois après le dernier comité',
    });
    expect(
      nextCommittee({ phase: { code: 'investigation', start: day('2026-01-05') }, ...none }),
    ).toMatchObject({ due: '2026-03-09' });
    expect(nextCommittee({ phase: null, ...none })).toBeNull();
  });

  test('comes before the money ends, when that is first', () => {
    const next = nextCommittee({
      ...facts,
      lastHeld: day('2026-03-31'),
      moneyEnds: day('2026-08-31'),
      agreed: null,
    });
    expect(next).toMatchObject({ from: '2026-07-17', due: '2026-08-01' });
    expect(
      nextCommittee({ ...facts, lastHeld: day('2026-03-31'), moneyEnds: null, agreed: day('2026-06-01') }),
    ).toMatchObject({
      due: '2026-06-01',
    });
  });

  test('counts the freeze: no order leaves from 30 November to the end of January', () => {
    expect(freezeOf(day('2026-11-29'))).toBeNull();
    expect(freezeOf(day('2026-11-30'))).toEqual({ first: '2026-11-30', last: '2027-01-31' });
    expect(freezeOf(day('2027-01-31'))).toEqual({ first: '2026-11-30', last: '2027-01-31' });
    expect(freezeOf(day('2027-02-01'))).toBeNull();
    expect(latestOrderDay(day('2026-12-29'))).toBe('2026-11-29');
    expect(latestOrderDay(day('2026-12-31'))).toBe('2026-11-29');
    expect(latestOrderDay(day('2027-03-02'))).toBe('2026-11-29');
    expect(latestOrderDay(day('2027-03-03'))).toBe('2027-02-01');
    expect(
      nextCommittee({ ...facts, lastHeld: day('2026-07-01'), moneyEnds: day('2026-12-31'), agreed: null }),
    ).toMatchObject({ due: '2026-11-29', because: expect.stringContaining('aucune commande') as string });
  });
});

describe('The money of a decision', () => {
  test('follows the money before it, and is said to purchasing with the latest day of the order', () => {
    expect(fundedPeriod(day('2026-03-10'), 6, null)).toEqual({ start: '2026-03-10', end: '2026-09-09' });
    expect(fundedPeriod(day('2026-03-10'), 6, day('2026-04-30'))).toEqual({
      start: '2026-05-01',
      end: '2026-10-31',
    });
    expect(fundedPeriod(day('2026-03-10'), 1, day('2026-03-09'))).toMatchObject({ start: '2026-03-10' });
    const order = {
      title: 'Potagers',
      amount: euros(250_000),
      months: 6,
      start: day('2026-12-15'),
      end: day('2027-06-14'),
      profiles: 'Deux personnes en développement',
    };
    const { body } = purchasingMessage(order, day('2026-10-01'));
    expect(body).toMatch(/250\s000\s€ TTC/);
    expect(body).toContain('avant le 15 novembre 2026');
    expect(purchasingMessage(order, day('2026-11-16')).body).toContain('dès que possible');
  });

  test('is refused where it contradicts itself', () => {
    const read = (fields: Record<string, string>) =>
      decisionSchema.safeParse({ issue: 'continuer', ...fields });
    expect(read({ argent: 'provisoire', montant: '10 000', mois: '2' }).success).toBe(false);
    expect(read({ argent: 'provisoire', mois: '6', preuves: 'x' }).success).toBe(false);
    expect(read({ argent: 'provisoire', mois: '2', preuves: 'Dix usages par jour' }).success).toBe(true);
    expect(read({ argent: 'refuse', montant: '1' }).success).toBe(false);
    expect(read({ montant: '100 000' }).success).toBe(false);
    expect(read({ montant: '100 000', mois: '6' }).data).toMatchObject({
      funding: 'accorde',
      amount: 10_000_000,
      months: 6,
    });
    expect(read({}).data).toMatchObject({ funding: null });
    expect(pastSchema.safeParse({ issue: 'continuer', date: '2026-01-02', condition: 'Faire' }).success).toBe(
      false,
    );
  });
});

/** Days that only go forward, and decisions of every kind, possible or not. */
const decisions = fc.array(
  fc.record({
    outcome: fc.constantFrom(...OUTCOME_CODES),
    chosen: fc.option(fc.constantFrom(...PHASE_CODES), { nil: null }),
    days: fc.integer({ min: 0, max: 300 }),
  }),
  { minLength: 10, maxLength: 40 },
);

describe('The lifecycle table', () => {
  test('no sequence of decisions reaches an impossible state', () => {
    let taken = 0;
    fc.assert(
      fc.property(decisions, (sequence) => {
        let phases: Phase[] = [];
        let on: Day = day('2020-01-06');
        for (const { outcome, chosen, days } of sequence) {
          on = addDays(on, days);
          const told = phases.some(({ start }) => start === on);
          const before = currentPhase(phases, on);
          const decision = { outcome, phase: chosen, start: on };
          if (Object.keys(decisionFaults(phases, decision)).length > 0) continue;
          taken += 1;
          // A decision for what began that very day is about the phase before it.
          if (!told) expect(outcomesFrom(before?.code ?? null)).toContain(outcome);
          const { opens, confirms } = effectOf(phases, decision);
          phases = [
            ...phases.map((one) =>
              confirms && one.code === confirms.code && one.start === confirms.start
                ? { ...one, origin: 'confirmed' as const }
                : one,
            ),
            ...(opens ? [{ ...opens, end: null, origin: 'confirmed' as const }] : []),
          ];
          const after = currentPhase(phases, on);
          const target = phaseAfter(outcome, before?.code ?? null, chosen);
          if (opens || !told) expect(after?.code ?? null).toBe(target ?? before?.code ?? null);
          // A stop is left by a new start only, and nothing but an investigation ends as an inconclusive one.
          if (!told && before && LIFECYCLE[before.code].kind === 'stop') expect(outcome).toBe('reprendre');
          if (!told && target === 'abandon-investigation' && before)
            expect(before.code).toBe('investigation');
          const places = phases.map(({ code, start }) => `${code}/${start}`);
          expect(new Set(places).size).toBe(places.length);
        }
      }),
      { numRuns: 500, seed: 20261124 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('a declared phase is confirmed, not opened twice; a second acceleration is one more', () => {
    const declared = [phase('construction', '2025-01-06'), phase('acceleration', '2026-01-05', 'declared')];
    expect(effectOf(declared, { outcome: 'phase', phase: 'acceleration', start: day('2026-02-02') })).toEqual(
      {
        opens: null,
        confirms: { code: 'acceleration', start: '2026-01-05' },
      },
    );
    expect(effectOf(declared, { outcome: 'continuer', phase: null, start: day('2026-02-02') })).toEqual({
      opens: null,
      confirms: { code: 'acceleration', start: '2026-01-05' },
    });
    const second = [phase('acceleration', '2025-01-06')];
    const again = { outcome: 'phase' as const, phase: 'acceleration' as const, start: day('2026-02-02') };
    expect(decisionFaults(second, again)).toEqual({});
    expect(effectOf(second, again).opens).toEqual({ code: 'acceleration', start: '2026-02-02' });
    expect(
      decisionFaults([phase('construction', '2025-01-06')], { ...again, phase: 'construction' }),
    ).toHaveProperty('phase');
  });

  test('a committee written down afterwards finds the phase that was already told', () => {
    const told = [phase('investigation', '2024-01-08'), phase('construction', '2024-04-15')];
    expect(effectOf(told, { outcome: 'phase', phase: 'construction', start: day('2024-04-02') })).toEqual({
      opens: null,
      confirms: null,
    });
  });

  test('the public reads the outcome and the objectives, never money or reasons', () => {
    expect(publicWords({ outcome: 'arreter', objectives: '' }, 'abandon-investigation')).toMatch(
      /a donné son résultat/,
    );
    expect(publicWords({ outcome: 'arreter', objectives: '' }, 'abandon')).toBe('Le service s’arrête.');
    expect(publicWords({ outcome: 'continuer', objectives: 'Mille\nusages' })).toMatch(
      /^La startup continue\. Objectifs à six mois\s: Mille usages$/,
    );
  });
});
