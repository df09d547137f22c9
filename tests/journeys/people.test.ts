import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults, faultsInAllLooks, hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { signedIn } from '../support/signed-in';
import { startSite } from '../support/site';

const STARTUP = '/startups/fictif-potagers-partages';
const EDIT = `${STARTUP}/modifier`;
const INCUBATOR = '/incubateurs/fictif-territoires';

/** Each page that only signed-in people see, as someone who may. */
const INSIDE: ReadonlyArray<[person: string, paths: readonly string[]]> = [
  [
    'Alix Chimère',
    [
      '/espace',
      '/espace/compte',
      `${STARTUP}/interieur`,
      EDIT,
      `${EDIT}/presentation`,
      `${EDIT}/liens`,
      `${EDIT}/publics`,
      `${EDIT}/porteurs`,
      `${EDIT}/phases`,
      `${EDIT}/evenements`,
      `${EDIT}/conformite`,
      `${EDIT}/image`,
      `${EDIT}/publier`,
      `${EDIT}/apercu`,
      `${STARTUP}/equipe`,
      `${STARTUP}/historique`,
      `${STARTUP}/impact/modifier`,
      `${STARTUP}/impact/valeurs`,
      `${STARTUP}/programmes`,
      `${STARTUP}/priorites`,
      `${STARTUP}/homologation`,
      `${STARTUP}/envois`,
      '/espace/certification',
      `${STARTUP}/budget/modifier`,
      `${STARTUP}/standards`,
      `${STARTUP}/impact-national`,
    ],
  ],
  [
    'Maël Légende',
    [
      '/espace',
      `${STARTUP}/reglages`,
      INCUBATOR,
      `${INCUBATOR}/interieur`,
      `${INCUBATOR}/impact`,
      `${INCUBATOR}/modifier`,
      `${INCUBATOR}/equipe`,
      `${INCUBATOR}/nouvelle-startup`,
      `${INCUBATOR}/comites`,
      `${INCUBATOR}/conditions`,
      `${STARTUP}/comites`,
      `${STARTUP}/comites/noter`,
      `${STARTUP}/comites/nouveau`,
      `${STARTUP}/passage-de-relais`,
      `${STARTUP}/arret`,
    ],
  ],
  [
    'Dominique Songe',
    [
      '/reseau',
      '/reseau/attentes',
      '/reseau/histoire',
      '/reseau/incubateurs',
      '/reseau/organisations/mj/sponsors',
      '/reseau/aide/vocabulaire',
      '/reseau/indicateurs',
      '/bilans/2024',
      '/reseau/standards',
      '/reseau/priorites',
      '/reseau/certification',
      '/reseau/envois',
      '/reseau/grilles',
      '/reseau/equipes',
      '/reseau/impact-national',
      '/reseau/roles',
      '/reseau/listes/themes',
      '/reseau/organisations',
      '/reseau/organisations/mj',
      '/reseau/aide',
    ],
  ],
  [
    'Jo Mécano',
    [
      '/administration',
      '/administration/imports',
      '/administration/courriels',
      '/administration/connexions',
      '/administration/personnes',
      '/administration/reparations',
    ],
  ],
  [
    'Sacha Fable',
    [
      '/espace',
      '/espace/accompagnements',
      '/espace/calendriers',
      `${STARTUP}/interieur`,
      `${STARTUP}/accompagnement`,
      `${STARTUP}/soutiens`,
      `${STARTUP}/presentations`,
    ],
  ],
  ['Ariel Conte', ['/espace']],
  ['Lou Rêverie', ['/espace', '/organisations/direction-fictive-des-territoires/comites']],
];

describe.skipIf(!hasBrowser)('People, in a real browser', async () => {
  if (!hasBrowser) return;
  const { url } = await startSite('demo');
  const browser = await startBrowser();

  describe.each(INSIDE)('as %s', (name, paths) => {
    let visit: Awaited<ReturnType<typeof signedIn>>;
    beforeAll(async () => {
      visit = await signedIn(browser, url, name);
    });
    afterAll(() => visit.done());

    test.each(paths)(
      'on %s axe finds nothing in light, dark and at 320 pixels; nothing overflows; the console is silent',
      async (path) => {
        const answer = await open(visit.page, url + path);
        expect(answer!.status()).toBe(200);
        expect(await faultsInAllLooks(visit.page)).toEqual([]);
        visit.quiet();
      },
    );
  });

  test('a link by mail opens a page with a button; in another browser it asks for the code', async () => {
    const { page, done } = await visitor(browser);
    await page.goto(`${url}/connexion?retour=${encodeURIComponent(`${STARTUP}/equipe`)}`);
    await page.getByRole('textbox', { name: /adresse de courriel/ }).fill('alix.chimere@exemple.invalid');
    await page.getByRole('button', { name: 'Recevoir un lien' }).click();
    await page.waitForURL(/connexion\/code/);
    const letters = await page.context().newPage();
    await letters.goto(`${url}/demo/courriels`);
    const link = letters.getByRole('link', { name: /connexion\/lien/ }).first();
    const address = (await link.getAttribute('href'))!;
    const elsewhere = await visitor(browser);
    await elsewhere.page.goto(address);
    await elsewhere.page.getByText(/code/i).first().waitFor();
    expect(
      await elsewhere.page.getByRole('button', { name: /^(Entrer|Me connecter|Se connecter)/ }).count(),
    ).toBe(0);
    await elsewhere.done();
    await link.click();
    await letters.locator('main').getByRole('button').first().click();
    await letters.waitForURL(`${url}${STARTUP}/equipe`);
    await done();
  });

  test('what is typed saves itself, is said once, is seen as the public will, published, and brought back', async () => {
    const { page, quiet, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.goto(`${url}${EDIT}/presentation`, { waitUntil: 'networkidle' });
    const mission = page.getByRole('textbox', { name: /^Mission/ });
    const before = await mission.inputValue();
    await mission.fill('Des potagers pour toutes les communes');
    await page.getByText(/^Brouillon enregistré à \d{1,2}\sh\s\d{2}/).waitFor();
    const announced = page.getByRole('status').filter({ hasText: 'Brouillon enregistré' });
    const first = await announced.innerText();
    await mission.fill('Des potagers pour toutes les communes de France');
    await page.waitForResponse((response) => response.request().method() === 'POST');
    expect(await announced.innerText()).toBe(first);
    await page.goto(`${url}${EDIT}/apercu`);
    await page.getByText('Des potagers pour toutes les communes de France').first().waitFor();
    const reader = await visitor(browser);
    await reader.page.goto(url + STARTUP);
    expect(await reader.page.locator('main').innerText()).not.toContain('communes de France');
    await page.goto(`${url}${EDIT}`);
    await page.getByRole('button', { name: 'Publier' }).click();
    await page.getByText('C’est en ligne.').waitFor();
    await reader.page.goto(url + STARTUP);
    expect(await reader.page.locator('main').innerText()).toContain('communes de France');
    await page.goto(`${url}${STARTUP}/historique`);
    await page.getByText('Voir ce qui a changé').first().click();
    await page.getByRole('insertion').first().waitFor();
    await page
      .getByRole('button', { name: /^Revenir à la version/ })
      .last()
      .click();
    await page.waitForURL(/revenu/);
    await reader.page.goto(url + STARTUP);
    expect(await reader.page.locator('main').innerText()).toContain(before);
    quiet();
    await reader.done();
    await done();
  });

  test('two browsers: the second to publish sees both versions and chooses', async () => {
    const alix = await signedIn(browser, url, 'Alix Chimère');
    const noor = await signedIn(browser, url, 'Noor Mirage');
    for (const { page } of [alix, noor])
      await page.goto(`${url}${EDIT}/presentation`, { waitUntil: 'networkidle' });
    await alix.page.getByRole('textbox', { name: /^Mission/ }).fill('La mission d’Alix');
    await noor.page.getByRole('textbox', { name: /^Mission/ }).fill('La mission de Noor');
    await alix.page.getByRole('button', { name: 'Publier' }).click();
    await alix.page.getByText('C’est en ligne.').waitFor();
    await noor.page.getByRole('button', { name: 'Publier' }).click();
    await noor.page.waitForURL(/modifier\/publier/);
    await noor.page.getByText('La mission d’Alix').first().waitFor();
    expect(await axeFaults(noor.page)).toEqual([]);
    await noor.page.getByRole('group', { name: 'Mission' }).getByRole('radio').last().check();
    await noor.page.getByRole('button', { name: /^Publier/ }).click();
    await noor.page.getByText('C’est en ligne.').waitFor();
    await alix.page.goto(url + STARTUP);
    expect(await alix.page.locator('main').innerText()).toContain('La mission de Noor');
    await alix.done();
    await noor.done();
  });

  test('without a network what is typed stays, and is saved at its return', async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.goto(`${url}${EDIT}/liens`, { waitUntil: 'networkidle' });
    const link = page.getByRole('textbox', { name: /^Adresse du service|^Site|^Lien/ }).first();
    await page.context().setOffline(true);
    await link.fill('https://hors-ligne.exemple.fr');
    await page.getByText('Pas de réseau').first().waitFor();
    expect(await link.inputValue()).toBe('https://hors-ligne.exemple.fr');
    await page.context().setOffline(false);
    await page.getByText(/^Brouillon enregistré à/).waitFor();
    await page.reload();
    expect(await link.inputValue()).toBe('https://hors-ligne.exemple.fr');
    await page.goto(`${url}${EDIT}`);
    await page.getByText('Abandonner le brouillon').click();
    await page.getByRole('button', { name: 'Oui, abandonner' }).click();
    await page.getByText('Pas de brouillon').waitFor();
    await done();
  });

  test('without script the whole edit is done, mistakes and all', async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère', { javaScriptEnabled: false });
    await page.goto(`${url}${EDIT}`);
    await page.getByRole('link', { name: 'Présentation' }).click();
    await page.getByRole('textbox', { name: /^Nom/ }).fill('');
    await page.getByRole('textbox', { name: /^Mission/ }).fill('Écrite sans script');
    await page.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
    await page
      .getByRole('link', { name: /Nom\s: ce champ est nécessaire/ })
      .first()
      .waitFor();
    expect(await page.getByRole('textbox', { name: /^Mission/ }).inputValue()).toBe('Écrite sans script');
    await page.getByRole('textbox', { name: /^Nom/ }).fill('Potagers partagés');
    await page.getByRole('button', { name: 'Publier' }).click();
    await page.getByText('C’est en ligne.').waitFor();
    await page.goto(url + STARTUP);
    expect(await page.locator('main').innerText()).toContain('Écrite sans script');
    await page.goto(`${url}${EDIT}`);
    await done();
  });

  test('by keyboard alone: sign in, open a section, write, publish, undo; the focus is always seen', async () => {
    const { page, done } = await visitor(browser);
    const reach = async (role: string, name: RegExp) => {
      for (let step = 0; step < 150; step += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.innerText);
          return {
            role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
            name: element.getAttribute('aria-label') ?? (labels.join(' ') || element.innerText || ''),
            outline: getComputedStyle(element).outlineStyle,
          };
        });
        // Between two pages the focus is nowhere.
        if (at.role === 'body') continue;
        expect(at.outline, at.name).not.toBe('none');
        if (at.role === role && name.test(at.name.trim())) return;
      }
      throw new Error(`The keyboard does not reach ${role} ${name}`);
    };
    await page.goto(`${url}/connexion`, { waitUntil: 'networkidle' });
    await reach('button', /^Entrer comme Alix/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/espace/);
    await page.goto(`${url}${EDIT}`, { waitUntil: 'networkidle' });
    await reach('a', /^Présentation/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/presentation/);
    await reach('textarea', /^Mission|^Le texte|^Texte/);
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' (au clavier)');
    await reach('button', /^Publier$/);
    await page.keyboard.press('Enter');
    await page.getByText('C’est en ligne.').waitFor();
    await reach('button', /^Annuler cette publication/);
    await page.keyboard.press('Enter');
    await page.getByText('La publication est annulée').waitFor();
    await done();
  });

  test('a screen reader hears each field with its name, its hint and its mistake', async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.goto(`${url}${EDIT}/presentation`, { waitUntil: 'networkidle' });
    await page.getByRole('textbox', { name: /^Nom/ }).fill('');
    await page.getByRole('button', { name: 'Publier' }).click();
    const mistake = page.getByRole('link', { name: /Nom\s: ce champ est nécessaire/ });
    await mistake.waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    await mistake.click();
    const name = page.getByRole('textbox', { name: /^Nom/ });
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    const description = await name.evaluate((field) =>
      (field.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? `absent ${id}`)
        .join(' '),
    );
    expect(description).toContain('ce champ est nécessaire');
    const tree = await page.locator('main').ariaSnapshot();
    for (const words of [
      /heading "Présentation" \[level=1\]/,
      /textbox "Mission/,
      /toolbar "Mise en forme/,
      /button "Publier"/,
    ]) {
      expect(tree).toMatch(words);
    }
    await page.goto(`${url}${EDIT}`);
    await page.getByText('Abandonner le brouillon').click();
    await page.getByRole('button', { name: 'Oui, abandonner' }).click();
    await page.getByText('Pas de brouillon').waitFor();
    await done();
  });

  test('the edit page is light and still', async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.close();
    const fresh = await page.context().newPage();
    const client = await fresh.context().newCDPSession(fresh);
    await client.send('Network.enable');
    await client.send('Network.setCacheDisabled', { cacheDisabled: true });
    for (const path of [EDIT, `${EDIT}/presentation`, `${EDIT}/phases`]) {
      let bytes = 0;
      const count = ({ encodedDataLength }: { encodedDataLength: number }) =>
        void (bytes += encodedDataLength);
      client.on('Network.loadingFinished', count);
      await fresh.addInitScript(() => {
        (window as unknown as { shift: number }).shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            (window as unknown as { shift: number }).shift += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await fresh.goto(url + path, { waitUntil: 'networkidle' });
      const shift = await fresh.evaluate(() => (window as unknown as { shift: number }).shift);
      client.off('Network.loadingFinished', count);
      process.stdout.write(`${path} : ${Math.round(bytes / 1000)} ko, décalage ${shift.toFixed(3)}\n`);
      expect(bytes).toBeLessThanOrEqual(250_000);
      expect(shift).toBeLessThanOrEqual(0.02);
    }
    await done();
  });
});
