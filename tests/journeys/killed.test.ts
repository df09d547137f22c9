import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportContent } from '~/exchange/export.server';
import { hasBrowser, startBrowser, visitor } from '../support/browser';
import { bytesBelow, folderOf } from '../support/folders';
import { place, type Place } from '../support/place';
import { signedIn } from '../support/signed-in';

const STARTUP = '/startups/fictif-potagers-partages';
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
      { timeout: 60_000, interval: 100 },
    )
    .toBe(200);
  return child;
}

const killed = (child: ChildProcess): Promise<unknown> => {
  const over = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  return over;
};

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

describe.skipIf(!hasBrowser)('A server killed in the middle of an edit', async () => {
  if (!hasBrowser) return;
  const browser = await startBrowser();

  test(
    'has the draft when it is back; published, the export differs in the changed lines of that file only',
    { timeout: 300_000 },
    async () => {
      const there = await place('demo');
      const before = await exported(there);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const env = { ...there.env, PUBLIC_URL: url, DEMO: 'oui' };
      let server = await serve(env, port);
      const { page, done } = await signedIn(browser, url, 'Alix Chimère');
      await page.goto(`${url}${STARTUP}/modifier/presentation`, { waitUntil: 'networkidle' });
      const mission = page.getByRole('textbox', { name: /^Mission/ });
      await mission.fill('Une mission qui survit à tout');
      await page.getByText(/^Brouillon enregistré à/).waitFor();
      await killed(server);
      // What is typed while nobody answers is kept on the page and told.
      await mission.fill('Une mission qui survit vraiment à tout');
      await page.getByText('Pas de réseau').first().waitFor();
      server = await serve(env, port);
      await mission.press('End');
      await mission.pressSequentially('.');
      await page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.ok());
      await killed(server);
      server = await serve(env, port);
      await page.goto(`${url}${STARTUP}/modifier/presentation`, { waitUntil: 'networkidle' });
      expect(await mission.inputValue()).toBe('Une mission qui survit vraiment à tout.');
      await page.getByRole('button', { name: 'Publier' }).click();
      await page.getByText('C’est en ligne.').waitFor();
      await killed(server);
      server = await serve(env, port);
      const reader = await visitor(browser);
      await reader.page.goto(url + STARTUP);
      expect(await reader.page.locator('main').innerText()).toContain(
        'Une mission qui survit vraiment à tout.',
      );
      await reader.done();
      await done();
      await killed(server);
      const after = await exported(there);
      expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([FILE]);
      const lines = (text: string) => text.split('\n');
      const old = lines(before[FILE]!);
      expect(lines(after[FILE]!).filter((line) => !old.includes(line))).toEqual([
        'mission: Une mission qui survit vraiment à tout.',
      ]);
    },
  );
});
