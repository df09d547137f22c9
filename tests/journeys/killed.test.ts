import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { notesOf } from '~/committee/minutes/shared-notes.server';
import { exportContent } from '~/exchange/export.server';
import { sql } from '~/platform/database/sql.server';
import { hasBrowser, startBrowser, visitor } from '../support/browser';
import { bytesBelow, folderOf } from '../support/folders';
import { place, type Place } from '../support/place';
import { valueOf } from '../support/real-network';
import { signedIn } from '../support/signed-in';

const STARTUP = '/startups/fictif-potagers-partages';
/** Words that each secretary types between two deaths of the server. */
const WORDS = 8;
const FILE = '_startups/fictif-potagers-partages.md';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The program as it is run, ready to answer. */
async function serve(env: Record<string, string>, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['bin/jalons.mjs', 'serve'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_ENV: 'production',
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect
    .poll(
      async () => {
        if (child.exitCode !== null) throw new Error(`The server did not start: ${said}`);
        return (await fetch(`http://127.0.0.1:${port}/sante/prete`).catch(() => null))?.status;
      },
      { timeout: 180_000, interval: 100 },
    )
    .toBe(200);
  return child;
}

const killed = (child: ChildProcess): Promise<unknown> => {
  const over = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  return over;
};

/** The program served on a place of its own, that can be killed and started again on the same port. */
async function demoServer() {
  const there = await place('demo');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...there.env, PUBLIC_URL: url, DEMO: 'oui' };
  let server = await serve(env, port);
  return {
    there,
    url,
    kill: () => killed(server),
    async start() {
      server = await serve(env, port);
    },
  };
}

async function exported({ open }: Place): Promise<Record<string, string>> {
  const dir = await folderOf();
  const database = await open();
  await exportContent({ database }, { dir, demo: true });
  await database.close();
  const files = await bytesBelow(dir);
  return Object.fromEntries(
    Object.entries(files).map(([path, hex]) => [path, Buffer.from(hex, 'hex').toString()]),
  );
}

describe.skipIf(!hasBrowser)('A server killed while people work', async () => {
  if (!hasBrowser) return;
  const browser = await startBrowser();

  test(
    'has the draft when it is back; published, the export differs in the changed lines of that file only',
    { timeout: 600_000 },
    async () => {
      const { there, url, kill, start } = await demoServer();
      await kill();
      const before = await exported(there);
      await start();
      const { page, done } = await signedIn(browser, url, 'Alix Chimère');
      await page.goto(`${url}${STARTUP}/modifier/presentation`, { waitUntil: 'networkidle' });
      const mission = page.getByRole('textbox', { name: /^Mission/ });
      await mission.fill('Une mission qui survit à tout');
      await page.getByText(/^Brouillon enregistré à/).waitFor();
      await kill();
      // What is typed while nobody answers is kept on the page and told.
      await mission.fill('Une mission qui survit vraiment à tout');
      await page.getByText('Pas de réseau').first().waitFor();
      await start();
      // What waited for the network may be sent first: only the answer to the full stop counts.
      const saved = page.waitForResponse(
        (answer) => answer.ok() && /vraiment[^&]*tout\./.test(answer.request().postData() ?? ''),
      );
      await mission.press('End');
      await mission.pressSequentially('.');
      await saved;
      await kill();
      await start();
      await page.goto(`${url}${STARTUP}/modifier/presentation`, { waitUntil: 'networkidle' });
      expect(await mission.inputValue()).toBe('Une mission qui survit vraiment à tout.');
      await page.getByRole('button', { name: 'Publier' }).click();
      await page.getByText('C’est en ligne.').waitFor();
      await kill();
      await start();
      const reader = await visitor(browser);
      await reader.page.goto(url + STARTUP);
      expect(await reader.page.locator('main').innerText()).toContain(
        'Une mission qui survit vraiment à tout.',
      );
      await reader.done();
      await done();
      await kill();
      const after = await exported(there);
      expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([FILE]);
      const lines = (text: string) => text.split('\n');
      const old = lines(before[FILE]!);
      expect(lines(after[FILE]!).filter((line) => !old.includes(line))).toEqual([
        'mission: Une mission qui survit vraiment à tout.',
      ]);
    },
  );

  test(
    'loses no word of two secretaries who type through it: both screens and the notes equal, every word once',
    { timeout: 600_000 },
    async () => {
      const { there, url, kill, start } = await demoServer();
      const people = [
        await signedIn(browser, url, 'Maël Légende'),
        await signedIn(browser, url, 'Maël Légende'),
      ];
      const areas: Locator[] = [];
      for (const { page } of people) {
        await page.goto(`${url}${STARTUP}/comites`);
        await page.locator('a[href^="/comites/"]').first().click();
        await page.waitForURL(/\/comites\//);
        await page.goto(`${page.url().split('?')[0]!}/seance?startup=fictif-potagers-partages`, {
          waitUntil: 'networkidle',
        });
        areas.push(page.getByLabel(/^Notes sur/));
      }
      const words: string[] = [];
      const type = async (round: number) => {
        for (let word = 0; word < WORDS; word += 1)
          await Promise.all(
            areas.map((area, who) => {
              words.push(`mot${round}${who}${word}`);
              return area.pressSequentially(`mot${round}${who}${word} `);
            }),
          );
      };
      for (let round = 0; round < 3; round += 1) {
        const typing = type(round);
        await new Promise((resolve) => setTimeout(resolve, 300 + round * 400));
        if (round < 2) await kill();
        await typing;
        if (round < 2) await start();
      }
      const all = [...words].sort();
      const split = (text: string) => text.trim().split(/\s+/).sort();
      await expect
        .poll(async () => (await Promise.all(areas.map((area) => area.inputValue()))).map(split), {
          timeout: 60_000,
        })
        .toEqual([all, all]);
      expect(await areas[0]!.inputValue()).toBe(await areas[1]!.inputValue());
      await people[0]!.page.getByText('Enregistré.').waitFor();
      await people[1]!.page.getByText('Enregistré.').waitFor();
      for (const { done } of people) await done();
      await kill();
      const database = await there.open();
      const item = await valueOf<string>(
        database,
        sql`SELECT i.id FROM committee_item i JOIN startup s ON s.id = i.startup_id JOIN committee c ON c.id = i.committee_id
            WHERE c.state = 'prevu' AND s.public_id = 'fictif-potagers-partages'`,
      );
      expect(split(await notesOf(database.prisma, item))).toEqual(all);
      await database.close();
    },
  );
});
