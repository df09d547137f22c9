import compression from 'compression';
import type { Express, RequestHandler, Response } from 'express';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { raiseDataVersion } from '~/platform/data-version.server';
import { keepDatasets } from '~/exchange/datasets/versions.server';
import { sendConditionReminders } from '~/committee/conditions/reminders.server';
import { eraseOldJuryTexts } from '~/round/jury/retention.server';
import { sendCallReminders } from '~/round/reminders/morning.server';
import { freezeClosedCalls } from '~/round/application/deposit.server';
import { freezeDueFiles } from '~/committee/file/file.server';
import { askDueFollowUps } from '~/committee/handover/followups.server';
import { startSpreading } from '~/exchange/webhooks/spread.server';
import { startCollection } from '~/impact/collection/collect.server';
import { readIndicatorFacts } from '~/network/indicators/facts.server';
import { keepUndated } from '~/network/indicators/kept.server';
import { followNetwork, type NetworkReader } from '~/network/network.server';
import { sendWeeklyMails } from '~/network/weekly-mail.server';
import { sendMissionNotices } from '~/person/mission-notices.server';
import { purgeExpired } from '~/person/retention.server';
import { can, NETWORK, PUBLIC_ACTOR, type Actor } from '~/person/rights';
import { readSession, type Session } from '~/person/session.server';
import { createProvider } from '~/person/sign-in/provider.server';
import { nextParisHour, parisDay } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import { movableClock, systemClock, type Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { MIGRATIONS } from '~/platform/database/open.server';
import { readMigrations } from '~/platform/database/migrate.server';
import { bearsToken, createHttpApp, requestIdOf } from '~/platform/http/app.server';
import { readInstallation } from '~/platform/installation.server';
import { planJob, startJobs, type JobKinds } from '~/platform/jobs.server';
import { LARGEST_DOCUMENT } from '~/platform/files/documents';
import type { Log } from '~/platform/log.server';
import { COOKIES, readCookie } from '~/platform/http/cookies';
import { demoCarrier, smtpCarrier } from '~/platform/mail/carrier.server';
import { startMail } from '~/platform/mail/deliver.server';
import { programSecret } from '~/platform/secrets.server';
import type { Settings } from '~/platform/settings';
import type { SiteContext } from '~/routes/site-context';
import { createPageHandler, isStreamed } from './pages.server';
import { readiness } from './readiness.server';

export const BUILD_DIR = join(process.cwd(), 'build');

export interface SiteOptions {
  database: Database;
  settings: Settings;
  log: Log;
  /** Set by tests that hold the time still. */
  clock?: Clock;
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

const NIGHT = 3;
const MORNING = 8;
const MONDAY = 1;

/** What is done by itself, and when: names, each with its next hour in Paris. */
const jobsOf = (origin: () => string, network: () => NetworkReader): JobKinds => ({
  purge: {
    async run(tx, now) {
      await purgeExpired(tx, now);
      await eraseOldJuryTexts(tx, now);
    },
    next: (now) => nextParisHour(now, NIGHT),
  },
  donnees: {
    seconds: 120,
    async run(tx, now) {
      // The page that lists the versions is kept by data version.
      if ((await keepDatasets(tx, network().current(), parisDay(now))) > 0) await raiseDataVersion(tx);
      const facts = await readIndicatorFacts(tx, network().current(), parisDay(now));
      await keepUndated(tx, facts, parisDay(now));
    },
    next: (now) => nextParisHour(now, NIGHT),
  },
  'fins-de-mission': {
    seconds: 120,
    run: (tx, now) => sendMissionNotices(tx, now, origin()),
    next: (now) => nextParisHour(now, MORNING),
  },
  dossiers: { seconds: 120, run: freezeDueFiles, next: (now) => nextParisHour(now, MORNING) },
  candidatures: { seconds: 120, run: freezeClosedCalls, next: (now) => nextParisHour(now, MORNING) },
  suivis: {
    seconds: 120,
    run: (tx, now) => askDueFollowUps(tx, now, origin()),
    next: (now) => nextParisHour(now, MORNING),
  },
  conditions: {
    seconds: 120,
    run: (tx, now) => sendConditionReminders(tx, now, origin()),
    next: (now) => nextParisHour(now, MORNING),
  },
  appels: {
    seconds: 120,
    run: (tx, now) => sendCallReminders(tx, now, origin()),
    next: (now) => nextParisHour(now, MORNING),
  },
  hebdomadaire: {
    seconds: 120,
    run: (tx, now) => sendWeeklyMails(tx, now, origin(), network().current()),
    next: (now) => nextParisHour(now, MORNING, MONDAY),
  },
});

/** Bodies larger than the ordinary limit, for those who may send them: a picture, an archive of content. */
const LARGER_BODIES: ReadonlyArray<{
  path: RegExp;
  bytes: number;
  allowed: (actor: Actor, today: Day) => boolean;
}> = [
  {
    path: /^\/startups\/[^/]+\/modifier\/image(\.data)?$/,
    bytes: 6 * 1024 * 1024,
    allowed: (actor) => actor.kind === 'person',
  },
  {
    path: /^\/startups\/[^/]+\/(impact\/valeurs|budget\/modifier)(\.data)?$/,
    bytes: 11 * 1024 * 1024,
    allowed: (actor) => actor.kind === 'person',
  },
  {
    path: /^\/(startups\/[^/]+\/comites\/noter|comites\/[^/]+\/(releve|dossiers\/[^/]+)|candidatures\/[^/]+)(\.data)?$/,
    bytes: LARGEST_DOCUMENT + 1024 * 1024,
    allowed: (actor) => actor.kind === 'person',
  },
  {
    path: /^\/administration\/imports(\.data)?$/,
    bytes: 64 * 1024 * 1024,
    allowed: (actor, today) => can(actor, 'administration.voir', NETWORK, today).allowed,
  },
];

const sessionOf = (response: Response): Session | null =>
  (response.locals['session'] as Session | null) || null;

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

async function readBuild(): Promise<() => Promise<ServerBuild>> {
  const build = (await import(pathToFileURL(join(BUILD_DIR, 'server/index.js')).href)) as ServerBuild;
  return () => Promise.resolve(build);
}

/** The whole product on one database, ready to listen. */
export async function createSite(options: SiteOptions): Promise<Site> {
  const { database, settings, log } = options;
  const moved = settings.movableClock ? movableClock(database) : null;
  const clock = options.clock ?? moved ?? systemClock;
  const installation = await readInstallation(database.prisma);
  const network = await followNetwork(database, installation.kind === 'demo');
  const migrations = readMigrations(MIGRATIONS).length;

  const origin = () => settings.publicUrl ?? options.address();
  const jobs = jobsOf(origin, () => network);
  await database.transaction(async (tx) => {
    for (const kind of Object.keys(jobs)) {
      await planJob(
        tx,
        kind,
        kind === 'hebdomadaire' ? nextParisHour(clock.now(), MORNING, MONDAY) : clock.now(),
      );
    }
  });
  const secret = programSecret(settings);
  const carrier =
    installation.kind === 'demo'
      ? demoCarrier
      : settings.smtpUrl && settings.mailFrom
        ? smtpCarrier(settings.smtpUrl, settings.mailFrom)
        : null;
  const mail = startMail({ database, clock, log, carrier });
  const provider = settings.oidc ? createProvider(settings.oidc, () => `${origin()}/connexion/retour`) : null;
  const stopCollection = startCollection({
    database,
    clock,
    log,
    allowLoopback: settings.collectsLoopback,
    standardsUrl: settings.standardsUrl,
    changed: () => network.refresh(),
  });
  const stopSpreading = startSpreading({
    database,
    clock,
    log,
    origin,
    secret,
    allowLoopback: settings.collectsLoopback,
  });
  const stopJobs = startJobs({ database, clock, log }, jobs);

  const built = buildName();
  // Read once, before the first request: a build that cannot be read stops the start instead of every page.
  const load = options.devBuild ?? (await readBuild());

  const pages = createPageHandler({
    build: load,
    mode: settings.production ? 'production' : 'development',
    origin,
    formTargets: settings.oidc ? [new URL(settings.oidc.issuer).origin] : [],
    async contextOf(request, response) {
      const session = sessionOf(response);
      return {
        database,
        clock,
        settings,
        network: network.current(),
        refreshNetwork: () => network.refresh(),
        session,
        provider,
        secret,
        mail: { leaves: carrier !== null, wake: mail.wake },
        actor: session?.actor ?? PUBLIC_ACTOR,
        audit: {
          actor: session
            ? { kind: 'person', id: session.personId, onBehalfOf: session.actingFor?.personId ?? null }
            : { kind: 'public', id: null },
          requestId: requestIdOf(response),
        },
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
    async identify(request, response, next) {
      try {
        await moved?.refresh();
        const token = bearsToken(request) ? null : readCookie(request.headers.cookie, COOKIES.session);
        response.locals['session'] =
          token &&
          (await readSession(database.prisma, token, clock.now(), {
            // Asking how long the session lasts does not make it last.
            touches: !(request.method === 'GET' && request.path === '/session'),
          }));
        next();
      } catch (error) {
        next(error);
      }
    },
    bodyLimit: (request, response) => {
      const actor = sessionOf(response)?.actor;
      const larger = actor && LARGER_BODIES.find(({ path }) => path.test(request.path));
      return actor && larger?.allowed(actor, clock.today()) ? larger.bytes : undefined;
    },
    assetsDir: options.devBuild ? null : join(BUILD_DIR, 'client/assets'),
    publicDir: join(process.cwd(), 'public'),
    ready: () => readiness({ database, clock, log }, migrations),
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
      await stopCollection();
      await stopSpreading();
      await stopJobs();
      await mail.stop();
      network.stop();
    },
  };
}

/** Names by which a browser on this machine reaches a server that has no public address. */
function loopbackNames(address: string): string[] {
  const { port } = new URL(address);
  return ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);
}
