import { z } from 'zod';
import { formatAmount, formatDay } from '~/design/formats';
import { applicationPath, callPath } from '~/platform/addresses';
import { addMonths, parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, type Day } from '~/platform/day';
import { cents } from '~/platform/money';
import { queueMails, type MailToSend } from '~/platform/mail/outbox.server';
import { startupManagers } from '~/person/people.server';
import { applicationOf, tiesOfApplication } from '../application/applications.server';
import { CHECK_MONTHS } from '../award/followup.server';
import { callState } from '../calls/calendar';
import { callsOf, type Call } from '../calls/calls.server';
import type { SeatRole } from '../vocabulary';
import { closingReminders, deliberationNotices } from './jury-mails.server';
import { membersOf } from './people-of-call.server';

/** Days before scoring closes at which jurors who have files left are reminded. */
const CLOSING_DAYS = [7, 2] as const;
/** Days before an instalment is due at which those who hold the call are reminded. */
const INSTALMENT_DAYS = [14, 0] as const;
const HOLDERS: readonly SeatRole[] = ['presidence', 'secretariat'];
const WHY_HELD = 'Vous recevez ce courriel parce que vous tenez cet appel.';

/** Every morning: what is left to read, to pay and to check. Nobody gets a mail when there is nothing to say. */
export async function sendCallReminders(tx: Sql, now: Date, origin: string): Promise<void> {
  const today = parisDay(now);
  for (const call of await callsOf(tx)) {
    const state = callState(call, now);
    const closes = parisDay(call.scoresCloseAt);
    const mails: MailToSend[] = [];
    if (state === 'lecture' && CLOSING_DAYS.some((before) => addDays(today, before) === closes))
      mails.push(...(await closingReminders(tx, call, origin)));
    if (state === 'deliberation' && addDays(closes, 1) === today)
      mails.push(...(await deliberationNotices(tx, call, origin)));
    if (state === 'resultats')
      mails.push(
        ...(await instalmentReminders(tx, call, today, origin)),
        ...(await checkReminders(tx, call, today, origin)),
      );
    await queueMails(tx, { now, origin }, mails);
  }
}

const dueRow = z.object({
  id: z.string(),
  title: z.string(),
  label: z.string(),
  due: z.string().transform((text) => day(text)),
  payment: z.coerce.number().transform((value) => cents(value)),
});

async function instalmentReminders(tx: Sql, call: Call, today: Day, origin: string): Promise<MailToSend[]> {
  const days = INSTALMENT_DAYS.map((before) => addDays(today, before));
  const due = await readRows(
    tx,
    dueRow,
    sql`SELECT i.id, s.title, i.label, i.due_day::text AS due, i.payment FROM instalment i JOIN application a ON a.id = i.application_id JOIN startup s ON s.id = a.startup_id
        WHERE a.call_id = ${call.id}::uuid AND i.paid_on IS NULL AND i.due_day = ANY(${days}::date[]) ORDER BY i.due_day, folded(s.title)`,
  );
  if (due.length === 0) return [];
  const holders = await membersOf(tx, call.id, HOLDERS);
  return holders.map(({ personId, address }) => ({
    kind: 'appel',
    personId,
    address,
    topic: `echeances/${call.id}`,
    letter: {
      subject: `${call.title} : des versements arrivent à échéance`,
      paragraphs: due.map(
        ({ title, label, due: on, payment }) =>
          `${title}, ${label} : ${formatAmount(payment)} à verser le ${formatDay(on)}.`,
      ),
      action: { label: 'Ouvrir le suivi', url: `${origin}${callPath(call.id)}/suivi` },
      why: WHY_HELD,
    },
  }));
}

/** The check is asked for on the day that is two months after the Démo Day, as long as none was held. */
async function checkReminders(tx: Sql, call: Call, today: Day, origin: string): Promise<MailToSend[]> {
  const due = await readRows(
    tx,
    z.object({ applicationId: z.string(), demoOn: z.string().transform((text) => day(text)) }),
    sql`SELECT f.application_id AS "applicationId", f.demo_on::text AS "demoOn" FROM award_followup f JOIN application a ON a.id = f.application_id
        WHERE a.call_id = ${call.id}::uuid AND f.demo_on IS NOT NULL AND f.check_on IS NULL`,
  );
  const asked = due.filter(({ demoOn }) => addMonths(demoOn, CHECK_MONTHS) === today);
  if (asked.length === 0) return [];
  const holders = await membersOf(tx, call.id, HOLDERS);
  const mails: MailToSend[] = [];
  for (const { applicationId, demoOn } of asked) {
    const application = (await applicationOf(tx, applicationId))!;
    const team = await startupManagers(tx, today, tiesOfApplication(application));
    const reader = (personId: string, address: string, why: string): MailToSend => ({
      kind: 'appel',
      personId,
      address,
      topic: `point-d-etape/${applicationId}`,
      letter: {
        subject: `${application.title} : le point d’étape de ${call.title}`,
        paragraphs: [
          `Le Démo Day était le ${formatDay(demoOn)} : il y a deux mois. Dites ce que sont devenues les cibles promises, avec la source de chaque résultat.`,
        ],
        action: { label: 'Ouvrir la candidature', url: `${origin}${applicationPath(applicationId)}` },
        why,
      },
    });
    mails.push(
      ...team.map(({ id, address }) =>
        reader(id, address, 'Vous recevez ce courriel parce que votre équipe est lauréate de cet appel.'),
      ),
      ...holders
        .filter(({ personId }) => !team.some(({ id }) => id === personId))
        .map(({ personId, address }) => reader(personId, address, WHY_HELD)),
    );
  }
  return mails;
}
