import { z } from 'zod';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import type { SupportInput } from './support-schema';

const supportsOn = (today: Day): ReadonlyArray<SupportInput & { startup: string }> => [
  {
    startup: 'fictif-potagers-partages',
    kind: 'accessibilite',
    what: 'Audit d’accessibilité du parcours d’inscription',
    givenBy: 'l’équipe accessibilité (fictive)',
    startsOn: addMonths(today, -3),
    endsOn: addMonths(today, -2),
    contract: '',
    reviewOn: null,
  },
  {
    startup: 'fictif-potagers-partages',
    kind: 'etude',
    what: 'Enquête auprès de vingt communes sans parcelles',
    givenBy: 'le laboratoire d’usages (fictif)',
    startsOn: addMonths(today, -1),
    endsOn: null,
    contract:
      'Le ministère détache une personne à mi-temps pour un an, et porte le budget d’hébergement à partir de janvier.',
    reviewOn: addDays(today, 10),
  },
];

/** Supports that nobody gave, to startups that do not exist. Once. */
export async function seedDemoSupports(tx: Sql, today: Day): Promise<void> {
  const known = await readRows(tx, z.object({ id: z.string() }), sql`SELECT id FROM support LIMIT 1`);
  if (known.length > 0) return;
  for (const { startup, ...support } of supportsOn(today))
    await tx.$executeRaw(
      sql`INSERT INTO support (id, startup_id, kind, what, given_by, starts_on, ends_on, contract, review_on, version)
          SELECT ${newId()}::uuid, s.id, ${support.kind}, ${support.what}, ${support.givenBy}, ${support.startsOn}::date, ${support.endsOn}::date, ${support.contract}, ${support.reviewOn}::date, 1
          FROM startup s WHERE s.public_id = ${startup}`,
    );
}
