import { createServer } from 'node:http';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestListener } from 'node:http';
import { importContent } from '~/exchange/import.server';
import { systemClock } from '~/platform/clock.server';
import { openFolder, openServer, type Database } from '~/platform/database/open.server';
import { readDocument } from '~/platform/document/front-matter';
import { createHttpApp } from '~/platform/http/app.server';
import { foundInstallation } from '~/platform/installation.server';
import { createLog } from '~/platform/log.server';
import { readSettings } from '~/platform/settings';
import { createSite, type Site } from '~/server/site.server';
import { measureBrowser } from './browser';
import { measureImpact } from './impact';
import { load, oneByOne, Report, timed } from './measure';
import { measureRound } from './round';
import { multiply, writeNetwork } from './network';

/**
 * Measures, all of one run: every figure is a ratio of two things measured here, since machines differ.
 * `--court` is a smoke run: small sizes, short loads, no browser. DATABASE_URL names an empty PostgreSQL database to
 * measure too.
 */
const SHORT = process.argv.includes('--court');
const BASE = SHORT ? 120 : 662;
const TIMES = SHORT ? 5 : 100;
const SECONDS = SHORT ? 1 : 2;
const CALLERS = [1, 16];
const COLD_TIMES = SHORT ? 5 : 25;

const PAGES = {
  accueil: '/',
  liste: '/startups?situation=toutes',
  filtree: '/startups?situation=toutes&etape=acceleration&public=etat',
  cherchee: '/startups?situation=toutes&q=juridictions',
  startup: '/startups/a-just',
  incubateur: '/incubateurs/justice',
  panorama: '/panorama?au=2025-12-31',
} as const;
type PageName = keyof typeof PAGES;
const OPEN_DATA = '/api/v2.7/startups.json';

const report = new Report();
const log = createLog('silent');
const closing: Array<() => Promise<void>> = [];

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Adds up the time that queries take, so that the share of SQL in a cold page can be told. */
function timeQueries(database: Database): { database: Database; spent(): number } {
  let total = 0;
  const prisma = new Proxy(database.prisma, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (name !== '$queryRaw')
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      return async (...args: unknown[]) => {
        const begun = performance.now();
        try {
          return await (value as (...given: unknown[]) => Promise<unknown>).apply(target, args);
        } finally {
          total += performance.now() - begun;
        }
      };
    },
  });
  return { database: { ...database, prisma }, spent: () => total };
}

async function siteOn(database: Database, cache: boolean): Promise<{ url: string; site: Site }> {
  let url = 'http://localhost';
  const settings = readSettings({ JALONS_CACHE: cache ? '' : 'non' });
  const site = await createSite({
    database,
    settings: { ...settings, production: true },
    log,
    address: () => url,
  });
  closing.push(() => site.stop());
  url = await serve(site.app);
  return { url, site };
}

/** The same middleware, and the same bytes from memory in place of the product. */
async function constantOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const { brotliCompressSync, constants } = await import('node:zlib');
  const plain = Buffer.from(await answer.arrayBuffer());
  const body = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  const headers = {
    'Content-Type': answer.headers.get('content-type') ?? '',
    'Content-Encoding': 'br',
    'Content-Length': String(body.length),
    'Content-Security-Policy': answer.headers.get('content-security-policy') ?? '',
  };
  return serve(
    createHttpApp({
      log,
      trustProxy: 0,
      ownOrigins: () => [],
      assetsDir: null,
      publicDir: join(process.cwd(), 'public'),
      ready: async () => ({ ok: true, checks: {} }),
      handle: (_request, response) => void response.writeHead(200, headers).end(body),
    }),
  );
}

async function measureWarm(url: string): Promise<void> {
  for (const [name, path] of [...Object.entries(PAGES), ['startups.json', OPEN_DATA] as const]) {
    const constant = await constantOf(url + path);
    await fetch(url + path, { headers: { 'accept-encoding': 'br' } }).then((answer) => answer.arrayBuffer());
    for (const callers of CALLERS) {
      const page = await load(url + path, callers, SECONDS);
      const same = await load(constant, callers, SECONDS);
      report.line(
        `  ${name}, ${callers} à la fois : p50 ${page.p50.toFixed(1)} ms, p95 ${page.p95.toFixed(1)} ms, ${page.perSecond.toFixed(0)}/s ; mêmes octets : ${same.perSecond.toFixed(0)}/s`,
      );
      report.ratio(`${name}, ${callers} à la fois, chaude ÷ mêmes octets`, page.perSecond / same.perSecond, {
        atLeast: 0.5,
      });
    }
  }
}

/** Whoever has the file already asks only whether it changed. */
async function measureUnchanged(url: string): Promise<void> {
  const first = await fetch(url + OPEN_DATA, { headers: { 'accept-encoding': 'br' } });
  await first.arrayBuffer();
  const whole = await load(url + OPEN_DATA, 16, SECONDS);
  const unchanged = await load(url + OPEN_DATA, 16, SECONDS, { 'if-none-match': first.headers.get('etag')! });
  report.line(
    `  startups.json inchangé : ${unchanged.perSecond.toFixed(0)}/s ; entier : ${whole.perSecond.toFixed(0)}/s`,
  );
  report.ratio('startups.json, 304 ÷ entier', unchanged.perSecond / whole.perSecond, { atLeast: 1 });
}

type Cold = Record<PageName, number> & { csvPerRow: number };

async function measureCold(database: Database): Promise<Cold> {
  const timedQueries = timeQueries(database);
  const { url, site } = await siteOn(timedQueries.database, false);
  const found = {} as Cold;
  for (const [name, path] of Object.entries(PAGES) as Array<[PageName, string]>) {
    await oneByOne(url + path, 2);
    const before = timedQueries.spent();
    const ms = await oneByOne(url + path, COLD_TIMES);
    const sql = (timedQueries.spent() - before) / COLD_TIMES;
    found[name] = ms;
    const at16 = await load(url + path, 16, SECONDS);
    report.line(
      `  ${name}, froide : ${ms.toFixed(1)} ms, dont SQL ${((100 * sql) / ms).toFixed(0)} %${at16.perSecond === 0 ? ` ; à 16 : aucune réponse en ${SECONDS} s` : ` ; à 16 : p50 ${at16.p50.toFixed(0)} ms, p95 ${at16.p95.toFixed(0)} ms, ${at16.perSecond.toFixed(0)}/s`}`,
    );
  }
  const rows = site.network.current().startups.length;
  // The first one grows the heap to its working size; the next ones must not.
  await oneByOne(`${url}/startups.csv?situation=toutes`, 2);
  const memory = process.memoryUsage().rss;
  let most = memory;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
  const csv = await oneByOne(`${url}/startups.csv?situation=toutes`, 3);
  clearInterval(watch);
  found.csvPerRow = csv / rows;
  report.line(
    `  CSV, ${rows} lignes : ${csv.toFixed(0)} ms, ${((1000 * csv) / rows).toFixed(1)} µs la ligne, mémoire au plus +${((most - memory) / 1e6).toFixed(0)} Mo`,
  );
  return found;
}

async function measureImport(database: Database, folder: string, bound: number): Promise<void> {
  const files = (
    await Promise.all(
      ['_incubators', '_organisations', '_startups', '_fasts'].map(async (collection) =>
        (await readdir(join(folder, collection))).map((name) => join(folder, collection, name)),
      ),
    )
  ).flat();
  const parse = () =>
    timed(async () => {
      for (const file of files) readDocument(await readFile(file));
    });
  await parse();
  const parsed = (await parse()).ms;
  const first = (await timed(() => importContent({ database, clock: systemClock }, { dir: folder }))).ms;
  const second = (await timed(() => importContent({ database, clock: systemClock }, { dir: folder }))).ms;
  report.line(
    `  import de ${files.length} fichiers : lecture seule ${parsed.toFixed(0)} ms, premier ${first.toFixed(0)} ms, second ${second.toFixed(0)} ms`,
  );
  report.ratio('import ÷ lecture seule', first / parsed, { atMost: bound });
  report.ratio('second import ÷ lecture seule', second / parsed, { atMost: 5 });
}

async function measureDatabase(
  label: string,
  database: Database,
  folder: string,
  importBound: number,
): Promise<void> {
  await foundInstallation(database.prisma, 'demo', systemClock.now());
  report.line(`\n# ${label}, ${BASE} startups`);
  await measureImport(database, folder, importBound);
  const { url } = await siteOn(database, true);
  await measureWarm(url);
  await measureUnchanged(url);
  const small = await measureCold(database);
  if (!SHORT && label === 'base embarquée') {
    report.line('\n# navigateur, cache vide');
    await measureBrowser(report, url, ['/startups', '/startups/a-just', '/incubateurs/justice']);
  }
  await measureRound(database, report, (await siteOn(database, false)).url, SHORT ? 50 : 500);
  await measureImpact(database, report, SHORT);
  const { ms } = await timed(() => multiply(database, TIMES));
  report.line(`\n# ${label}, ${BASE * TIMES} startups (multipliées en ${(ms / 1000).toFixed(0)} s)`);
  const large = await measureCold(database);
  report.line(`  ${BASE * TIMES} contre ${BASE} :`);
  for (const name of ['accueil', 'startup', 'incubateur'] as const)
    report.ratio(`${name}, froide`, large[name] / small[name], { atMost: 3 });
  for (const name of ['liste', 'filtree', 'cherchee'] as const)
    report.ratio(`${name}, froide`, large[name] / small[name], { atMost: 8 });
  report.ratio('panorama, froid', large.panorama / small.panorama, { atMost: 4 });
  report.ratio('CSV, par ligne', large.csvPerRow / small.csvPerRow, { atMost: 1.3 });
  for (const close of closing.splice(0).reverse()) await close();
  await database.close();
}

const work = await mkdtemp(join(tmpdir(), 'jalons-mesure-'));
try {
  const folder = join(work, 'contenu');
  await writeNetwork(folder, BASE);
  await measureDatabase('base embarquée', await openFolder(join(work, 'donnees')), folder, 60);
  const url = process.env['DATABASE_URL'];
  if (url) await measureDatabase('PostgreSQL', await openServer(url), folder, 25);
  else report.line('\nPostgreSQL non mesuré : nommez une base vide dans DATABASE_URL.');
  report.line(
    `\n${report.missed === 0 ? 'Tous les rapports sont tenus.' : `${report.missed} rapport(s) manqué(s).`}`,
  );
  // A smoke run shows that the bench works; its sizes promise nothing.
  process.exitCode = report.missed > 0 && !SHORT ? 1 : 0;
} finally {
  await rm(work, { recursive: true, force: true });
}
