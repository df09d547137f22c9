import compression from 'compression';
import type { Express, RequestHandler } from 'express';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { followNetwork, type NetworkReader } from '~/network/network.server';
import { PUBLIC_ACTOR, type Actor } from '~/person/rights';
import { movableClock, systemClock, type Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { MIGRATIONS } from '~/platform/database/open.server';
import { readMigrations } from '~/platform/database/migrate.server';
import { createHttpApp, requestIdOf } from '~/platform/http/app.server';
import { readInstallation } from '~/platform/installation.server';
import { planJob, startJobs, type JobKinds } from '~/platform/jobs.server';
import type { Log } from '~/platform/log.server';
import type { Settings } from '~/platform/settings';
import type { SiteContext } from '~/routes/site-context';
import { purgeExpired } from '~/startup/verbs.server';
import { createPageHandler, isStreamed } from './pages.server';

export const BUILD_DIR = join(process.cwd(), 'build');

export interface SiteOptions {
  database: Database;
  settings: Settings;
  log: Log;
  /** Set by tests that hold the time still. */
  clock?: Clock;
  /** Who asks. Until people can sign in everyone is the public; tests say otherwise. */
  actorOf?: (headers: Record<string, unknown>) => Actor;
  /** Where the server listens, known once it does. */
  address: () => string;
  /** The development server's build in place of the built one. */
  devBuild?: () => Promise<ServerBuild>;
  /** Development middleware that comes before the pages. */
  before?: RequestHandler;
}

export interface Site {
  app: Express;
  network: NetworkReader;
  stop(): Promise<void>;
}

/** Longer addresses are nobody's shared link: their pages are drawn and not kept. */
const LONGEST_KEPT_ADDRESS = 1000;

const JOBS: JobKinds = {
  purge: { run: purgeExpired, next: (now) => new Date(now.getTime() + 86_400_000) },
};

const themeOf = (cookies: string | undefined): SiteContext['theme'] => {
  const chosen = /(?:^|;\s*)theme=(light|dark)/.exec(cookies ?? '')?.[1];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
};

/** Names of the built files change with their content: together they name the build. */
function buildName(): string {
  const assets = join(BUILD_DIR, 'client/assets');
  const names = existsSync(assets) ? readdirSync(assets).sort().join() : 'development';
  return createHash('sha256').update(names).digest('base64url').slice(0, 12);
}

/** The whole product on one database, ready to listen. */
export async function createSite(options: SiteOptions): Promise<Site> {
  const { database, settings, log } = options;
  const moved = settings.movableClock ? movableClock(database) : null;
  const clock = options.clock ?? moved ?? systemClock;
  const installation = await readInstallation(database.prisma);
  const network = await followNetwork(database, installation.kind === 'demo');
  const migrations = readMigrations(MIGRATIONS).length;

  await database.transaction((tx) => planJob(tx, 'purge', clock.now()));
  const stopJobs = startJobs({ database, clock, log }, JOBS);

  const origin = () => settings.publicUrl ?? options.address();
  const built = buildName();
  const load =
    options.devBuild ??
    (() => import(pathToFileURL(join(BUILD_DIR, 'server/index.js')).href) as Promise<ServerBuild>);

  const pages = createPageHandler({
    build: load,
    mode: settings.production ? 'production' : 'development',
    origin,
    async contextOf(request, response) {
      await moved?.refresh();
      return {
        database,
        clock,
        settings,
        network: network.current(),
        refreshNetwork: () => network.refresh(),
        actor: options.actorOf?.(request.headers) ?? PUBLIC_ACTOR,
        audit: { actor: { kind: 'public', id: null }, requestId: requestIdOf(response) },
        remoteAddress: request.ip ?? 'unknown',
        origin: origin(),
        theme: themeOf(request.headers.cookie),
      };
    },
    keyOf:
      settings.pageCache && !options.devBuild
        ? (request, context) =>
            context.actor.kind === 'public' && request.originalUrl.length <= LONGEST_KEPT_ADDRESS
              ? [
                  request.originalUrl.normalize('NFC'),
                  context.network.version,
                  clock.today(),
                  context.theme,
                  built,
                ].join('\n')
              : null
        : null,
  });

  const compressed = compression({ threshold: 0 });
  const app = createHttpApp({
    log,
    trustProxy: settings.trustProxy,
    ownOrigins: () => [origin(), ...(settings.publicUrl ? [] : loopbackNames(options.address()))],
    assetsDir: options.devBuild ? null : join(BUILD_DIR, 'client/assets'),
    publicDir: join(process.cwd(), 'public'),
    async ready() {
      const applied = await database.prisma.$queryRaw<
        Array<{ n: number }>
      >`SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
      const late = await database.prisma.$queryRaw<
        Array<{ n: number }>
      >`SELECT count(*)::int AS n FROM job WHERE done_at IS NULL AND due_at < ${new Date(clock.now().getTime() - 3_600_000)}`;
      const checks = { base: true, migrations: applied[0]?.n === migrations, travaux: late[0]?.n === 0 };
      return { ok: Object.values(checks).every(Boolean), checks };
    },
    handle: (request, response, next) => {
      const serve = () =>
        isStreamed(request)
          ? compressed(request, response, () => pages(request, response, next))
          : pages(request, response, next);
      if (options.before) options.before(request, response, serve);
      else serve();
    },
  });
  return {
    app,
    network,
    async stop() {
      await stopJobs();
      network.stop();
    },
  };
}

/** Names by which a browser on this machine reaches a server that has no public address. */
function loopbackNames(address: string): string[] {
  const { port } = new URL(address);
  return ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);
}
