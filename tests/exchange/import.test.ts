import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { editFiche } from '~/exchange/edit.server';
import { exportContent } from '~/exchange/export.server';
import { FolderError } from '~/exchange/folder.server';
import { importContent } from '~/exchange/import.server';
import { followNetwork } from '~/network/network.server';
import { StaleError } from '~/person/acting';
import { stoppedClock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { foundInstallation } from '~/platform/installation.server';
import { loadAwards } from '~/network/load.server';
import { TOLD_HERE } from '~/network/awards';
import { freshDatabase } from '../support/database';
import { bytesBelow, ficheFile, folderOf } from '../support/folders';
import { PROGRAM } from '../support/site';

const clock = stoppedClock('2026-08-20T10:00:00Z');
const FICHE = ficheFile(
  `title: Potagers
mission: Aider
incubator: atelier
link: ''
contact: contact@exemple.invalid
phases:
  - name: investigation
    start: 2024-01-01
  - name: construction
    start: 2024-05-01`,
);
const INCUBATOR = ficheFile('title: Atelier', 'Un atelier.\n');

async function emptyDatabase(): Promise<Database> {
  const database = await freshDatabase('vide');
  await foundInstallation(database.prisma, 'real', clock.now());
  return database;
}
const count = async (
  database: Database,
  table: 'startup' | 'change' | 'content_proposal',
): Promise<number> => {
  const query = {
    startup: sql`SELECT count(*)::int AS n FROM startup`,
    change: sql`SELECT count(*)::int AS n FROM change`,
    content_proposal: sql`SELECT count(*)::int AS n FROM content_proposal`,
  }[table];
  return (await readRows(database.prisma, z.object({ n: z.number() }), query))[0]!.n;
};
const digestOf = async (database: Database, path: string): Promise<string> =>
  (
    await readRows(
      database.prisma,
      z.object({ sha256: z.string() }),
      sql`SELECT sha256 FROM content_file WHERE path = ${path}`,
    )
  )[0]!.sha256;
const edit = (database: Database, basedOn: string, attributes: Record<string, unknown>) =>
  editFiche({ database, clock, audit: PROGRAM }, { publicId: 'potagers', basedOn, edit: { attributes } });

describe('The shipped content', () => {
  test('comes in whole, a second time changes nothing, and goes out byte for byte', async () => {
    const database = await emptyDatabase();
    const first = await importContent({ database, clock }, { dir: 'content' });
    expect(first.counts).toMatchObject({ unreadable: 0, changed: 0, proposals: 0, missing: 0 });
    expect(first.counts.created).toBe(first.counts.read);
    expect(first.byCollection['_startups']!.read).toBeGreaterThanOrEqual(65);
    const audited = await count(database, 'change');

    const second = await importContent({ database, clock }, { dir: 'content' });
    expect(second.counts).toMatchObject({ created: 0, changed: 0, unchanged: first.counts.read, flagged: 0 });
    expect(await count(database, 'change')).toBe(audited);

    const out = await folderOf();
    await exportContent({ database }, { dir: out, demo: false });
    expect(await bytesBelow(out)).toEqual(await bytesBelow('content'));
  });

  test('tells all phases and exits, seventeen editions, invented startups apart from real ones', async () => {
    const database = await freshDatabase('demo');
    const network = (await followNetwork(database, true)).current();
    expect(network.rounds.map(({ edition }) => edition)).toEqual(
      Array.from({ length: 17 }, (_, index) => index + 1),
    );
    expect(
      new Set(network.startups.flatMap((startup) => startup.phases.map((phase) => phase.code))).size,
    ).toBe(8);
    const invented = network.startups.filter((startup) => startup.fictional);
    expect(invented.length).toBeGreaterThanOrEqual(15);
    expect(network.startups.length - invented.length).toBeGreaterThanOrEqual(50);
    // What is invented stands only on what is invented.
    for (const startup of network.startups)
      for (const incubator of startup.incubators) expect(incubator.fictional).toBe(startup.fictional);
  });
});

describe('An import', () => {
  test('of a dry run says what it would do and writes nothing', async () => {
    const database = await emptyDatabase();
    const dir = await folderOf({ '_startups/potagers.md': FICHE, '_incubators/atelier.md': INCUBATOR });
    const report = await importContent({ database, clock }, { dir, dryRun: true });
    expect(report.counts.created).toBe(2);
    expect(await count(database, 'startup')).toBe(0);
  });

  test('reads a changed file again, and only that one; a file that left the folder stays here', async () => {
    const database = await emptyDatabase();
    const dir = await folderOf({
      '_startups/potagers.md': FICHE,
      '_startups/bancs.md': FICHE,
      '_incubators/atelier.md': INCUBATOR,
    });
    await importContent({ database, clock }, { dir });
    const later = await folderOf({
      '_startups/potagers.md': FICHE.replace('Aider', 'Aider mieux'),
      '_incubators/atelier.md': INCUBATOR,
    });
    const report = await importContent({ database, clock }, { dir: later });
    expect(report.counts).toMatchObject({ created: 0, changed: 1, unchanged: 1, missing: 1 });
    expect(report.missing).toEqual(['_startups/bancs.md']);
    const network = (await followNetwork(database, false)).current();
    expect(network.startupById.get('potagers')?.mission).toBe('Aider mieux');
    expect(network.startupById.has('bancs')).toBe(true);
  });

  test('ties a startup to an incubator that comes later', async () => {
    const database = await emptyDatabase();
    const first = await importContent(
      { database, clock },
      { dir: await folderOf({ '_startups/potagers.md': FICHE }) },
    );
    expect(first.oddities.map(({ kind, field, line }) => [kind, field, line])).toEqual([
      ['reference', 'incubator', 4],
    ]);
    await importContent(
      { database, clock },
      { dir: await folderOf({ '_incubators/atelier.md': INCUBATOR }) },
    );
    const network = (await followNetwork(database, false)).current();
    expect(network.startupById.get('potagers')?.incubators.map(({ publicId }) => publicId)).toEqual([
      'atelier',
    ]);
  });

  test('never overwrites what was edited here: the version read becomes a proposal, once', async () => {
    const database = await emptyDatabase();
    const dir = await folderOf({ '_startups/potagers.md': FICHE, '_incubators/atelier.md': INCUBATOR });
    await importContent({ database, clock }, { dir });
    await edit(database, await digestOf(database, 'potagers.md'), { mission: 'Notre mission' });
    // The same file again is no news, and a new one waits.
    expect((await importContent({ database, clock }, { dir })).counts).toMatchObject({
      unchanged: 2,
      proposals: 0,
    });
    const upstream = await folderOf({
      '_startups/potagers.md': FICHE.replace('Aider', 'Leur mission'),
      '_incubators/atelier.md': INCUBATOR,
    });
    for (let run = 0; run < 2; run += 1) {
      expect((await importContent({ database, clock }, { dir: upstream })).counts).toMatchObject({
        changed: 0,
        proposals: 1,
      });
      expect(await count(database, 'content_proposal')).toBe(1);
    }
    const network = (await followNetwork(database, false)).current();
    expect(network.startupById.get('potagers')?.mission).toBe('Notre mission');
  });
});

describe('An edit', () => {
  test('changes its own lines of the file and the facts that follow from them; phases known before keep their origin', async () => {
    const database = await emptyDatabase();
    await importContent(
      { database, clock },
      { dir: await folderOf({ '_startups/potagers.md': FICHE, '_incubators/atelier.md': INCUBATOR }) },
    );
    const phases = [
      { name: 'investigation', start: '2024-01-01' },
      { name: 'construction', start: '2024-05-01' },
      { name: 'acceleration', start: '2026-06-01' },
    ];
    await edit(database, await digestOf(database, 'potagers.md'), { phases });
    const out = await folderOf();
    await exportContent({ database }, { dir: out, demo: false });
    expect(Buffer.from((await bytesBelow(out))['_startups/potagers.md']!, 'hex').toString()).toBe(
      FICHE.replace(
        '    start: 2024-05-01\n',
        '    start: 2024-05-01\n  - name: acceleration\n    start: 2026-06-01\n',
      ),
    );
    const network = (await followNetwork(database, false)).current();
    expect(network.startupById.get('potagers')?.phases.map(({ code, origin }) => [code, origin])).toEqual([
      ['investigation', 'historique'],
      ['construction', 'historique'],
      ['acceleration', 'declared'],
    ]);
  });

  test('of a file that changed meanwhile is refused and writes nothing', async () => {
    const database = await emptyDatabase();
    await importContent({ database, clock }, { dir: await folderOf({ '_startups/potagers.md': FICHE }) });
    const seen = await digestOf(database, 'potagers.md');
    await edit(database, seen, { mission: 'La première' });
    await expect(edit(database, seen, { mission: 'La seconde' })).rejects.toThrow(StaleError);
    const network = (await followNetwork(database, false)).current();
    expect(network.startupById.get('potagers')?.mission).toBe('La première');
  });

  test('is seen by a process that follows the network, and nothing else is read again', async () => {
    const database = await emptyDatabase();
    await importContent(
      { database, clock },
      { dir: await folderOf({ '_startups/potagers.md': FICHE, '_startups/bancs.md': FICHE }) },
    );
    const reader = await followNetwork(database, false);
    await edit(database, await digestOf(database, 'potagers.md'), { title: 'Potagers partagés' });
    await reader.refresh();
    expect(reader.current().startupById.get('potagers')?.title).toBe('Potagers partagés');
    expect(reader.current().startups.length).toBe(2);
    reader.stop();
  });
});

describe('Hostile folders', () => {
  test('files that cannot be read are named, their neighbours come in, and nothing outside is read', async () => {
    const database = await emptyDatabase();
    const secret = await folderOf({ 'secret.md': FICHE.replace('Potagers', 'Secret') });
    const dir = await folderOf({
      '_startups/bon.md': FICHE,
      '_startups/ancre.md': '---\na: &a [1]\nb: *a\n---\n',
      '_startups/casse.md': '---\ntitle: [\n---\n',
      '_startups/gros.md': Buffer.alloc(50_000_000, 'a'),
      '_startups/nul.md': '---\ntitle: a\0\n---\n',
      '_startups/octets.md': Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff]),
    });
    await symlink(join(secret, 'secret.md'), join(dir, '_startups/lien.md'));
    await mkdir(join(dir, '_startups/dossier.md'));
    const report = await importContent({ database, clock }, { dir });
    expect(report.unreadable.map(({ file, line }) => [file, line]).sort()).toEqual([
      ['_startups/ancre.md', 2],
      ['_startups/casse.md', 3],
      ['_startups/dossier.md', null],
      ['_startups/gros.md', null],
      ['_startups/lien.md', null],
      ['_startups/nul.md', 2],
      ['_startups/octets.md', null],
    ]);
    const network = (await followNetwork(database, false)).current();
    expect(network.startups.map(({ title }) => title)).toEqual(['Potagers']);
    // What was read and could not be understood goes out as it came in.
    const out = await folderOf();
    await exportContent({ database }, { dir: out, demo: false });
    expect(Object.keys(await bytesBelow(out)).sort()).toEqual([
      '_startups/ancre.md',
      '_startups/bon.md',
      '_startups/casse.md',
      '_startups/nul.md',
      '_startups/octets.md',
    ]);
  });

  test('odd values are understood and told, with file, line, field and what was found', async () => {
    const database = await emptyDatabase();
    const dir = await folderOf({
      '_startups/auxAJ.md': ficheFile(
        `title: 12
mission: "avec\\u200b espace invisible "
incubator: inconnu
link: "javascript:alert(1)"
repository: "https://exemple.invalid/code; "
stats_url: "https:&#x2F;&#x2F;exemple.invalid"
accessibility_status: presque
inventee: {a: 1}
phases:
  - name: success
    start: 2024-01-01
  - name: sieste
    start: 2024-01-01
  - name: construction
    start: jamais
events:
  - name: fast
    date: 2024-13-01
fast:
  promotion: "douze"`,
        '<script>alert(1)</script>\n',
      ),
    });
    const report = await importContent({ database, clock }, { dir });
    expect(report.counts).toMatchObject({ created: 1, unreadable: 0 });
    expect(report.oddities.map(({ kind, field, line }) => `${kind} ${field} ${line}`).sort()).toEqual(
      [
        'identifiant identifiant null',
        'caracteres-invisibles mission 3',
        'espaces mission 3',
        'reference incubator 4',
        'adresse link 5',
        'espaces repository 6',
        'adresse repository 6',
        'html-echappe stats_url 7',
        'valeur accessibility_status 8',
        'champ-inconnu inventee 9',
        'phase-ancien-nom phases 11',
        'phase-inconnue phases 13',
        'date phases 15',
        'date phases 15',
        'date events 18',
        'date events 18',
        'fast fast 20',
        'html contenu null',
      ].sort(),
    );
  });

  test('values that no column could hold never refuse a file', async () => {
    const database = await emptyDatabase();
    const many = Array.from({ length: 40_000 }, (_, index) => `  - theme ${index}`).join('\n');
    const values = [
      'link: "https://a.invalid/&#x999999999;"',
      'contact: "a\\0b"',
      'contact: "a\\uD800b"',
      'fast: {promotion: 99999, montant: 10}',
      'fast: {promotion: 12, montant: 1e300}',
      'events: [{name: fast, date: 2024-01-01, comment: "Montant de 99999999999999999999999 € pour la promotion 12"}]',
      'events: [{name: constructor, date: 0000-01-01}]',
      'phases: [{name: constructor, start: 2024-01-01}, {name: construction, start: 0000-01-01}]',
      'usertypes: [constructor, toString]',
      `thematiques:\n${many}`,
      `thematiques: [${'x'.repeat(5000)}]`,
      `title: ${'mot '.repeat(100_000)}`,
    ];
    const files = Object.fromEntries(
      values.map((value, index) => [`_startups/hostile-${index}.md`, ficheFile(value)]),
    );
    const dir = await folderOf({
      ...files,
      '_organisations/constructor.md': ficheFile(
        'name: constructor\ntype: toString\ndomaine_ministeriel: constructor',
      ),
      '_fasts/un.md': ficheFile(
        'title: FAST 3\npromotion: 3\ncandidatures: 99999999999\nmontant_total: 1e20',
      ),
      '_fasts/deux.md': ficheFile('title: FAST 3\npromotion: 3'),
      '_fasts/trois.md': ficheFile('title: FAST 70000'),
    });
    const report = await importContent({ database, clock }, { dir });
    expect(report.counts).toMatchObject({
      read: values.length + 4,
      created: values.length + 4,
      unreadable: 0,
    });
    expect(await count(database, 'startup')).toBe(values.length);
    const out = await folderOf();
    await exportContent({ database }, { dir: out, demo: false });
    expect(await bytesBelow(out)).toEqual(await bytesBelow(dir));
  });

  test('an edition whose page names its laureates in words only has those that Jalons knows, each once', async () => {
    const database = await emptyDatabase();
    const dir = await folderOf({
      '_incubators/culture.md': INCUBATOR,
      '_startups/aidantsconnect.md': ficheFile(
        'title: Aidants Connect\nfast:\n  promotion: 3\n  montant: 40000',
      ),
      '_startups/fce.md': ficheFile('title: Fiche commune ENTREPRISE'),
      '_fasts/03-fast.md': ficheFile('title: FAST 3 - Avril 2020'),
      '_fasts/06_fast.md': ficheFile('title: FAST 6\nlaureats:\n  - nom: Une seule'),
    });
    await importContent({ database, clock }, { dir });
    const awards = await loadAwards(database.prisma);
    const ofThird = awards.filter(({ edition }) => edition === 3);
    expect(ofThird).toHaveLength(5);
    expect(ofThird.find(({ startupPublicId }) => startupPublicId === 'aidantsconnect')).toMatchObject({
      awarded: 4_000_000,
      sources: ['fiche, champ fast', TOLD_HERE],
    });
    expect(ofThird.map(({ startupPublicId }) => startupPublicId)).toContain('fce');
    expect(awards.filter(({ edition }) => edition === 6).map(({ name }) => name)).toEqual(['Une seule']);
    // A fiche that tells of one more award than were announced tells of a laureate known here by another title.
    const more = await folderOf({
      '_startups/focus-renomme.md': ficheFile('title: Focus renommé\nfast:\n  promotion: 3\n  montant: 1000'),
    });
    await importContent({ database, clock }, { dir: more });
    expect((await loadAwards(database.prisma)).filter(({ edition }) => edition === 3)).toHaveLength(5);
  });

  test('a collection that leads outside, or cannot be read, stops the import with its reason', async () => {
    const database = await emptyDatabase();
    const outside = await folderOf({ 'a.md': FICHE });
    const dir = await folderOf({ '_incubators/atelier.md': INCUBATOR });
    await symlink(outside, join(dir, '_startups'));
    await expect(importContent({ database, clock }, { dir })).rejects.toThrow('lien vers l’extérieur');
    const broken = await folderOf({ '_incubators/atelier.md': INCUBATOR, _startups: 'un fichier' });
    await expect(importContent({ database, clock }, { dir: broken })).rejects.toThrow('ne peut pas être lu');
    expect(await count(database, 'startup')).toBe(0);
  });

  test('an export writes nothing through a link out of its folder', async () => {
    const database = await emptyDatabase();
    await importContent(
      { database, clock },
      { dir: await folderOf({ '_incubators/atelier.md': INCUBATOR }) },
    );
    const [out, elsewhere] = [await folderOf(), await folderOf()];
    await symlink(elsewhere, join(out, '_incubators'));
    await expect(exportContent({ database }, { dir: out, demo: false })).rejects.toThrow(
      'lien vers un autre dossier',
    );
    expect(await bytesBelow(elsewhere)).toEqual({});
  });

  test('a folder without help pages does not miss those of the program', async () => {
    const database = await emptyDatabase();
    await importContent({ database, clock }, { dir: 'content', collections: ['aide'] });
    const dir = await folderOf({ '_incubators/atelier.md': INCUBATOR });
    expect((await importContent({ database, clock }, { dir })).missing).toEqual([]);
    const other = await folderOf({ '_incubators/autre.md': INCUBATOR });
    expect((await importContent({ database, clock }, { dir: other })).missing).toEqual([
      '_incubators/atelier.md',
    ]);
  });

  test('a folder that is no content folder is refused with a sentence', async () => {
    const database = await emptyDatabase();
    await expect(importContent({ database, clock }, { dir: await folderOf() })).rejects.toThrow(FolderError);
    await expect(importContent({ database, clock }, { dir: '/nulle/part' })).rejects.toThrow('n’existe pas');
  });

  test('ids that differ by case or punctuation are two startups; by Unicode form they are one', async () => {
    const database = await emptyDatabase();
    const dir = await folderOf({
      '_startups/envirogend.md': FICHE,
      '_startups/enviro-gend.md': FICHE,
      '_startups/AUXAJ.md': FICHE,
      '_startups/auxAJ.md': FICHE,
    });
    await writeFile(join(dir, '_startups', 'inspé.md'.normalize('NFC')), FICHE);
    await writeFile(join(dir, '_startups', 'inspé.md'.normalize('NFD')), FICHE);
    const report = await importContent({ database, clock }, { dir });
    expect(await count(database, 'startup')).toBe(5);
    expect(
      report.oddities.filter(({ understood }) => understood.includes('laissé de côté')).length,
    ).toBeGreaterThanOrEqual(1);
  });
});
