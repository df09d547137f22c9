import { z } from 'zod';
import { uuidArray } from '~/person/where.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';

/** Handover plans that are open: what leaves, where to, and when it is meant to. */
export const exitsOf = (db: Sql, ids: readonly string[]) =>
  readRows(
    db,
    z.object({
      publicId: z.string(),
      title: z.string(),
      host: z.string(),
      target: z
        .string()
        .nullable()
        .transform((text) => (text === null ? null : day(text))),
    }),
    sql`SELECT s.public_id AS "publicId", s.title, h.host, h.target_day::text AS target FROM handover_plan h JOIN startup s ON s.id = h.startup_id
        WHERE h.startup_id = ANY(${uuidArray(ids)}) AND h.ended_on IS NULL ORDER BY h.target_day NULLS LAST, s.title`,
  );
