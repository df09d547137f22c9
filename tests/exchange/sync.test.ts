import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { expect, test } from 'vitest';
import { RepositoryError } from '~/exchange/sync/repository.server';
import { syncContent } from '~/exchange/sync/sync.server';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { bytesBelow, folderOf } from '../support/folders';
import { REAL_CONTENT } from '../support/real-network';

const network = await committeeNetwork('2026-06-01T09:00:00Z');
const { database, clock, rows, url } = network;
const alix = (await network.as('intrapreneur', network.potagers)).browser;
const lead = (await network.as('lead', network.incubator)).browser;

/** A bare repository as a host keeps it, and somebody's own copy of it. */
const origin = await folderOf();
await simpleGit(origin).init(true, ['--initial-branch=main']);
const there = await folderOf(
  Object.fromEntries(Object.entries(REAL_CONTENT).map(([path, text]) => [`content/${path}`, text])),
);
const theirs = simpleGit(there);
await theirs.init(['--initial-branch=main']);
await theirs.addConfig('user.name', 'Personne Fictive').addConfig('user.email', 'personne@exemple.invalid');
await theirs.addRemote('origin', origin);
const publishThere = async (message: string, path?: string, text?: string) => {
  if (path !== undefined) await writeFile(join(there, 'content', path), text!);
  await theirs.add('--all').commit(message).push('origin', 'main');
};
await publishThere('Le contenu du réseau');

const OURS = 'jalons';
const options = { address: origin, branch: 'main', ours: OURS };
const sync = () => syncContent({ database, clock }, options);
const bare = simpleGit(origin);
const oursThere = async () => (await bare.raw(['log', '--format=%an|%s', OURS, '--not', 'main'])).trim();
const fileOn = (branch: string, path: string) => bare.show([`${branch}:content/${path}`]);
/** Writes a mission and publishes it, as its people do. */
const edit = async (browser: Browserless, id: string, title: string, mission: string) => {
  const page = `/startups/${id}/modifier`;
  const fields =
    id === 'potagers'
      ? { contact: 'contact@exemple.invalid', corps: '## Le problème\n\nUn problème.\n' }
      : { contact: '', corps: 'Texte.\n' };
  await browser.fill(`${page}/presentation`, {
    title,
    mission,
    ...fields,
    intention: 'enregistrer',
    version: '0',
  });
  const [draft] = await rows(`SELECT version FROM content_draft`);
  const published = await browser.fill(`${page}/publier`, { version: String(draft!['version']) });
  expect(published.status, await published.text()).toBe(302);
};
const potagers = (mission: string) => edit(alix, 'potagers', 'Potagers', mission);

test('what is the same on both sides leaves nothing to do', async () => {
  const report = await sync();
  expect(report.commits).toEqual([]);
  expect(report.conflicts).toEqual([]);
  expect(report.imported.counts).toMatchObject({ changed: 0, created: 0, proposals: 0 });
  expect((await bare.branch()).all).toEqual(['main']);
});

test('what changed here goes to a branch of ours, a readable commit a fiche, and changes those lines alone', async () => {
  await potagers('Aider mieux les communes');
  await edit(lead, 'bancs', 'Bancs', 'S’asseoir');
  const report = await sync();
  expect(report.commits).toHaveLength(2);
  expect(await oursThere()).toBe(
    'Jalons|Modifie startup potagers : mission\nJalons|Modifie startup bancs : mission',
  );
  const diff = await bare.raw(['diff', '--numstat', 'main', OURS]);
  expect(diff.trim().split('\n').sort()).toEqual([
    '1\t1\tcontent/_startups/bancs.md',
    '1\t1\tcontent/_startups/potagers.md',
  ]);
  expect(await fileOn('main', '_startups/potagers.md')).toBe(REAL_CONTENT['_startups/potagers.md']);
  // Said again, it is the same branch, and no commit upon commits.
  await sync();
  expect((await oursThere()).split('\n')).toHaveLength(2);
});

test('what changed there comes in; changed on both sides, it waits on its page and is not sent', async () => {
  const mine = (await fileOn('main', '_startups/potagers.md')).replace(
    'Aider les communes',
    'Aider les villes',
  );
  await publishThere('Une autre mission', '_startups/potagers.md', mine);
  await publishThere(
    'Un autre nom',
    '_startups/ailleurs.md',
    (await fileOn('main', '_startups/ailleurs.md')).replace('Être ailleurs', 'Être là-bas'),
  );
  const report = await sync();
  expect(report.conflicts).toEqual(['_startups/potagers.md']);
  expect(report.imported.counts).toMatchObject({ changed: 1, proposals: 1 });
  expect(await oursThere()).toBe('Jalons|Modifie startup bancs : mission');
  expect(await rows(`SELECT mission FROM startup WHERE public_id = 'ailleurs'`)).toEqual([
    { mission: 'Être là-bas' },
  ]);
  expect(await new Browserless(url).text('/startups/potagers')).toContain('Aider mieux les communes');
  expect(await alix.text('/startups/potagers/proposition')).toContain('Aider les villes');
});

test('what was merged there is proposed no more, and the branch goes', async () => {
  await rows(`UPDATE content_proposal SET settled_at = now()`);
  await rows(
    `UPDATE content_file f SET upstream_sha256 = p.sha256 FROM content_proposal p WHERE p.content_file_id = f.id`,
  );
  await sync();
  await theirs.fetch('origin');
  await theirs.merge([`origin/${OURS}`]).push('origin', 'main');
  const report = await sync();
  expect(report.commits).toEqual([]);
  expect((await bare.branch()).all).toEqual(['main']);
  expect(await bytesBelow(join(there, 'content', '_startups'))).toEqual(
    Object.fromEntries(
      (
        await rows(
          `SELECT path, encode(bytes, 'hex') AS hex FROM content_file WHERE collection = '_startups'`,
        )
      ).map(({ path, hex }) => [path, hex]),
    ),
  );
});

test('a version that waits beside an incubator’s page, or a list’s, is settled on a page of its own', async () => {
  const waiting = async (path: string, who: Browserless) => {
    await rows(
      `INSERT INTO content_proposal (id, content_file_id, import_run_id, bytes, sha256, created_at)
       SELECT gen_random_uuid(), f.id, (SELECT id FROM import_run LIMIT 1), convert_to('---\ntitle: Autre nom\nname: Autre nom\n---\n', 'UTF8'), 'x', now() FROM content_file f WHERE f.collection || '/' || f.path = '${path}'`,
    );
    return who;
  };
  const animation = (await network.as('animation', null)).browser;
  for (const [path, page, who, edit] of [
    ['_incubators/atelier.md', '/incubateurs/atelier/proposition', lead, '/incubateurs/atelier/modifier'],
    [
      '_organisations/agence.md',
      '/reseau/organisations/agence/proposition',
      animation,
      '/reseau/organisations/agence',
    ],
  ] as const) {
    expect(await who.text(page)).toContain('Aucune version n’attend');
    await waiting(path, who);
    expect(await who.text(edit)).toContain(page);
    const html = await who.text(page);
    expect(html).toContain('Autre nom');
    const proposition = /name="proposition" value="([^"]+)"/.exec(html)![1]!;
    const choices = [...html.matchAll(/name="(choix[^"]*)"/g)].map(([, name]) => name!);
    const settled = await who.fill(page, {
      proposition,
      ...Object.fromEntries(choices.map((name) => [name, 'theirs'])),
    });
    expect(settled.status, await settled.text()).toBe(302);
    expect(await who.text(page)).toContain('Aucune version n’attend');
  }
  expect((await alix.get('/incubateurs/atelier/proposition')).status).toBe(403);
});

test('somebody else’s commit on our branch is never overwritten', async () => {
  await potagers('Encore autre chose');
  await sync();
  await theirs.fetch('origin');
  await theirs.checkout(['-b', OURS, `origin/${OURS}`]);
  await writeFile(join(there, 'content', 'note.txt'), 'À garder\n');
  await theirs.add('--all').commit('Une relecture').push('origin', OURS);
  await potagers('Et encore');
  await expect(sync()).rejects.toThrow('ne sont pas de Jalons');
  expect(await fileOn(OURS, 'note.txt')).toBe('À garder\n');
  await bare.deleteLocalBranch(OURS, true);
  await theirs.checkout('main');
});

test('a repository that cannot be read is one clear sentence, without its password', async () => {
  const wrong = { ...options, address: 'https://jeton:secret@127.0.0.1:9/rien.git' };
  const error: unknown = await syncContent({ database, clock }, wrong).catch((found: unknown) => found);
  expect(error).toBeInstanceOf(RepositoryError);
  expect((error as Error).message).not.toContain('secret');
  await expect(syncContent({ database, clock }, { ...options, branch: 'nulle-part' })).rejects.toThrow(
    'nulle-part',
  );
  await expect(syncContent({ database, clock }, { ...options, ours: 'main' })).rejects.toThrow(
    'nommez-en deux',
  );
});

test('the command says what it did, what waits, and refuses what it does not understand', async () => {
  const run = (
    args: string[],
    env: Record<string, string>,
  ): Promise<{ code: number | null; out: string; said: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['bin/jalons.mjs', ...args], {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...env },
      });
      let out = '';
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.once('close', (code) => resolve({ code, out, said }));
    });
  const DATA_DIR = join(await folderOf(), 'base');
  const real = { DATA_DIR, DEMO: '0' };
  await mkdir(join(there, 'content'), { recursive: true });
  expect((await run(['content-import', there], real)).code).toBe(0);
  const done = await run(['content-sync', origin], real);
  expect(done.code, done.said).toBe(0);
  expect(done.out).toContain('Rien à proposer au dépôt');
  expect((await run(['content-sync'], real)).said).toContain('Nommez un dépôt');
  expect((await run(['content-sync', origin, '--branche', '--force'], real)).said).toContain(
    'Nommez une branche',
  );
  const nowhere = await run(['content-sync', join(DATA_DIR, 'rien')], real);
  expect(nowhere.code).toBe(1);
  expect(nowhere.said).toContain('n’a pas pu être lu');
  await rm(DATA_DIR, { recursive: true });
  expect(await readFile(join(there, 'content', '_startups', 'potagers.md'), 'utf8')).toContain('Potagers');
});
