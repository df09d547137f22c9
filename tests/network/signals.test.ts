import { describe, expect, test } from 'vitest';
import type { StartupFacts } from '~/network/facts';
import { SIGNALS, signalsFor, type SignalFacts } from '~/network/signals';
import { day } from '~/platform/day';

const today = day('2026-09-15');
const facts = (code: string, start: string, more: Partial<SignalFacts> = {}): SignalFacts =>
  ({
    startup: {
      title: 'Potagers',
      phases: [{ code, start: day(start), end: null, origin: 'historique' }],
    } as unknown as StartupFacts,
    lastUpdate: today,
    missions: [],
    openReports: 0,
    openRequests: 0,
    proposal: false,
    expectations: [],
    committeesSince: null,
    held: { startupId: '', lastHeld: today, planned: null, moneyEnds: null, agreed: null },
    followUps: [],
    measures: { late: [], used: true, silent: [] },
    budgetPublished: true,
    longStay: null,
    accreditedUntil: null,
    standardsAnsweredOn: null,
    stopTold: false,
    coaching: { cap: null, days: 0, since: null },
    reviews: [],
    conditions: [],
    ...more,
  }) as unknown as SignalFacts;
const codes = (given: SignalFacts, audience: 'team' | 'coach' | 'incubator' = 'team') =>
  signalsFor(given, [audience], today).map(({ code }) => code);

describe('Signals', () => {
  test('say nothing when there is nothing to say', () => {
    expect(codes(facts('acceleration', '2026-06-01'))).toEqual([]);
  });

  test('speak of a construction of two months that nobody uses, to all three; of no other phase', () => {
    const unused = { measures: { late: [], used: false, silent: [] } };
    for (const audience of ['team', 'coach', 'incubator'] as const)
      expect(codes(facts('construction', '2026-07-15', unused), audience)).toEqual(['premier-usage']);
    expect(codes(facts('construction', '2026-07-16', unused))).toEqual([]);
    expect(codes(facts('acceleration', '2026-07-01', unused))).toEqual([]);
  });

  test('speak of late and silent measures to the team alone, each by its name', () => {
    const given = facts('acceleration', '2026-06-01', {
      measures: { late: ['Parcelles'], used: true, silent: [{ name: 'Visites', since: day('2026-08-01') }] },
    });
    expect(codes(given)).toEqual(['mesure-en-retard', 'statistiques-muettes']);
    expect(codes(given, 'coach')).toEqual([]);
    expect(
      signalsFor(given, ['team'], today)
        .map(({ sentence }) => sentence)
        .join(),
    ).toMatch(/Parcelles.*Visites/);
  });

  test('speak of a security accreditation three months before its end and after it, of a used service alone', () => {
    const until = (last: string) => ({ accreditedUntil: day(last) });
    expect(codes(facts('acceleration', '2026-06-01', until('2026-12-15')))).toEqual([]);
    expect(codes(facts('acceleration', '2026-06-01', until('2026-12-14')))).toEqual(['homologation-echue']);
    const over = facts('acceleration', '2026-06-01', until('2026-09-14'));
    expect(signalsFor(over, ['incubator'], today)[0]!.sentence).toContain('échue');
    expect(codes(over, 'coach')).toEqual([]);
    expect(codes(facts('abandon', '2026-06-01', until('2026-09-14')))).toEqual([]);
  });

  test('ask for the standards to be read again a year after their last answer, of what is active alone', () => {
    const answered = (on: string) => ({ standardsAnsweredOn: day(on) });
    expect(codes(facts('acceleration', '2026-06-01', answered('2025-09-16')))).toEqual([]);
    expect(codes(facts('acceleration', '2026-06-01', answered('2025-09-15')))).toEqual([
      'standards-a-relire',
    ]);
    expect(codes(facts('acceleration', '2026-06-01', answered('2025-09-15')), 'incubator')).toEqual([]);
    expect(codes(facts('abandon', '2026-06-01', answered('2024-09-15')))).toEqual([]);
  });

  test('ask what a stop has taught a month after it, until it is told; never of a stop from before the committees were held here', () => {
    const here = { committeesSince: day('2026-01-01') };
    for (const audience of ['team', 'coach', 'incubator'] as const)
      expect(codes(facts('abandon', '2026-08-16', here), audience)).toEqual(['retour-a-publier']);
    expect(codes(facts('abandon', '2026-08-17', here))).toEqual([]);
    expect(codes(facts('abandon', '2026-08-16', { ...here, stopTold: true }))).toEqual([]);
    expect(codes(facts('abandon', '2025-12-31', here))).toEqual([]);
    expect(codes(facts('abandon', '2026-08-16'))).toEqual([]);
    expect(codes(facts('abandon-investigation', '2026-08-16', here))).toEqual([]);
  });

  test('speak of coaching beyond its days or its two years, to those who may do something, never to the team', () => {
    const cap = { days: 25, from: day('2026-06-01'), to: day('2026-11-30'), words: '25 jours par semestre' };
    const given = (days: number, since: string) =>
      facts('acceleration', '2026-06-01', { coaching: { cap, days, since: day(since) } });
    expect(codes(given(25, '2024-09-16'), 'coach')).toEqual([]);
    expect(codes(given(25.5, '2024-09-15'), 'coach')).toEqual([
      'plafond-de-coaching',
      'coaching-de-deux-ans',
    ]);
    expect(codes(given(25.5, '2024-09-15'), 'incubator')).toHaveLength(2);
    expect(codes(given(25.5, '2024-09-15'))).toEqual([]);
  });

  test('speak of a commitment two weeks before it is read again', () => {
    const review = (due: string) => ({ reviews: [{ what: 'Enquête', due: day(due) }] });
    expect(codes(facts('acceleration', '2026-06-01', review('2026-09-30')), 'coach')).toEqual([]);
    expect(codes(facts('acceleration', '2026-06-01', review('2026-09-29')), 'coach')).toEqual([
      'contrat-a-revoir',
    ]);
  });

  test('speak of a budget once its campaign is over, never of one that began before the phase', () => {
    const unpublished = { budgetPublished: false };
    expect(codes(facts('construction', '2026-05-01', unpublished))).toEqual(['budget-a-publier']);
    expect(codes(facts('construction', '2026-06-02', unpublished))).toEqual([]);
    expect(codes(facts('investigation', '2026-05-01', unpublished))).toEqual([]);
    const open = facts('construction', '2026-05-01', unpublished);
    expect(signalsFor(open, ['team'], day('2026-06-30')).map(({ code }) => code)).not.toContain(
      'budget-a-publier',
    );
  });

  test('a long phase is told with both lengths, without reproach', () => {
    const [found] = signalsFor(
      facts('acceleration', '2024-01-01', { longStay: { days: 900, thirdQuartile: 700 } }),
      ['coach'],
      today,
    );
    expect(found!.sentence).toMatch(/29,6\smois.*23\smois/);
  });

  test('each says its rule, its threshold and what silences it', () => {
    for (const { rule, threshold, silencedBy, code } of SIGNALS)
      for (const words of [rule, threshold, silencedBy]) expect(words, code).not.toBe('');
  });
});
