import { z } from 'zod';
import { formatDay } from '~/design/formats';
import { startupPath } from '~/platform/addresses';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day } from '~/platform/day';
import { queueMails } from '~/platform/mail/outbox.server';

/** When the owner of a condition is reminded, in days before it is due: nobody else is. */
const REMINDER_DAYS = [14, 3, 0] as const;

const dueRow = z.object({
  id: z.string(),
  text: z.string(),
  due: z.string(),
  publicId: z.string(),
  title: z.string(),
  personId: z.string(),
  address: z.string(),
});

/** Reminds those who owe something soon, once for each of its dates, however many run it at once. Runs every morning. */
export async function sendConditionReminders(tx: Sql, now: Date, origin: string): Promise<void> {
  const today = parisDay(now);
  const days = REMINDER_DAYS.map((before) => addDays(today, before));
  const due = await readRows(
    tx,
    dueRow,
    sql`WITH told AS (
          UPDATE condition SET reminded_on = ${today}::date
          WHERE state = 'ouverte' AND due_day = ANY(${days}::date[]) AND reminded_on IS DISTINCT FROM ${today}::date
          RETURNING id, text, due_day, startup_id, owner_person_id)
        SELECT k.id, k.text, k.due_day::text AS due, s.public_id AS "publicId", s.title, p.id AS "personId", min(a.address) AS address
        FROM told k JOIN startup s ON s.id = k.startup_id JOIN person p ON p.id = k.owner_person_id JOIN person_address a ON a.person_id = p.id
        WHERE p.erased_at IS NULL
        GROUP BY k.id, k.text, k.due_day, s.public_id, s.title, p.id`,
  );
  await queueMails(
    tx,
    { now, origin },
    due.map((condition) => ({
      kind: 'conditions',
      personId: condition.personId,
      address: condition.address,
      topic: `condition/${condition.id}`,
      letter: {
        subject: `${condition.title}\u00a0: une condition arrive à échéance le ${formatDay(day(condition.due))}`,
        paragraphs: [
          `Le comité a demandé\u00a0: «\u00a0${condition.text}\u00a0».`,
          'Donnez ce qui montre qu’elle est tenue, ou dites-le au prochain comité.',
        ],
        action: {
          label: 'Voir les conditions',
          url: `${origin}${startupPath(condition.publicId)}/comites#conditions`,
        },
        why: 'Vous recevez ce rappel parce que le comité vous a confié cette condition. Vous pouvez le refuser dans « Mon compte ».',
      },
    })),
  );
}
