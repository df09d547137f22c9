import { describe, expect, test } from 'vitest';
import { axeFaults, hasBrowser, startBrowser, visitor } from '../support/browser';
import { signedIn } from '../support/signed-in';
import { startSite } from '../support/site';

const STARTUP = '/startups/fictif-mairie-ouverte';
const RICH = '/startups/fictif-potagers-partages';

describe.skipIf(!hasBrowser)('Impact, in a real browser', async () => {
  if (!hasBrowser) return;
  const { url } = await startSite('demo');
  const browser = await startBrowser();

  test('a team starts a metric, pastes its values, sees what was read, confirms; the public sees the curve at once', async () => {
    const { page, quiet, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.goto(`${url}${STARTUP}/impact/modifier`);
    await page.getByRole('textbox', { name: /^Nom/ }).fill('Appels évités');
    await page.getByRole('textbox', { name: /^Unité/ }).fill('appels');
    await page.getByRole('combobox', { name: /^Sa place/ }).selectOption('notion:impactant');
    await page.getByRole('combobox', { name: /^Publique/ }).selectOption('oui');
    await page.getByRole('button', { name: 'Commencer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Appels évités' }).waitFor();
    await page.getByRole('link', { name: 'Ajouter des valeurs' }).click();
    await page
      .getByRole('textbox', { name: /^Coller un tableau/ })
      .fill('mois\tAppels évités\nmars 2026\t1 200\navril 2026\t1 450\nhier\t3\nmai 2026\t1 900');
    await page.getByRole('button', { name: 'Lire le tableau' }).click();
    await page.getByText(/^3\s+valeurs lisibles$/).waitFor();
    await page.getByText(/Ligne 4.*date illisible/).waitFor();
    expect(await axeFaults(page, 'first')).toEqual([]);
    await page.getByRole('button', { name: /^Enregistrer les 3/ }).click();
    await page.getByText(/3\s+valeurs enregistrées/).waitFor();
    const { page: seen, done: closed } = await visitor(browser);
    await seen.goto(`${url}${STARTUP}/impact`);
    await seen.getByRole('img', { name: /^Appels évités\s: 1\s900\sappels en mai 2026/ }).waitFor();
    await closed();
    quiet();
    await done();
  });

  test('without script the same is done, and a mistake keeps what was typed', async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère', { javaScriptEnabled: false });
    await page.goto(`${url}${STARTUP}/impact/valeurs`);
    const field = page.getByRole('textbox', { name: /^octobre 2026/ }).first();
    await field.fill('beaucoup');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByRole('link', { name: /un nombre est attendu/ }).waitFor();
    expect(
      await page
        .getByRole('textbox', { name: /^octobre 2026/ })
        .first()
        .inputValue(),
    ).toBe('beaucoup');
    await page
      .getByRole('textbox', { name: /^octobre 2026/ })
      .first()
      .fill('950');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByText(/valeurs? enregistrées?/).waitFor();
    await done();
  });

  test('a standard is answered by keyboard alone, with its reason where there is none to give', async () => {
    const { page, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.goto(`${url}${STARTUP}/standards`);
    await page.locator('summary').filter({ hasText: 'sans réponse' }).first().focus();
    await page.keyboard.press('Enter');
    const answer = page.getByRole('combobox', { name: /^Réponse\s: Du code accessible/ });
    await answer.focus();
    await page.keyboard.type('Sans');
    await answer.selectOption('sans-objet');
    await page.getByRole('button', { name: /^Répondre\s: Du code accessible/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Dites pourquoi ce critère est sans objet.').first().waitFor();
    await page
      .getByRole('textbox', { name: /^Raison\s: Du code accessible/ })
      .fill('Le service n’a pas d’écran');
    await page.getByRole('button', { name: /^Répondre\s: Du code accessible/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('La réponse est enregistrée').waitFor();
    await page.getByText(/^1\scritère sur\s+82/).waitFor();
    await done();
  });

  test('a budget is typed, published, and read by everyone with its gauge', async () => {
    const { page, quiet, done } = await signedIn(browser, url, 'Alix Chimère');
    await page.goto(`${url}${STARTUP}/budget/modifier`);
    await page.getByLabel('Début').fill('2026-01-01');
    await page.getByLabel('Fin').fill('2026-12-31');
    await page.getByLabel('Total').first().fill('240 000');
    await page.getByLabel('Total').last().fill('180 000');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByText('La période est enregistrée.').waitFor();
    const { page: seen, done: closed } = await visitor(browser);
    await seen.goto(`${url}${STARTUP}/budget`);
    await seen.getByText('Aucun budget n’est publié ici.').waitFor();
    await page.getByRole('button', { name: /^Publier 1er janvier 2026/ }).click();
    await page.getByText('La période est publiée.').waitFor();
    await seen.reload();
    await seen.getByText(/Il reste 60\s000\s€/).waitFor();
    expect(await axeFaults(seen, 'first')).toEqual([]);
    await closed();
    quiet();
    await done();
  });

  test('the impact page prints on one clean page: its curve is there, its tools are not', async () => {
    const { page, done } = await visitor(browser);
    await page.goto(`${url}${RICH}/impact`, { waitUntil: 'networkidle' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation', { name: 'Navigation principale' }).isVisible()).toBe(false);
    expect(
      await page
        .getByRole('img', { name: /^Familles jardinières actives/ })
        .first()
        .isVisible(),
    ).toBe(true);
    const pdf = await page.pdf({ format: 'A4' });
    const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
    process.stdout.write(`impact imprimé : ${pages} pages\n`);
    expect(pages).toBe(1);
    await done();
  });
});
