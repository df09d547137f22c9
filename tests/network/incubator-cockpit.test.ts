import { describe, expect, test } from 'vitest';
import { staffingFor } from '~/network/cockpit/staffing';
import { idOf } from '../support/real-network';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';

describe('An incubator’s cockpit', async () => {
  const network = await committeeNetwork('2026-03-02T09:00:00Z');
  const lead = (await network.as('lead', network.incubator)).browser;
  const elsewhere = (await network.as('lead', await idOf(network.database, 'incubator', 'loin'))).browser;

  test('says first what is to be done, and is its people’s alone', async () => {
    const page = (await lead.text('/incubateurs/atelier/interieur')).replaceAll('<!-- -->', '');
    expect(page).toMatch(/2\s+startups en activité\s;/);
    expect(page).toMatch(/2\s+comités à tenir/);
    expect(page).toMatch(/la règle d’usage est de 2 équivalents temps plein/);
    expect(page).not.toContain('Ailleurs');
    for (const path of ['/incubateurs/atelier/interieur', '/incubateurs/atelier/revue.pdf'])
      expect((await elsewhere.get(path)).status, path).toBe(403);
  });

  test('is published by its lead alone, and tells everybody counts and dates, no text and no cost', async () => {
    const visitor = new Browserless(network.url);
    const path = '/incubateurs/atelier/tableau';
    const inside = '/incubateurs/atelier/interieur';
    const member = (await network.as('portfolio_manager', network.incubator)).browser;
    expect((await visitor.get(path)).status).toBe(404);
    expect((await visitor.get(inside)).status).toBe(302);
    for (const other of [elsewhere, member])
      expect((await other.post(inside, { publier: 'oui' })).status).toBe(403);
    expect((await visitor.get(path)).status).toBe(404);
    expect((await lead.post(inside, { publier: 'oui' })).status).toBe(302);
    const page = (await visitor.text(path)).replaceAll('<!-- -->', '');
    expect(page).toContain('Comités à tenir');
    expect(page).toContain('Potagers');
    expect(page).not.toMatch(/équivalents temps plein|accueil :|Coûts connus/);
    expect(await visitor.text('/incubateurs/atelier')).toContain(path);
    await lead.post(inside, { publier: 'non' });
    expect((await visitor.get(path)).status).toBe(404);
    expect(await visitor.text('/incubateurs/atelier')).not.toContain(path);
  });

  test('prints as a review, with what it shows', async () => {
    const answer = await lead.get('/incubateurs/atelier/revue.pdf');
    expect(answer.headers.get('content-disposition')).toContain('atelier-revue-2026-03-02.pdf');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.includes('/StructTreeRoot')).toBe(true);
  });

  test('measures its staff against the rule of thumb, and says nothing above it', () => {
    expect([0, 4, 5, 9, 10, 19, 20, 29, 30].map(staffingFor)).toEqual([2, 2, 4, 4, 8, 8, 10, 10, null]);
  });
});
