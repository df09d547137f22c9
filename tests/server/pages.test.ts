import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows, sql } from '~/platform/database/sql.server';
import { editFiche } from '~/exchange/edit.server';
import { stoppedClock } from '~/platform/clock.server';
import { everyAddress, PAGES } from '../support/addresses';
import { bearer } from '../support/people';
import { NOW, PROGRAM, startSite } from '../support/site';

const { url, database, site, clock } = await startSite('demo');
const network = () => site.network.current();

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** A request as it goes over the wire: nothing is decoded or followed. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
const text = (answer: Answer) => answer.body.toString('utf8');
const form = (fields: Record<string, string>, origin = url) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin },
  body: new URLSearchParams(fields).toString(),
});

describe('Pages', () => {
  test.each([...PAGES])(
    '%s answers whole, with one h1, in French, marked as a demonstration',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      const html = text(answer);
      expect(html.match(/<h1/g)?.length).toBe(1);
      expect(html).toContain('<html lang="fr"');
      expect(html).toContain('Démonstration, données fictives');
      expect(html).toContain('rel="canonical"');
      expect(html).not.toMatch(/ style="/);
    },
  );

  test('all pages of all that the network holds answer, every letter whole', async () => {
    for (const path of everyAddress(network())) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(200);
      expect(answer.body.includes(0), path).toBe(false);
    }
  });

  test('headings never skip a level on a startup’s page', async () => {
    for (const { publicId } of network().startups.slice(0, 40)) {
      const levels = [...text(await ask(`/startups/${publicId}`)).matchAll(/<h([1-6])/g)].map(([, level]) =>
        Number(level),
      );
      levels.forEach((level, index) =>
        expect(level - (levels[index - 1] ?? 0), publicId).toBeLessThanOrEqual(1),
      );
    }
  });

  test('what is not there is a 404 that helps', async () => {
    for (const path of [
      '/nulle-part',
      '/startups/nulle-part',
      '/incubateurs/nulle-part',
      '/organisations/x',
      '/fast/99',
      '/fast/abc',
      '/aide/nulle-part',
      '/aide/phases/x',
    ]) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(404);
      expect(text(answer)).toContain('Chercher une startup');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  test('a wrong address is a 400 with a sentence for each part', async () => {
    const answer = await ask('/startups?page=deux&au=hier');
    expect(answer.status).toBe(400);
    expect(text(answer)).toContain('« page » doit être un nombre entier entre 1 et 10 000');
    expect(text(answer)).toContain('« au » doit être une date, par exemple 2021-12-31');
    for (const path of ['/%E0%A4%A', '/startups/%00', '/startups/a%2500'])
      expect([400, 404]).toContain((await ask(path)).status);
  });

  test('words of JavaScript, other hosts and odd methods are requests like any other', async () => {
    for (const path of [
      '/startups?public=constructor',
      '/startups?domaine=toString',
      '/startups?theme=__proto__',
      '/fast/constructor',
    ]) {
      expect((await ask(path)).status, path).toBeLessThan(500);
    }
    expect((await ask('//mal.exemple/startups')).headers['location']).toBe('/mal.exemple/startups');
    for (const method of ['PUT', 'DELETE', 'TRACE', 'PATCH']) {
      expect((await ask('/startups', { method, headers: { Origin: url } })).status, method).toBe(405);
    }
    expect((await ask('/nulle-part.csv')).headers['content-security-policy']).toContain("default-src 'none'");
    expect((await ask(`/phases?x=${'y'.repeat(5000)}`)).status).toBe(200);
  });

  test('former ids and other casings lead to the page, unless two could be meant', async () => {
    const former = network().startups.find(({ formerIds }) => formerIds.length > 0)!;
    expect((await ask(`/startups/${encodeURIComponent(former.formerIds[0]!)}`)).headers['location']).toBe(
      `/startups/${former.publicId}`,
    );
    expect(await ask('/startups/A-JUST')).toMatchObject({
      status: 301,
      headers: { location: '/startups/a-just' },
    });
    expect((await ask('/aide/phases/transfere')).headers['location']).toBe('/aide/passage-de-relais');
  });

  test('a hidden incubator has no page and no link, and its startups still name it', async () => {
    const hidden = network().incubators.find((incubator) => incubator.hidden)!;
    expect((await ask(`/incubateurs/${hidden.publicId}`)).status).toBe(404);
    const startup = network().startups.find(({ incubators }) =>
      incubators.some(({ publicId }) => publicId === hidden.publicId),
    )!;
    const html = text(await ask(`/startups/${startup.publicId}`));
    expect(html).toContain(hidden.title.replaceAll("'", '&#x27;'));
    expect(html).not.toContain(`href="/incubateurs/${hidden.publicId}"`);
  });

  test('no random address or query is ever a fault of the server', async () => {
    const anyPath = fc.tuple(
      fc.constantFrom(
        '/startups',
        '/startups/',
        '/incubateurs/',
        '/fast/',
        '/aide/',
        '/organisations/',
        '/',
        '/startups.csv',
        '/startups/a-just/',
      ),
      fc.webSegment(),
      fc.webQueryParameters(),
      fc.constantFrom('q', 'au', 'page', 'etape', 'incubateur', 'tri', 'vue', 'depuis', '_routes'),
    );
    await fc.assert(
      fc.asyncProperty(anyPath, async ([base, segment, query, name]) => {
        const path = `${base}${base.endsWith('/') ? segment : ''}?${name}=${encodeURIComponent(segment)}&${query}`;
        expect((await ask(path)).status, path).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});

describe('Files and pictures', () => {
  test('the CSV holds what the list counts, bears the demonstration, and disarms formulas', async () => {
    const answer = await ask('/startups.csv?situation=toutes');
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="demonstration-startups-2026-11-21.csv"',
    );
    const lines = text(answer).trim().split('\n');
    expect(lines[0]).toContain('avertissement');
    expect(lines.length - 1).toBe(network().startups.length);
    expect(lines.slice(1).every((line) => line.endsWith('Démonstration, données fictives'))).toBe(true);
    expect((await ask('/startups.csv?au=2021-12-31')).headers['content-disposition']).toContain('2021-12-31');
    expect((await ask('/startups.csv?page=x')).status).toBe(400);
  });

  test('a startup has a picture for shared links, as PNG', async () => {
    const answer = await ask('/startups/a-just/apercu.png');
    expect(answer.headers['content-type']).toBe('image/png');
    expect(answer.body.subarray(1, 4).toString()).toBe('PNG');
    expect([answer.body.readUInt32BE(16), answer.body.readUInt32BE(20)]).toEqual([1200, 630]);
  });

  test('a demonstration asks not to be indexed', async () => {
    expect(text(await ask('/robots.txt'))).toContain('Disallow: /\n');
    expect(text(await ask('/'))).toContain('<meta name="robots" content="noindex"/>');
    expect(text(await ask('/sitemap.xml'))).not.toContain('<loc>');
  });
});

describe('The wire', () => {
  test('pages are kept by their strong ETag: 304 with the same policy, and HEAD says what GET says', async () => {
    const first = await ask('/phases', { headers: { 'Accept-Encoding': 'br' } });
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^"[\w-]+-br"$/);
    const again = await ask('/phases', { headers: { 'Accept-Encoding': 'br', 'If-None-Match': etag } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy']);
    const head = await ask('/phases', { method: 'HEAD', headers: { 'Accept-Encoding': 'br' } });
    expect([head.status, head.body.length, head.headers['content-length'], head.headers['etag']]).toEqual([
      200,
      0,
      first.headers['content-length'],
      etag,
    ]);
  });

  test('the same page in brotli, gzip and plain', async () => {
    const plain = await ask('/fast');
    const br = await ask('/fast', { headers: { 'Accept-Encoding': 'gzip, br' } });
    const gzip = await ask('/fast', { headers: { 'Accept-Encoding': 'gzip;q=1, br;q=0' } });
    expect([
      br.headers['content-encoding'],
      gzip.headers['content-encoding'],
      plain.headers['content-encoding'],
    ]).toEqual(['br', 'gzip', undefined]);
    expect(brotliDecompressSync(br.body).equals(plain.body) && gunzipSync(gzip.body).equals(plain.body)).toBe(
      true,
    );
    expect(new Set([plain, br, gzip].map(({ headers }) => headers['etag'])).size).toBe(3);
  });

  test('the policy is enforced and names the hash of each inline script', async () => {
    const answer = await ask('/');
    const policy = String(answer.headers['content-security-policy']);
    const inline = [...text(answer).matchAll(/<script(?![^>]*\ssrc=)[^>]*>[^<]/g)].length;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy.match(/'sha256-/g)!.length).toBeLessThanOrEqual(inline);
    expect(policy.match(/'sha256-/g)!.length).toBeGreaterThan(0);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });

  test('it says how it is', async () => {
    expect(text(await ask('/sante'))).toBe('{"ok":true}');
    expect(text(await ask('/sante/prete'))).toBe(
      '{"ok":true,"checks":{"base":true,"migrations":true,"travaux":true}}',
    );
  });

  test('a public write is seen at once on the page, with a new ETag', async () => {
    const path = '/startups/fictif-potagers-partages';
    const before = await ask(path);
    const [{ sha256 }] = (await readRows(
      database.prisma,
      z.object({ sha256: z.string() }),
      sql`SELECT sha256 FROM content_file WHERE path = 'fictif-potagers-partages.md'`,
    )) as [{ sha256: string }];
    await editFiche(
      { database, clock: stoppedClock(NOW), audit: PROGRAM },
      {
        publicId: 'fictif-potagers-partages',
        basedOn: sha256,
        edit: { attributes: { mission: 'Une mission toute neuve <b>gras</b>' } },
      },
    );
    await site.network.refresh();
    const after = await ask(path, { headers: { 'If-None-Match': String(before.headers['etag']) } });
    expect(after.status).toBe(200);
    expect(text(after)).toContain('Une mission toute neuve gras');
  });
});

describe('Forms without account', () => {
  const path = '/startups/a-just/signaler';
  const reports = async () =>
    (
      await readRows(
        database.prisma,
        z.object({ n: z.number() }),
        sql`SELECT count(*)::int AS n FROM error_report`,
      )
    )[0]!.n;

  test('another site’s form is refused, and so is one of unknown origin', async () => {
    expect(
      (await ask(path, form({ message: 'Une date est fausse.' }, 'https://gouv.fr.mal.exemple'))).status,
    ).toBe(403);
    expect((await ask(path, { method: 'POST', body: 'message=bonjour' })).status).toBe(403);
    expect(await reports()).toBe(0);
  });

  test('a mistake is told beside its field, and what was typed is kept', async () => {
    const answer = await ask(path, form({ message: 'court', reponse: 'pas-une-adresse' }));
    expect(answer.status).toBe(400);
    const html = text(answer);
    expect(html).toContain('Dites ce qui est faux en dix caractères au moins.');
    expect(html).toContain('Cette adresse de courriel n’est pas complète');
    expect(html).toMatch(/<textarea[^>]*>court<\/textarea>/);
    expect(html).toContain('value="pas-une-adresse"');
    expect(await reports()).toBe(0);
  });

  test('a report is kept, audited without its words, and a sixth in an hour is refused kindly', async () => {
    const sent = [];
    for (let n = 0; n < 6; n += 1)
      sent.push((await ask(path, form({ message: `La date numéro ${n} est fausse.` }))).status);
    expect(sent).toEqual([302, 302, 302, 302, 302, 429]);
    expect(await reports()).toBe(5);
    const rows = await readRows(
      database.prisma,
      z.object({ verb: z.string(), after: z.unknown() }),
      sql`SELECT verb, after FROM change WHERE verb = 'report-error'`,
    );
    expect(rows).toEqual(Array.from({ length: 5 }, () => ({ verb: 'report-error', after: null })));
  });

  test('malformed, huge and foreign posts change nothing and are no fault', async () => {
    for (const body of ['', '%', 'message[]=x&message=y', 'a'.repeat(1_100_000)]) {
      const answer = await ask(path, {
        method: 'POST',
        headers: { Origin: url, 'Content-Type': 'application/x-www-form-urlencoded' },
        body,
      });
      expect([400, 413, 429]).toContain(answer.status);
    }
    expect([404, 405]).toContain((await ask('/phases', form({ a: 'b' }))).status);
  });

  test('the chosen appearance is kept, and the way back stays on this site', async () => {
    const dark = await ask('/apparence', form({ theme: 'dark', retour: '/phases' }));
    expect(dark.headers).toMatchObject({
      location: '/phases',
      'set-cookie': [expect.stringContaining('theme=dark')],
    });
    expect(text(await ask('/phases', { headers: { Cookie: 'theme=dark' } }))).toContain(
      'data-fr-theme="dark"',
    );
    expect(text(await ask('/phases'))).toContain('data-fr-theme="system"');
    for (const retour of ['https://mal.exemple', '//mal.exemple', '/\\mal.exemple']) {
      expect((await ask('/apparence', form({ theme: 'light', retour }))).headers['location']).toBe('/');
    }
  });
});

describe('The inside view', () => {
  const startup = () =>
    network().startupById.get('fictif-demenager-simple') ??
    network().startups.find(({ fictional }) => fictional)!;

  test('leads the public to sign in, on the page and in its data', async () => {
    for (const path of [
      `/startups/${startup().publicId}/interieur`,
      `/incubateurs/${startup().incubators[0]!.publicId}/interieur`,
    ]) {
      const page = await ask(path);
      expect(page.status).toBe(302);
      expect(page.headers['location']).toBe(`/connexion?retour=${encodeURIComponent(path)}`);
      for (const data of [`${path}.data`, `${path}.data?_routes=routes%2Fstartup-inside`]) {
        const answer = await ask(data);
        expect(text(answer)).not.toContain('ghosts');
        expect(text(answer)).not.toContain('oddities');
      }
    }
  });

  test('shows the team what is expected, what is odd, and how long against the network; nobody else gets the kept page', async () => {
    const incubator = startup().incubators[0]!;
    const [member, lead] = [
      await bearer(database, clock.now(), { role: 'member', placeId: startup().id }),
      await bearer(database, clock.now(), { role: 'lead', placeId: incubator.id }),
    ];
    const path = `/startups/${startup().publicId}/interieur`;
    const page = await ask(path, { headers: { Cookie: member.cookie } });
    expect(page.status).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(text(page)).toContain('médiane de la phase dans le réseau');
    const board = `/incubateurs/${incubator.publicId}/interieur`;
    const refused = await ask(board, { headers: { Cookie: member.cookie } });
    expect(refused.status).toBe(403);
    expect(text(refused)).toContain('Cette vue est réservée à l’équipe de l’incubateur');
    const shown = await ask(board, { headers: { Cookie: lead.cookie } });
    expect(shown.status).toBe(200);
    expect(text(shown)).toContain(startup().title);
    expect((await ask(path)).status).toBe(302);
  });
});
