import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { spreadChanges, type SpreadServices } from '~/exchange/webhooks/spread.server';
import { signingSecret } from '~/exchange/webhooks/webhooks.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { sql } from '~/platform/database/sql.server';
import { createLog } from '~/platform/log.server';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { serve } from '../support/loopback';

const network = await committeeNetwork('2026-06-01T09:00:00Z');
const { url, rows, clock, database } = network;
const alix = (await network.as('intrapreneur', network.potagers)).browser;
const elsewhere = (await network.as('member', network.bancs)).browser;
const animation = (await network.as('animation', null)).browser;
const OWN = '/startups/potagers/envois';
const SECRET = 'un secret de trente-deux caractères';
const services: SpreadServices = {
  database,
  clock,
  log: createLog('silent'),
  origin: () => url,
  secret: SECRET,
  allowLoopback: true,
};

const received: Array<{ path: string; headers: IncomingHttpHeaders; body: string }> = [];
let answer = 204;
const listener = await serve((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
  request.on('end', () => {
    received.push({ path: request.url!, headers: request.headers, body });
    response.writeHead(answer).end();
  });
});
/** As every public write does: the data version is raised, and the startup bears it. */
const write = (publicId: string, mission: string) =>
  database.transaction(async (tx) => {
    const version = await raiseDataVersion(tx);
    await tx.$executeRaw(
      sql`UPDATE startup SET mission = ${mission}, revision = ${version} WHERE public_id = ${publicId}`,
    );
  });
const changePotagers = (mission: string) => write('potagers', mission);
const minutes = (count: number) => clock.add(count);
const states = () => rows(`SELECT state, attempts, outcome FROM webhook_delivery ORDER BY created_at, id`);
const add = (browser: Browserless, path: string, adresse: string) =>
  browser.post(path, { intention: 'ajouter', libelle: 'Site du ministère', adresse });

test('an address is told from now on, by those who may, with mistakes beside their fields', async () => {
  expect((await new Browserless(url).get(OWN)).status).toBe(302);
  expect((await add(elsewhere, OWN, listener)).status).toBe(403);
  expect((await add(alix, '/reseau/envois', listener)).status).toBe(403);
  for (const address of ['', 'ftp://exemple.invalid', 'pas une adresse']) {
    const wrong = await add(alix, OWN, address);
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('Site du ministère');
  }
  expect((await add(alix, OWN, `${listener}/startup`)).status).toBe(302);
  expect((await add(animation, '/reseau/envois', `${listener}/reseau`)).status).toBe(302);
  expect(await spreadChanges(services)).toBe(0);
});

test('each change is sent once to each, signed as the specification says', async () => {
  await changePotagers('Une mission');
  expect(await spreadChanges(services)).toBe(2);
  expect(await spreadChanges(services)).toBe(0);
  expect(received.map(({ path }) => path).sort()).toEqual(['/reseau', '/startup']);
  const own = received.find(({ path }) => path === '/startup')!;
  const [hook] = await rows(`SELECT id FROM webhook WHERE startup_id IS NOT NULL`);
  // The signature is one of the hour on the test's clock, which the library would call old.
  const { signature } = {
    signature: new Webhook(signingSecret(SECRET, String(hook!['id']))).sign(
      String(own.headers['webhook-id']),
      new Date(Number(own.headers['webhook-timestamp']) * 1000),
      own.body,
    ),
  };
  expect(own.headers['webhook-signature']).toBe(signature);
  expect(signingSecret('un autre secret', String(hook!['id']))).not.toBe(
    signingSecret(SECRET, String(hook!['id'])),
  );
  expect(JSON.parse(own.body)).toMatchObject({
    type: 'startup.modifiee',
    data: { id: 'potagers', phase: 'construction', api: `${url}/api/v1/startups/potagers` },
  });
  expect(await alix.text(OWN)).toContain('réponse 204');
});

test('a change elsewhere is not told to who follows one startup; several processes send nothing twice', async () => {
  received.length = 0;
  await write('bancs', 'Ailleurs');
  await changePotagers('Une autre mission');
  await Promise.all([spreadChanges(services), spreadChanges(services), spreadChanges(services)]);
  await spreadChanges(services);
  expect(
    received
      .map(({ path, body }) => `${path} ${(JSON.parse(body) as { data: { id: string } }).data.id}`)
      .sort(),
  ).toEqual(['/reseau bancs', '/reseau potagers', '/startup potagers']);
});

test('what got no answer is sent again later and later under the same name, also when the process died meanwhile', async () => {
  await rows(`DELETE FROM webhook WHERE startup_id IS NULL`);
  await rows(`DELETE FROM webhook_delivery`);
  received.length = 0;
  answer = 500;
  await changePotagers('Encore une');
  await spreadChanges(services);
  expect(await spreadChanges(services)).toBe(0);
  minutes(1);
  expect(await spreadChanges(services)).toBe(1);
  // A process takes it and dies: its lease ends, and another one goes on.
  await rows(
    `UPDATE webhook_delivery SET due_at = '2026-06-01T09:00:00Z', leased_until = '2026-06-01T09:01:30Z'`,
  );
  expect(await spreadChanges(services)).toBe(0);
  minutes(1);
  answer = 200;
  expect(await spreadChanges(services)).toBe(1);
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await states()).toEqual([{ state: 'envoye', attempts: 3, outcome: 'réponse 200' }]);
});

test('an address that never answers is given up and said so; it is taken up again by hand', async () => {
  await rows(`DELETE FROM webhook_delivery`);
  answer = 503;
  for (const mission of ['a', 'b', 'c', 'd', 'e']) await changeAndSpread(mission);
  for (const wait of [1, 5, 30, 120, 480, 1440]) {
    minutes(wait);
    await spreadChanges(services);
  }
  expect((await states()).map(({ state, attempts }) => `${String(state)} ${String(attempts)}`)).toEqual(
    Array(5).fill('abandonne 7'),
  );
  await network.moveTo(clock.now().toISOString());
  expect(await alix.text(OWN)).toContain('5 messages de suite sans réponse');
  answer = 204;
  received.length = 0;
  await changeAndSpread('manquée');
  expect(received).toEqual([]);
  const [hook] = await rows(`SELECT id FROM webhook`);
  const resume = { intention: 'reprendre', envoi: String(hook!['id']) };
  expect((await elsewhere.post('/startups/bancs/envois', resume)).status).toBe(400);
  expect((await alix.post(OWN, resume)).status).toBe(302);
  expect((await alix.post(OWN, resume)).status).toBe(400);
  await changeAndSpread('reprise');
  expect(received).toHaveLength(1);
});

test('an answer of 410 ends it at once; a private address is never asked', async () => {
  answer = 410;
  await changeAndSpread('fin');
  expect(await rows(`SELECT stopped_because FROM webhook`)).toEqual([
    { stopped_because: 'l’adresse ne veut plus rien recevoir' },
  ]);
  await rows(`DELETE FROM webhook`);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect((await add(alix, OWN, `http://127.0.0.1:${port}/`)).status).toBe(302);
  await changePotagers('privée');
  await spreadChanges({ ...services, allowLoopback: false });
  expect(asked).toEqual([]);
  expect(await states()).toMatchObject([{ state: 'attend', attempts: 1 }]);
  server.close();
});

test('more changes than anybody reads one by one are told as one', async () => {
  await rows(`DELETE FROM webhook`);
  answer = 204;
  received.length = 0;
  expect((await add(animation, '/reseau/envois', `${listener}/reseau`)).status).toBe(302);
  await rows(
    `INSERT INTO startup (id, content_file_id, public_id, title, mission, content, revision, noindex, fictional) SELECT gen_random_uuid(), NULL, 's' || n, 'S' || n, '', '', (SELECT version + 1 FROM data_version), false, false FROM generate_series(1, 60) n`,
  );
  await rows(`UPDATE data_version SET version = version + 1`);
  expect(await spreadChanges(services)).toBe(1);
  expect(JSON.parse(received[0]!.body)).toMatchObject({ type: 'reseau.modifie', data: { startups: 60 } });
});

async function changeAndSpread(mission: string): Promise<void> {
  await changePotagers(mission);
  await spreadChanges(services);
}
