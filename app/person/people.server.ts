import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { folded } from '~/platform/folding';
import { newId } from '~/platform/identifier';
import { RuleError } from './acting';
import { lowered } from './sign-in/attach.server';
import type { Role } from './roles';
import type { StartupTies } from './rights';
import { uuidArray } from './where.server';

/** « Alix Exemple » is `alix.exemple`, and `alix.exemple.2` when another one was there first. */
async function freePublicId(tx: Sql, name: string): Promise<string> {
  const base =
    folded(name)
      .replace(/[^a-z0-9]+/g, '.')
      .replace(/^\.|\.$/g, '')
      .slice(0, 80) || 'personne';
  const rows = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT public_id AS id FROM person WHERE public_id = ${base} OR public_id LIKE ${`${base}.%`}`,
  );
  const taken = new Set(rows.map(({ id }) => id));
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${base}.${number}`)) return `${base}.${number}`;
  }
}

/**
 * The person of this address, made with this name when there is none.
 * @throws {RuleError} when several bear it: which one is meant cannot be guessed.
 */
export async function findOrCreatePerson(
  tx: Sql,
  { name, address, fictional = false }: { name: string; address: string; fictional?: boolean },
): Promise<{ id: string; created: boolean }> {
  // Two people who invite the same address at the same time make one person.
  await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(hashtext(${lowered(address)}))`);
  const known = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT person_id AS id FROM person_address WHERE address = ${lowered(address)} LIMIT 2`,
  );
  if (known.length > 1) {
    throw new RuleError(
      'Plusieurs fiches de personnes portent cette adresse : l’administration technique peut les fusionner.',
      'courriel',
    );
  }
  if (known[0]) return { id: known[0].id, created: false };
  const id = newId();
  await tx.$executeRaw(
    sql`INSERT INTO person (id, public_id, full_name, fictional) VALUES (${id}::uuid, ${await freePublicId(tx, name)}, ${name}, ${fictional})`,
  );
  await tx.$executeRaw(
    sql`INSERT INTO person_address (person_id, address) VALUES (${id}::uuid, ${lowered(address)})`,
  );
  return { id, created: true };
}

const INCUBATOR_PEOPLE: readonly Role[] = ['lead', 'incubator_team', 'portfolio_manager'];

const contactRow = z.object({ id: z.string(), name: z.string(), address: z.string() });
export type Contact = z.infer<typeof contactRow>;

/** Those who hold these roles today, on a startup or in an incubator, with one address each to write to. */
export function peopleInCharge(
  db: Sql,
  today: Day,
  who: {
    startupId?: string;
    team?: readonly Role[];
    incubatorIds: readonly string[];
    incubator: readonly Role[];
  },
): Promise<Contact[]> {
  return readRows(
    db,
    contactRow,
    sql`SELECT DISTINCT ON (p.id) p.id, p.full_name AS name, a.address FROM mission m JOIN person p ON p.id = m.person_id
        JOIN person_address a ON a.person_id = p.id
        WHERE p.erased_at IS NULL AND (m.start_day IS NULL OR m.start_day <= ${today}::date) AND (m.end_day IS NULL OR m.end_day >= ${today}::date)
          AND ((m.startup_id = ${who.startupId ?? null}::uuid AND m.role = ANY(${[...(who.team ?? [])]}))
            OR (m.incubator_id = ANY(${uuidArray(who.incubatorIds)}) AND m.role = ANY(${[...who.incubator]})))
        ORDER BY p.id, a.address`,
  );
}

/** Those who give the network's roles today, with one address each. */
export const networkRoleGivers = (db: Sql, today: Day): Promise<Contact[]> =>
  readRows(
    db,
    contactRow,
    sql`SELECT DISTINCT ON (p.id) p.id, p.full_name AS name, a.address FROM mission m JOIN person p ON p.id = m.person_id
        JOIN person_address a ON a.person_id = p.id
        WHERE p.erased_at IS NULL AND m.role IN ('animation', 'administrator') AND m.withdrawn_at IS NULL
          AND (m.start_day IS NULL OR m.start_day <= ${today}::date) AND (m.end_day IS NULL OR m.end_day >= ${today}::date)
        ORDER BY p.id, a.address`,
  );

/** Those who say whether a mission in a startup goes on: for a coach, the incubators' people alone. */
export const missionManagers = (
  db: Sql,
  today: Day,
  startup: StartupTies,
  role: string,
): Promise<Contact[]> =>
  role === 'coach'
    ? peopleInCharge(db, today, { incubatorIds: startup.incubatorIds, incubator: INCUBATOR_PEOPLE })
    : startupManagers(db, today, startup);

/** Those who answer for a startup's people: its team, and the people of its incubators. */
export const startupManagers = (db: Sql, today: Day, startup: StartupTies): Promise<Contact[]> =>
  peopleInCharge(db, today, {
    startupId: startup.id,
    team: ['intrapreneur', 'member'],
    incubatorIds: startup.incubatorIds,
    incubator: INCUBATOR_PEOPLE,
  });
