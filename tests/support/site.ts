import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { stoppedClock, type Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { createLog } from '~/platform/log.server';
import { readSettings } from '~/platform/settings';
import { createSite, type Site } from '~/server/site.server';
import { closeServer } from '~/server/start.server';
import { freshDatabase } from './database';
import type { Contents } from './images';

export const NOW = '2026-11-21T10:00:00Z';

/** The author of changes that tests make by themselves. */
export const PROGRAM = { actor: { kind: 'program', id: null }, requestId: null } as const;

export interface TestSite {
  url: string;
  database: Database;
  site: Site;
  clock: Clock;
  dataDir: string;
}

/** After their first run jobs wait: a test that moves the clock runs them itself, and no other at the same time. */
async function leaveJobsToTheTest({ pool }: Database, clock: Clock): Promise<void> {
  const due = () => pool.query('SELECT 1 FROM job WHERE done_at IS NULL AND due_at <= $1', [clock.now()]);
  while ((await due()).rows.length > 0) await sleep(20);
  await pool.query(`UPDATE job SET due_at = '2100-01-01' WHERE done_at IS NULL`);
}

/** The real server on a real database, on a port of its own. */
export async function startSite(
  contents: Contents,
  options: { clock?: Clock; database?: Database; env?: Record<string, string> } = {},
): Promise<TestSite> {
  const database = options.database ?? (await freshDatabase(contents));
  let url = 'http://localhost';
  const dataDir = await mkdtemp(join(tmpdir(), 'jalons-site-'));
  const clock = options.clock ?? stoppedClock(NOW);
  const site = await createSite({
    database,
    settings: { ...readSettings({ DATA_DIR: dataDir, ...options.env }), production: true },
    log: createLog('silent'),
    clock,
    address: () => url,
  });
  const server: Server = createServer(site.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.clock) await leaveJobsToTheTest(database, clock);
  afterAll(async () => {
    await closeServer(server);
    await site.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { url, database, site, clock, dataDir };
}
