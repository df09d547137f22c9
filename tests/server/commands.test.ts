import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listen, PortInUseError } from '~/server/start.server';
import { bytesBelow, ficheFile, folderOf } from '../support/folders';

interface Ended {
  code: number | null;
  out: string;
  said: string;
}

/** The settings of these tests alone: nothing of the machine's own leaks in. */
const environment = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NODE_ENV: 'production',
  ...env,
});

function start(args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['bin/jalons.mjs', ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function run(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = start(args, env);
  let out = '';
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, said })));
}

const CONTENT = {
  'content/_startups/potagers.md': ficheFile(
    'title: Potagers\nmission: Aider\nincubator: atelier\nphases:\n  - name: construction\n    start: 2024-01-01',
  ),
  'content/_incubators/atelier.md': ficheFile('title: Atelier'),
};

describe('Commands', () => {
  test('say what is wrong and what to do, and exit non-zero', async () => {
    const DATA_DIR = join(await folderOf(), 'nulle-part');
    const wrong: Array<[args: string[], env: Record<string, string>, sentence: string]> = [
      [['sieste'], {}, 'Commande inconnue'],
      [['constructor'], {}, 'Commande inconnue'],
      [['content-import'], { DATA_DIR }, 'Nommez un dossier'],
      [['content-import', '/nulle/part'], { DATA_DIR }, 'n’existe pas'],
      [['content-export', '/tmp/x'], { DATA_DIR }, 'Aucune base dans le dossier'],
      [['backup'], { DATA_DIR }, 'Aucune base dans le dossier'],
      [['indicators', 'hier'], { DATA_DIR }, 'npm run indicators'],
      [['indicators'], { DATA_DIR }, 'Aucune base dans le dossier'],
      [['api-compare', '/nulle/part'], {}, 'npm run api:compare -- RÉFÉRENCE'],
      [['api-compare', '/nulle/part', '/nulle/part'], {}, '/nulle/part/startups.json'],
      [['serve'], { PORT: 'abc' }, 'PORT doit être un nombre'],
    ];
    const ended = await Promise.all(wrong.map(([args, env]) => run(args, env)));
    wrong.forEach(([args, , sentence], index) => {
      expect(ended[index]!.said, args.join(' ')).toContain(sentence);
      expect(ended[index]!.said, args.join(' ')).not.toMatch(/\n\s+at /);
      expect(ended[index]!.code, args.join(' ')).toBe(1);
    });
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  test('real content is refused by a demonstration with the two commands that start a real one; nothing is founded by mistake', async () => {
    const folder = await folderOf(CONTENT);
    const DATA_DIR = join(folder, 'donnees');
    const refused = await run(['content-import', folder], { DATA_DIR });
    expect(refused.code).toBe(1);
    expect(refused.said).toContain(`DEMO=0 DATA_DIR=donnees-reelles npm run content:import -- ${folder}`);
    expect(refused.said).toContain('DEMO=0 DATA_DIR=donnees-reelles npm start');
    // The same folder is not condemned by the mistake.
    const done = await run(['content-import', folder, '--json', join(folder, 'rapport.json')], {
      DATA_DIR,
      DEMO: '0',
    });
    expect([done.code, done.out]).toEqual([0, expect.stringContaining('2 lus, 2 créés, 0 changés')]);
    expect(existsSync(join(folder, 'rapport.json'))).toBe(true);
    // Once real, it stays real, whatever the setting says later.
    expect((await run(['content-import', folder, '--dry-run'], { DATA_DIR })).code).toBe(0);

    const indicators = await run(['indicators', '2024', '2025'], { DATA_DIR, JALONS_JOUR: '2025-12-31' });
    expect([indicators.code, indicators.out.match(/^# \d+$/gm)]).toEqual([0, ['# 2024', '# 2025']]);
    expect(indicators.out).toContain('Calculé sur les 1 startups de cette base, au 2025-12-31');

    const file = join(folder, 'sauvegarde.jsonl.gz');
    expect((await run(['backup', file], { DATA_DIR })).code).toBe(0);
    const copy = join(folder, 'copie');
    expect((await run(['restore', file], { DATA_DIR: copy })).code).toBe(0);
    const out = join(folder, 'sortie');
    expect((await run(['content-export', out], { DATA_DIR: copy })).code).toBe(0);
    expect(await bytesBelow(out)).toEqual(await bytesBelow(join(folder, 'content')));
  });

  test('two API are compared value by value: none that differs is silent, and the exit code says so', async () => {
    const files = {
      'startups.json': '{"data":[{"id":"potagers","type":"startup","attributes":{"name":"Potagers"}}]}',
      'startups_details.json': '{"potagers":{"id":"potagers","name":"Potagers"}}',
      'incubators.json': '{}',
      'organisations.json': '[]',
      'sponsors.json': '{}',
      'startups.csv': 'id;nom\npotagers;Potagers\n',
    };
    const [reference, same, other] = await Promise.all([
      folderOf(files),
      folderOf(files),
      folderOf({ ...files, 'startups_details.json': '{"potagers":{"id":"potagers","name":"Jardins"}}' }),
    ]);
    const equal = await run(['api-compare', reference, same]);
    expect([equal.code, equal.out]).toEqual([0, expect.stringContaining('aucune différence sans raison')]);
    const differs = await run(['api-compare', reference, other]);
    expect(differs.code).toBe(1);
    expect(differs.out).toMatch(/name\n {4}référence\s: "Potagers"\n {4}ici\s: "Jardins"/);
  });

  test('an unreadable file is named with its line, and the exit code says so', async () => {
    const folder = await folderOf({ ...CONTENT, 'content/_startups/casse.md': '---\ntitle: [\n---\n' });
    const ended = await run(['content-import', folder], { DATA_DIR: join(folder, 'donnees'), DEMO: '0' });
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(/_startups\/casse\.md:3 {2}ILLISIBLE/);
    expect(ended.out).toContain('3 lus, 3 créés');
  });
});

describe('The server', () => {
  test('starts by itself, journals requests without their words, and stops cleanly when asked', async () => {
    const folder = await folderOf();
    const child = start(['serve'], { DATA_DIR: folder, PORT: '0', JALONS_JOURNAL: 'info' });
    const journal: string[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => journal.push(line));
    const address = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stderr! }).on('line', (line) => {
        const match = /Jalons est prêt.: (http\S+)/.exec(line);
        if (match) resolve(match[1]!);
      });
      child.once('close', () => reject(new Error('the server ended')));
    });
    expect((await fetch(`${address}/startups?q=mot-secret`)).status).toBe(200);
    await fetch(`${address}/liens/jeton-mot-secret`);
    await fetch(`${address}/connexion/lien/jeton-mot-secret.data`);
    expect(existsSync(join(folder, 'verrou.json'))).toBe(true);
    const refused = await run(['content-export', join(folder, 'sortie')], { DATA_DIR: folder });
    expect(refused.said).toContain('est déjà utilisé par le processus');

    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(join(folder, 'verrou.json'))).toBe(false);
    const line = journal.find((one) => one.includes('/startups'))!;
    expect(JSON.parse(line)).toMatchObject({
      method: 'GET',
      path: '/startups',
      status: 200,
      id: expect.any(String),
    });
    expect(journal.join('\n')).not.toContain('mot-secret');
  });

  test('takes the next port when 3000 is busy and none was asked for, and says so when one was', async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void busy.close());
    const { port } = busy.address() as AddressInfo;
    const handler = () => undefined;
    const next = await listen(handler, { port, portIsChosen: false, host: '127.0.0.1' });
    onTestFinished(() => void next.server.close());
    expect(next.port).toBeGreaterThan(port);
    await expect(listen(handler, { port, portIsChosen: true, host: '127.0.0.1' })).rejects.toThrow(
      PortInUseError,
    );
  });
});
