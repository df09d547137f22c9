import { z } from 'zod';
import { formatMonth } from '~/design/formats';
import { demoAddress } from '~/person/demo-people.server';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';

const CERTIFIED = ['Swann Énigme'];
const ASKING = ['Alix Chimère'];

async function addSession(tx: Sql, heldOn: Day): Promise<string> {
  const id = newId();
  await tx.$executeRaw(
    sql`INSERT INTO certification_session (id, name, held_on, files_by, version)
        VALUES (${id}::uuid, ${`Session fictive, ${formatMonth(heldOn)}`}, ${heldOn}::date, ${addDays(heldOn, -15)}::date, 1)`,
  );
  return id;
}

/** Two sessions that do not exist: one that decided, one that takes files. Once. */
export async function seedDemoCertification(tx: Sql, today: Day): Promise<void> {
  const known = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT id FROM certification_session LIMIT 1`,
  );
  if (known.length > 0) return;
  const past = addMonths(today, -5);
  const add = async (sessionId: string, name: string, state: string, applied: Day, decided: Day | null) =>
    tx.$executeRaw(
      sql`INSERT INTO certification_candidate (session_id, person_id, full_time, file_url, applied_on, state, decided_on)
          SELECT ${sessionId}::uuid, a.person_id, true, '', ${applied}::date, ${state}, ${decided}::date FROM person_address a WHERE a.address = ${demoAddress(name)}`,
    );
  const decided = await addSession(tx, past);
  for (const name of CERTIFIED) await add(decided, name, 'certifiee', addMonths(past, -1), past);
  const open = await addSession(tx, addDays(today, 40));
  for (const name of ASKING) await add(open, name, 'demandee', addDays(today, -6), null);
}
