import { describe, expect, test } from 'vitest';
import { sql } from '~/platform/database/sql.server';
import { faultsInAllLooks, hasBrowser, open, startBrowser } from '../support/browser';
import { handClock, valueOf } from '../support/real-network';
import { signedIn } from '../support/signed-in';
import { NOW, startSite } from '../support/site';

const STARTUP = '/startups/fictif-potagers-partages';

describe.skipIf(!hasBrowser)('A round, in a real browser', async () => {
  if (!hasBrowser) return;
  const clock = handClock(NOW);
  const { url, database } = await startSite('demo', { clock });
  const browser = await startBrowser();
  const call = await valueOf<string>(database, sql`SELECT id FROM call WHERE means = 'enveloppe'`);
  const file = await valueOf<string>(
    database,
    sql`SELECT a.id FROM application a JOIN startup s ON s.id = a.startup_id WHERE s.public_id = 'fictif-potagers-partages' AND a.call_id = ${call}::uuid`,
  );
  const faultless = async (name: string, paths: readonly string[]) => {
    const { page, quiet, done } = await signedIn(browser, url, name);
    for (const path of paths) {
      await open(page, url + path);
      expect(await faultsInAllLooks(page), path).toEqual([]);
    }
    quiet();
    await done();
  };

  test('its pages have no fault in any look', { timeout: 240_000 }, async () => {
    await faultless('Alix Chimère', [
      `/appels/${call}`,
      `${STARTUP}/candidatures`,
      `/candidatures/${file}/dossier`,
    ]);
    await faultless('Ariel Conte', [`/appels/${call}/lectures`, `/candidatures/${file}/lecture`]);
    await faultless('Dominique Songe', [
      '/appels/nouveau',
      `/appels/${call}/reglages`,
      `/appels/${call}/instruction`,
      `/appels/${call}/jury?apercu=oui`,
    ]);
    await faultless('Sacha Fable', [`${STARTUP}/grilles/construction`]);
  });

  test('a team writes its file, which keeps itself, and deposits it', { timeout: 120_000 }, async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère');
    await open(page, `${url}${STARTUP}/candidatures`);
    await page.getByRole('button', { name: /^Candidater à/ }).click();
    await page.waitForURL(/\/candidatures\//);
    expect(await faultsInAllLooks(page)).toEqual([]);
    await page.getByLabel(/^Socle/).fill('Notre impact est montré.');
    await page.getByText(/^Enregistré à/).waitFor();
    await page.context().setOffline(true);
    await page.getByLabel(/^Complément/).fill('Nous cherchons qui portera le service.');
    await page.getByText(/Pas de réseau/).waitFor();
    await page.context().setOffline(false);
    await page.getByText(/^Enregistré à/).waitFor();
    for (const code of ['impact', 'accord', 'produit', 'portage'])
      await page.locator(`label[for="tenu-${code}"]`).click();
    await page.getByRole('button', { name: 'Déposer' }).click();
    await page.getByText('Votre candidature est déposée').waitFor();
    await page.getByText(/^Reçu du/).waitFor();
    await done();
  });

  test('a button pressed during a save acts on what the save made', { timeout: 120_000 }, async () => {
    const { page, done } = await signedIn(browser, url, 'Ariel Conte');
    await open(page, `${url}/candidatures/${file}/lecture`);
    // The save by itself is held back until the button has been pressed.
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/lecture*', async (route) => {
      if (route.request().method() === 'POST' && (route.request().postData() ?? '').includes('brouillon'))
        await held;
      await route.continue();
    });
    const saves = page.waitForRequest((request) => (request.postData() ?? '').includes('brouillon'));
    await page.getByLabel(/^Avis général/).fill('À relire demain.');
    await saves;
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    letGo();
    await page.waitForURL(/fait=/);
    expect(await page.getByText('Quelqu’un d’autre a changé').count()).toBe(0);
    expect(await page.getByLabel(/^Avis général/).inputValue()).toBe('À relire demain.');
    await done();
  });

  test(
    'a juror scores on a tablet by keyboard alone, through a lost connection',
    { timeout: 120_000 },
    async () => {
      const { page, done } = await signedIn(browser, url, 'Ariel Conte', {
        viewport: { width: 820, height: 1180 },
      });
      await open(page, `${url}/candidatures/${file}/lecture`);
      const groups = page.getByRole('group').filter({ has: page.getByRole('radio') });
      const count = await groups.count();
      expect(count).toBe(10);
      for (let index = 0; index < count; index += 1) {
        await groups.nth(index).getByRole('radio').first().focus();
        await page.keyboard.press(index === 9 ? 'Space' : 'ArrowDown');
      }
      await page.context().setOffline(true);
      await page.getByLabel(/^Avis général/).focus();
      await page.keyboard.type('Un service utile, à suivre.');
      await page.getByText(/Pas de réseau/).waitFor();
      await page.context().setOffline(false);
      await page.getByText(/^Enregistré à/).waitFor();
      await page.getByRole('button', { name: 'Donner mes notes' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/lectures$/);
      await page.getByRole('row', { name: /Potagers partagés donné 9 sur 9/ }).waitFor();
      await done();
    },
  );

  test(
    'the envelope is moved by buttons and by number, each move an address',
    { timeout: 120_000 },
    async () => {
      await database.pool.query(`UPDATE call SET scores_close_at = $1 WHERE id = $2`, [clock.now(), call]);
      const { page, quiet, done } = await signedIn(browser, url, 'Dominique Songe');
      await open(page, `${url}/appels/${call}/deliberation`);
      expect(await faultsInAllLooks(page)).toEqual([]);
      await page.getByRole('link', { name: 'Une de moins' }).focus();
      await page.keyboard.press('Enter');
      await page
        .getByText('rien n’est enregistré')
        .or(page.getByText('Rien n’est enregistré'))
        .first()
        .waitFor();
      await page.waitForURL(/ligne=\d/);
      await page.getByLabel('Candidatures au-dessus de la ligne').fill('2');
      await page.keyboard.press('Enter');
      await page.waitForURL(/ligne=2/);
      await page.getByRole('button', { name: 'Garder ce partage' }).click();
      await page.getByText('Le partage est noté').waitFor();
      await open(page, `${url}/appels/${call}/resultats`);
      expect(await faultsInAllLooks(page)).toEqual([]);
      quiet();
      await done();
    },
  );
});
