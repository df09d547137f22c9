import { expect, test } from 'vitest';
import { importContent } from '~/exchange/import.server';
import { erasePeople } from '~/person/account.server';
import { stoppedClock } from '~/platform/clock.server';
import { sql } from '~/platform/database/sql.server';
import { foundInstallation } from '~/platform/installation.server';
import { freshDatabase } from '../support/database';
import { ficheFile, folderOf } from '../support/folders';
import { valueOf } from '../support/real-network';
import { PROGRAM, startSite } from '../support/site';

const clock = stoppedClock('2026-08-20T10:00:00Z');

test('members’ files become people and dated missions, and no public page or file shows them', async () => {
  const database = await freshDatabase('vide');
  await foundInstallation(database.prisma, 'real', clock.now());
  const dir = await folderOf({
    '_startups/potagers.md': ficheFile(
      'title: Potagers\nmission: Aider\nincubator: atelier\nphases:\n  - name: construction\n    start: 2024-01-01',
    ),
    '_incubators/atelier.md': ficheFile('title: Atelier'),
    '_authors/camille.fictif.md': ficheFile(
      'fullname: Camille Fictif\nrole: Chargée d’essai\ndomaine: Autre\nmissions:\n  - start: 2024-01-01\n    end: 2025-01-01\n    status: admin\n    employer: dinum\n    startups:\n      - potagers\n      - absente',
    ),
  });
  for (let run = 0; run < 2; run += 1) await importContent({ database, clock }, { dir });
  const { rows } = await database.pool.query(
    `SELECT p.full_name, m.start_day::text, m.end_day::text, m.employer_kind, s.public_id FROM mission m JOIN person p ON p.id = m.person_id LEFT JOIN startup s ON s.id = m.startup_id ORDER BY s.public_id`,
  );
  const mission = {
    full_name: 'Camille Fictif',
    start_day: '2024-01-01',
    end_day: '2025-01-01',
    employer_kind: 'admin',
  };
  expect(rows).toEqual([
    { ...mission, public_id: 'potagers' },
    { ...mission, public_id: null },
  ]);
  const { url } = await startSite('vide', { database, clock });
  for (const path of [
    '/',
    '/startups/potagers',
    '/incubateurs/atelier',
    '/startups.csv?situation=toutes',
    '/startups?q=camille&situation=toutes',
  ]) {
    expect(await (await fetch(url + path)).text(), path).not.toContain('Camille Fictif');
  }
});

test('a person who was erased is not brought back by the next import, nor by the next export', async () => {
  const database = await freshDatabase('vide');
  await foundInstallation(database.prisma, 'real', clock.now());
  const dir = await folderOf({
    '_authors/camille.fictif.md': ficheFile('fullname: Camille Fictif\nrole: Chargée d’essai'),
  });
  await importContent({ database, clock }, { dir });
  const id = await valueOf<string>(database, sql`SELECT id FROM person`);
  await database.transaction((tx) => erasePeople(tx, { clock, audit: PROGRAM }, [id]));
  await importContent({ database, clock }, { dir });
  const { rows } = await database.pool.query(
    `SELECT to_jsonb(p)::text || (SELECT coalesce(string_agg(convert_from(bytes, 'UTF8'), ''), '') FROM content_file) AS kept FROM person p`,
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('Camille');
});
