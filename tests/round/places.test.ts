import { expect, test } from 'vitest';
import { sql } from '~/platform/database/sql.server';
import { PROGRAMS } from '~/round/calls/grids';
import { deliberationOf } from '~/round/deliberation/deliberation.server';
import { NOTHING_SHARED, type Actor } from '~/person/rights';
import { callOf } from '~/round/calls/calls.server';
import { Browserless, locationOf } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { largeCall } from '../support/large-call';
import { valueOf } from '../support/real-network';

const network = await committeeNetwork('2026-05-01T09:00:00Z');
const { database, url, moveTo } = network;
const { browser: asAnimation, personId } = await network.as('animation', null);
const actor: Actor = {
  kind: 'person',
  personId,
  delegateId: null,
  missions: [],
  repairs: [],
  shared: NOTHING_SHARED,
  seats: [],
};
const teams = {
  potagers: (await network.as('intrapreneur', network.potagers)).browser,
  bancs: (await network.as('intrapreneur', network.bancs)).browser,
};
const MANDATORY = PROGRAMS[1]!.lines.filter(({ kind }) => kind === 'obligatoire').map(({ code }) => code);

test('a round by places on the consolidation grid: the base holds or not, and no place is given twice', async () => {
  const announced = await asAnimation.post('/appels/nouveau', {
    programme: 'consolidation',
    edition: '1',
    titre: 'Consolidation 1',
    ouverture: '2026-05-04 09:00',
    cloture: '2026-06-21 12:00',
    finNotation: '2026-07-20 12:00',
    places: '1',
  });
  const call = /\/appels\/([0-9a-f-]{36})/.exec(locationOf(announced))![1]!;
  expect(await new Browserless(url).text(`/appels/${call}`)).toMatch(/1\splace\./);
  await moveTo('2026-05-04T09:00:00Z');
  const ids: Record<string, string> = {};
  for (const startup of ['potagers', 'bancs'] as const) {
    const begun = await teams[startup].post(`/startups/${startup}/candidatures`, { appel: call });
    const id = (ids[startup] = /\/candidatures\/([0-9a-f-]{36})/.exec(locationOf(begun))![1]!);
    const deposit = async (held: readonly string[]) =>
      teams[startup].post(`/candidatures/${id}`, [
        ['intention', 'deposer'],
        [
          'version',
          String(
            await valueOf<number>(database, sql`SELECT version FROM application WHERE id = ${id}::uuid`),
          ),
        ],
        ['pilier-0', 'Notre impact est montré.'],
        ['pilier-1', 'Nous cherchons qui portera le service.'],
        ...held.map((code): [string, string] => ['tenu', code]),
      ]);
    expect((await deposit(MANDATORY)).status).toBe(400);
    expect((await deposit(['impact', 'portage'])).status).toBe(400);
    expect((await deposit([...MANDATORY, 'portage'])).status).toBe(302);
  }
  await moveTo('2026-07-20T11:00:00Z');
  const share = (fields: Record<string, string>) =>
    asAnimation.post(`/appels/${call}/deliberation`, {
      intention: 'partage',
      [`decision-${ids['potagers']!}`]: 'attente',
      [`decision-${ids['bancs']!}`]: 'attente',
      ...fields,
    });
  const one = { [`decision-${ids['potagers']!}`]: 'accompagnement' };
  expect((await share({ ...one, [`decision-${ids['bancs']!}`]: 'accompagnement' })).status).toBe(400);
  expect((await share(one)).status).toBe(302);
  expect((await asAnimation.post(`/appels/${call}/resultats`, { intention: 'publier' })).status).toBe(302);
  // Another program's first edition is not FAST's.
  expect(await new Browserless(url).text('/fast')).not.toContain('Consolidation 1');
  expect(await new Browserless(url).text(`/appels/${call}`)).toContain('Potagers');
  // A place is an award: named by its call on the startup's page and in open data, and no FAST funding.
  const page = await new Browserless(url).text('/startups/potagers');
  expect(page).toContain('Consolidation 1');
  expect(page).toContain('accompagnement, sans montant');
  expect(await new Browserless(url).text('/startups?situation=toutes&finance=oui')).not.toContain(
    '/startups/potagers"',
  );
  const { donnees } = (await (await fetch(`${url}/api/v1/financements`)).json()) as {
    donnees: Array<{ programme: string; startup: string; accorde_centimes: number }>;
  };
  expect(donnees).toMatchObject([{ programme: 'consolidation', startup: 'potagers', accorde_centimes: 0 }]);
  const waiting = await teams.bancs.text(`/candidatures/${ids['bancs']!}`);
  expect(waiting).toContain('Liste d’attente');
});

test('the ranking of 300 applications by 15 jurors asks as many queries as that of 3', async () => {
  const queries = async (files: number): Promise<number> => {
    const call = await largeCall(database, files);
    let asked = 0;
    const counted = new Proxy(database.prisma, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        if (key !== '$queryRaw' || typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          asked += 1;
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const { files: ranked } = await deliberationOf(
      counted,
      (await callOf(database.prisma, call))!,
      new Date('2030-01-01'),
      actor,
    );
    expect(ranked).toHaveLength(files);
    expect(ranked[0]!.scored.rank).toBe(1);
    return asked;
  };
  const few = await queries(3);
  const many = await queries(300);
  process.stdout.write(`classement : ${few} requêtes pour 3 candidatures, ${many} pour 300\n`);
  expect(many).toBe(few);
});
