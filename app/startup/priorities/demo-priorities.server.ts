import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { z } from 'zod';

const SOURCE = 'liste fictive de la démonstration';

interface DemoPolicy {
  title: string;
  axis: string;
  served: ReadonlyArray<{ startup: string; why: string; confirmed: boolean }>;
}

const POLICIES: readonly DemoPolicy[] = [
  {
    title: 'Politique fictive : mieux manger en ville',
    axis: 'Écologie',
    served: [
      {
        startup: 'fictif-potagers-partages',
        why: 'Les communes ouvrent leurs parcelles, et les familles récoltent.',
        confirmed: true,
      },
    ],
  },
  {
    title: 'Politique fictive : se déplacer sans voiture',
    axis: 'Écologie',
    served: [
      { startup: 'fictif-bus-a-la-demande', why: 'Un bus vient où il n’y en avait pas.', confirmed: true },
    ],
  },
  {
    title: 'Politique fictive : des services publics proches',
    axis: 'Services publics',
    served: [{ startup: 'fictif-mairie-ouverte', why: 'La mairie répond aussi le soir.', confirmed: false }],
  },
];

/** Priorities that do not exist, and what serves them. Once. */
export async function seedDemoPriorities(tx: Sql, today: Day): Promise<void> {
  const known = await readRows(tx, z.object({ id: z.string() }), sql`SELECT id FROM priority_policy LIMIT 1`);
  if (known.length > 0) return;
  for (const { title, axis, served } of POLICIES) {
    const id = newId();
    await tx.$executeRaw(
      sql`INSERT INTO priority_policy (id, title, axis, source, starts_on, version) VALUES (${id}::uuid, ${title}, ${axis}, ${SOURCE}, ${addMonths(today, -10)}::date, 1)`,
    );
    for (const { startup, why, confirmed } of served)
      await tx.$executeRaw(
        sql`INSERT INTO priority_startup (policy_id, startup_id, why, declared_on, confirmed_on)
            SELECT ${id}::uuid, s.id, ${why}, ${addDays(today, -40)}::date, ${confirmed ? addDays(today, -30) : null}::date FROM startup s WHERE s.public_id = ${startup}`,
      );
  }
}
