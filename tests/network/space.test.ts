import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { audiencesOf } from '~/network/weekly-mail.server';
import type { Network, StartupFacts } from '~/network/facts';
import { readiness } from '~/server/readiness.server';
import { createLog } from '~/platform/log.server';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { ficheFile, folderOf } from '../support/folders';
import { importContent } from '~/exchange/import.server';

describe('To whom a signal speaks', () => {
  const of = (id: string, ...incubators: string[]) =>
    ({ id, incubators: incubators.map((one) => ({ id: one })) }) as unknown as StartupFacts;
  const [a, b, c] = [of('a', 'i'), of('b', 'i', 'j'), of('c', 'k')];
  const network = { startups: [a, b, c] } as unknown as Network;
  const spoken = (...missions: Parameters<typeof audiencesOf>[0]) =>
    [...audiencesOf(missions, network)].map(([startup, audience]) => [startup.id, ...audience].join(' '));

  test('is said startup by startup: a coach of one is no coach of another', () => {
    expect(
      spoken(
        { role: 'member', startupId: 'a', incubatorId: null },
        { role: 'coach', startupId: 'b', incubatorId: null },
      ),
    ).toEqual(['a team', 'b coach']);
  });

  test('an incubator’s people are spoken to of all that it carries, others of nothing', () => {
    expect(spoken({ role: 'lead', startupId: null, incubatorId: 'i' })).toEqual([
      'a incubator',
      'b incubator',
    ]);
    expect(
      spoken(
        { role: 'portfolio_manager', startupId: null, incubatorId: 'j' },
        { role: 'intrapreneur', startupId: 'b', incubatorId: null },
      ),
    ).toEqual(['b incubator team']);
    expect(spoken({ role: 'jury', startupId: null, incubatorId: null })).toEqual([]);
  });
});

describe('What one reads of the days to come, and of days gone', async () => {
  const network = await committeeNetwork('2026-03-01T09:00:00Z');
  const { url, rows, database, clock, refresh } = network;
  const alix = (await network.as('intrapreneur', network.potagers)).browser;
  const visitor = new Browserless(url);

  test('one’s own space says what comes for one’s startups, the nearest first, with the way there', async () => {
    await rows(
      `INSERT INTO accreditation (startup_id, state, authority, decided_on, until_day, version) VALUES ('${network.potagers}', 'prononcee', 'La direction', '2025-01-01', '2026-09-01', 1)`,
    );
    const page = await alix.text('/espace');
    expect(page).toContain('Fin de l’homologation');
    expect(page).toContain('/startups/potagers/standards#homologation');
    // The incubator's people read what comes for its startups, and everyone who is who.
    const lead = (await network.as('lead', network.incubator, 'Dominique Fictif')).browser;
    expect(await lead.text('/espace')).toContain('Fin de l’homologation');
    const first = await alix.text('/espace');
    expect(first).toMatch(/<details[^>]* open=""[^>]*><summary[^>]*>Qui est qui/);
    expect(first).toContain('Dominique Fictif');
  });

  test('an incubator’s page shows its text, its address and what it puts forward', async () => {
    const dir = await folderOf({
      '_incubators/atelier.md': ficheFile(
        'title: Atelier\naddress: 1 rue des Essais\ngithub: https://exemple.invalid/code\nhighlighted_startups:\n  - bancs',
        'Nous ouvrons des **parcelles**.\n',
      ),
    });
    await importContent({ database, clock }, { dir });
    await refresh();
    const page = await visitor.text('/incubateurs/atelier');
    expect(page).toContain('1 rue des Essais');
    expect(page).toContain('<strong>parcelles</strong>');
    expect(page).toContain('1 rue des Essais');
    expect(page).toContain('https://exemple.invalid/code');
    expect(page).toMatch(/À découvrir[\s\S]*Bancs/);
  });

  test('a list at a past date says nothing of what came after', async () => {
    await rows(
      `WITH p AS (INSERT INTO funding_program (id, public_id, name) VALUES (gen_random_uuid(), 'fast', 'FAST') ON CONFLICT (public_id) DO UPDATE SET name = EXCLUDED.name RETURNING id),
         r AS (INSERT INTO funding_round (id, program_id, edition, title, held_on, content, revision) SELECT gen_random_uuid(), id, 30, 'FAST 30', '2025-01-15', '', 1 FROM p RETURNING id)
       INSERT INTO award (id, round_id, startup_id, awarded_cents, source) SELECT gen_random_uuid(), id, '${network.potagers}', 1000000, 'essai' FROM r`,
    );
    await rows(`UPDATE data_version SET version = version + 1`);
    await refresh();
    const awards = async (query: string) => {
      const table: Array<Record<string, string>> = parse(await visitor.text(`/startups.csv${query}`), {
        columns: true,
        bom: true,
        delimiter: ';',
      });
      return table.find(({ identifiant }) => identifiant === 'potagers')!['fast_promotions'];
    };
    expect(await awards('')).toBe('30');
    expect(await awards('?au=2023-06-01')).toBe('');
  });

  test('the date of the data is that of the network’s content, not of the help that the program ships', async () => {
    const date = async () =>
      String(
        (
          await rows(`SELECT max(started_at) AS at FROM import_run WHERE summary->'byCollection' IS NOT NULL`)
        )[0]!['at'],
      );
    const before = /Données à jour du [^,<.]+/.exec(await visitor.text('/'))?.[0];
    await importContent(
      { database, clock },
      { dir: await folderOf({ 'aide/une.md': ficheFile('title: Une', 'Page.\n') }), collections: ['aide'] },
    );
    expect(await date()).not.toBe('null');
    expect(/Données à jour du [^,<.]+/.exec(await visitor.text('/'))?.[0]).toBe(before);
  });

  test('a database that does not answer is said, without a fault', async () => {
    const broken = { prisma: { $queryRaw: () => Promise.reject(new Error('down')) } } as never;
    expect(await readiness({ database: broken, clock, log: createLog('silent') }, 1)).toEqual({
      ok: false,
      checks: { base: false, migrations: false, travaux: false },
    });
    const answer = await visitor.get('/sante/prete');
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { checks: { base: boolean } }).checks.base).toBe(true);
  });
});
