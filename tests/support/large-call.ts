import { randomUUID } from 'node:crypto';
import type { Database } from '~/platform/database/open.server';

let edition = 100;
/** A call in deliberation with so many files, each marked by fifteen jurors on nine lines. @returns its id. */
export async function largeCall(database: Database, files: number): Promise<string> {
  edition += 1;
  const id = randomUUID();
  await database.pool.query(
    `INSERT INTO funding_program (id, public_id, name) VALUES (gen_random_uuid(), 'grand', 'Grand') ON CONFLICT DO NOTHING;
     INSERT INTO grid (id, program_id, number, scale, at_least, created_at) SELECT '${id}', id, ${edition}, '[]', 0, now() FROM funding_program WHERE public_id = 'grand';
     INSERT INTO grid_line SELECT '${id}', 'l' || n, n, 'P', 'L' || n, '', 'note', 1, false FROM generate_series(1, 9) n;
     INSERT INTO call (id, program_id, edition, title, purpose, grid_id, opens_at, closes_at, scores_close_at, means, envelope, cofunding_percent, coaching_value, answer_limit, version, created_at)
       SELECT '${id}', id, ${edition}, 'Grand', '', '${id}', '2025-01-01', '2025-02-01', '2025-03-01', 'enveloppe', 1000, 0, 0, 100, 1, now() FROM funding_program WHERE public_id = 'grand';
     INSERT INTO startup (id, public_id, title, mission, content, noindex, fictional, revision) SELECT gen_random_uuid(), 'g${edition}-' || n, 'G' || n, '', '', false, false, 0 FROM generate_series(1, ${files}) n;
     INSERT INTO application (id, call_id, startup_id, answers, cofunding_note, sponsor_name, decision_reason, feedback, version, created_at, deposited_at, frozen_at)
       SELECT gen_random_uuid(), '${id}', id, '{}', '', '', '', '', 1, now(), now(), now() FROM startup WHERE public_id LIKE 'g${edition}-%';
     INSERT INTO person (id, public_id, full_name, fictional) SELECT gen_random_uuid(), 'j${edition}-' || n, 'J' || n, true FROM generate_series(1, 15) n;
     INSERT INTO jury_seat (id, call_id, person_id, role, created_at) SELECT gen_random_uuid(), '${id}', id, 'jury', now() FROM person WHERE public_id LIKE 'j${edition}-%';
     INSERT INTO jury_reading (seat_id, application_id, position, opinion, feedback, notes, version) SELECT j.id, a.id, 1, '', '', '', 1 FROM jury_seat j JOIN application a ON a.call_id = j.call_id WHERE j.call_id = '${id}';
     INSERT INTO jury_score (seat_id, application_id, code, value, comment, revised) SELECT r.seat_id, r.application_id, 'l' || n, 1 + abs(hashtext(r.application_id::text || n)) % 4, '', false
       FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id CROSS JOIN generate_series(1, 9) n WHERE j.call_id = '${id}';`,
  );
  return id;
}
