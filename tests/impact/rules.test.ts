import { readFigure } from '~/platform/form-fields';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budgetOf, budgetSchema, campaignAt, costOf, gaugeOf, leftWords } from '~/impact/budget/budget';
import {
  ACTIVITIES,
  amountsOfCells,
  gridRows,
  readGrid,
  RESOURCES,
  type GridCell,
} from '~/impact/budget/grid';
import { contractAnswer, publishedBy, readAnswer } from '~/impact/collection/contract';
import { costsOf, yearlyBudget } from '~/impact/costs';
import { firstFiguresDue, matrixState } from '~/impact/matrix';
import { metricSchema } from '~/impact/metric-schema';
import { CRITERIA_COUNT, DOMAINS, STANDARDS } from '~/impact/standards/catalogue';
import { domainFigures, wholeFigures } from '~/impact/standards/figures';
import { answersWithoutPlace, catalogueChanges } from '~/impact/standards/upgrade';
import { readTable } from '~/impact/values/lines';
import { lastPeriods, periodOf, readPeriodDay } from '~/impact/values/periods';
import { isFalling, periodsLate, yearChange } from '~/impact/views';
import { kindOf, PERIODICITIES, type Direction, type Gathering, type Periodicity } from '~/impact/vocabulary';
import type { Metric } from '~/impact/reads.server';
import { addMonths } from '~/platform/calendar';
import { addDays, day, fromDayNumber } from '~/platform/day';
import { isPublicAddress } from '~/platform/http/outgoing.server';
import { cents, euros } from '~/platform/money';

const today = day('2026-11-24');
const monthly = (first: string, values: readonly number[]) => ({
  periodicity: 'month' as const,
  months: values.map((value, index) => ({ month: addMonths(day(first), index), value })),
});
const anyDay = fc.integer({ min: 14_000, max: 22_000 }).map((number) => fromDayNumber(number));

describe('Costs, worked by hand', () => {
  test('a use: 900 000 € a year for a million people informed in a month is 0.90 €, as refugies.info had it in April 2024', () => {
    const [usage] = costsOf(
      euros(900_000),
      {
        active: monthly('2024-04-01', [1_000_000]),
        transactions: null,
        satisfaction: null,
        impact: null,
      },
      day('2024-05-15'),
    );
    expect(usage!.euros).toBeCloseTo(0.9, 10);
    expect(usage!.formula.replace(/\s/g, ' ')).toContain(
      '900 000 € ÷ 1 000 000 (personnes actives par mois)',
    );
  });

  test('a useful act counts the acts of twelve months that people find useful, 84 or 0.84 alike', () => {
    const acts = monthly(
      '2025-11-01',
      Array.from({ length: 12 }, () => 100),
    );
    for (const share of [80, 0.8]) {
      const costs = costsOf(
        euros(96_000),
        {
          active: null,
          transactions: acts,
          satisfaction: monthly('2026-10-01', [share]),
          impact: null,
        },
        today,
      );
      // 96 000 ÷ (1 200 × 0.8) = 100
      expect(costs[1]!.euros).toBeCloseTo(100, 10);
    }
  });

  test('impact adds up when it is a flow, and is read when it is a state', () => {
    const hours = monthly(
      '2025-11-01',
      Array.from({ length: 12 }, () => 50),
    );
    const cost = (gathering: Gathering, direction: Direction = 'hausse') =>
      costsOf(
        euros(60_000),
        {
          active: null,
          transactions: null,
          satisfaction: null,
          impact: { ...hours, gathering, direction, unit: 'heures' },
        },
        today,
      )[2]!;
    expect(cost('somme').euros).toBeCloseTo(100, 10);
    expect(cost('dernier').euros).toBeCloseTo(1200, 10);
    expect(cost('dernier').formula).toContain('impact constaté au dernier relevé');
    // A mean, and what is better when low, are no amount that is produced.
    expect(cost('moyenne').euros).toBeNull();
    expect(cost('somme', 'baisse').euros).toBeNull();
  });

  test('the formula of a useful act divides by the whole product, as its result does', () => {
    const costs = costsOf(
      euros(96_000),
      {
        active: { ...monthly('2026-10-01', [500]), periodicity: 'quarter' },
        transactions: monthly(
          '2025-11-01',
          Array.from({ length: 12 }, () => 100),
        ),
        satisfaction: monthly('2026-10-01', [0.8]),
        impact: null,
      },
      today,
    );
    expect(costs[1]!.formula.replaceAll(/\s/g, ' ')).toContain(
      '96 000 € ÷ (1 200 (actes en douze mois) × 0,8 (part qui le trouve utile))',
    );
    // Those active in a quarter are not those active in a month.
    expect(costs[0]!.euros).toBeNull();
  });

  test('what is not known is named, and no cost is made up', () => {
    const costs = costsOf(
      null,
      { active: null, transactions: null, satisfaction: null, impact: null },
      today,
    );
    expect(costs.map(({ euros: value }) => value)).toEqual([null, null, null]);
    expect(costs[0]!.lacks).toEqual(['le budget d’un an', 'personnes actives par mois']);
    const eleven = monthly(
      '2025-12-01',
      Array.from({ length: 11 }, () => 1),
    );
    expect(
      costsOf(
        euros(1),
        {
          active: null,
          transactions: eleven,
          satisfaction: monthly('2026-01-01', [1]),
          impact: null,
        },
        today,
      )[1]!.lacks,
    ).toEqual(['actes en douze mois']);
  });

  test('figures of a quarter make a year of four; figures more than a year old make no cost', () => {
    const quarters = {
      periodicity: 'quarter' as const,
      months: ['2025-12-01', '2026-03-01', '2026-06-01', '2026-09-01'].map((month) => ({
        month: day(month),
        value: 25,
      })),
    };
    const cost = (until: string) =>
      costsOf(
        euros(1000),
        {
          active: null,
          transactions: null,
          satisfaction: null,
          impact: { ...quarters, gathering: 'somme', direction: 'hausse', unit: 'x' },
        },
        day(until),
      )[2]!.euros;
    expect(cost('2026-11-23')).toBeCloseTo(10, 10);
    expect(cost('2027-11-23')).toBeNull();
  });

  test('a period under way costs what was planned, one that is over what was spent', () => {
    const none = { total: null, staff: null, contractors: null, hosting: null, other: null };
    const period = (end: string) => ({
      end: day(end),
      planned: { ...none, total: euros(100) },
      spent: { ...none, total: euros(10) },
    });
    expect(costOf(period('2026-12-31'), today)).toBe(euros(100));
    expect(costOf(period('2025-12-31'), today)).toBe(euros(10));
  });

  test('a year’s budget is counted by days: half of one year and half of the next', () => {
    const periods = [
      { start: day('2025-01-01'), end: day('2025-12-31'), amount: euros(365_000) },
      { start: day('2026-01-01'), end: day('2026-12-31'), amount: euros(730_000) },
    ];
    // From 1 July 2025: 184 days at 1 000 €, then 181 at 2 000 €.
    expect(yearlyBudget(periods, day('2026-06-30'))).toBe(euros(184_000 + 362_000));
    expect(yearlyBudget(periods.slice(0, 1), day('2025-03-01'))).toBeNull();
    // Seven known months are brought to a year: 212 days at 1 000 €.
    expect(yearlyBudget(periods.slice(0, 1), day('2025-07-31'))).toBe(euros(365_000));
  });
});

describe('The matrix', () => {
  test('says what is held, old, empty or missing', () => {
    const state = matrixState(
      [
        { indicator: 'facilite', lastMonth: day('2026-02-01') },
        { indicator: 'utilisateurs-actifs', lastMonth: day('2026-10-01') },
        { indicator: 'satisfaction', lastMonth: null },
      ],
      { 'cout-usage': true },
      today,
    );
    const states = Object.values(state)
      .flat()
      .map(({ code, state: now }) => `${code} ${now}`);
    expect(states).toEqual([
      'facilite stale',
      'utilisateurs-actifs held',
      'transactions missing',
      'penetration missing',
      'satisfaction empty',
      'impact missing',
      'cout-usage held',
    ]);
  });

  test('waits eighteen months from the first construction', () => {
    const phases = [
      { code: 'investigation', start: day('2024-01-08') },
      { code: 'construction', start: day('2024-03-31') },
    ];
    expect(firstFiguresDue(phases)).toBe('2025-09-30');
    expect(firstFiguresDue(phases.slice(0, 1))).toBe('2025-07-08');
    expect(firstFiguresDue([])).toBeNull();
  });

  test('never lets a figure of usage be called impact', () => {
    const form = {
      nom: 'Visites',
      unite: 'visites',
      place: 'indicateur:impact',
      publique: 'oui',
      famille: 'usage',
    };
    const refused = metricSchema.safeParse(form);
    expect(refused.error?.issues[0]?.path).toEqual(['famille']);
    expect(kindOf({ concept: null, family: 'usage' })).toBe('usage');
    expect(kindOf({ concept: 'impactant', family: 'effort' })).toBe('effort');
  });
});

describe('Periods', () => {
  test('each day falls in one period, which holds it, whose neighbours touch it', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...PERIODICITIES), (on, periodicity) => {
        const { start, end } = periodOf(periodicity, on);
        expect(start <= on && on <= end).toBe(true);
        expect(periodOf(periodicity, start)).toEqual({ start, end });
        expect(periodOf(periodicity, end)).toEqual({ start, end });
        expect(periodOf(periodicity, addDays(end, 1)).start).toBe(addDays(end, 1));
      }),
    );
    expect(periodOf('week', day('2026-11-24'))).toEqual({ start: '2026-11-23', end: '2026-11-29' });
    expect(lastPeriods('month', today, 2).map(({ start }) => start)).toEqual(['2026-10-01', '2026-09-01']);
  });

  test.each([
    ['2026-03-31', '2026-03-31'],
    ['31/03/2026', '2026-03-31'],
    ['1/3/2026', '2026-03-01'],
    ['03/2026', '2026-03-01'],
    ['2026-03', '2026-03-01'],
    ['mars 2026', '2026-03-01'],
    ['févr. 2026', '2026-02-01'],
    ['Août 26', '2026-08-01'],
    ['2026-T2', '2026-04-01'],
    ['2026', '2026-01-01'],
    ['2026-03-31T00:00:00Z', '2026-03-31'],
    ['32/03/2026', null],
    ['bientôt', null],
    ['', null],
  ])('« %s » is read as %s', (text, expected) => {
    expect(readPeriodDay(text)).toBe(expected);
  });

  test.each([
    ['1 240,5', 1240.5],
    ['1\u202f240', 1240],
    ['12 %', 12],
    ['-3.5', -3.5],
    ['1.240.5', null],
    ['84.33333333333333', 84.33333333333333],
    ['1e-7', 1e-7],
    ['1e309', null],
    ['12 kg', null],
    ['', null],
  ])('« %s » is the number %s', (text, expected) => {
    expect(readFigure(text)).toBe(expected);
  });
});

describe('A table', () => {
  const metrics = [
    { id: 'a', name: 'Dossiers traités', periodicity: 'month' as const },
    { id: 'b', name: 'Note', periodicity: 'month' as const },
  ];
  test('is read in its three shapes', () => {
    const wide = readTable(
      [
        ['Mois', 'dossiers traites', 'NOTE'],
        ['2026-01', '10', '8,5'],
        ['2026-02', '', '9'],
      ],
      metrics,
      today,
    );
    expect(wide.lines).toEqual([
      { line: 2, metricId: 'a', start: '2026-01-01', end: '2026-01-31', value: 10 },
      { line: 2, metricId: 'b', start: '2026-01-01', end: '2026-01-31', value: 8.5 },
      { line: 3, metricId: 'b', start: '2026-02-01', end: '2026-02-28', value: 9 },
    ]);
    const long = readTable(
      [
        ['mesure', 'date', 'valeur'],
        ['Note', 'mars 2026', '7'],
      ],
      metrics,
      today,
    );
    expect(long.lines).toEqual([
      { line: 2, metricId: 'b', start: '2026-03-01', end: '2026-03-31', value: 7 },
    ]);
    const bare = readTable([['2026-01', '10']], metrics.slice(0, 1), today);
    expect(bare.lines).toHaveLength(1);
    expect(readTable([['x', 'y']], metrics, today).problem).toContain('La première ligne doit nommer');
  });

  test('keeps the numbers of its lines over empty ones, and begins at the first that says something', () => {
    const { lines } = readTable(
      [[''], ['mois', 'Note'], ['', ''], ['2026-01', '7'], ['hier', '8']],
      metrics,
      today,
    );
    expect(lines.map(({ line }) => line)).toEqual([4, 5]);
  });

  test('says each faulty line with its number and what is wrong', () => {
    const { lines } = readTable(
      [
        ['mesure', 'date', 'valeur'],
        ['Note', 'hier', '7'],
        ['Inconnue', '2026-01', '7'],
        ['Note', '2026-01', 'sept'],
        ['Note', '2027-01', '7'],
      ],
      metrics,
      today,
    );
    expect(lines.map((line) => ('mistake' in line ? [line.line, line.mistake.split(' ')[0]] : null))).toEqual(
      [
        [2, 'date'],
        [3, '« Inconnue »'],
        [4, 'nombre'],
        [5, 'cette'],
      ],
    );
  });
});

describe('The publishing contract', () => {
  const MONTHLY = { periodicity: 'month', gathering: 'somme' } as const;
  const read = (body: unknown) => readAnswer(JSON.stringify(body), MONTHLY, today);
  const january = [{ start: '2026-01-01', end: '2026-01-31', value: 1240 }];
  test.each([
    ['as it is written', { description: 'x', stats: [{ date: '2026-01-01T00:00:00.000Z', value: 1240 }] }],
    ['in epoch seconds', { description: 'x', stats: [{ date: 1_767_225_600, value: 1240 }] }],
    ['in epoch milliseconds', { stats: [{ date: 1_767_225_600_000, value: 1240 }] }],
    ['wrapped in data', { data: { description: 'x', stats: [{ date: '2026-01-01', value: 1240 }] } }],
    ['with a number as text', { stats: [{ date: '2026-01-01', value: '1240' }] }],
    ['with extra fields', { stats: [{ date: '2026-01-01', value: 1240, unit: 'x', tags: [] }], meta: {} }],
    ['with a day in the month', { stats: [{ date: '2026-01-15T10:00:00+01:00', value: 1240 }] }],
  ])('is understood %s', (_name, body) => {
    expect(read(body)).toEqual(january);
  });

  test('leaves out the period that is not over, and what is to come', () => {
    expect(
      read({
        stats: [
          { date: '2026-11-01', value: 1 },
          { date: '2027-01-01', value: 2 },
        ],
      }),
    ).toEqual([]);
  });

  test('what we publish is what we read', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 24 }), (values) => {
        const months = monthly('2024-01-01', values).months.map(({ month, value }) => ({
          start: month,
          value,
        }));
        const back = read(contractAnswer('x', months));
        expect(back.map(({ start, value }) => ({ start, value }))).toEqual(months);
      }),
    );
  });

  test('a quarter is made of its three months, as the metric says, and of nothing less', () => {
    const stats = ['2026-01', '2026-02', '2026-03', '2026-04'].map((month, index) => ({
      date: `${month}-01`,
      value: 80 + index,
    }));
    const quarter = (gathering: 'somme' | 'moyenne' | 'dernier') =>
      readAnswer(JSON.stringify({ stats }), { periodicity: 'quarter', gathering }, today);
    expect(quarter('somme')).toEqual([{ start: '2026-01-01', end: '2026-03-31', value: 243 }]);
    expect(quarter('moyenne')[0]!.value).toBe(81);
    expect(quarter('dernier')[0]!.value).toBe(82);
  });

  test('a year is published once it has its twelve months, gathered as the metric says; nothing finer than a month is', () => {
    const { months } = monthly(
      '2024-11-01',
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
    const by = (periodicity: string | null, gathering: 'somme' | 'moyenne' | 'dernier' = 'somme') =>
      publishedBy(periodicity, { gathering, periodicity: 'month' }, months);
    // What has one figure a year is a year with that one; a quarter's year has four.
    const yearly = [{ month: day('2025-12-01'), value: 7 }];
    expect(publishedBy('year', { gathering: 'somme', periodicity: 'year' }, yearly)).toEqual([
      { start: '2025-01-01', value: 7 },
    ]);
    expect(publishedBy('year', { gathering: 'somme', periodicity: 'quarter' }, yearly)).toEqual([]);
    expect(by('year')).toEqual([{ start: '2025-01-01', value: 102 }]);
    expect(by('year', 'moyenne')[0]!.value).toBe(8.5);
    expect(by('year', 'dernier')[0]!.value).toBe(14);
    for (const other of [null, 'month', 'day', 'siècle']) expect(by(other)).toHaveLength(15);
  });

  test('a date or a number beyond reason is left out, and breaks nothing', () => {
    const odd = [
      { date: 1_790_000_000_000_000, value: 1 },
      { date: -9e14, value: 1 },
      { date: '0026-01-01', value: 1 },
      { date: '2026-01-01', value: 1e300 },
    ];
    expect(read({ stats: odd })).toEqual([]);
  });

  test('anything else is refused', () => {
    for (const body of [
      {},
      { stats: {} },
      { stats: [{ date: 'hier', value: 1 }] },
      { stats: [{ date: '2026-01-01', value: null }] },
    ])
      expect(() => read(body)).toThrow();
  });
});

describe('Which addresses are called', () => {
  test.each([
    '10.0.0.1',
    '172.16.5.4',
    '192.168.1.1',
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::10.0.0.1',
    '2002:7f00:1::',
    '2001:db8::1',
    'pas une adresse',
    '0x7f.1',
    'fec0::1',
    '::7f00:1',
    '64:ff9b:1::a00:1',
    'fec0::1',
    '::7f00:1',
    '64:ff9b:1::a00:1',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  test.each(['185.24.184.10', '8.8.8.8', '2a01:e0a::1', '::ffff:185.24.184.10'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  test('loopback is, for tests that say so, and nothing else with it', () => {
    expect(isPublicAddress('127.0.0.1', true)).toBe(true);
    expect(isPublicAddress('::ffff:127.0.0.1', true)).toBe(true);
    expect(isPublicAddress('10.0.0.1', true)).toBe(false);
    expect(isPublicAddress('169.254.169.254', true)).toBe(false);
  });
});

const brokenOn = (since: string) => ({ since: day(since), name: 'Autre', unit: 'milliers', definition: '' });

describe('Attention', () => {
  test('late counts whole periods that are over', () => {
    const metric = (month: string, periodicity: Periodicity) => ({
      months: [{ month: day(month), value: 1 }],
      periodicity,
      underWay: null,
    });
    expect(periodsLate(metric('2026-10-01', 'week'), today)).toBe(0);
    expect(periodsLate(metric('2026-09-01', 'week'), today)).toBe(2);
    expect(periodsLate(metric('2026-09-01', 'day'), today)).toBe(2);
    expect(periodsLate(metric('2026-10-01', 'month'), today)).toBe(0);
    expect(periodsLate(metric('2026-09-01', 'month'), today)).toBe(1);
    expect(periodsLate(metric('2026-08-01', 'month'), today)).toBe(2);
    expect(periodsLate(metric('2026-06-01', 'quarter'), today)).toBe(1);
  });

  test('falling depends on the direction, and needs six figures', () => {
    const down = monthly('2026-01-01', [10, 10, 10, 9, 9, 9]);
    const breaks: Metric['breaks'] = [];
    expect(isFalling({ ...down, breaks, direction: 'hausse' })).toBe(true);
    expect(isFalling({ ...down, breaks, direction: 'baisse' })).toBe(false);
    expect(isFalling({ months: down.months.slice(1), breaks, direction: 'hausse' })).toBe(false);
    // What falls from one definition to the next is not the same measure.
    expect(isFalling({ ...down, breaks: [brokenOn('2026-04-01')], direction: 'hausse' })).toBe(false);
  });

  test('a year’s change compares the same month', () => {
    const year = monthly('2025-01-01', [100, ...Array.from({ length: 11 }, () => 0), 112]);
    expect(yearChange({ ...year, breaks: [] })).toBe(12);
    expect(yearChange({ ...year, breaks: [brokenOn('2025-06-15')] })).toBeNull();
    expect(yearChange({ ...monthly('2025-02-01', [100, 112]), breaks: [] })).toBeNull();
  });
});

describe('Budget', () => {
  test('parts never make more than their total; a total left empty is their sum', () => {
    const form = {
      debut: '2026-01-01',
      fin: '2026-12-31',
      planned_staff: '100',
      planned_hosting: '50,5',
      spent_total: '10',
      spent_staff: '11',
    };
    const { input, mistakes } = budgetOf(budgetSchema.parse(form));
    expect(input.planned.total).toBe(euros(150.5));
    expect(Object.keys(mistakes)).toEqual(['spent_total']);
    expect(budgetSchema.safeParse({ ...form, fin: '2025-12-31' }).error?.issues[0]?.path).toEqual(['fin']);
    expect(budgetSchema.safeParse({ ...form, planned_staff: 'beaucoup' }).error?.issues[0]?.path).toEqual([
      'planned_staff',
    ]);
  });

  test('the gauge says what is left, the time gone, and when the money ends, over periods that touch', () => {
    const none = { total: null, staff: null, contractors: null, hosting: null, other: null };
    const period = (start: string, end: string, planned: number, spent: number | null) => ({
      id: start,
      start: day(start),
      end: day(end),
      planned: { ...none, total: euros(planned) },
      spent: { ...none, total: spent === null ? null : euros(spent) },
      publicShare: null,
      withTax: true,
      publishedAt: null,
      version: 1,
      shares: [],
    });
    const gauge = gaugeOf(
      [
        period('2026-01-01', '2026-12-31', 200, 150),
        period('2027-01-01', '2027-06-30', 100, null),
        period('2028-01-01', '2028-06-30', 1, null),
      ],
      day('2026-07-01'),
    );
    expect(gauge).toEqual({
      planned: euros(200),
      spent: euros(150),
      left: euros(50),
      elapsed: 50,
      used: 75,
      ends: '2027-06-30',
    });
    expect(gaugeOf([], today)).toBeNull();
    const over = gaugeOf([period('2026-01-01', '2026-12-31', 240, 300)], day('2026-07-01'))!;
    expect(leftWords(over.left).replaceAll(/\s/g, ' ')).toBe('Dépassé de 60 €');
  });

  test('the reference grid goes out and comes back the same, whatever it holds', () => {
    const cell = fc.record({
      year: fc.constantFrom(2025, 2026),
      nature: fc.constantFrom('prevu' as const, 'realise' as const),
      credit: fc.constantFrom('AE' as const, 'CP' as const),
      activity: fc.constantFrom(...ACTIVITIES.map(({ code }) => code)),
      resource: fc.constantFrom(...RESOURCES.map(({ code }) => code)),
      amount: fc.integer({ min: 1, max: 1e9 }).map((value) => cents(value)),
    });
    const key = ({ amount: _amount, ...place }: GridCell) => JSON.stringify(place);
    const sorted = (cells: readonly GridCell[]) => [...cells].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    fc.assert(
      fc.property(fc.uniqueArray(cell, { selector: key, maxLength: 60 }), (cells) => {
        const rows = gridRows(cells, [2025, 2026]).map((row) => row.map(String));
        expect(rows).toHaveLength(1 + 2 * 2 * 2 * 13);
        const { years, mistakes } = readGrid(rows);
        expect(mistakes).toEqual([]);
        expect(sorted(years.flatMap((year) => year.cells))).toEqual(sorted(cells));
        const { total, ...parts } = amountsOfCells(cells, 'prevu');
        const known = Object.values(parts).filter((value) => value !== null);
        expect(total ?? 0).toBe(known.reduce<number>((sum, value) => sum + value, 0));
      }),
      { numRuns: 30 },
    );
    expect(readGrid([['Année'], ['x']]).mistakes[0]).toContain('La première ligne');
    const wrong = gridRows([], [2026]).map((row) => row.map(String));
    wrong[3]![3] = 'Jardinage';
    wrong[5]![4] = 'cher';
    expect(readGrid(wrong).mistakes).toHaveLength(2);
  });

  test('two campaigns a year, the last one opened is the one that counts', () => {
    expect(campaignAt(day('2026-05-31')).label).toBe('Janvier 2026');
    expect(campaignAt(day('2026-06-01')).label).toBe('Juin 2026');
    expect(campaignAt(today).opens).toBe('2026-06-01');
  });
});

describe('Standards', () => {
  test('the catalogue has 30 standards, 82 criteria and 9 domains', () => {
    expect([STANDARDS.length, CRITERIA_COUNT, DOMAINS.length]).toEqual([30, 82, 9]);
    expect(new Set(STANDARDS.map(({ id }) => id)).size).toBe(30);
  });

  test('another catalogue keeps answers by identifier; what it has no place for is kept and counted nowhere', () => {
    const before = [
      { id: 'a', criteria: 2 },
      { id: 'b', criteria: 1 },
    ];
    const after = [
      { id: 'a', criteria: 1 },
      { id: 'c', criteria: 1 },
    ];
    expect(catalogueChanges(before, after)).toEqual([
      { id: 'a', kind: 'critères changés' },
      { id: 'c', kind: 'nouveau' },
      { id: 'b', kind: 'retiré' },
    ]);
    const answers = [
      { standard: 'a', criterion: 1 },
      { standard: 'a', criterion: 2 },
      { standard: 'b', criterion: 1 },
    ];
    expect(answersWithoutPlace(answers, after)).toEqual(answers.slice(1));
    const lost = {
      standard: 'b',
      criterion: 1,
      answer: 'oui' as const,
      reason: null,
      evidence: null,
      answeredOn: today,
    };
    expect(wholeFigures(domainFigures([lost])).answered).toBe(0);
  });

  test('completion and conformity are two figures; « sans objet » is an answer and neither yes nor no', () => {
    const answer = (criterion: number, value: 'oui' | 'non' | 'sans-objet') => ({
      standard: 'le-produit-respecte-ses-obligations-declaratives',
      criterion,
      answer: value,
      reason: null,
      evidence: null,
      answeredOn: today,
    });
    const figures = domainFigures([answer(1, 'oui'), answer(2, 'non'), answer(3, 'sans-objet')]);
    expect(figures[0]).toMatchObject({ criteria: 7, answered: 3, completion: 43, conformity: 50 });
    expect(figures[1]!.conformity).toBeNull();
    expect(wholeFigures(figures)).toMatchObject({ criteria: 82, answered: 3, completion: 4, conformity: 50 });
  });
});
