import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ServerBuild } from '@remix-run/node';
import { NETWORK, SCOPES, type Actor, type Scope, NOTHING_SHARED } from '~/person/rights';
import type { Role } from '~/person/roles';
import { ROUTE_ACCESS, type Access } from '~/routes/access';
import { readMissions } from '~/person/session.server';
import { Browserless, locationOf } from '../support/browserless';
import { newId } from '~/platform/identifier';
import { bearer, type Bearer } from '../support/people';
import { idOf } from '../support/real-network';
import { startSite } from '../support/site';

const { url, database, clock } = await startSite('demo');
const { routes } = (await import(
  pathToFileURL(join(process.cwd(), 'build/server/index.js')).href
)) as ServerBuild;

const STARTUP = 'fictif-potagers-partages';
const INCUBATOR = 'fictif-territoires';
const startupId = await idOf(database, 'startup', STARTUP);
const incubatorId = await idOf(database, 'incubator', INCUBATOR);
const elsewhere = {
  startup: await idOf(database, 'startup', 'fictif-file-d-attente'),
  incubator: await idOf(database, 'incubator', 'fictif-quotidien'),
};

/** Committees of the walk's startup alone: one to come and one that is closed, whose minutes can be read. */
async function committeeOf(state: 'prevu' | 'clos'): Promise<string> {
  const id = newId();
  const closed = state === 'clos';
  await database.pool.query(
    `INSERT INTO committee (id, kind, held_on, starts_at, state, calendar_sequence, version, created_at, closed_at)
       VALUES ('${id}', 'investissement', '${clock.today()}', '${clock.now().toISOString()}', '${state}', 0, 1, now(), ${closed ? 'now()' : 'NULL'});
     INSERT INTO committee_incubator VALUES ('${id}', '${incubatorId}');
     INSERT INTO committee_item (id, committee_id, startup_id, position, presentation_minutes, question_minutes, deliberation_minutes, state, outcome, objectives, reasons, version)
       VALUES (gen_random_uuid(), '${id}', '${startupId}', 0, 15, 15, 20, '${closed ? 'decide' : 'ouvert'}', ${closed ? "'continuer'" : 'NULL'}, '', '', 1)`,
  );
  if (closed)
    await database.pool.query(
      `INSERT INTO committee_minutes (committee_id, number, body, version, updated_at) VALUES ('${id}', 1, 'Relevé.', 1, now())`,
    );
  return id;
}
const committees = { coming: await committeeOf('prevu'), closed: await committeeOf('clos') };

const callId = (await database.pool.query<{ id: string }>(`SELECT id FROM call WHERE means = 'enveloppe'`))
  .rows[0]!.id;
const applicationId = (
  await database.pool.query<{ id: string }>(
    `SELECT id FROM application WHERE call_id = '${callId}' AND startup_id = '${startupId}'`,
  )
).rows[0]!.id;

/** A full path of each route of the manifest, with the things of the walk in place of its parameters. */
const PARAMETERS: Readonly<Record<string, string>> = {
  partie: 'presentation',
  candidature: applicationId,
  jeton: 'un-jeton',
  fichier: 'releve.md',
  startup: STARTUP,
  document: 'un-document',
  point: 'un-point',
  liste: 'themes',
  collection: 'organisations',
  edition: '15',
  mesure: 'une-mesure',
  grille: 'grille.csv',
  code: 'construction',
  page: 'chiffres',
  session: 'une-session',
};
const fullPath = (id: string): string => {
  const route = routes[id]!;
  const parent = route.parentId ? fullPath(route.parentId) : '';
  return [parent, route.path ?? ''].filter(Boolean).join('/');
};
const addressOf = (path: string): string =>
  `/${path
    .replace(/^startups\/:id/, `startups/${STARTUP}`)
    .replace(/^incubateurs\/:id/, `incubateurs/${INCUBATOR}`)
    .replace(/^comites\/:id\/(releve|:fichier)$/, `comites/${committees.closed}/$1`)
    .replace(/^comites\/:id/, `comites/${committees.coming}`)
    // Minutes wait for the scores: the files of a closed call are there for whoever reads it.
    .replace(/^appels\/:id\/:fichier$/, `appels/${callId}/candidatures.csv`)
    .replace(/^appels\/:id/, `appels/${callId}`)
    .replace(/^candidatures\/:id/, `candidatures/${applicationId}`)
    .replace(/^organisations\/:id/, 'organisations/mj')
    .replace(/^reseau\/:collection\/:id/, 'reseau/organisations/mj')
    .replace(/:(\w+)/g, (_, name: string) => PARAMETERS[name] ?? name)
    .replace('*', 'nulle-part')}`;
const walked = Object.keys(routes)
  .filter((id) => id !== 'root')
  .map((id) => ({ id, path: fullPath(id), module: routes[id]!.module }));

const today = clock.today();
const person = (role: Role, placeId: string | null = null) =>
  bearer(database, clock.now(), { role, placeId });
/** Roles whose rights another one's are part of: who may do what is told role by role in the table of rights. */
const ALIKE = new Set([
  'member',
  'incubator_team',
  'portfolio_manager',
  'jury',
  'community',
  'lead elsewhere',
]);
const ALL_WALKERS: Array<[name: string, walker: Bearer | null]> = [
  ['public', null],
  ['intrapreneur', await person('intrapreneur', startupId)],
  ['member', await person('member', startupId)],
  ['coach', await person('coach', startupId)],
  ['lead', await person('lead', incubatorId)],
  ['incubator_team', await person('incubator_team', incubatorId)],
  ['portfolio_manager', await person('portfolio_manager', incubatorId)],
  ['animation', await person('animation')],
  ['administrator', await person('administrator')],
  ['jury', await person('jury')],
  ['community', await person('community')],
  ['member elsewhere', await person('member', elsewhere.startup)],
  ['lead elsewhere', await person('lead', elsewhere.incubator)],
];

const WALKERS = ALL_WALKERS.filter(([name]) => process.env['CI'] || !ALIKE.has(name));

const PUBLIC_WALKERS = new Set(['public', 'intrapreneur', 'member elsewhere']);

async function actorOf(walker: Bearer | null): Promise<Actor> {
  if (walker === null) return { kind: 'public' };
  return {
    kind: 'person',
    personId: walker.personId,
    delegateId: null,
    missions: await readMissions(database.prisma, walker.personId),
    repairs: [],
    shared: NOTHING_SHARED,
    seats: [],
  };
}

function mayPass(access: Access | readonly Access[], actor: Actor): boolean {
  if (typeof access !== 'string') return access.some((one) => mayPass(one, actor));
  if (access === 'public') return true;
  if (access === 'token') return false;
  if (access === 'signed-in') return actor.kind === 'person';
  if (access.startsWith('reseau.') || access.startsWith('administration.')) {
    return (SCOPES[access] as Scope<unknown>).holds(actor, NETWORK, today);
  }
  const scope = SCOPES[access] as Scope<unknown>;
  return scope.holds(
    actor,
    // Nobody of the walk is a sponsor of the administration that it asks about.
    access.startsWith('appel.')
      ? { id: callId }
      : access.startsWith('organisation.')
        ? { id: 'mj' }
        : access.startsWith('startup.')
          ? { id: startupId, incubatorIds: [incubatorId] }
          : { id: incubatorId },
    today,
  );
}

/** What an answer means: let in, refused, or led to sign in. */
async function verdict(answer: Response): Promise<'in' | 'refused' | 'sign-in'> {
  const body = await answer.text();
  const redirects = answer.status === 302 || answer.status === 202;
  if (redirects && (locationOf(answer) + body).includes('/connexion?retour=')) return 'sign-in';
  if (answer.status === 401 || answer.status === 403 || body.includes('Accès réservé')) return 'refused';
  return 'in';
}
const expected = (access: Access | readonly Access[], actor: Actor) =>
  mayPass(access, actor) ? 'in' : actor.kind === 'public' ? 'sign-in' : 'refused';

/** Thousands of pages on a slow machine. */
const LONG_MS = 600_000;

describe('Every route', () => {
  test('has its declared rule, and every rule its route', () => {
    expect(walked.map(({ path }) => path).sort()).toEqual(Object.keys(ROUTE_ACCESS).sort());
    for (const { path, module } of walked) {
      expect(ROUTE_ACCESS[path]!.write !== null, `${path} receives forms`).toBe(
        'action' in module && module.action !== undefined,
      );
    }
  });

  test(
    'answers each role by its rule: as a page, as data, and as data of one loader',
    { timeout: LONG_MS },
    async () => {
      let asked = 0;
      for (const [name, walker] of WALKERS) {
        const actor = await actorOf(walker);
        for (const { id, path } of walked) {
          const { read } = ROUTE_ACCESS[path]!;
          const address = addressOf(path);
          // Sign-in pages lead those already in to their space; data of nowhere is nowhere.
          if (['*', 'connexion', 'deconnexion', 'reprendre'].includes(path)) continue;
          // What is public is the same question for everyone: a stranger, one of the team and one of elsewhere ask it.
          if (read === 'public' && !PUBLIC_WALKERS.has(name)) continue;
          // Who is refused is refused in every form; who may read is drawn the page.
          const data = `${address === '/' ? '/_root' : address}.data`;
          const forms =
            expected(read, actor) === 'in'
              ? [address]
              : [
                  address,
                  data,
                  // One loader's data alone go the same way as the page's: asked for each role in the full checks.
                  ...(process.env['CI'] ? [`${data}?_routes=${encodeURIComponent(id)}`] : []),
                ];
          await Promise.all(
            forms.map(async (form) => {
              const got = await verdict(await new Browserless(url, walker?.cookie).get(form));
              asked += 1;
              const isOnlyRoot = form.includes('_routes') && !('loader' in routes[id]!.module);
              if (!isOnlyRoot) expect(got, `${name} reads ${form}`).toBe(expected(read, actor));
            }),
          );
        }
      }
      process.stdout.write(`${walked.length} routes, ${WALKERS.length} personnes, ${asked} lectures\n`);
    },
  );

  test(
    'answers each role by its rule when a form is sent, as a page and as data',
    { timeout: LONG_MS },
    async () => {
      let asked = 0;
      for (const [name, walker] of WALKERS) {
        const actor = await actorOf(walker);
        for (const { path } of walked) {
          const { write } = ROUTE_ACCESS[path]!;
          if (write === null || path === 'deconnexion') continue;
          if (write === 'public' && !PUBLIC_WALKERS.has(name)) continue;
          const page = addressOf(path);
          for (const form of mayPass(write, actor) ? [page] : [page, `${page}.data`]) {
            const answer = await new Browserless(url, walker?.cookie).post(form, {
              intention: 'rien-de-connu',
              version: '0',
            });
            const got = await verdict(answer);
            asked += 1;
            expect(answer.status, `${name} sends to ${form}`).toBeLessThan(500);
            expect(got === 'in', `${name} sends to ${form}: ${got}`).toBe(mayPass(write, actor));
          }
        }
      }
      process.stdout.write(`${asked} envois\n`);
    },
  );

  test('of Express itself is public and says nothing of anybody', async () => {
    for (const path of ['/sante', '/sante/prete', '/favicon.svg']) {
      const answer = await new Browserless(url).get(path);
      expect(answer.status, path).toBe(200);
      expect(await answer.text()).not.toMatch(/Fictive|exemple\.invalid/);
    }
  });
});
