import { seedDemoCommittees } from '~/committee/demo-committees.server';
import { seedDemoImpact } from '~/impact/demo-impact.server';
import { seedDemoPeople } from '~/person/demo-people.server';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';

/** What a demonstration holds besides its content: people, figures and committees that do not exist. Each once. */
export async function seedDemo(tx: Sql, today: Day): Promise<void> {
  await seedDemoPeople(tx, today);
  await seedDemoImpact(tx, today);
  await seedDemoCommittees(tx, today);
}
