import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { collectDue, type CollectServices } from '~/impact/collection/collect.server';
import type { Clock } from '~/platform/clock.server';
import { openServer, type Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { askOutside } from '~/platform/http/outgoing.server';
import { newId } from '~/platform/identifier';
import { createLog } from '~/platform/log.server';
import { Browserless, locationOf } from '../support/browserless';
import { createServerDatabase } from '../support/database';
import { SERVER_URL } from '../support/images';
import { serve } from '../support/loopback';
import { bearer } from '../support/people';
import { handClock, idOf, realNetwork, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const LIMITS = { bytes: 50_000, milliseconds: 700, allowLoopback: true };
const ask = (address: string) => askOutside(address, { method: 'GET' }, LIMITS);
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Servers as nobody would wish them, by path. */
const hostile = await serve((request, response) => {
  const path = new URL(request.url!, 'http://x').pathname;
  const behaviours: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    '/hangs': () => undefined,
    '/lies-long': (_, r) => void r.writeHead(200, { 'Content-Length': '100000000' }).end('{}'),
    '/lies-short': (_, r) => {
      r.writeHead(200, { 'Content-Length': '1000' }).write('{"stats"');
      setTimeout(() => r.destroy(), 20);
    },
    '/endless': (_, r) => {
      const more = () => {
        while (!r.destroyed && r.write('x'.repeat(10_000)));
        r.once('drain', more);
      };
      r.writeHead(200);
      more();
    },
    '/drips': (_, r) => {
      r.writeHead(200);
      const timer = setInterval(() => (r.destroyed ? clearInterval(timer) : r.write(' ')), 50);
    },
    '/bomb': (_, r) =>
      void r.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000))),
    '/to-private': (_, r) => void r.writeHead(302, { Location: 'http://10.0.0.1/' }).end(),
    '/to-metadata': (_, r) =>
      void r.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
    '/to-mapped': (_, r) => void r.writeHead(307, { Location: 'http://[::ffff:10.0.0.1]/' }).end(),
    '/to-file': (_, r) => void r.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
    '/to-password': (_, r) => void r.writeHead(302, { Location: 'http://a:b@127.0.0.1/' }).end(),
    '/round': (_, r) => void r.writeHead(302, { Location: '/round' }).end(),
    '/moved': (_, r) => void r.writeHead(301, { Location: '/fine' }).end(),
    '/fine': (_, r) => void r.writeHead(200, JSON_TYPE).end('{"stats":[]}'),
    '/cuts': (_, r) => void r.destroy(),
    '/headers': (q, r) => void r.writeHead(200, JSON_TYPE).end(JSON.stringify(q.headers)),
  };
  behaviours[path]?.(request, response);
});

describe('A request to another server', () => {
  test.each([
    ['/hangs', /pas de réponse entière/],
    ['/lies-long', /dépasse/],
    ['/lies-short', /coupé/],
    ['/endless', /dépasse/],
    ['/drips', /pas de réponse entière/],
    ['/bomb', /dépasse/],
    ['/to-private', /réseau privé/],
    ['/to-metadata', /réseau privé/],
    ['/to-mapped', /réseau privé/],
    ['/to-file', /http et https/],
    ['/to-password', /mot de passe/],
    ['/round', /trop de redirections/],
    ['/cuts', /coupé/],
  ])('to %s comes to nothing, with its reason', async (path, reason) => {
    await expect(ask(hostile + path)).rejects.toThrow(reason);
  });

  test.each([
    'ftp://exemple.fr/',
    'gopher://exemple.fr/',
    'pas une adresse',
    'http://utilisateur:secret@exemple.fr/',
    'http://127.0.0.1:1/',
    'http://[::1]/',
    'http://localhost/',
    'http://0x7f000001/',
    'http://2130706433/',
  ])('to %s is not made', async (address) => {
    await expect(askOutside(address, { method: 'GET' }, { ...LIMITS, allowLoopback: false })).rejects.toThrow(
      /http et https|pas une adresse|mot de passe|réseau privé|aucun serveur/,
    );
  });

  test('follows a redirection, and carries no cookie nor credential', async () => {
    expect((await ask(`${hostile}/moved`)).status).toBe(200);
    const headers = JSON.parse((await ask(`${hostile}/headers`)).body.toString()) as Record<string, string>;
    expect(Object.keys(headers)).not.toContain('cookie');
    expect(Object.keys(headers)).not.toContain('authorization');
  });
});

const clock = handClock('2026-11-24T09:00:00Z');
const database = await realNetwork(clock);
const { url } = await startSite('vide', { database, clock });
const potagers = await idOf(database, 'startup', 'potagers');
/** Somebody of the team with a session of this very moment: the clock of these tests runs days ahead. */
const team = {
  async post(path: string, fields: Record<string, string>) {
    const { cookie } = await bearer(database, clock.now(), { role: 'intrapreneur', placeId: potagers });
    return new Browserless(url, cookie).post(path, fields);
  },
};
const services: CollectServices = { database, clock, log: createLog('silent'), allowLoopback: true };
const IMPACT = '/startups/potagers/impact';

async function metricAt(address: string, name: string): Promise<string> {
  const created = await team.post(`${IMPACT}/modifier`, {
    intention: 'creer',
    nom: name,
    unite: 'x',
    place: 'notion:utilise',
    publique: 'oui',
  });
  const id = /mesures\/([0-9a-f-]{36})/.exec(locationOf(created))![1]!;
  const named = await team.post(`${IMPACT}/mesures/${id}`, {
    intention: 'collecter',
    version: '0',
    adresse: address,
  });
  expect(named.status).toBe(302);
  return id;
}
const sourceRow = z.object({
  due: z.date(),
  failures: z.number(),
  error: z.string().nullable(),
  etag: z.string().nullable(),
  manner: z.string(),
  succeeded: z.date().nullable(),
});
const source = async (id: string) =>
  (
    await readRows(
      database.prisma,
      sourceRow,
      sql`SELECT due_at AS due, failures, last_error AS error, etag, manner, succeeded_at AS succeeded FROM stat_source WHERE metric_id = ${id}::uuid`,
    )
  )[0]!;
const valuesIn = (id: string) =>
  readRows(
    database.prisma,
    z.object({ start: z.string(), value: z.number() }),
    sql`SELECT start_day::text AS start, value FROM metric_value WHERE metric_id = ${id}::uuid AND replaced_at IS NULL ORDER BY 1`,
  );

describe('The collection', () => {
  test('reads the contract every day, asks with the ETag, keeps each fetch, and changes nothing that did not change', async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers['if-none-match'] ?? ''}`.trim());
      if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end();
      response
        .writeHead(200, { ...JSON_TYPE, ETag: '"v1"' })
        .end(JSON.stringify({ description: 'x', stats: [{ date: '2026-10-01T00:00:00Z', value: 12 }] }));
    });
    const id = await metricAt(`${origin}/stats?cle=1`, 'Lue');
    expect(await collectDue(services)).toBe(1);
    expect(await valuesIn(id)).toEqual([{ start: '2026-10-01', value: 12 }]);
    expect(await new Browserless(url).text(IMPACT)).toContain('Lue');
    expect(await collectDue(services)).toBe(0);
    clock.add(24 * 60);
    expect(await collectDue(services)).toBe(1);
    expect(asked).toEqual([
      '/stats?cle=1&periodicity=month&since=96',
      '/stats?cle=1&periodicity=month&since=6 "v1"',
    ]);
    const outcomes = await valueOf<string>(
      database,
      sql`SELECT string_agg(outcome, ',' ORDER BY started_at) FROM stat_fetch WHERE metric_id = ${id}::uuid`,
    );
    expect(outcomes).toBe('succes,inchange');
    await team.post(`${IMPACT}/mesures/${id}`, { intention: 'collecter', version: '1', adresse: '' });
  });

  test('waits longer after each failure; the last success stays shown with its age and the error', async () => {
    let broken = false;
    const origin = await serve((_request, response) => {
      if (broken) return void response.writeHead(200, JSON_TYPE).end('{"stats": [');
      response.writeHead(200, JSON_TYPE).end(JSON.stringify({ stats: [{ date: '2026-10-01', value: 7 }] }));
    });
    const id = await metricAt(`${origin}/api`, 'Fragile');
    await collectDue(services);
    broken = true;
    const waits: number[] = [];
    for (let times = 0; times < 6; times += 1) {
      clock.set((await source(id)).due.toISOString());
      await collectDue(services);
      waits.push(((await source(id)).due.getTime() - clock.now().getTime()) / 3_600_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24]);
    expect((await source(id)).error).toContain('n’est pas au format attendu');
    expect((await source(id)).succeeded).not.toBeNull();
    const page = await new Browserless(url).text(IMPACT);
    expect(page).toContain('La dernière collecte a échoué');
    expect(page).toContain('7 x'.replace(' ', '\u00a0'));
    await team.post(`${IMPACT}/mesures/${id}`, { intention: 'collecter', version: '1', adresse: '' });
  });

  test('asks by POST where GET is refused, and understands another charset', async () => {
    const bodies: string[] = [];
    const origin = await serve((request, response) => {
      if (request.method === 'GET') return void response.writeHead(405).end();
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        bodies.push(body);
        response
          .writeHead(200, { 'Content-Type': 'application/json; charset=iso-8859-1' })
          .end(
            Buffer.from(
              '{"description": "Dossiers trait\u00e9s", "stats": [{"date": 1790812800, "value": "3"}]}',
              'latin1',
            ),
          );
      });
    });
    const id = await metricAt(`${origin}/x`, 'Postée');
    await collectDue(services);
    expect(await source(id)).toMatchObject({ manner: 'post', error: null, failures: 0 });
    expect(JSON.parse(bodies[0]!)).toEqual({ periodicity: 'month', since: 96 });
    await team.post(`${IMPACT}/mesures/${id}`, { intention: 'collecter', version: '1', adresse: '' });
  });

  test('asks one address once an hour, whatever stands after « # », and though it was taken away and named again', async () => {
    let asked = 0;
    const origin = await serve((_request, response) => {
      asked += 1;
      response.writeHead(200, JSON_TYPE).end('{"stats":[{"date":"2026-09-15","value":1}]}');
    });
    const one = await metricAt(`${origin}/h`, 'Une heure');
    const two = await metricAt(`${origin}/h#deux`, 'Une heure aussi');
    await collectDue(services);
    expect(asked).toBe(1);
    const name = async (id: string, adresse: string) => {
      const version = await valueOf<string>(
        database,
        sql`SELECT version::text FROM stat_source WHERE metric_id = ${id}::uuid`,
      );
      await team.post(`${IMPACT}/mesures/${id}`, { intention: 'collecter', version, adresse });
    };
    await name(one, '');
    await team.post(`${IMPACT}/mesures/${one}`, {
      intention: 'collecter',
      version: '0',
      adresse: `${origin}/h`,
    });
    await collectDue(services);
    expect(asked).toBe(1);
    for (const id of [one, two]) await name(id, '');
  });

  test('gives days to a server that wants them', async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      const { searchParams } = new URL(request.url!, 'http://x');
      asked.push(`${searchParams.get('since')} ${searchParams.get('to')}`);
      if (!/^\d{4}-\d\d-\d\d$/.test(searchParams.get('since')!)) return void response.writeHead(400).end();
      response
        .writeHead(200, JSON_TYPE)
        .end(JSON.stringify({ data: { stats: [{ date: '2026-10-01', value: 5 }] } }));
    });
    const id = await metricAt(`${origin}/d`, 'Datée');
    await collectDue(services);
    expect(await source(id)).toMatchObject({ manner: 'dates', error: null });
    expect(await valuesIn(id)).toEqual([{ start: '2026-10-01', value: 5 }]);
    expect(asked[0]).toBe('96 null');
    expect(asked[1]).toMatch(/^2018-\d\d-\d\d 2026-\d\d-\d\d$/);
    await team.post(`${IMPACT}/mesures/${id}`, { intention: 'collecter', version: '1', adresse: '' });
  });

  test('refuses an address that is none, beside its field, and one that leads to a private network when it asks', async () => {
    const id = await metricAt(`http://10.0.0.1/stats`, 'Privée');
    await collectDue({ ...services, allowLoopback: false });
    expect((await source(id)).error).toContain('réseau privé');
    const refused = await team.post(`${IMPACT}/mesures/${id}`, {
      intention: 'collecter',
      version: '1',
      adresse: 'javascript:alert(1)',
    });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('Donnez une adresse entière');
    await team.post(`${IMPACT}/mesures/${id}`, { intention: 'collecter', version: '1', adresse: '' });
  });
});

/** Three processes that collect, each told when: real ones on a server, three services on the embedded database. */
async function collectors(address: string | null, one: Database, moving: Clock) {
  if (address === null) {
    const services = { database: one, clock: moving, log: createLog('silent'), allowLoopback: true };
    return {
      collect: () => Promise.all([1, 2, 3].map(() => collectDue(services))),
      killOne: () => Promise.resolve(),
    };
  }
  const start = async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/collect-process.ts', address], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await lines.next();
    return { child, lines };
  };
  const running = await Promise.all([start(), start(), start()]);
  afterAll(() => running.forEach(({ child }) => child.kill('SIGKILL')));
  return {
    collect: () =>
      Promise.all(
        running.map(async ({ child, lines }) => {
          child.stdin.write('collect\n');
          await lines.next();
        }),
      ),
    /** One that is killed while it waits for answers, and another in its place. */
    async killOne(begun: () => boolean) {
      const victim = running[0]!;
      victim.child.stdin.write('collect\n');
      await expect.poll(begun, { timeout: 10_000 }).toBe(true);
      victim.child.kill('SIGKILL');
      running[0] = await start();
    },
  };
}

test(
  'a day of 600 addresses by three processes: each as planned, none twice at the same time nor twice in an hour, a dead one’s work taken up',
  { timeout: 300_000 },
  async () => {
    const moving = handClock('2026-11-24T09:00:00Z');
    const address = SERVER_URL ? await createServerDatabase('vide') : null;
    const first = address ? await openServer(address) : await realNetwork(moving);
    if (address) afterAll(() => first.close());
    const startupId = newId();
    await first.pool.query(
      `INSERT INTO startup (id, public_id, title, mission, content, noindex, fictional, revision) VALUES ('${startupId}', 'beaucoup', 'Beaucoup', 'x', '', false, false, 1);
       INSERT INTO clock_override (id, instant) VALUES (1, '${moving.now().toISOString()}')`,
    );
    const under = new Map<string, number>();
    const times = new Map<string, number[]>();
    let together = 0;
    let answerMs = 1;
    const origin = await serve((request, response) => {
      const path = new URL(request.url!, 'http://x').pathname;
      under.set(path, (under.get(path) ?? 0) + 1);
      together = Math.max(together, under.get(path)!);
      times.set(path, [...(times.get(path) ?? []), moving.now().getTime()]);
      setTimeout(() => {
        under.set(path, under.get(path)! - 1);
        if (path.endsWith('7')) return void response.writeHead(500).end();
        response
          .writeHead(200, JSON_TYPE)
          .end(JSON.stringify({ stats: [{ date: '2026-10-01', value: path.length }] }));
      }, answerMs);
    });
    for (let index = 0; index < 600; index += 1) {
      const id = newId();
      await first.pool.query(
        `INSERT INTO metric (id, startup_id, concept, north_star, family, direction, periodicity, gathering, public, version, created_at) VALUES ('${id}', '${startupId}', 'utilise', false, 'usage', 'hausse', 'month', 'somme', true, 1, now());
         INSERT INTO metric_definition VALUES ('${id}', 1, 'm${index}', 'x', '', '2026-01-01', now());
         INSERT INTO stat_source (metric_id, address, manner, failures, due_at, version) VALUES ('${id}', '${origin}/s${index}', 'get', 0, '${moving.now().toISOString()}', 1)`,
      );
    }
    // A process that died after it took an address, before it asked.
    await first.pool.query(
      `UPDATE stat_source SET leased_until = '2026-11-24T09:02:00Z', asked_at = '2026-11-24T09:00:00Z' WHERE address LIKE '%/s42'`,
    );
    const { collect, killOne } = await collectors(address, first, moving);
    answerMs = 400;
    await killOne(() => times.size > 0);
    answerMs = 1;
    /** Asked by the process that was killed: their answers were lost. */
    const lost = new Set(times.keys());
    /** Taken by it, asked or not: their turn comes again an hour later. */
    const taken = new Set(
      (
        await first.pool.query<{ address: string }>(
          'SELECT address FROM stat_source WHERE leased_until IS NOT NULL',
        )
      ).rows.map(({ address: taken }) => new URL(taken).pathname),
    );
    for (let hour = 0; hour < 26; hour += 1) {
      await collect();
      moving.add(60);
      await first.pool.query(`UPDATE clock_override SET instant = '${moving.now().toISOString()}'`);
    }
    expect(together).toBe(1);
    const spaces = [...times.values()].flatMap((at) => at.slice(1).map((time, index) => time - at[index]!));
    expect(Math.min(...spaces)).toBeGreaterThanOrEqual(3_600_000);
    expect(times.size).toBe(600);
    // Each good one at nine and at nine the next day; each that fails after 1, 2, 4, 8 hours more; an hour later what a
    // dead process had taken.
    for (const [path, at] of times) {
      const hours = at.map((time) => (time - Date.parse('2026-11-24T09:00:00Z')) / 3_600_000);
      const late = taken.has(path) ? 1 : 0;
      const planned = (path.endsWith('7') ? [0, 1, 3, 7, 15] : [0, 24]).map((hour) => hour + late);
      expect(hours, path).toEqual(lost.has(path) ? [0, ...planned] : planned);
    }
    if (address) expect(lost.size).toBeGreaterThan(0);
    process.stdout.write(
      `600 adresses, 3 processus${address ? `, un tué avec ${lost.size} demandes en cours` : ''}, ${[...times.values()].flat().length} demandes\n`,
    );
  },
);
