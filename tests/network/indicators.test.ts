import { describe, expect, test } from 'vitest';
import { INDICATORS, indicatorByCode } from '~/network/indicators/all';
import { periodOf, shareOf, type IndicatorFacts } from '~/network/indicators/indicator';
import { readIndicatorFacts } from '~/network/indicators/facts.server';
import { keepUndated } from '~/network/indicators/kept.server';
import { SHIPPED } from '~/network/indicators/shipped';
import type { Network, StartupFacts } from '~/network/facts';
import { day } from '~/platform/day';
import type { Phase } from '~/startup/life';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';

const today = day('2026-08-20');
/** People are counted, never listed. */
const PEOPLE_COUNTS = ['membres', 'certifications', 'certifications-cumul'];
const phase = (code: Phase['code'], start: string): Phase => ({
  code,
  start: day(start),
  end: null,
  origin: 'historique',
});
const startup = (title: string, phases: Phase[], more: Partial<StartupFacts> = {}): StartupFacts =>
  ({
    id: title,
    publicId: title,
    title,
    phases,
    incubators: [],
    impacts: [],
    awards: [],
    ...more,
  }) as unknown as StartupFacts;
const factsOf = (startups: StartupFacts[], more: Partial<IndicatorFacts> = {}): IndicatorFacts => ({
  network: { startups, startupById: new Map(), incubators: [], awards: [] } as unknown as Network,
  membersByYear: new Map(),
  certifiedByYear: new Map(),
  kept: new Map(),
  promises: [],
  entered: new Map(),
  ...more,
});
const measure = (code: string, facts: IndicatorFacts, year: number) =>
  indicatorByCode(code)!.measure(facts, periodOf(year, today));

describe('Indicators', () => {
  test('each says its rule, its source and its period, under a code of its own', () => {
    expect(new Set(INDICATORS.map(({ code }) => code)).size).toBe(INDICATORS.length);
    for (const { rule, source, name } of INDICATORS) {
      expect(rule, name).toMatch(/\.$/);
      expect(source).not.toBe('');
    }
    for (const key of SHIPPED.keys()) expect(indicatorByCode(key.split('/')[0]!), key).toBeDefined();
  });

  test('a number is as many as the things that it lists', () => {
    const facts = factsOf([
      startup('a', [phase('construction', '2024-03-01'), phase('construction', '2025-03-01')]),
      startup('b', [phase('investigation', '2024-01-01'), phase('abandon-investigation', '2024-06-01')]),
      startup('c', [phase('construction', '2024-12-31'), phase('transfere', '2025-06-01')]),
    ]);
    for (const indicator of INDICATORS) {
      const { value, counted } = indicator.measure(facts, periodOf(2025, today));
      if (indicator.unit === 'nombre' && !PEOPLE_COUNTS.includes(indicator.code) && value !== null)
        expect(counted, indicator.code).toHaveLength(value);
    }
    // A launch is the first construction alone, on whichever day of the year.
    expect(measure('lancements', facts, 2024).counted.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(measure('lancements', facts, 2025).value).toBe(0);
    expect(measure('perennises', facts, 2024).value).toBe(0);
    expect(measure('perennises', facts, 2025).value).toBe(1);
  });

  test('a cohort younger than twelve months is said to be incomplete', () => {
    const lives = (year: number) =>
      Array.from({ length: 10 }, (_, index) =>
        startup(`s${index}`, [
          phase('investigation', `${year}-03-01`),
          ...(index < 3 ? [phase('abandon-investigation', `${year + 1}-03-01`)] : []),
          ...(index === 3 ? [phase('abandon', `${year + 1}-03-02`)] : []),
        ]),
      );
    const whole = measure('sorties-douze-mois', factsOf(lives(2024)), 2024);
    expect([whole.value, whole.note]).toEqual([30, null]);
    expect(measure('sorties-douze-mois', factsOf(lives(2025)), 2025).note).toContain('incomplète');
  });

  test('no rate is shown below ten cases, and what bears no date has no past', () => {
    expect(
      shareOf(Array.from({ length: 9 }, () => ({ name: '', to: null, detail: '', kept: true }))).value,
    ).toBe(null);
    const facts = factsOf(
      Array.from({ length: 12 }, (_, index) =>
        startup(`s${index}`, [phase('construction', '2020-01-01')], {
          repository: index < 6 ? 'https://x' : null,
        }),
      ),
    );
    expect(measure('transparence-code', facts, 2026).value).toBe(50);
    expect(measure('transparence-code', facts, 2025)).toMatchObject({ value: null, counted: [] });
  });

  test('an inconclusive investigation counts among investigations only', () => {
    const facts = factsOf(
      Array.from({ length: 20 }, (_, index) =>
        startup(`s${index}`, [
          phase('investigation', '2020-01-01'),
          index < 5 ? phase('abandon-investigation', '2020-06-01') : phase('construction', '2020-06-01'),
          ...(index < 5 ? [] : [phase(index < 8 ? 'abandon' : 'acceleration', '2021-06-01')]),
        ]),
      ),
    );
    expect(measure('arrets-investigation', facts, 2025).value).toBe(25);
    expect(measure('arrets-construction', facts, 2025).value).toBe(20);
  });

  test('a label of a year counts in it, on whichever day it was announced', () => {
    const facts = factsOf([startup('a', [], { impacts: [{ day: day('2025-02-01'), labelYear: 2024 }] })]);
    expect(measure('impact-national', facts, 2024).value).toBe(1);
    expect(measure('impact-national', facts, 2025).value).toBe(0);
  });
});

describe('Yearly reports', async () => {
  const network = await committeeNetwork('2026-03-02T09:00:00Z');
  const animation = (await network.as('animation', null, 'Dom Fictif')).browser;
  const other = (await network.as('animation', null, 'Alix Fictif')).browser;
  const lead = (await network.as('lead', network.incubator)).browser;
  const visitor = new Browserless(network.url);
  const version = async (year: number) =>
    String(
      (await network.rows(`SELECT version FROM yearly_report WHERE year = ${year}`))[0]?.['version'] ?? 0,
    );

  test('are written by the network’s animation alone, and two who write do not overwrite each other', async () => {
    expect((await lead.post('/bilans/2025', { intention: 'ecrire', version: '0' })).status).toBe(403);
    expect(
      (
        await animation.post('/bilans/2025', {
          intention: 'ecrire',
          version: '0',
          ouverture: 'Une **belle** année.',
        })
      ).status,
    ).toBe(302);
    const late = await other.post('/bilans/2025', {
      intention: 'ecrire',
      version: '0',
      ouverture: 'Autre texte',
    });
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('Autre texte');
    expect(await visitor.text('/bilans/2025')).toContain('<strong>belle</strong>');
  });

  test('a year that runs is not closed; a closed one stays as it was, and says what is counted otherwise since', async () => {
    const early = await animation.post('/bilans/2026', { intention: 'clore', version: '0' });
    expect(await early.text()).toMatch(/n’est pas finie/);
    const closed = await animation.post('/bilans/2025', {
      intention: 'clore',
      version: await version(2025),
      ouverture: 'Fin.',
    });
    expect(closed.status).toBe(302);
    const again = await animation.post('/bilans/2025', {
      intention: 'ecrire',
      version: await version(2025),
      ouverture: 'Réécrit.',
    });
    expect(await again.text()).toMatch(/Ce bilan est clos/);
    await expect(network.rows("UPDATE yearly_report SET opening = 'x' WHERE year = 2025")).rejects.toThrow(
      /does not change/,
    );
    await network.rows("UPDATE phase SET start_day = '2026-01-10' WHERE code = 'construction'");
    await network.rows('UPDATE data_version SET version = version + 1');
    await network.rows('UPDATE startup SET revision = (SELECT version FROM data_version)');
    expect(
      (await animation.post('/bilans/2025', { intention: 'corriger', correction: 'Un chiffre était faux.' }))
        .status,
    ).toBe(302);
    const page = (await visitor.text('/bilans/2025')).replaceAll('<!-- -->', '');
    expect(page).toContain('Un chiffre était faux.');
    expect(page).toMatch(/Startups accompagnées ou pérennisées\s: 3 au bilan, 0 aujourd’hui/);
    const pdf = await visitor.get('/bilans/2025/bilan.pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(await visitor.text('/bilans/2025/donnees.csv')).toMatch(/2025;accompagnes-perennises;[^\n]*;3;/);
  });

  test('what bears no date is kept by night: a year that is over is told from its last count, with its list', async () => {
    await network.rows(
      "UPDATE startup SET repository = 'https://exemple.invalid/code' WHERE public_id = 'potagers'",
    );
    await network.rows('UPDATE data_version SET version = version + 1');
    await network.rows('UPDATE startup SET revision = (SELECT version FROM data_version)');
    await network.refresh();
    const today = network.clock.today();
    await network.database.transaction(async (tx) =>
      keepUndated(tx, await readIndicatorFacts(tx, network.network(), today), today),
    );
    const shown = await visitor.text('/indicateurs/transparence-code?annee=2026');
    expect(shown).toContain('Potagers');
    await network.rows('UPDATE startup SET repository = NULL, revision = revision + 1');
    await network.moveTo('2027-02-01T09:00:00Z');
    const past = await visitor.text('/indicateurs/transparence-code?annee=2026');
    expect(past).toMatch(/Compté le/);
    expect(past).toContain('Potagers');
    expect(await visitor.text('/indicateurs/transparence-code?annee=2025')).toContain('rien n’a été gardé');
  });

  test('targets and published figures are the network’s to say, with their source', async () => {
    const fields = { indicateur: 'lancements', annee: '2025', version: '0', cible: '12', publie: '10' };
    expect(await (await animation.post('/reseau/indicateurs', fields)).text()).toContain(
      'Dites où ce chiffre a été publié',
    );
    expect((await animation.post('/reseau/indicateurs', { ...fields, cible: 'douze' })).status).toBe(400);
    expect((await animation.post('/reseau/indicateurs', { ...fields, source: 'un bilan' })).status).toBe(302);
    expect((await other.post('/reseau/indicateurs', { ...fields, source: 'autre' })).status).toBe(400);
    expect((await lead.post('/reseau/indicateurs', { ...fields, source: 'x' })).status).toBe(403);
    expect(await visitor.text('/indicateurs/lancements?annee=2025')).toContain('un bilan');
  });
});
