import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { compareCsv, compareJson } from '~/exchange/compatible/compare';
import { importContent } from '~/exchange/import.server';
import { stoppedClock } from '~/platform/clock.server';
import { foundInstallation } from '~/platform/installation.server';
import { freshDatabase } from '../support/database';
import { ficheFile, folderOf } from '../support/folders';
import { startSite } from '../support/site';

const clock = stoppedClock('2026-08-20T10:00:00Z');
const CORPUS = process.env['CORPUS_DIR'];
const REFERENCE = CORPUS === undefined ? '' : join(CORPUS, 'api-v2.7');

async function siteOf(files: Record<string, string> | string, env: Record<string, string> = {}) {
  const database = await freshDatabase('vide');
  await foundInstallation(database.prisma, 'real', clock.now());
  await importContent(
    { database, clock },
    { dir: typeof files === 'string' ? files : await folderOf(files) },
  );
  const { url } = await startSite('vide', { database, clock, env });
  return { database, url };
}
const member = (name: string, missions: string) =>
  ficheFile(`fullname: ${name}\nrole: Essai\ndomaine: Autre\ngithub: ${name[0]}\nmissions:\n${missions}`);
const mission = (startup: string, end?: string) =>
  `  - start: 2024-01-01\n${end ? `    end: ${end}\n` : ''}    status: admin\n    employer: dinum\n    startups:\n      - ${startup}`;

const FILES = {
  '_startups/potagers.md': ficheFile(
    `title: 'Les "Potagers"; partagés'\nmission: "Aider\\nsans \\\\ barre"\nincubator: atelier\ncontact: ''\nlink: 'https://exemple.invalid;x'\nstats: true\nanalyse_risques: true\nevents:\n  - name: fast\n    date: 2024-01-01\n    comment: "deux\\nlignes"\nphases:\n  - name: investigation\n    start: 2024-01-01\n  - name: construction\n    start: 2024-01-01`,
    'Un texte (court) !\n',
  ),
  '_startups/potagers.et.plus.md': ficheFile(
    'title: Plus\nmission: Aider\nincubator: cache\nincubators:\n  - atelier\n  - cache\nphases: []',
  ),
  '_incubators/atelier.md': ficheFile('title: L’atelier\nowner: /organisations/ain'),
  '_incubators/cache.md': ficheFile('title: Caché\nhidden: true'),
  '_organisations/ain.md': ficheFile(
    "name: Préfecture de l'Ain\ntype: service-deconcentre\ndomaine_ministeriel: interieur",
  ),
  '_authors/alix.fictif.md': member('Alix Fictif', mission('potagers')),
  '_authors/camille.fictif.md': member('Camille Fictif', mission('potagers', '2026-06-01')),
  '_authors/dom.fictif.md': member('Dom Fictif', mission('potagers')),
};
interface Startups {
  data: Array<{
    id: string;
    attributes: Record<string, unknown> & { phases: Array<Record<string, string>> };
    relationships: { incubator: { data: { id: string } }; incubators: { data: Array<{ id: string }> } };
  }>;
  included: Array<{ id: string; attributes: { title: string } }>;
}
type Details = Record<string, { active_members: string[]; expired_members: string[] }>;

describe('The files that the network’s site publishes', () => {
  test('keep what breaks the site’s templates whole: quotes, separators, backslashes, lines', async () => {
    const { url } = await siteOf(FILES);
    const read = async <T>(name: string) => (await (await fetch(`${url}/api/${name}`)).json()) as T;
    const { data, included } = await read<Startups>('v2.7/startups.json');
    // By the bytes of the file's name with its ending: a dot comes before the « m » of « md ».
    expect(data.map(({ id }) => id)).toEqual(['potagers.et.plus', 'potagers']);
    const [plus, potagers] = data;
    expect(potagers!.attributes).toMatchObject({
      name: 'Les "Potagers"; partagés',
      pitch: 'Aider\nsans \\ barre',
      stats_url: 'https://exemple.invalid;x/stats',
      impact_url: '',
      analyse_risques: 'true',
      content_url_encoded_markdown: 'Un%20texte%20%28court%29%20%21%0A',
      events: [{ name: 'fast', date: '2024-01-01', comment: 'deuxlignes' }],
    });
    expect(potagers!.attributes.phases[1]).toEqual({ name: 'construction', start: '2024-01-01', end: '' });
    expect(plus!.attributes).not.toHaveProperty('repository');
    expect(plus!.attributes['link']).toBe('');
    expect(plus!.relationships.incubators.data.map(({ id }) => id)).toEqual(['atelier', 'cache']);
    expect(included.map(({ id }) => id)).toEqual(['atelier']);

    const incubators = await read<Record<string, Record<string, unknown>>>('v2.7/incubators.json');
    expect(Object.keys(incubators['cache']!)).toEqual(['startups']);
    expect((await read<Array<{ name: string }>>('v2.7/organisations.json'))[0]!.name).toBe(
      'Préfecture de l&#39;Ain',
    );
    expect((await read<Record<string, { name: string }>>('v2.7/sponsors.json'))['ain']!.name).toBe(
      "Préfecture de l'Ain",
    );
    const csv = await (await fetch(`${url}/api/v2.7/startups.csv`)).text();
    const [, , row] = parse(csv, { delimiter: ';' });
    expect(row).toHaveLength(12);
    expect(row!.slice(0, 5)).toEqual([
      'potagers',
      'Les "Potagers"; partagés',
      'Aider\nsans \\ barre',
      '2024-01-01',
      'construction',
    ]);
    const single = await read<Record<string, unknown>>('v3/startups/potagers.json');
    expect(single).toMatchObject({
      incubator: 'atelier',
      incubators: ['atelier'],
      content: 'Un texte (court) !\n',
    });
    expect(single).not.toHaveProperty('repository');
    const missing = await fetch(`${url}/api/v3/startups/absente.json`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  test('name nobody unless members are published; then active ones, who did not oppose, and no one gone too long', async () => {
    const closed = await siteOf(FILES);
    expect(await (await fetch(`${closed.url}/api/v2.7/authors.json`)).json()).toEqual([]);
    expect(await (await fetch(`${closed.url}/api/v2.7/startups_details.json`)).text()).not.toContain(
      'fictif',
    );
    expect(await (await fetch(`${closed.url}/api/v3/startups/potagers.json`)).text()).not.toContain('fictif');

    const published = async (env: Record<string, string>) => {
      const { database, url } = await siteOf(FILES, { PUBLIER_MEMBRES: '1', ...env });
      await database.pool.query(
        "UPDATE person SET opposes_publication = true WHERE public_id = 'dom.fictif'",
      );
      const details = (await (await fetch(`${url}/api/v2.7/startups_details.json`)).json()) as Details;
      return details['potagers']!;
    };
    expect(await published({})).toMatchObject({ active_members: ['alix.fictif'], expired_members: [] });
    expect(await published({ PUBLIER_ANCIENS_JOURS: '90' })).toMatchObject({
      active_members: ['alix.fictif'],
      expired_members: ['camille.fictif'],
    });
  });

  test('are answered by anyone’s program, live, and not sent twice', async () => {
    const { url } = await siteOf(FILES);
    const address = `${url}/api/v2.7/startups.json`;
    const first = await fetch(address, { headers: { 'Accept-Encoding': 'br' } });
    await first.arrayBuffer();
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect(first.headers.get('content-encoding')).toBe('br');
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^"/);
    const again = await fetch(address, { headers: { 'Accept-Encoding': 'br', 'If-None-Match': etag } });
    expect(again.status).toBe(304);
  });
});

/** What public programs that read these files do with them, told again in a few lines each. */
describe('What readers of these files rely on', () => {
  test('a team’s page lists its members of now and of before by joining two files', async () => {
    const { url } = await siteOf(FILES, { PUBLIER_MEMBRES: '1', PUBLIER_ANCIENS_JOURS: '365' });
    const read = async <T>(name: string) => (await (await fetch(`${url}/api/v2.7/${name}`)).json()) as T;
    const authors = await read<Array<{ id: string; fullname: string }>>('authors.json');
    const team = (await read<Details>('startups_details.json'))['potagers']!;
    const names = (ids: string[]) =>
      ids.flatMap((id) => authors.find((author) => author.id === id)?.fullname ?? []);
    expect(names(team.active_members)).toEqual(['Alix Fictif', 'Dom Fictif']);
    expect(names(team.expired_members)).toEqual(['Camille Fictif']);
  });

  test('a directory names each startup’s incubator by the included list', async () => {
    const { url } = await siteOf(FILES);
    const { data, included } = (await (await fetch(`${url}/api/v2.7/startups.json`)).json()) as Startups;
    const titles = new Map(included.map(({ id, attributes }) => [id, attributes.title]));
    const potagers = data.find(({ id }) => id === 'potagers')!;
    expect(titles.get(potagers.relationships.incubator.data.id)).toBe('L’atelier');
  });

  test('an index reads the text back from its percent encoding, and the last phase as the present one', async () => {
    const { url } = await siteOf(FILES);
    const { data } = (await (await fetch(`${url}/api/v2.7/startups.json`)).json()) as Startups;
    const { attributes } = data.find(({ id }) => id === 'potagers')!;
    expect(decodeURIComponent(attributes['content_url_encoded_markdown'] as string)).toBe(
      'Un texte (court) !\n',
    );
    expect(attributes.phases.at(-1)!['name']).toBe('construction');
  });
});

describe('Comparing', () => {
  test('tells absent, empty and null apart, and a list’s order', () => {
    const { values, differences } = compareJson(
      { a: '', b: null, c: [1, 2], d: 'x' },
      { a: null, c: [2, 1], d: 'x' },
    );
    expect(values).toBe(5);
    expect(differences.map(({ path }) => path)).toEqual(['$.a', '$.b', '$.c[0]', '$.c[1]']);
  });

  test('explains a row that the reference itself breaks, and no other', () => {
    const head = 'id;name;link\n';
    const broken = compareCsv(`${head}a;"A";x;y\n`, `${head}a;"A";"x;y"\n`);
    expect(broken.differences.map(({ reason }) => reason !== null)).toEqual([true]);
    const wrong = compareCsv(`${head}a;"A";x\n`, `${head}a;"A";z\n`);
    expect(wrong.differences).toEqual([
      { path: 'ligne 2 (a), link', expected: 'x', found: 'z', reason: null },
    ]);
  });
});

describe.skipIf(!existsSync(REFERENCE))('On the real corpus', () => {
  test('every value of the five files and of the CSV is the reference’s, or is explained', async () => {
    const { url } = await siteOf(join(CORPUS!, 'content'));
    let values = 0;
    for (const name of [
      'startups.json',
      'startups_details.json',
      'incubators.json',
      'organisations.json',
      'sponsors.json',
      'startups.csv',
    ]) {
      const expected = await readFile(join(REFERENCE, name), 'utf8');
      const found = await (await fetch(`${url}/api/v2.7/${name}`)).text();
      const comparison = name.endsWith('.csv')
        ? compareCsv(expected, found)
        : compareJson(JSON.parse(expected), JSON.parse(found));
      values += comparison.values;
      expect(
        comparison.differences.filter(({ reason }) => reason === null),
        name,
      ).toEqual([]);
    }
    console.log(`api : ${values} valeurs comparées à la référence`);
  });
});
