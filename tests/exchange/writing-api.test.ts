import { describe, expect, test } from 'vitest';
import { committeeNetwork } from '../support/committee-network';

const network = await committeeNetwork('2026-06-01T09:00:00Z');
const { database, url, moveTo, rows } = network;
const alix = await network.as('intrapreneur', network.potagers, 'Alix Fictive');
const lead = await network.as('lead', network.incubator, 'Maël Fictif');
const PAGE = '/startups/potagers/programmes';
const API = `${url}/api/v1/startups/potagers`;

async function tokenOf(who: typeof alix, ...scopes: string[]): Promise<string> {
  const body = new URLSearchParams({ intention: 'jeton', libelle: 'Tâche de nuit' });
  for (const scope of scopes) body.append('portees', scope);
  const page = await (await who.browser.post(PAGE, [...body])).text();
  return /jalons_[\w-]{20,}/.exec(page)?.[0] ?? '';
}
const send = (
  token: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) =>
  fetch(API + path, {
    method,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const problemOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return (await answer.json()) as {
    status: number;
    title: string;
    erreurs?: Array<{ champ: string; message: string }>;
  };
};
const bytesOf = async () =>
  Buffer.from(
    (await rows(`SELECT bytes FROM content_file WHERE path = 'potagers.md'`))[0]!['bytes'] as Uint8Array,
  ).toString('utf8');

describe('A program that writes', () => {
  test('gets what its maker may give, and no more than its scopes', async () => {
    expect(await tokenOf(alix)).toBe('');
    expect(await tokenOf(alix, 'comites')).toBe('');
    const figures = await tokenOf(alix, 'valeurs');
    const refused = await send(figures, 'PATCH', '', { champs: { link: 'https://exemple.invalid' } });
    expect(refused.status).toBe(403);
    expect((await problemOf(refused)).title).toContain('la fiche');
    expect((await send(figures, 'POST', '/comites', {})).status).toBe(403);
    expect((await send('jalons_inconnu_inconnu_inconnu', 'PATCH', '', {})).status).toBe(401);
    expect((await send(figures, 'PUT', '', {})).status).toBe(405);
  });

  test('writes fields of the fiche by the rules of the form: its own lines alone change, everybody reads it at once', async () => {
    const token = await tokenOf(alix, 'fiche');
    const before = await bytesOf();
    const wrong = await send(token, 'PATCH', '', {
      champs: { link: 'pas une adresse', phases: 'x', mission: '' },
    });
    expect(wrong.status).toBe(422);
    expect((await problemOf(wrong)).erreurs!.map(({ champ }) => champ)).toEqual(['phases']);
    const bad = await problemOf(
      await send(token, 'PATCH', '', { champs: { link: 'pas une adresse', mission: '' } }),
    );
    expect(bad.erreurs!.map(({ champ }) => champ).sort()).toEqual(['link', 'mission']);
    expect((await send(token, 'PATCH', '', '{')).status).toBe(400);
    expect((await send(token, 'PATCH', '', { champs: {} })).status).toBe(400);
    expect(await bytesOf()).toBe(before);
    const written = await send(token, 'PATCH', '', { champs: { link: 'https://potagers.exemple.invalid' } });
    expect(written.status).toBe(200);
    const { fiche } = (await written.json()) as { fiche: string };
    const lines = (text: string) => text.split('\n').filter((line) => !line.startsWith('link:'));
    expect(lines(await bytesOf())).toEqual(lines(before));
    expect(await (await fetch(`${url}/startups/potagers`)).text()).toContain('potagers.exemple.invalid');
    // Whoever made the token answers for it, and the history says so.
    expect(
      await rows(
        `SELECT actor_kind, on_behalf_of FROM change WHERE thing_kind = 'content' AND verb = 'publication'`,
      ),
    ).toEqual([{ actor_kind: 'token', on_behalf_of: alix.personId }]);
    const stale = await send(
      token,
      'PATCH',
      '',
      { champs: { contact: 'a@exemple.invalid' } },
      { 'If-Match': '"autre"' },
    );
    expect(stale.status).toBe(412);
    const fresh = await send(
      token,
      'PATCH',
      '',
      { champs: { contact: 'a@exemple.invalid' } },
      { 'If-Match': `"${fiche}"` },
    );
    expect(fresh.status).toBe(200);
  });

  test('plans a committee once, even when it asks twice at the same time under one key', async () => {
    const token = await tokenOf(lead, 'comites', 'valeurs');
    const body = { nature: 'investissement', date: '2026-09-15', heure: '14:30' };
    const late = await send(token, 'POST', '/comites', { ...body, heure: 'midi' });
    expect((await problemOf(late)).erreurs![0]!.champ).toBe('heure');
    const key = { 'Idempotency-Key': 'c0ffee' };
    const both = await Promise.all([1, 2, 3].map(() => send(token, 'POST', '/comites', body, key)));
    const statuses = both.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    for (const status of statuses) expect([201, 409]).toContain(status);
    const again = await send(token, 'POST', '/comites', body, key);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await rows(`SELECT 1 FROM committee`)).toHaveLength(1);
    const other = await send(token, 'POST', '/comites', { ...body, date: '2026-10-15' }, key);
    expect(other.status).toBe(422);
    // A process that died while it worked holds the key for two minutes, no longer.
    await database.pool.query(`UPDATE api_request SET status = NULL, body = NULL`);
    expect((await send(token, 'POST', '/comites', body, key)).status).toBe(409);
    await moveTo('2026-06-01T09:03:00Z');
    // It had done its work before it died: the committee that stands is the answer, and no second one is made.
    const after = await send(token, 'POST', '/comites', body, key);
    expect(after.status).toBe(200);
    expect(await rows(`SELECT id FROM committee`)).toEqual([
      { id: ((await after.json()) as { id: string }).id },
    ]);
    expect(
      (
        await send(token, 'POST', '/comites', body, { 'Idempotency-Key': 'é'.repeat(3) }).catch(() => ({
          status: 400,
        }))
      ).status,
    ).toBe(400);
  });

  test('is told its pace, and is stopped beyond it', async () => {
    const token = await tokenOf(alix, 'fiche');
    const first = await send(token, 'PATCH', '', '{');
    expect(first.headers.get('ratelimit-limit')).toBe('60');
    const left = Number(first.headers.get('ratelimit-remaining'));
    expect(left).toBe(59);
    for (let index = 0; index < left; index += 1) await send(token, 'PATCH', '', '{');
    const stopped = await send(token, 'PATCH', '', { champs: { link: 'https://exemple.invalid' } });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(stopped.headers.get('ratelimit-remaining')).toBe('0');
  });

  test('stops when its maker leaves, or when the token is revoked', async () => {
    const token = await tokenOf(alix, 'fiche');
    await database.pool.query(`UPDATE mission SET end_day = '2026-05-01' WHERE person_id = $1`, [
      alix.personId,
    ]);
    const refused = await send(token, 'PATCH', '', { champs: { link: 'https://exemple.invalid' } });
    expect(refused.status).toBe(403);
    expect((await problemOf(refused)).title).toContain('n’a plus ce droit');
    const own = await tokenOf(lead, 'fiche');
    const [row] = await rows(`SELECT id FROM api_token ORDER BY created_at DESC, id DESC LIMIT 1`);
    expect((await lead.browser.post(PAGE, { intention: 'revoquer', jeton: String(row!['id']) })).status).toBe(
      302,
    );
    expect((await send(own, 'PATCH', '', { champs: {} })).status).toBe(401);
  });
});
