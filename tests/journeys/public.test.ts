import { describe, expect, test } from 'vitest';
import { OTHER_PAGES, PAGES } from '../support/addresses';
import { faultsInAllLooks, hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { startSite } from '../support/site';

describe.skipIf(!hasBrowser)('In a real browser', async () => {
  if (!hasBrowser) return;
  const { url } = await startSite('demo');
  const browser = await startBrowser();
  const looked = await visitor(browser);

  test.each([...PAGES, ...OTHER_PAGES, '/nulle-part', '/startups?page=x'])(
    'on %s axe finds nothing in light, dark and at 320 pixels, nothing overflows, the console is silent',
    async (path) => {
      const { page, quiet } = looked;
      await open(page, url + path);
      expect(await faultsInAllLooks(page)).toEqual([]);
      if (!['/nulle-part', '/startups?page=x', '/liens/un-jeton'].includes(path)) quiet();
    },
  );

  test('a visitor finds a startup, filters, goes to a past date, and comes back by the address alone', async () => {
    const { page, quiet, done } = await visitor(browser);
    await page.goto(url);
    await page.getByRole('searchbox', { name: /Chercher une startup/ }).fill('potager partage');
    await page.getByRole('button', { name: 'Chercher' }).click();
    await page.getByRole('link', { name: 'Potagers partagés' }).click();
    await page.getByRole('heading', { level: 1, name: 'Potagers partagés' }).waitFor();
    await page.getByRole('img', { name: /^Ligne de vie de Potagers partagés/ }).waitFor();
    await page.getByRole('link', { name: 'Startups', exact: true }).first().click();
    await page.getByRole('checkbox', { name: /^Construction/ }).check();
    await page.waitForURL(/etape=construction/);
    const again = await page.context().newPage();
    await again.goto(page.url());
    const byAddress = await again.getByRole('status').first().innerText();
    await expect.poll(() => page.getByRole('status').first().innerText()).toBe(byAddress);
    await page.goto(`${url}/startups?au=2019-12-31`);
    await page.getByText('tels qu’ils étaient le 31 décembre 2019').waitFor();
    quiet();
    await done();
  });

  test('a second visit is a 304, and the page still works', async () => {
    const { page, quiet, done } = await visitor(browser);
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.url() === `${url}/startups`) statuses.push(response.status());
    });
    await page.goto(`${url}/startups`, { waitUntil: 'networkidle' });
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    const wire: number[] = [];
    client.on('Network.responseReceivedExtraInfo', ({ statusCode }) => wire.push(statusCode));
    await page.goto(`${url}/startups`, { waitUntil: 'networkidle' });
    expect(wire).toContain(304);
    await page.getByRole('combobox', { name: 'Trier par' }).selectOption('recentes');
    await page.waitForURL(/tri=recentes/);
    quiet();
    await done();
  });

  test('without script everything is read and every form is sent', async () => {
    const { page, done } = await visitor(browser, { javaScriptEnabled: false });
    for (const path of PAGES) {
      await page.goto(url + path);
      expect((await page.locator('main').innerText()).length, path).toBeGreaterThan(80);
    }
    await page.goto(`${url}/startups`);
    await page.getByRole('combobox', { name: /^Situation/ }).selectOption('toutes');
    await page.getByRole('button', { name: 'Appliquer' }).click();
    expect(page.url()).toContain('situation=toutes');
    await page.goto(`${url}/startups/fictif-potagers-partages/signaler`);
    await page.getByRole('textbox', { name: /Ce qui est faux/ }).fill('court');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByRole('heading', { name: 'Le message n’est pas parti' }).waitFor();
    expect(await page.getByRole('textbox', { name: /Ce qui est faux/ }).inputValue()).toBe('court');
    await page.getByRole('textbox', { name: /Ce qui est faux/ }).fill('La date de lancement est fausse.');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByRole('heading', { name: 'Message reçu' }).waitFor();
    await page.getByRole('button', { name: 'Sombre' }).click();
    expect(await page.locator('html').getAttribute('data-fr-theme')).toBe('dark');
    await done();
  });

  test('the keyboard reaches everything, first of all the content, and the focus is seen', async () => {
    const { page, done } = await visitor(browser);
    await page.goto(`${url}/startups`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Aller au contenu');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('contenu');
    const seen = new Set<string>();
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      const { name, outline } = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return {
          name: element.getAttribute('name') ?? element.textContent?.trim().slice(0, 30) ?? '',
          outline: getComputedStyle(element).outlineStyle,
        };
      });
      seen.add(name);
      expect(outline, name).not.toBe('none');
    }
    for (const expected of ['q', 'situation', 'au', 'tri', 'Appliquer'])
      expect([...seen].join('|')).toContain(expected);
    await done();
  });

  test('a mistake in a form takes the focus to its summary', async () => {
    const { page, quiet, done } = await visitor(browser);
    await page.goto(`${url}/startups/fictif-potagers-partages/signaler`, { waitUntil: 'networkidle' });
    await page.getByRole('textbox', { name: /Ce qui est faux/ }).press('Control+A');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByRole('alert').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    void quiet;
    await done();
  });

  test('the life line and its figures are named for a screen reader', async () => {
    const { page, done } = await visitor(browser);
    await page.goto(`${url}/startups/a-just`);
    const tree = await page.locator('main').ariaSnapshot();
    expect(tree).toMatch(/img "Ligne de vie de A-JUST.: investigation à partir du 1er février 2021, /);
    expect(tree).toMatch(/link "300.000.€.: FAST, promotion 13"/);
    await page.goto(url);
    expect(await page.locator('main').ariaSnapshot()).toMatch(/link "\d+.: Startups actives, voir la liste"/);
    await done();
  });

  test('a startup’s page is light, still, and prints on one or two pages', async () => {
    for (const path of ['/startups', '/startups/a-just', '/incubateurs/justice']) {
      const { page, done } = await visitor(browser);
      const client = await page.context().newCDPSession(page);
      await client.send('Network.enable');
      let bytes = 0;
      let requests = 0;
      client.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength;
        requests += 1;
      });
      await page.addInitScript(() => {
        (window as unknown as { shift: number }).shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            (window as unknown as { shift: number }).shift += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(url + path, { waitUntil: 'networkidle' });
      const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
      process.stdout.write(
        `${path} : ${Math.round(bytes / 1000)} ko, ${requests} requêtes, décalage ${shift.toFixed(3)}\n`,
      );
      expect(bytes).toBeLessThanOrEqual(200_000);
      expect(requests).toBeLessThanOrEqual(15);
      expect(shift).toBeLessThanOrEqual(0.02);
      if (path === '/startups/a-just') {
        const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
        expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)!.length).toBeLessThanOrEqual(2);
      }
      await done();
    }
  });
});
