import { describe, expect, test } from 'vitest';
import { stoppedClock } from '~/platform/clock.server';
import { startSession } from '~/person/session.server';
import { COOKIES } from '~/platform/http/cookies';
import { PROGRAMS } from '~/round/calls/grids';
import { Browserless } from '../support/browserless';
import { NOW, startSite, type TestSite } from '../support/site';

/** The same demonstration twice, same hour and same ids: they differ by the values of one juror's marks alone. */
const HIDDEN = 'Swann Énigme';
/** Those who stand closest to the marks: all others are asked too in the full checks. */
const CLOSE = new Set(['Camille Utopie', 'Ariel Conte', 'Andréa Prodige', 'Alix Chimère']);
const clock = stoppedClock(NOW);
const env = { PUBLIC_URL: 'https://jalons.exemple.invalid' };
const sites = [await startSite('demo', { clock, env }), await startSite('demo', { clock, env })] as const;

async function mark({ database }: TestSite, value: number): Promise<void> {
  const { rows } = await database.pool.query<{ seat: string; file: string; name: string }>(
    `SELECT r.seat_id AS seat, r.application_id AS file, p.full_name AS name FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id JOIN person p ON p.id = j.person_id ORDER BY 1, 2`,
  );
  for (const { seat, file, name } of rows) {
    await database.pool.query(
      `UPDATE jury_reading SET opinion = 'Un avis', recommendation = 'argent', opened_at = $3, given_at = $3, version = 1 WHERE seat_id = $1 AND application_id = $2`,
      [seat, file, clock.now()],
    );
    for (const { code } of PROGRAMS[0]!.lines)
      await database.pool.query(
        `INSERT INTO jury_score (seat_id, application_id, code, value, comment, revised) VALUES ($1, $2, $3, $4, '', false)`,
        [seat, file, code, name === HIDDEN ? value : 3],
      );
  }
}
await mark(sites[0], 1);
await mark(sites[1], 4);

interface Reader {
  name: string;
  cookies: [string | undefined, string | undefined];
}
const { rows: persons } = await sites[0].database.pool.query<{ id: string; name: string }>(
  `SELECT id, full_name AS name FROM person WHERE fictional ORDER BY id`,
);
async function reader(id: string, name: string): Promise<Reader> {
  const cookies = await Promise.all(
    sites.map(({ database }) =>
      database.transaction(
        async (tx) =>
          `${COOKIES.session}=${await startSession(tx, clock.now(), { personId: id, method: 'lien', device: 'essai', replaces: null })}`,
      ),
    ),
  );
  return { name, cookies: [cookies[0], cookies[1]] };
}
const readers: Reader[] = [
  { name: 'public', cookies: [undefined, undefined] },
  ...(await Promise.all(
    persons
      .filter(({ name }) => name !== HIDDEN && (process.env['CI'] || CLOSE.has(name)))
      .map(({ id, name }) => reader(id, name)),
  )),
];
const call = (
  await sites[0].database.pool.query<{ id: string }>(`SELECT id FROM call WHERE means = 'enveloppe'`)
).rows[0]!.id;
const files = (
  await sites[0].database.pool.query<{ id: string }>(
    `SELECT id FROM application WHERE call_id = '${call}' ORDER BY id`,
  )
).rows.map(({ id }) => id);

const ADDRESSES = [
  '/',
  '/espace',
  '/appels',
  '/fast',
  '/startups',
  '/startups.csv',
  '/compte/donnees',
  '/administration',
  ...[
    '',
    '/reglages',
    '/instruction',
    '/jury',
    '/jury?apercu=oui',
    '/lectures',
    '/lectures.pdf',
    '/deliberation',
    '/deliberation?regle=optimum',
    '/deliberation?severite=oui',
    '/resultats',
    '/suivi',
    '/candidatures.csv',
    '/notes.csv',
    '/releve.pdf',
    '/releve.md',
  ].map((room) => `/appels/${call}${room}`),
  ...files.flatMap((id) =>
    ['', '/dossier', '/dossier.pdf', '/lecture'].map((room) => `/candidatures/${id}${room}`),
  ),
  '/startups/fictif-potagers-partages/candidatures',
  '/startups/fictif-potagers-partages/historique',
];

/** All that a reader gets, but what is drawn anew for each answer. */
async function answerOf(site: TestSite, cookie: string | undefined, address: string) {
  const answer = await new Browserless(site.url, cookie).get(address);
  const body = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return {
    status: answer.status,
    etag: answer.headers.get('etag'),
    type: answer.headers.get('content-type'),
    location: answer.headers.get('location')?.replace(site.url, ''),
    body: body
      .replace(/nonce(="|":"|\\":\\")[\w+/=-]+/g, 'nonce')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'demande')
      .replace(/\/ID \[<[0-9a-f]+> <[0-9a-f]+>\]/g, ''),
  };
}

describe('Marks that are hidden', () => {
  test(
    'change nothing of what anybody else reads before scoring closes: pages, data, exports, length and ETag',
    { timeout: 300_000 },
    async () => {
      let compared = 0;
      for (const { name, cookies } of readers) {
        for (const address of ADDRESSES) {
          const forms = /\.(csv|pdf)$/.test(address) ? [address] : [address, dataOf(address)];
          for (const form of forms) {
            const [one, two] = await Promise.all(
              sites.map((site, index) => answerOf(site, cookies[index], form)),
            );
            compared += 1;
            if (JSON.stringify(one) !== JSON.stringify(two)) expect(two, `${name} ${form}`).toEqual(one);
          }
        }
      }
      process.stdout.write(`${readers.length} personnes, ${compared} réponses comparées\n`);
      expect(compared).toBeGreaterThan(300);
    },
  );

  test('are there for their author, and open to the jury when scoring closes: the test can fail', async () => {
    const hidden = persons.find(({ name }) => name === HIDDEN)!;
    const own = await reader(hidden.id, hidden.name);
    const path = `/appels/${call}/lectures`;
    const pages = await Promise.all(sites.map((site, index) => answerOf(site, own.cookies[index], path)));
    expect(pages[0]!.body).not.toBe(pages[1]!.body);
    for (const { database } of sites)
      await database.pool.query(`UPDATE call SET scores_close_at = $1 WHERE id = $2`, [clock.now(), call]);
    const chair = readers.find(({ name }) => name === 'Camille Utopie')!;
    const ranking = await Promise.all(
      sites.map((site, index) => answerOf(site, chair.cookies[index], `/appels/${call}/deliberation`)),
    );
    expect(ranking[0]!.status).toBe(200);
    expect(ranking[0]!.body).not.toBe(ranking[1]!.body);
  });
});

function dataOf(address: string): string {
  const [path, query] = address.split('?');
  return `${path === '/' ? '/_root' : path}.data${query ? `?${query}` : ''}`;
}
