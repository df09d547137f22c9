import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '~/platform/database/open.server';
import { place, type Place } from '../support/place';

/** How many times the closing process is killed. */
const KILLS = Number(process.env['CLOSING_KILLS'] ?? 2);
const NOW = '2026-12-01T10:00:00Z';

interface Run {
  lines: string[];
  signal: string | null;
}

/** Closes the committee in a process of its own, which dies before its nth statement or some time after it is ready. */
async function close(
  { env }: Place,
  ids: { committee: string; person: string },
  death: { statement?: number; ms?: number },
): Promise<Run> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      join(process.cwd(), 'tests/support/close-committee.ts'),
      ids.committee,
      ids.person,
      String(death.statement ?? 0),
      NOW,
    ],
    { env: { ...process.env, ...env, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (line === 'ready' && death.ms !== undefined) setTimeout(() => child.kill('SIGKILL'), death.ms);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`closing failed by itself: ${errors}`);
  return { lines, signal };
}

const text = async (database: Database, query: string): Promise<string> =>
  String((await database.pool.query<{ v: unknown }>(query)).rows[0]!.v);

/** Everything that a closing writes, counted. */
const stateOf = async (database: Database) => ({
  committee: await text(database, `SELECT state AS v FROM committee WHERE held_on = '2026-11-30'`),
  phases: await text(
    database,
    `SELECT count(*) AS v FROM phase p JOIN startup s ON s.id = p.startup_id WHERE s.public_id IN ('fictif-potagers-partages', 'fictif-mairie-ouverte')`,
  ),
  confirmed: await text(database, `SELECT count(*) AS v FROM phase WHERE origin = 'confirmed'`),
  events: await text(database, `SELECT count(*) AS v FROM startup_event WHERE day = '2026-11-30'`),
  files: await text(database, `SELECT count(*) AS v FROM content_version WHERE nature = 'comite'`),
  money: await text(database, 'SELECT count(*) AS v FROM funding_period'),
  conditions: await text(database, `SELECT count(*) AS v FROM condition WHERE state = 'projet'`),
  minutes: await text(database, 'SELECT count(*) AS v FROM committee_minutes'),
  mails: await text(database, `SELECT count(*) AS v FROM mail WHERE kind = 'comite'`),
  audit: await text(database, `SELECT count(*) AS v FROM change WHERE verb IN ('comite', 'close-committee')`),
});

/** A committee of two startups with all decided, and nobody who has closed it. */
async function ready(): Promise<{ target: Place; ids: { committee: string; person: string } }> {
  const target = await place('demo');
  const database = await target.open();
  const ids = {
    committee: await text(database, `SELECT id AS v FROM committee WHERE held_on = '2026-11-30'`),
    person: await text(database, `SELECT id AS v FROM person WHERE full_name = 'Maël Légende'`),
  };
  await database.pool.query(
    `UPDATE committee_item SET state = 'decide', outcome = CASE position WHEN 0 THEN 'operer' ELSE 'continuer' END, funding = 'accorde', amount = 10000000, months = 6, objectives = 'Tenir' WHERE committee_id = '${ids.committee}';
     INSERT INTO condition (id, item_id, startup_id, text, owner, due_day, state, version, created_at)
       SELECT gen_random_uuid(), id, startup_id, 'Une condition', 'Quelqu’un', '2027-03-01', 'projet', 1, now() FROM committee_item WHERE committee_id = '${ids.committee}'`,
  );
  await database.close();
  return { target, ids };
}

test(
  `a process killed ${KILLS} times while it closes a committee leaves all of it or nothing`,
  { timeout: 120_000 + KILLS * 30_000 },
  async () => {
    const whole = await ready();
    const opened = await whole.target.open();
    const nothing = await stateOf(opened);
    await opened.close();
    const { lines } = await close(whole.target, whole.ids, {});
    const statements = Number(/done (\d+)/.exec(lines.at(-1)!)![1]);
    const after = await whole.target.open();
    const all = await stateOf(after);
    await after.close();
    expect(all).toMatchObject({ committee: 'clos', events: '2', conditions: '0', files: '2' });
    expect(nothing).toMatchObject({ committee: 'prevu', events: '0', conditions: '2', files: '0' });
    expect(statements).toBeGreaterThan(20);

    let { target, ids } = await ready();
    let halves = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Two in three before a statement, spread over all of them; one in three when time is up, the commit included.
      const death =
        kill % 3 === 2
          ? { ms: (kill * 97) % 700 }
          : { statement: 1 + Math.floor(((kill + 0.5) * statements) / KILLS) };
      const { signal } = await close(target, ids, death);
      const database = await target.open();
      const state = await stateOf(database);
      await database.close();
      if (state.committee === 'prevu') expect(state).toEqual(nothing);
      else expect(state).toEqual(all);
      if (signal === 'SIGKILL' && state.committee === 'prevu') halves += 1;
      if (state.committee === 'clos') ({ target, ids } = await ready());
    }
    expect(halves).toBeGreaterThan(0);
    process.stdout.write(
      `clôture de ${statements} instructions tuée ${KILLS} fois, ${halves} en plein travail : tout ou rien\n`,
    );
  },
);
