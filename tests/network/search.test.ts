import { describe, expect, test } from 'vitest';
import { hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { idOf } from '../support/real-network';

describe('The search over everything', async () => {
  const network = await committeeNetwork('2026-03-02T09:00:00Z');
  const lead = (await network.as('lead', network.incubator)).browser;
  const elsewhere = (await network.as('member', await idOf(network.database, 'startup', 'ailleurs'))).browser;
  const visitorAlone = new Browserless(network.url);
  const read = async (who: Browserless, words: string) =>
    (await who.text(`/recherche?q=${encodeURIComponent(words)}`)).replaceAll('<!-- -->', '');

  test('finds each kind of thing by any of its words, accents or not, and leads to it', async () => {
    expect(await read(visitorAlone, 'potagers')).toContain('href="/startups/potagers"');
    expect(await read(visitorAlone, 'ATELIER')).toContain('href="/incubateurs/atelier"');
    expect(await read(visitorAlone, 'direction')).toContain('href="/organisations/direction"');
    expect(await read(visitorAlone, 'perennisees')).toContain('href="/indicateurs/perennises"');
    const nothing = await read(visitorAlone, 'introuvable-vraiment');
    expect(nothing).toContain('Rien ne contient ces mots');
    expect(await read(visitorAlone, '')).not.toContain('role="status"');
    expect((await visitorAlone.get(`/recherche?q=${'x'.repeat(5000)}`)).status).toBe(200);
  });

  test('shows what committees asked to those who may read it, to nobody else', async () => {
    const noted = await lead.post('/startups/bancs/comites/noter', {
      date: '2026-02-02',
      nature: 'investissement',
      issue: 'continuer',
      objectifs: '',
      raisons: 'Des usages.',
      condition: 'Signer avec deux communes',
      qui: 'L’équipe',
      echeance: '2026-06-30',
    });
    expect(noted.status).toBe(302);
    expect(await read(lead, 'deux communes')).toContain('Signer avec deux communes');
    expect(await read(visitorAlone, 'deux communes')).not.toContain('Signer avec deux communes');
    const committee = /href="(\/comites\/[0-9a-f-]{36})"/.exec(
      await read(lead, 'comité bancs continue'),
    )?.[1];
    expect(committee).toBeDefined();
    expect((await lead.get(committee!)).status).toBe(200);
    for (const who of [visitorAlone, elsewhere])
      expect(await read(who, 'comité bancs continue')).not.toMatch(/href="\/comites\//);
  });

  test('finds people in the teams that one may read, and one’s own applications, for nobody else', async () => {
    const alix = await network.as('intrapreneur', network.potagers, 'Alix Introuvée');
    expect(await read(alix.browser, 'introuvee')).toContain('href="/startups/potagers/equipe"');
    expect(await read(lead, 'introuvee')).toContain('Alix Introuvée');
    for (const who of [visitorAlone, elsewhere])
      expect(await read(who, 'introuvee')).not.toContain('/equipe"');
  });

  test.skipIf(!hasBrowser)('opens by Ctrl+K from anywhere, and takes its field where it is', async () => {
    const browser = await startBrowser();
    const { page, done } = await visitor(browser);
    await open(page, `${network.url}/phases`);
    await page.keyboard.press('Control+k');
    await page.waitForURL(/\/recherche$/);
    await page.getByRole('searchbox').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('potagers');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=potagers/);
    await page.getByRole('link', { name: 'Potagers' }).first().waitFor();
    await done();
  });
});
