import { createInterface } from 'node:readline';
import { collectDue } from '~/impact/collection/collect.server';
import { movableClock } from '~/platform/clock.server';
import { openServer } from '~/platform/database/open.server';
import { createLog } from '~/platform/log.server';

/** A process of its own that collects what is due each time it is told to, by the clock that all processes read. */
const database = await openServer(process.argv[2]!);
const clock = movableClock(database);
process.stdout.write('ready\n');
for await (const _line of createInterface({ input: process.stdin })) {
  await clock.refresh();
  const asked = await collectDue({ database, clock, log: createLog('silent'), allowLoopback: true });
  process.stdout.write(`done ${asked}\n`);
}
await database.close();
