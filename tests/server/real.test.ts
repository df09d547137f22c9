import { expect, test } from 'vitest';
import { importContent } from '~/exchange/import.server';
import { stoppedClock } from '~/platform/clock.server';
import { foundInstallation } from '~/platform/installation.server';
import { freshDatabase } from '../support/database';
import { ficheFile, folderOf } from '../support/folders';
import { startSite } from '../support/site';

const clock = stoppedClock('2026-08-20T10:00:00Z');
const phases = 'phases:\n  - name: construction\n    start: 2024-01-01';

test('a real network bears no demonstration, is indexed save what asks not to be, and may bear the State’s identity', async () => {
  const database = await freshDatabase('vide');
  await foundInstallation(database.prisma, 'real', clock.now());
  const dir = await folderOf({
    '_startups/potagers.md': ficheFile(`title: Potagers\nmission: Aider\nincubator: atelier\n${phases}`),
    '_startups/discrete.md': ficheFile(
      `title: Discrète\nmission: Aider\nincubator: atelier\nrobots: noindex\n${phases}`,
    ),
    '_startups/à venir.md': ficheFile(
      'title: À venir\nmission: Aider\nphases:\n  - name: investigation\n    start: 2026-09-07',
    ),
    '_startups/100%.md': ficheFile(`title: Cent\nmission: Aider\nincubator: atelier\n${phases}`),
    '_incubators/atelier.md': ficheFile('title: Atelier'),
  });
  await importContent({ database, clock }, { dir });
  const { url } = await startSite('vide', {
    database,
    clock,
    env: { IDENTITE: 'etat', IDENTITE_INTITULE: 'Ministère\\nd’essai' },
  });
  const read = async (path: string) => (await fetch(url + path)).text();

  const home = await read('/');
  expect(home).not.toContain('Démonstration');
  expect(home).toContain('d’essai');
  expect(home).toMatch(/href="\/assets\/etat-[^"]+\.css"/);
  const sitemap = await read('/sitemap.xml');
  expect(sitemap).toContain('/startups/potagers</loc>');
  expect(sitemap).not.toContain('discrete');
  expect(await read('/robots.txt')).toContain(`Sitemap: ${url}/sitemap.xml`);
  expect(await read('/startups/discrete')).toContain('content="noindex"');
  expect(await read('/startups/potagers')).not.toContain('content="noindex"');

  // A startup whose only phase is to come is in no stage yet, and its page says so.
  expect(await read('/startups?situation=toutes')).not.toContain('À venir');
  expect(await read(`/startups/${encodeURIComponent('à venir')}`)).toContain(
    'Aucune phase n’a encore commencé',
  );

  // Every link of a page leads somewhere, whatever an id is made of.
  for (const path of ['/startups', '/incubateurs/atelier', '/startups/potagers']) {
    const links = [...(await read(path)).matchAll(/href="(\/(?:startups|incubateurs)\/[^"?]*)"/g)].map(
      ([, href]) => href!,
    );
    expect(links).toContain('/startups/100%25');
    for (const href of new Set(links)) expect((await fetch(url + href)).status, href).toBe(200);
  }
});
