import { describe, expect, test } from 'vitest';
import {
  daysOnStartups,
  eligibility,
  isEligible,
  type CareerMission,
} from '~/network/certification/eligibility';
import { day } from '~/platform/day';
import type { Phase } from '~/startup/life';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';

const today = day('2026-11-26');
const phase = (code: Phase['code'], start: string): Phase => ({
  code,
  start: day(start),
  end: null,
  origin: 'historique',
});
const PHASES = [phase('construction', '2024-01-01'), phase('acceleration', '2026-01-15')];
const mission = (from: string, until: string | null, more: Partial<CareerMission> = {}): CareerMission => ({
  startup: 'Potagers',
  from: day(from),
  until: until === null ? null : day(until),
  publicAgent: true,
  phases: PHASES,
  ...more,
});
const missing = (missions: CareerMission[], fullTime = true, certifiedOn: string | null = null) =>
  eligibility({ missions, certifiedOn: certifiedOn === null ? null : day(certifiedOn) }, fullTime, today)
    .filter(({ held }) => !held)
    .map(({ code }) => code);

describe('Who may ask for the certification', () => {
  test('a public agent, half a year full time or a whole one part time', () => {
    expect(missing([mission('2025-11-27', null)])).toEqual([]);
    expect(missing([mission('2025-11-27', null)], false)).toEqual([]);
    expect(missing([mission('2025-11-28', null)], false)).toEqual(['duree']);
    expect(missing([mission('2026-05-29', null)])).toEqual([]);
    expect(missing([mission('2026-05-30', null)])).toEqual(['duree']);
    expect(missing([mission('2025-01-01', null, { publicAgent: false })])).toEqual([
      'agent',
      'duree',
      'acceleration',
      'depart',
    ]);
    expect(missing([])).toContain('agent');
  });

  test('who was there during an acceleration, not before it nor after', () => {
    expect(missing([mission('2025-01-01', '2026-01-14')])).toEqual(['acceleration']);
    expect(missing([mission('2025-01-01', '2026-01-15')])).toEqual([]);
    const consolidated = { phases: [...PHASES, phase('consolidation', '2026-03-01')] };
    expect(missing([mission('2026-03-01', null, consolidated)])).toEqual(['acceleration']);
    expect(missing([mission('2026-02-28', null, consolidated)])).toEqual([]);
    // What is only announced was not known.
    expect(missing([mission('2025-01-01', null, { phases: [phase('acceleration', '2027-01-01')] })])).toEqual(
      ['acceleration'],
    );
  });

  test('until a year after leaving, and once', () => {
    const accelerated = { phases: [phase('acceleration', '2024-01-01')] };
    expect(missing([mission('2024-01-01', '2025-11-26', accelerated)])).toEqual([]);
    expect(missing([mission('2024-01-01', '2025-11-25', accelerated)])).toEqual(['depart']);
    expect(missing([mission('2025-01-01', null)], true, '2025-12-01')).toEqual(['premiere']);
    expect(
      isEligible(eligibility({ missions: [mission('2025-01-01', null)], certifiedOn: null }, true, today)),
    ).toBe(true);
  });

  test('a day on two products is one day', () => {
    const one = mission('2026-01-01', '2026-01-31');
    expect(daysOnStartups([one], today)).toBe(31);
    expect(daysOnStartups([one, mission('2026-01-15', '2026-02-10')], today)).toBe(41);
    expect(daysOnStartups([one, mission('2026-01-05', '2026-01-10')], today)).toBe(31);
    expect(daysOnStartups([one, mission('2026-02-02', '2026-02-02')], today)).toBe(32);
    expect(daysOnStartups([mission('2026-11-26', null), mission('2026-11-27', null)], today)).toBe(1);
  });
});

describe('A session of certification', async () => {
  const network = await committeeNetwork('2026-06-01T09:00:00Z');
  const { url, rows, moveTo, mailbox } = network;
  const alix = await network.as('intrapreneur', network.potagers, 'Alix Fictive');
  const animation = (await network.as('animation', null)).browser;
  const visitor = new Browserless(url);
  const LIST = '/reseau/certification';
  const OWN = '/espace/certification';
  const SESSION = { nom: 'Mai 2026', tenue: '2026-06-20', depots: '2026-06-10' };
  await rows(`UPDATE mission SET employer_kind = 'admin'`);
  const sessionId = async () => String((await rows(`SELECT id FROM certification_session`))[0]!['id']);

  test('is opened by the animation alone, and says what is wrong beside its field', async () => {
    expect((await visitor.get(LIST)).status).toBe(302);
    expect((await alix.browser.post(LIST, SESSION)).status).toBe(403);
    const wrong = await animation.post(LIST, { ...SESSION, depots: '2026-06-21' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('Les dépôts finissent avant la session');
    expect((await animation.post(LIST, SESSION)).status).toBe(302);
    expect((await animation.post(LIST, { ...SESSION, nom: 'MAI 2026' })).status).toBe(400);
    const change = { ...SESSION, session: await sessionId(), version: '1', nom: 'Session de mai' };
    const both = await Promise.all([animation.post(LIST, change), animation.post(LIST, change)]);
    expect(both.map(({ status }) => status).sort()).toEqual([302, 400]);
  });

  test('is asked for by the person, even when something is not known here; the rest is the animation’s to judge', async () => {
    const session = await sessionId();
    const page = await alix.browser.text(OWN);
    expect(page).toContain('Avoir connu une accélération');
    expect(page).toContain('Il manque quelque chose');
    const bad = await alix.browser.post(OWN, { session, temps: 'plein', dossier: 'mon dossier' });
    expect(bad.status).toBe(400);
    expect(await bad.text()).toContain('mon dossier');
    const asked = { session, temps: 'plein', dossier: 'https://exemple.invalid/dossier' };
    expect((await alix.browser.post(OWN, asked)).status).toBe(302);
    expect((await alix.browser.post(OWN, { ...asked, temps: 'partiel' })).status).toBe(302);
    expect(await rows(`SELECT full_time, state FROM certification_candidate`)).toEqual([
      { full_time: false, state: 'demandee' },
    ]);
    expect((await visitor.post(OWN, asked)).status).toBe(302);
    expect((await alix.browser.post(OWN, { ...asked, session: 'x' })).status).toBe(400);
  });

  test('decides from its day on; the person is told, is counted, and cannot ask again', async () => {
    const session = await sessionId();
    const room = `${LIST}/${session}`;
    const personne = alix.personId;
    const certify = { intention: 'certifier', personne };
    expect((await alix.browser.get(room)).status).toBe(403);
    expect((await animation.post(room, certify)).status).toBe(400);
    await moveTo('2026-06-20T09:00:00Z');
    const late = { session, temps: 'plein', dossier: '' };
    expect(await (await alix.browser.post(OWN, late)).text()).toContain('étaient attendus jusqu’au');
    const twice = await Promise.all([animation.post(room, certify), animation.post(room, certify)]);
    expect(twice.map(({ status }) => status)).toEqual([302, 302]);
    await mailbox.next(alix.address, /Certification/);
    expect(await rows(`SELECT 1 FROM mail WHERE kind = 'certification'`)).toHaveLength(1);
    expect(await alix.browser.text(OWN)).toContain('Vous avez la certification');
    const counted = await visitor.text('/indicateurs/certifications?annee=2026');
    expect(counted).toMatch(/Certifications de l’intrapreneuriat/);
    expect(counted).not.toContain('Alix Fictive');
    expect(
      (await animation.post(LIST, { nom: 'Décembre', tenue: '2026-12-10', depots: '2026-12-01' })).status,
    ).toBe(302);
    const next = String(
      (await rows(`SELECT id FROM certification_session WHERE name = 'Décembre'`))[0]!['id'],
    );
    const again = await alix.browser.post(OWN, { ...late, session: next });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('déjà donnée');
    expect((await animation.post(`${LIST}/${next}`, { intention: 'inscrire', personne })).status).toBe(400);
    // A decision that was wrong is taken back.
    expect((await animation.post(room, { intention: 'reprendre', personne })).status).toBe(302);
    expect((await animation.post(`${LIST}/${next}`, { intention: 'inscrire', personne })).status).toBe(302);
  });
});
