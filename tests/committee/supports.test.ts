import { expect, test } from 'vitest';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';

const network = await committeeNetwork('2026-06-01T09:00:00Z');
const { url, rows } = network;
const alix = (await network.as('intrapreneur', network.potagers, 'Alix Fictive')).browser;
const coach = (await network.as('coach', network.potagers)).browser;
const elsewhere = (await network.as('member', network.bancs)).browser;
const OWN = '/startups/potagers/soutiens';
const SECURITY = '/startups/potagers/homologation';
const STUDY = {
  intention: 'ecrire',
  nature: 'etude',
  quoi: 'Enquête en commune',
  qui: 'un laboratoire',
  debut: '2026-05-01',
  fin: '',
  contrat: 'Une personne à mi-temps.',
  revue: '2026-06-12',
};
const idOf = async () => String((await rows(`SELECT id FROM support`))[0]!['id']);

test('a support is written by who holds committees, and read by the team; a review needs a commitment', async () => {
  expect((await elsewhere.get(OWN)).status).toBe(403);
  expect((await new Browserless(url).get(OWN)).status).toBe(302);
  expect(await alix.text(OWN)).toContain('Aucun soutien n’est noté');
  expect((await alix.post(OWN, STUDY)).status).toBe(403);
  const wrong = await coach.post(OWN, { ...STUDY, contrat: '', fin: '2026-04-01' });
  expect(wrong.status).toBe(400);
  const page = await wrong.text();
  expect(page).toContain('Écrivez l’engagement');
  expect(page).toContain('La fin ne peut pas venir avant');
  expect(page).toContain('Enquête en commune');
  expect((await coach.post(OWN, STUDY)).status).toBe(302);
  expect(await alix.text(OWN)).toContain('Une personne à mi-temps.');
  expect(await alix.text(OWN)).not.toContain('Noter un soutien');
});

test('two who change it do not undo each other; the coach and the incubator are told before the review', async () => {
  const soutien = await idOf();
  const change = { ...STUDY, soutien, version: '1', quoi: 'Enquête élargie' };
  const both = await Promise.all([coach.post(OWN, change), coach.post(OWN, change)]);
  expect(both.map(({ status }) => status).sort()).toEqual([302, 400]);
  expect(await coach.text('/espace/accompagnements')).toContain('Contrat de réussite à revoir');
  // Another startup's form reaches nothing of this one.
  const other = (await network.as('coach', network.bancs)).browser;
  expect((await other.post('/startups/bancs/soutiens', { intention: 'retirer', soutien })).status).toBe(400);
  expect((await coach.post(OWN, { intention: 'retirer', soutien: 'x' })).status).toBe(400);
  expect((await coach.post(OWN, { intention: 'retirer', soutien })).status).toBe(302);
  expect(await rows(`SELECT 1 FROM support`)).toEqual([]);
});

test('a security accreditation has its authority and its end, and everybody reads it', async () => {
  const visitor = new Browserless(url);
  expect(await visitor.text('/startups/potagers/standards')).toContain('Rien n’est dit de l’homologation');
  expect((await coach.post(SECURITY, {})).status).toBe(403);
  const given = {
    etat: 'prononcee',
    autorite: 'La direction',
    le: '2026-05-01',
    fin: '2028-05-01',
    version: '0',
  };
  for (const [field, value] of [
    ['autorite', ''],
    ['le', '2026-06-02'],
    ['fin', ''],
    ['fin', '2026-04-30'],
    ['etat', 'peut-etre'],
  ] as const) {
    const refused = await alix.post(SECURITY, { ...given, [field]: value });
    expect(refused.status, `${field} ${value}`).toBe(400);
  }
  const both = await Promise.all([alix.post(SECURITY, given), alix.post(SECURITY, given)]);
  expect(both.map(({ status }) => status).sort()).toEqual([302, 400]);
  expect(await visitor.text('/startups/potagers/standards')).toMatch(
    /Homologation prononcée le 1er mai 2026/,
  );
  // Begun anew, it has neither authority nor dates.
  expect((await alix.post(SECURITY, { ...given, etat: 'demarche', version: '1' })).status).toBe(302);
  expect(await rows(`SELECT state, authority, until_day FROM accreditation`)).toEqual([
    { state: 'demarche', authority: '', until_day: null },
  ]);
});
