import { addMonths } from '~/platform/calendar';
import { sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';

/** Security decisions that nobody took, about services that do not exist. */
export async function seedDemoAccreditations(tx: Sql, today: Day): Promise<void> {
  const add = (startup: string, state: string, authority: string, decided: Day | null, until: Day | null) =>
    tx.$executeRaw(
      sql`INSERT INTO accreditation (startup_id, state, authority, decided_on, until_day, version)
          SELECT id, ${state}, ${authority}, ${decided}::date, ${until}::date, 1 FROM startup WHERE public_id = ${startup} ON CONFLICT DO NOTHING`,
    );
  const from = addMonths(today, -22);
  await add(
    'fictif-potagers-partages',
    'prononcee',
    'l’autorité d’homologation fictive',
    from,
    addDays(today, 55),
  );
  await add('fictif-bus-a-la-demande', 'demarche', '', null, null);
}
