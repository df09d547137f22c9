import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { can, insideStartup, PUBLIC_ACTOR, type Actor } from '~/person/rights';
import { addDays, day } from '~/platform/day';
import { readRows, sql } from '~/platform/database/sql.server';
import { insideStartupIds, readOddities } from '~/startup/reads.server';
import { z } from 'zod';
import { freshDatabase } from '../support/database';

const today = day('2026-11-21');
const database = await freshDatabase('demo');
const startups = await readRows(
  database.prisma,
  z.object({ id: z.string(), incubatorIds: z.array(z.string()) }),
  sql`SELECT id, ARRAY(SELECT incubator_id::text FROM startup_incubator WHERE startup_id = s.id) AS "incubatorIds" FROM startup s`,
);
const incubators = [...new Set(startups.flatMap(({ incubatorIds }) => incubatorIds))];

const aDay = fc.option(fc.integer({ min: -3, max: 3 }).map((days) => addDays(today, days)));
const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant(PUBLIC_ACTOR),
  fc.record({
    kind: fc.constant('person' as const),
    personId: fc.uuid(),
    missions: fc.array(
      fc.record({ startupId: fc.constantFrom(...startups.map(({ id }) => id)), from: aDay, until: aDay }),
      { maxLength: 4 },
    ),
    incubatorIds: fc.uniqueArray(fc.constantFrom(...incubators), { maxLength: 3 }),
  }),
);

describe('The inside of a startup', () => {
  test('the guard and the list’s query agree for any actor on the whole network', async () => {
    await fc.assert(
      fc.asyncProperty(anyActor, async (actor) => {
        const listed = new Set(await insideStartupIds(database.prisma, actor, today));
        for (const startup of startups)
          expect(listed.has(startup.id)).toBe(insideStartup.holds(actor, startup, today));
      }),
      { numRuns: 60 },
    );
  });

  test('the public is refused with a reason, and reads no oddity whatever it asks for', async () => {
    expect(can(PUBLIC_ACTOR, 'startup.voir-interieur', startups[0]!, today)).toEqual({
      allowed: false,
      reason: 'Cette vue est réservée à l’équipe de la startup et à ses incubateurs.',
    });
    expect(
      await readOddities(
        database.prisma,
        PUBLIC_ACTOR,
        today,
        startups.map(({ id }) => id),
      ),
    ).toEqual([]);
  });

  test('a right ends with its mission, and an action that nobody named is refused', () => {
    const startup = startups[0]!;
    const member = (until: string): Actor => ({
      kind: 'person',
      personId: 'p',
      missions: [{ startupId: startup.id, from: null, until: day(until) }],
      incubatorIds: [],
    });
    expect(can(member('2026-11-21'), 'startup.voir-interieur', startup, today).allowed).toBe(true);
    expect(can(member('2026-11-20'), 'startup.voir-interieur', startup, today).allowed).toBe(false);
    expect(can(member('2027-01-01'), 'startup.detruire' as never, startup as never, today).allowed).toBe(
      false,
    );
  });
});
