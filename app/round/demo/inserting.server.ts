import { z } from 'zod';
import { parisInstant } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { euros } from '~/platform/money';
import { USUAL_LENGTH } from '../calls/call-schema';
import { insertGrid, programId } from '../calls/calls.server';
import { pillarsOf, PROGRAMS } from '../calls/grids';
import type { SeatRole } from '../vocabulary';

export interface DemoApplication {
  startup: string;
  amount: number;
  cofunding: number;
  target: { label: string; value: number };
  answers: readonly string[];
}

const JURY: ReadonlyArray<{ name: string; role: SeatRole }> = [
  { name: 'Camille Utopie', role: 'presidence' },
  { name: 'Ariel Conte', role: 'jury' },
  { name: 'Swann Énigme', role: 'jury' },
  { name: 'Andréa Prodige', role: 'expertise' },
];

const idRow = z.object({ id: z.string() });
export const NOON = '12:00';

export async function insertCall(
  tx: Sql,
  now: Date,
  code: 'fast' | 'consolidation',
  call: { edition: number; title: string; opens: Day; closes: Day; scores: Day },
): Promise<string> {
  const configuration = PROGRAMS.find((program) => program.code === code)!;
  const program = await programId(tx, configuration);
  const gridId = await insertGrid(tx, now, program, configuration);
  const id = newId();
  const isMoney = configuration.means === 'enveloppe';
  await tx.$executeRaw(
    sql`INSERT INTO call (id, program_id, edition, title, purpose, grid_id, opens_at, closes_at, scores_close_at, means, envelope, places, cofunding_percent, cap, coaching_value, answer_limit, version, created_at)
        VALUES (${id}::uuid, ${program}::uuid, ${call.edition}, ${call.title}, ${configuration.purpose}, ${gridId}::uuid, ${parisInstant(call.opens, NOON)}, ${parisInstant(call.closes, NOON)},
          ${parisInstant(call.scores, NOON)}, ${configuration.means}, ${isMoney ? euros(400_000) : null}, ${isMoney ? null : 6}, ${configuration.cofundingPercent}, ${configuration.cap},
          ${configuration.coachingValue}, ${USUAL_LENGTH}, 1, ${now})`,
  );
  return id;
}

export async function insertApplication(
  tx: Sql,
  callId: string,
  code: 'fast' | 'consolidation',
  one: DemoApplication,
  depositedAt: Date,
  due: Day,
): Promise<void> {
  const [startup] = await readRows(
    tx,
    idRow,
    sql`SELECT id FROM startup WHERE public_id = ${one.startup} AND fictional`,
  );
  if (!startup) return;
  const id = newId();
  const { lines } = PROGRAMS.find((program) => program.code === code)!;
  const pillars = pillarsOf(lines);
  const answers = {
    pillars: Object.fromEntries(pillars.map((pillar, index) => [pillar, one.answers[index] ?? ''])),
    held: lines.filter(({ kind }) => kind !== 'note').map((line) => line.code),
  };
  await tx.$executeRaw(
    sql`INSERT INTO application (id, call_id, startup_id, answers, amount, cofunding, cofunding_note, sponsor_name, deposited_at, decision_reason, feedback, version, created_at)
        VALUES (${id}::uuid, ${callId}::uuid, ${startup.id}::uuid, ${JSON.stringify(answers)}::jsonb, ${euros(one.amount)}, ${euros(one.cofunding)}, 'Ligne budgétaire fictive.', 'Lou Rêverie', ${depositedAt}, '', '', 1, ${depositedAt})`,
  );
  await tx.$executeRaw(
    sql`INSERT INTO application_target (application_id, position, label, value, due_day) VALUES (${id}::uuid, 0, ${one.target.label}, ${one.target.value}, ${due}::date)`,
  );
}

/** The same people sit in every call of the demonstration. */
export async function seatJury(tx: Sql, callId: string, now: Date): Promise<void> {
  for (const { name, role } of JURY) {
    const [person] = await readRows(
      tx,
      idRow,
      sql`SELECT id FROM person WHERE full_name = ${name} AND fictional ORDER BY id LIMIT 1`,
    );
    if (person)
      await tx.$executeRaw(
        sql`INSERT INTO jury_seat (id, call_id, person_id, role, created_at) VALUES (${newId()}::uuid, ${callId}::uuid, ${person.id}::uuid, ${role}, ${now})`,
      );
  }
}
