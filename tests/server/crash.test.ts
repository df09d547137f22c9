import { spawn, type ChildProcess } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportContent } from '~/exchange/export.server';
import type { Database } from '~/platform/database/open.server';
import { bytesBelow, folderOf } from '../support/folders';
import { place } from '../support/place';

/** How many times each process is killed. */
const KILLS = Number(process.env['CRASH_COUNT'] ?? 2);
const LONGEST_MS = 4000;

/** Starts a script and kills it some time after it is ready. @returns the lines that it said. */
async function killedAfter(
  script: string,
  args: string[],
  env: Record<string, string>,
  ms: number,
): Promise<string[]> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', join(process.cwd(), 'tests/support', script), ...args],
    {
      env: { ...process.env, ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(line);
    if (line === 'ready') timer = setTimeout(() => child.kill('SIGKILL'), ms);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  clearTimeout(timer);
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`${script} failed by itself: ${errors}`);
  return lines;
}

const countRows = async (database: Database, query: string): Promise<number> =>
  Number((await database.pool.query<{ n: string }>(query)).rows[0]!.n);

describe(`A process killed (${KILLS} times)`, () => {
  test(
    'in the middle of an import leaves all of it or nothing, and the next start is clean',
    { timeout: 60_000 + KILLS * 30_000 },
    async () => {
      const content = await folderOf();
      await cp('content', content, { recursive: true });
      let killedInTheMiddle = 0;
      let target = await place('vide');
      for (let kill = 0; kill < KILLS; kill += 1) {
        const said = await killedAfter(
          'import-folder.ts',
          [content],
          target.env,
          (LONGEST_MS * (kill + 0.5)) / KILLS / 2,
        );
        const database = await target.open();
        const files = await countRows(database, 'SELECT count(*) AS n FROM content_file');
        const startups = await countRows(database, 'SELECT count(*) AS n FROM startup');
        const audit = await countRows(database, `SELECT count(*) AS n FROM change WHERE verb = 'import'`);
        await database.close();
        expect(files).toBe(audit);
        expect(files === 0).toBe(startups === 0);
        if (said.length < 2 && files === 0) killedInTheMiddle += 1;
        if (files > 0) {
          expect(startups).toBeGreaterThanOrEqual(65);
          target = await place('vide');
        }
      }
      process.stdout.write(
        `import tué ${KILLS} fois (${killedInTheMiddle} en plein travail) : tout ou rien\n`,
      );
    },
  );

  test(
    'in the middle of an export leaves whole files only, and the next export leaves nothing aside',
    { timeout: 60_000 + KILLS * 30_000 },
    async () => {
      const target = await place('demo');
      const database = await target.open();
      const whole = await folderOf();
      await exportContent({ database }, { dir: whole, demo: true });
      await database.close();
      const expected = await bytesBelow(whole);
      const dir = await folderOf();
      for (let kill = 0; kill < KILLS; kill += 1) {
        await killedAfter('export-folder.ts', [dir], target.env, 20 + ((kill * 61) % 400));
        for (const [file, bytes] of Object.entries(await bytesBelow(dir)))
          if (!file.startsWith('.export-')) expect(bytes === expected[file], file).toBe(true);
      }
      const after = await target.open();
      await exportContent({ database: after }, { dir, demo: true });
      await after.close();
      expect(await bytesBelow(dir)).toEqual(expected);
      expect((await readdir(dir)).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  test(
    'in the middle of writes loses none that it said was done, and halves none',
    { timeout: 60_000 + KILLS * 30_000 },
    async () => {
      const target = await place('demo');
      let written = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const said = await killedAfter('write-fiches.ts', [], target.env, 150 + ((kill * 137) % 900));
        const last = new Map<string, string>();
        for (const line of said.filter((one) => one.startsWith('{'))) {
          const { publicId, mission } = JSON.parse(line) as { publicId: string; mission: string };
          last.set(publicId, mission);
          written += 1;
        }
        const database = await target.open();
        const { rows } = await database.pool.query<{
          id: string;
          mission: string;
          text: string;
          audited: boolean;
        }>(
          `SELECT public_id AS id, mission, convert_from(f.bytes, 'UTF8') AS text,
           EXISTS (SELECT 1 FROM content_version v WHERE v.content_file_id = f.id AND v.sha256 = f.sha256) OR f.sha256 = f.upstream_sha256 AS audited
         FROM startup s JOIN content_file f ON f.id = s.content_file_id WHERE s.fictional`,
        );
        await database.close();
        for (const row of rows) {
          // The fact, the file and its history are of one write; one more than was said may have been done.
          if (row.mission.startsWith('Mission ')) expect(row.text).toContain(`mission: ${row.mission}\n`);
          expect(row.audited, row.id).toBe(true);
          const said = last.get(row.id);
          if (said)
            expect(Number(row.mission.split(' ')[2])).toBeGreaterThanOrEqual(Number(said.split(' ')[2]));
        }
      }
      process.stdout.write(`écritures tuées ${KILLS} fois, ${written} écrites, aucune perdue\n`);
      expect(written).toBeGreaterThan(0);
    },
  );
});
