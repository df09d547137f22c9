import { sql, type Sql } from '~/platform/database/sql.server';

/** Erases what jurors wrote once their call no longer keeps it: marks stay, and so does the feedback that was approved. */
export async function eraseOldJuryTexts(tx: Sql, now: Date): Promise<void> {
  const over = sql`SELECT j.id FROM jury_seat j JOIN call c ON c.id = j.call_id
    WHERE c.announced_at IS NOT NULL AND c.announced_at + make_interval(months => c.keep_texts_months) <= ${now}`;
  await tx.$executeRaw(
    sql`UPDATE jury_reading SET opinion = '', feedback = '', notes = '', version = version + 1 WHERE seat_id IN (${over}) AND (opinion || feedback || notes) <> ''`,
  );
  await tx.$executeRaw(sql`UPDATE jury_score SET comment = '' WHERE seat_id IN (${over}) AND comment <> ''`);
  await tx.$executeRaw(sql`DELETE FROM hearing_question WHERE seat_id IN (${over})`);
}
