import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  ACTIONS,
  can,
  PUBLIC_ACTOR,
  SCOPES,
  type Action,
  type Actor,
  type IncubatorTies,
  type Scope,
  type StartupTies,
} from '~/person/rights';
import { answersInTable, bearerOf } from '~/person/rights-table';
import { GRACE_DAYS, ROLE_CODES, ROLES, type Role } from '~/person/roles';
import { incubatorsWithin } from '~/person/where.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { addDays, day } from '~/platform/day';
import { readOddities, startupIdsWithin } from '~/startup/reads.server';
import { freshDatabase } from '../support/database';
import { actorWith } from '../support/people';

const today = day('2026-11-21');
const database = await freshDatabase('demo');
const startups = await readRows(
  database.prisma,
  z.object({ id: z.string(), incubatorIds: z.array(z.string()) }),
  sql`SELECT id, ARRAY(SELECT incubator_id::text FROM startup_incubator WHERE startup_id = s.id) AS "incubatorIds" FROM startup s`,
);
const incubators = [...new Set(startups.flatMap(({ incubatorIds }) => incubatorIds))];

const aDay = fc.option(fc.integer({ min: -12, max: 3 }).map((days) => addDays(today, days)));
const anyMission = fc
  .record({
    role: fc.constantFrom(...ROLE_CODES),
    startupId: fc.constantFrom(...startups.map(({ id }) => id)),
    incubatorId: fc.constantFrom(...incubators),
    from: aDay,
    until: aDay,
    withdrawn: fc.boolean(),
  })
  .map((mission) => ({
    ...mission,
    organisationId: null,
    startupId: ROLES[mission.role].place === 'startup' ? mission.startupId : null,
    incubatorId: ROLES[mission.role].place === 'incubator' ? mission.incubatorId : null,
  }));
const someIncubators = fc.uniqueArray(fc.constantFrom(...incubators), { maxLength: 3 });
const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant(PUBLIC_ACTOR),
  fc.constant<Actor>({ kind: 'token', tokenId: 't' }),
  fc.constant<Actor>({ kind: 'link', linkId: 'l' }),
  fc.record({
    kind: fc.constant('person' as const),
    personId: fc.uuid(),
    delegateId: fc.constant(null),
    missions: fc.array(anyMission, { maxLength: 4 }),
    repairs: someIncubators,
    shared: fc.record({
      interieur: someIncubators,
      equipes: someIncubators,
      budgets: someIncubators,
      comites: someIncubators,
    }),
    seats: fc.constant([]),
  }),
);

/** Who may do what, written by hand: the rules are held against it, cell by cell. */
const NOBODY: readonly Role[] = [];
const TEAM = ['intrapreneur', 'member'] as const;
const INCUBATOR = ['lead', 'incubator_team', 'portfolio_manager'] as const;
const MATRIX: Readonly<
  Record<Action, { always: readonly Role[]; grace: readonly Role[]; shared?: true; noRepair?: true }>
> = {
  'startup.voir-interieur': {
    always: [...TEAM, 'coach', ...INCUBATOR],
    grace: [...TEAM, 'coach', ...INCUBATOR],
    shared: true,
  },
  'startup.voir-equipe': {
    always: [...TEAM, 'coach', ...INCUBATOR],
    grace: [...TEAM, 'coach', ...INCUBATOR],
    shared: true,
  },
  'startup.voir-budget': {
    always: [...TEAM, 'coach', ...INCUBATOR],
    grace: [...TEAM, 'coach', ...INCUBATOR],
    shared: true,
    noRepair: true,
  },
  'startup.voir-comite': {
    always: [...TEAM, 'coach', ...INCUBATOR],
    grace: [...TEAM, 'coach', ...INCUBATOR],
    shared: true,
    noRepair: true,
  },
  'startup.tenir-comite': { always: ['coach', ...INCUBATOR], grace: NOBODY, noRepair: true },
  'startup.accompagner': { always: ['coach', ...INCUBATOR], grace: NOBODY, noRepair: true },
  'startup.decider': { always: INCUBATOR, grace: NOBODY, noRepair: true },
  'startup.modifier': { always: [...TEAM, ...INCUBATOR], grace: NOBODY },
  'startup.tenir-budget': { always: [...TEAM, ...INCUBATOR], grace: NOBODY, noRepair: true },
  'startup.nommer-coach': { always: INCUBATOR, grace: NOBODY, noRepair: true },
  'startup.gerer-equipe': { always: [...TEAM, ...INCUBATOR], grace: NOBODY, noRepair: true },
  'startup.administrer': { always: INCUBATOR, grace: NOBODY },
  'incubateur.voir-interieur': { always: INCUBATOR, grace: INCUBATOR, shared: true },
  'incubateur.voir-equipe': { always: INCUBATOR, grace: INCUBATOR, shared: true },
  'incubateur.creer-startup': { always: INCUBATOR, grace: NOBODY },
  'incubateur.modifier': { always: ['lead', 'incubator_team'], grace: NOBODY },
  'incubateur.gerer-personnes': { always: ['lead'], grace: NOBODY, noRepair: true },
  'incubateur.partager': { always: ['lead'], grace: NOBODY, noRepair: true },
  'organisation.voir-comites': { always: ['sponsor'], grace: NOBODY, noRepair: true },
  'appel.tenir': { always: ['animation'], grace: NOBODY, noRepair: true },
  'appel.lire': { always: ['animation'], grace: NOBODY, noRepair: true },
  'appel.juger': { always: NOBODY, grace: NOBODY, noRepair: true },
  'reseau.modifier': { always: ['animation'], grace: NOBODY },
  'reseau.donner-roles': { always: ['animation', 'administrator'], grace: NOBODY },
  'administration.voir': { always: ['administrator'], grace: NOBODY },
};

describe('Rights', () => {
  test('the whole matrix, role by action, is the one written here', () => {
    const lines: string[] = [];
    let cells = 0;
    for (const action of ACTIONS) {
      const row = MATRIX[action];
      for (const role of ROLE_CODES) {
        const name = `${role} / ${action}`;
        const onThing = !action.startsWith('reseau.') && !action.startsWith('administration.');
        expect(answersInTable(bearerOf(role), action), name).toBe(row.always.includes(role));
        expect(answersInTable(bearerOf(role, { ended: GRACE_DAYS }), action), `${name}, grâce`).toBe(
          row.grace.includes(role),
        );
        expect(answersInTable(bearerOf(role, { ended: GRACE_DAYS + 1 }), action), `${name}, finie`).toBe(
          false,
        );
        expect(answersInTable(bearerOf(role, { shares: true }), action), `${name}, partagé`).toBe(
          row.always.includes(role) || (role === 'animation' && row.shared === true),
        );
        expect(answersInTable(bearerOf(role, { repairs: true }), action), `${name}, réparation`).toBe(
          row.always.includes(role) || (role === 'administrator' && onThing && row.noRepair !== true),
        );
        cells += 5;
      }
      for (const actor of [
        PUBLIC_ACTOR,
        { kind: 'token', tokenId: 't' },
        { kind: 'link', linkId: 'l' },
      ] as Actor[]) {
        expect(answersInTable(actor, action), `${actor.kind} / ${action}`).toBe(false);
        cells += 1;
      }
      lines.push(`${action.padEnd(28)} ${row.always.join(', ')}`);
    }
    process.stdout.write(
      `${lines.join('\n')}\n${ACTIONS.length} actions, ${ROLE_CODES.length} rôles, ${cells} cases\n`,
    );
  });

  test('an action that nobody named is refused, and so is one named like a word of the language', () => {
    const lead = bearerOf('lead');
    for (const action of ['startup.detruire', 'constructor', '__proto__']) {
      expect(can(lead, action as never, { id: 's', incubatorIds: [] } as never, today).allowed, action).toBe(
        false,
      );
    }
  });

  test('a mission that has not begun gives nothing', () => {
    const startup = startups[0]!;
    const coming = actorWith({ role: 'member', startupId: startup.id, from: addDays(today, 1) });
    expect(can(coming, 'startup.voir-interieur', startup, today).allowed).toBe(false);
    expect(can(coming, 'startup.modifier', startup, today).allowed).toBe(false);
  });

  const startupActions = ACTIONS.filter((action) => action.startsWith('startup.'));
  test.each(startupActions)(
    'the guard of %s and its list’s query agree for any actor on the whole network',
    async (action) => {
      const scope = SCOPES[action] as Scope<StartupTies>;
      await fc.assert(
        fc.asyncProperty(anyActor, async (actor) => {
          const listed = new Set(await startupIdsWithin(database.prisma, scope, actor, today));
          for (const startup of startups)
            expect(listed.has(startup.id)).toBe(scope.holds(actor, startup, today));
        }),
        { numRuns: 30 },
      );
    },
  );

  const incubatorActions = ACTIONS.filter((action) => action.startsWith('incubateur.'));
  test.each(incubatorActions)('the guard of %s and its list’s query agree', async (action) => {
    const scope = SCOPES[action] as Scope<IncubatorTies>;
    await fc.assert(
      fc.asyncProperty(anyActor, async (actor) => {
        const rows = await readRows(
          database.prisma,
          z.object({ id: z.string() }),
          sql`SELECT i.id FROM incubator i WHERE ${incubatorsWithin(scope, actor, today)}`,
        );
        const listed = new Set(rows.map(({ id }) => id));
        for (const id of incubators) expect(listed.has(id)).toBe(scope.holds(actor, { id }, today));
      }),
      { numRuns: 30 },
    );
  });

  test('the public is refused with a reason, and reads no oddity whatever it asks for', async () => {
    expect(can(PUBLIC_ACTOR, 'startup.voir-interieur', startups[0]!, today)).toEqual({
      allowed: false,
      reason: 'Cette vue est réservée à l’équipe de la startup et à ses incubateurs.',
    });
    const all = startups.map(({ id }) => id);
    expect(await readOddities(database.prisma, PUBLIC_ACTOR, today, all)).toEqual([]);
  });
});
