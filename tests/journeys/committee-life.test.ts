import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { askDueFollowUps } from '~/committee/handover/followups.server';
import { faultsInAllLooks, hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { handClock } from '../support/real-network';
import { signedIn } from '../support/signed-in';
import { NOW, startSite } from '../support/site';

const STARTUP = '/startups/fictif-potagers-partages';
const OTHER = '/startups/fictif-mairie-ouverte';

describe.skipIf(!hasBrowser)('Around a committee, in a real browser', async () => {
  if (!hasBrowser) return;
  const clock = handClock(NOW);
  const { url, database } = await startSite('demo', { clock });
  const browser = await startBrowser();
  const lead = () => signedIn(browser, url, 'Maël Légende');
  const team = () => signedIn(browser, url, 'Alix Chimère');

  test(
    'a lead plans and invites; the calendar of the mail is read by a calendar library',
    { timeout: 120_000 },
    async () => {
      const { page, done } = await lead();
      await open(page, `${url}${OTHER}/comites/nouveau`);
      await page.getByLabel('Date', { exact: true }).fill('2026-12-08');
      await page.getByLabel(/^Heure/).fill('10:30');
      await page.getByLabel(/^Lieu/).fill('Salle des Essais');
      await page.getByRole('button', { name: 'Planifier' }).click();
      await page.waitForURL(/\/comites\/[0-9a-f-]{36}/);
      await page.getByRole('button', { name: 'Ajouter l’équipe et l’incubateur' }).click();
      await page.getByRole('cell', { name: 'pas encore d’invitation' }).first().waitFor();
      await page.getByRole('button', { name: 'Envoyer les invitations' }).click();
      await page.getByRole('cell', { name: 'invitation envoyée' }).first().waitFor();
      await done();
      const { rows } = await database.pool.query<{ calendar: string }>(
        `SELECT calendar FROM mail WHERE calendar IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1`,
      );
      const event = new ICAL.Event(
        new ICAL.Component(ICAL.parse(rows[0]!.calendar) as unknown[]).getFirstSubcomponent('vevent')!,
      );
      expect(event.startDate.toJSDate().toISOString()).toBe('2026-12-08T09:30:00.000Z');
      expect(event.location).toContain('Salle des Essais');
    },
  );

  test(
    'a past committee takes fewer than ten fields, and shows on the public page',
    { timeout: 120_000 },
    async () => {
      const { page, done } = await lead();
      await open(page, `${url}${OTHER}/comites/noter`);
      const fields = page
        .locator('main form')
        .first()
        .locator('input:visible, select:visible, textarea:visible');
      await expect.poll(() => fields.count()).toBeLessThan(10);
      await page.getByLabel('Date du comité').fill('2026-11-19');
      await page.locator('#issue').selectOption('continuer');
      await page.getByLabel('Condition', { exact: true }).fill('Montrer dix mairies satisfaites');
      await page.getByLabel('Qui s’en charge').first().fill('L’équipe');
      await page.getByLabel('Échéance').first().fill('2027-02-01');
      await page.locator('main form').first().getByRole('button').last().click();
      await page.getByText('Montrer dix mairies satisfaites').first().waitFor();
      await done();
      const reader = await visitor(browser);
      await open(reader.page, url + OTHER);
      await reader.page.getByText('19 novembre 2026').first().waitFor();
      expect(await faultsInAllLooks(reader.page)).toEqual([]);
      await reader.done();
    },
  );

  test(
    'a stop: the team and its incubator agree on a cause, and what was learnt is published',
    { timeout: 120_000 },
    async () => {
      const intra = await team();
      await open(intra.page, `${url}${OTHER}/arret`);
      await intra.page.getByLabel('Pourquoi').selectOption('impact');
      await intra.page.getByLabel(/^Cause que le public lira/).selectOption('solution-existe');
      await intra.page
        .getByLabel(/^Retour d’expérience/)
        .fill('Nous avons appris que la réponse existait ailleurs.');
      await intra.page.getByRole('button', { name: 'Enregistrer' }).click();
      await intra.page.getByText('C’est enregistré.').waitFor();
      await intra.page.getByRole('button', { name: /Être d’accord/ }).click();
      await intra.page.getByText('Votre accord est noté.').waitFor();
      await intra.done();
      const { page, done } = await lead();
      await open(page, `${url}${OTHER}/arret`);
      await page.getByRole('button', { name: /Être d’accord/ }).click();
      await page.getByText('Votre accord est noté.').waitFor();
      await page.getByRole('button', { name: 'Publier le retour d’expérience' }).click();
      await page.getByText('Le retour d’expérience est en ligne').first().waitFor();
      await done();
      const reader = await visitor(browser);
      await open(reader.page, url + OTHER);
      await reader.page.getByText('Nous avons appris que la réponse existait ailleurs.').waitFor();
      await reader.done();
    },
  );

  test(
    'a handover: its plan, the exit, and two years on what the host answers by a link',
    { timeout: 180_000 },
    async () => {
      const intra = await team();
      await open(intra.page, `${url}${STARTUP}/passage-de-relais`);
      const begin = intra.page.getByRole('button', { name: 'Ouvrir le plan' });
      if (await begin.count()) await begin.click();
      await intra.page.locator('summary', { hasText: 'Écrire le plan' }).first().click();
      await intra.page.getByLabel('Qui répondra aux suivis').fill('Hôte Fictif');
      await intra.page.getByLabel('Son courriel').fill('hote@exemple.invalid');
      await intra.page.getByLabel('Date visée').fill('2027-03-01');
      await intra.page.getByRole('button', { name: 'Enregistrer le plan' }).click();
      await intra.page.getByText('Sortie visée le 1er mars 2027').waitFor();
      await intra.done();
      const first = await lead();
      await open(first.page, `${url}${STARTUP}/comites/noter`);
      await first.page.getByLabel('Date du comité').fill('2026-11-20');
      await first.page.locator('summary', { hasText: 'Nature du comité' }).click();
      await first.page.getByLabel('Comité', { exact: true }).selectOption('sortie');
      await first.page.locator('#issue').selectOption('transferer');
      await first.page.locator('main form').first().getByRole('button').last().click();
      await first.page.waitForURL(/fait=/);
      await first.done();

      clock.set('2028-11-22T10:00:00Z');
      await database.transaction((tx) => askDueFollowUps(tx, clock.now(), url));
      const host = await visitor(browser);
      const asked = async () =>
        (
          await database.pool.query<{ plain: string }>(
            `SELECT plain FROM mail WHERE address = 'hote@exemple.invalid' AND plain LIKE '%/liens/%' ORDER BY created_at DESC, id DESC`,
          )
        ).rows;
      await expect.poll(asked).not.toEqual([]);
      await open(host.page, url + /\/liens\/[\w-]+/.exec((await asked())[0]!.plain)![0]);
      await host.page.locator('label', { hasText: 'indicateurs' }).first().click();
      await host.page.getByRole('button', { name: 'Envoyer la réponse' }).click();
      await host.page.getByText('votre réponse est arrivée').waitFor();
      await host.done();
      // Missions of the demonstration have ended since: what was answered is kept.
      const { rows } = await database.pool.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM handover_followup WHERE answered_at IS NOT NULL',
      );
      expect(rows[0]!.n).toBe(1);
      const reader = await visitor(browser);
      await open(reader.page, url + STARTUP);
      await reader.page.getByText('Transféré depuis le 20 novembre 2026').first().waitFor();
      await reader.done();
    },
  );
});
