import { seedDemoCommittees } from '~/committee/demo-committees.server';
import { seedDemoSupports } from '~/committee/supports/demo-supports.server';
import { seedDemoImpact } from '~/impact/demo-impact.server';
import { seedDemoAccreditations } from '~/impact/standards/demo-accreditations.server';
import { seedDemoCertification } from '~/network/certification/demo-certification.server';
import { seedDemoPriorities } from '~/startup/priorities/demo-priorities.server';
import { seedDemoPeople } from '~/person/demo-people.server';
import { seedDemoCalls } from '~/round/demo/calls.server';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';

/** What a demonstration holds besides its content: people, figures, committees, calls, priorities, supports and sessions that do not exist. Each once. */
export async function seedDemo(tx: Sql, today: Day): Promise<void> {
  await seedDemoPeople(tx, today);
  await seedDemoImpact(tx, today);
  await seedDemoCommittees(tx, today);
  await seedDemoCalls(tx, today);
  await seedDemoPriorities(tx, today);
  await seedDemoAccreditations(tx, today);
  await seedDemoSupports(tx, today);
  await seedDemoCertification(tx, today);
}
