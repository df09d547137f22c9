import { describe, expect, test } from 'vitest';
import { notesOf } from '~/committee/minutes/shared-notes.server';
import { sql } from '~/platform/database/sql.server';
import { faultsInAllLooks, hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { valueOf } from '../support/real-network';
import { signedIn } from '../support/signed-in';
import { NOW, startSite } from '../support/site';
import { handClock } from '../support/real-network';

const STARTUP = '/startups/fictif-potagers-partages';

describe.skipIf(!hasBrowser)('A committee, in a real browser', async () => {
  if (!hasBrowser) return;
  const clock = handClock(NOW);
  const { url, database } = await startSite('demo', { clock });
  const browser = await startBrowser();
  const committee = await valueOf<string>(database, sql`SELECT id FROM committee WHERE state = 'prevu'`);
  const item = await valueOf<string>(
    database,
    sql`SELECT i.id FROM committee_item i JOIN startup s ON s.id = i.startup_id WHERE i.committee_id = ${committee}::uuid AND s.public_id = 'fictif-potagers-partages'`,
  );
  const path = `/comites/${committee}`;

  test('its pages have no fault in any look', { timeout: 120_000 }, async () => {
    const { page, quiet, done } = await signedIn(browser, url, 'Maël Légende');
    for (const inside of [path, `${path}/seance`, `${path}/dossiers/fictif-potagers-partages`]) {
      await open(page, url + inside);
      expect(await faultsInAllLooks(page), inside).toEqual([]);
    }
    quiet();
    await done();
  });

  test('the team writes its file; the incubator sends it; a sponsor reads it by the link of a mail', async () => {
    const team = await signedIn(browser, url, 'Alix Chimère');
    await open(team.page, `${url}${path}/dossiers/fictif-potagers-partages`);
    await team.page.getByText('Écrire la demande').click();
    await team.page.getByLabel('Les six derniers mois').fill('Nous avons ouvert dix jardins.');
    await team.page.getByLabel('Enveloppe, en euros TTC').fill('250 000');
    await team.page.getByLabel('Pour combien de mois').fill('six');
    await team.page.getByRole('button', { name: 'Enregistrer le dossier' }).click();
    await team.page.getByRole('heading', { name: 'Il reste à corriger' }).waitFor();
    expect(await team.page.getByLabel('Les six derniers mois').inputValue()).toBe(
      'Nous avons ouvert dix jardins.',
    );
    await team.page.getByLabel('Pour combien de mois').fill('6');
    await team.page.getByRole('button', { name: 'Enregistrer le dossier' }).click();
    await team.page.getByText('Le dossier est enregistré.').waitFor();
    await team.done();

    const lead = await signedIn(browser, url, 'Maël Légende');
    await open(lead.page, url + path);
    await lead.page.getByRole('button', { name: 'Envoyer les invitations' }).click();
    await lead.page.getByText('Les invitations partent').waitFor();
    await lead.page.getByRole('button', { name: 'Figer et envoyer les dossiers' }).click();
    await lead.page.getByText('Les dossiers sont figés').waitFor();
    await lead.done();

    const link = await valueOf<string>(
      database,
      sql`SELECT substring(plain FROM '/liens/[A-Za-z0-9_-]+') FROM mail m JOIN person p ON p.id = m.person_id WHERE p.full_name = 'Lou Rêverie' AND subject LIKE 'Dossier%Potagers%'`,
    );
    const sponsor = await visitor(browser);
    await sponsor.page.goto(url + link);
    await sponsor.page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await sponsor.page.waitForURL(/\/dossiers\//);
    await sponsor.page.getByRole('heading', { name: 'La demande' }).waitFor();
    expect(await faultsInAllLooks(sponsor.page)).toEqual([]);
    const pdf = await sponsor.page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(4);
    await sponsor.done();
  });

  test(
    'two secretaries type at once, one of them offline for a while: every word once, on both screens and in the notes',
    { timeout: 180_000 },
    async () => {
      const first = await signedIn(browser, url, 'Maël Légende');
      const other = await signedIn(browser, url, 'Maël Légende');
      for (const { page } of [first, other])
        await open(page, `${url}${path}/seance?startup=fictif-potagers-partages`);
      const [one, two] = [first, other].map(({ page }) => page.getByLabel(/^Notes sur/)) as [
        ReturnType<typeof first.page.getByLabel>,
        ReturnType<typeof first.page.getByLabel>,
      ];
      const both = async () => [await one.inputValue(), await two.inputValue()] as const;
      const agree = (words: readonly string[]) =>
        expect
          .poll(
            async () => {
              const [left, right] = await both();
              return left === right && left.endsWith(' ') && words.every((word) => left.includes(`${word} `));
            },
            { timeout: 60_000 },
          )
          .toBe(true);
      await one.pressSequentially('Alpha ');
      await two.pressSequentially('Bravo ');
      await agree(['Alpha', 'Bravo']);
      await other.page.context().setOffline(true);
      await two.press('End');
      await two.pressSequentially('Charlie ');
      await other.page.getByText(/Hors ligne/).waitFor();
      await one.press('Home');
      await one.pressSequentially('Delta ');
      await other.page.context().setOffline(false);
      const words = ['Alpha', 'Bravo', 'Charlie', 'Delta'];
      await agree(words);
      const kept = await notesOf(database.prisma, item);
      expect(kept).toBe((await both())[0]);
      expect(kept.trim().split(/\s+/).sort()).toEqual(words);
      await first.done();
      await other.done();
    },
  );

  test(
    'is decided and closed by the keyboard alone, and the public page says it',
    { timeout: 120_000 },
    async () => {
      const lead = await signedIn(browser, url, 'Maël Légende');
      const { page } = lead;
      const choose = async (label: string, value: string) => {
        const field = page.locator(`#decision-${label}`);
        await field.focus();
        await field.selectOption(value);
      };
      clock.set('2026-12-01T10:00:00Z');
      await database.pool.query('UPDATE session SET created_at = $1, seen_at = $1, expires_at = $2', [
        clock.now(),
        new Date(clock.now().getTime() + 3_600_000),
      ]);
      for (const startup of ['fictif-potagers-partages', 'fictif-mairie-ouverte']) {
        await open(page, `${url}${path}/seance?startup=${startup}`);
        await choose('issue', 'continuer');
        await page.locator('#decision-objectifs').focus();
        await page.keyboard.type('Ouvrir quarante jardins.');
        await page.getByRole('button', { name: 'Noter la décision' }).focus();
        await page.keyboard.press('Enter');
        await page.getByText('La décision est notée').waitFor();
      }
      await page.getByRole('button', { name: 'Clore et publier' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/releve/);
      await page.getByRole('heading', { name: 'Relevé de décisions', level: 2 }).waitFor();
      expect(await page.locator('.releve').textContent()).toContain('Charlie');
      expect(await faultsInAllLooks(page)).toEqual([]);
      await lead.done();
      const anyone = await visitor(browser);
      await anyone.page.goto(url + STARTUP);
      await anyone.page.getByText(/Objectifs à six mois\s: Ouvrir quarante jardins\./).waitFor();
      await anyone.done();
    },
  );
});
