import { expect, test } from 'vitest';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';

const network = await committeeNetwork('2026-06-01T09:00:00Z');
const { url, moveTo, rows } = network;
const alix = (await network.as('intrapreneur', network.potagers, 'Alix Fictive')).browser;
const lead = (await network.as('lead', network.incubator, 'Maël Fictif')).browser;
const animation = (await network.as('animation', null)).browser;
const visitor = new Browserless(url);
const OWN = '/startups/potagers/priorites';
const LIST = '/reseau/priorites';
const POLICY = {
  titre: 'Nourrir les villes',
  axe: 'Planifier l’écologie',
  source: 'Liste fictive de 2026',
  debut: '2026-01-01',
  fin: '',
};
const idOf = async () => String((await rows(`SELECT id FROM priority_policy`))[0]!['id']);

test('a dated list is kept by the animation: bad dates are said beside their field, two windows do not undo each other', async () => {
  expect(await visitor.text('/priorites')).toContain('Aucune politique prioritaire');
  expect((await alix.post(LIST, POLICY)).status).toBe(403);
  const wrong = await animation.post(LIST, { ...POLICY, titre: '', fin: '2025-01-01' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('Planifier l’écologie');
  expect((await animation.post(LIST, { ...POLICY, fin: '2025-01-01' })).status).toBe(400);
  expect((await animation.post(LIST, POLICY)).status).toBe(302);
  expect((await animation.post(LIST, POLICY)).status).toBe(400);
  const change = { ...POLICY, politique: await idOf(), version: '1', axe: 'Écologie' };
  const both = await Promise.all([animation.post(LIST, change), animation.post(LIST, change)]);
  expect(both.map(({ status }) => status).sort()).toEqual([302, 400]);
});

test('a team says which priority it serves; it is public once its incubator confirmed it', async () => {
  const politique = await idOf();
  expect((await alix.post(OWN, { intention: 'declarer', politique, comment: '' })).status).toBe(400);
  const declared = { intention: 'declarer', politique, comment: 'Des jardins où l’on cultive.' };
  expect((await alix.post(OWN, declared)).status).toBe(302);
  expect(await visitor.text('/priorites')).not.toContain('Potagers');
  expect((await alix.post(OWN, { intention: 'confirmer', politique })).status).toBe(403);
  expect(await alix.text(OWN)).toContain('à confirmer');
  expect((await lead.post(OWN, { intention: 'confirmer', politique })).status).toBe(302);
  expect((await lead.post(OWN, { intention: 'confirmer', politique })).status).toBe(400);
  const page = await visitor.text('/priorites');
  expect(page).toContain('Des jardins où l’on cultive.');
  expect(page).toMatch(/1\s+startup en sert/);
  // In other words, it is to be confirmed again.
  await alix.post(OWN, { ...declared, comment: 'Autrement dit.' });
  expect(await visitor.text('/priorites')).not.toContain('Autrement dit.');
  expect(await visitor.text('/startups/potagers')).not.toContain('Autrement dit.');
  await lead.post(OWN, { intention: 'confirmer', politique });
  const own = await visitor.text('/startups/potagers');
  expect(own).toContain('Politiques prioritaires servies');
  expect(own).toContain('Autrement dit.');
});

test('a policy that ended keeps what served it, and takes nothing new', async () => {
  const politique = await idOf();
  const ended = { ...POLICY, politique, version: '2', fin: '2026-07-01' };
  expect((await animation.post(LIST, ended)).status).toBe(302);
  await moveTo('2026-07-02T09:00:00Z');
  const page = await visitor.text('/priorites');
  expect(page).toMatch(/d’une autre période/);
  // What served a policy that ended is told there, and no more counted as serving one.
  expect(page).not.toMatch(/1\s+startup en sert/);
  expect(page).toContain('Autrement dit.');
  expect(await visitor.text('/startups/potagers')).not.toContain('Autrement dit.');
  expect((await alix.post(OWN, { intention: 'declarer', politique, comment: 'Encore.' })).status).toBe(400);
  expect((await alix.post(OWN, { intention: 'retirer', politique })).status).toBe(302);
  expect(await rows(`SELECT 1 FROM priority_startup`)).toEqual([]);
});
