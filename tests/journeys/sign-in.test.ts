import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '~/platform/database/sql.server';
import { axeFaults, hasBrowser, open, startBrowser, visitor } from '../support/browser';
import { bearer } from '../support/people';
import { startProvider } from '../support/provider';
import { handClock, idOf, realNetwork } from '../support/real-network';
import { startSite } from '../support/site';

/** By the identity provider, in a real browser; and a session that ends while somebody writes. */
describe.skipIf(!hasBrowser)('Signing in', async () => {
  if (!hasBrowser) return;
  const clock = handClock(new Date().toISOString());
  const database = await realNetwork(clock);
  const provider = await startProvider();
  const { url } = await startSite('vide', {
    database,
    clock,
    env: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  });
  await provider.register(url);
  const EDIT = `${url}/startups/potagers/modifier/presentation`;

  beforeAll(async () => {
    const alix = await bearer(database, clock.now(), {
      role: 'intrapreneur',
      placeId: await idOf(database, 'startup', 'potagers'),
      name: 'Alix Chimère',
    });
    await database.prisma.$executeRaw(
      sql`INSERT INTO person_address (person_id, address) VALUES (${alix.personId}::uuid, 'alix@exemple.invalid')`,
    );
  });

  test('with ProConnect leads back to the page that was asked for, and out again', async () => {
    const { page, done } = await visitor(await startBrowser());
    await page.goto(EDIT);
    await page.waitForURL(/\/connexion\?/);
    await page.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
    await page.waitForURL(EDIT);
    await page.getByLabel('Mission').waitFor();
    // The session ends while the person writes: what they typed waits for them.
    await page.getByLabel('Mission').fill('Aider toutes les communes, écrit avant la fin');
    clock.add(13 * 60);
    await page.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
    await page.waitForURL(/\/connexion\?reprise=oui/);
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'S’identifier avec ProConnect' }).click();
    await page.waitForURL(/\/reprendre/);
    await page.locator('dd', { hasText: 'Aider toutes les communes, écrit avant la fin' }).waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Envoyer maintenant' }).click();
    await open(page, EDIT);
    expect(await page.getByLabel('Mission').inputValue()).toBe(
      'Aider toutes les communes, écrit avant la fin',
    );
    await done();
  });
});
