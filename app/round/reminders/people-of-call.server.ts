import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { SeatRole } from '../vocabulary';

const memberRow = z.object({ seatId: z.string(), personId: z.string(), address: z.string() });

/** Those who sit in a call with one of these roles, with one address each to write to. */
export const membersOf = (db: Sql, callId: string, roles: readonly SeatRole[]) =>
  readRows(
    db,
    memberRow,
    sql`SELECT j.id AS "seatId", p.id AS "personId", min(a.address) AS address
        FROM jury_seat j JOIN person p ON p.id = j.person_id JOIN person_address a ON a.person_id = p.id
        WHERE j.call_id = ${callId}::uuid AND j.role = ANY(${[...roles]}) AND p.erased_at IS NULL GROUP BY j.id, p.id`,
  );
