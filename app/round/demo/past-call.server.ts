import { z } from 'zod';
import { addMonths, parisInstant } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { insertCondition } from '~/committee/conditions/conditions.server';
import { freezeCall } from '../application/deposit.server';
import { insertApplication, insertCall, NOON, seatJury, type DemoApplication } from './inserting.server';
import { conflictedFiles, conflictsOf } from '../jury/conflicts.server';
import { insertReadings } from '../jury/assign.server';
import { isLaureate, type Decision } from '../vocabulary';

interface DemoDecided extends DemoApplication {
  decision: Decision;
  reason: string;
  feedback: string;
  opinion: string;
}

/** Applications that nobody sent, and what became of them. */
const DECIDED: readonly DemoDecided[] = [
  {
    startup: 'fictif-potagers-partages',
    amount: 0,
    cofunding: 0,
    target: { label: 'Parcelles cultivées', value: 3000 },
    answers: [
      'L’impact est montré depuis deux ans, et la direction fictive des territoires veut porter le service.',
      'Nous cherchons la forme du portage, et comment d’autres ministères s’en serviraient.',
    ],
    decision: 'accompagnement',
    reason: '',
    feedback: 'Un service prêt à changer de maison : commencez par son budget annuel.',
    opinion: 'Le portage est à portée ; l’équipe et son sponsor sont d’accord.',
  },
  {
    startup: 'fictif-mairie-ouverte',
    amount: 0,
    cofunding: 0,
    target: { label: 'Mairies qui répondent en dix jours', value: 200 },
    answers: [
      'Trente mairies répondent plus vite.',
      'Nous voulons travailler l’intégration aux messageries.',
    ],
    decision: 'attente',
    reason: 'Le déploiement est encore régional : revenez à la prochaine promotion.',
    feedback: 'Montrez ce que cinquante mairies de plus changent, puis revenez.',
    opinion: 'Trop tôt : l’impact est net, le déploiement ne l’est pas.',
  },
];

const CLOSED_DAYS = 170;
const SCORED_DAYS = 140;
const ANNOUNCED_DAYS = 130;
const row = z.object({ id: z.string(), startupId: z.string(), publicId: z.string() });

/** A call of the demonstration that is over: its places given, its laureate followed, its letters written. */
export async function seedDemoPastCall(tx: Sql, today: Day): Promise<void> {
  const ago = (days: number): Day => addDays(today, -days);
  const at = (days: number): Date => parisInstant(ago(days), NOON);
  const call = await insertCall(tx, at(CLOSED_DAYS + 30), 'consolidation', {
    edition: 899,
    title: 'Programme de consolidation, promotion fictive d’avant',
    opens: ago(CLOSED_DAYS + 30),
    closes: ago(CLOSED_DAYS),
    scores: ago(SCORED_DAYS),
  });
  for (const one of DECIDED)
    await insertApplication(
      tx,
      call,
      'consolidation',
      one,
      at(CLOSED_DAYS + 1),
      addMonths(ago(CLOSED_DAYS), 5),
    );
  await seatJury(tx, call, at(CLOSED_DAYS));
  await freezeCall(tx, call, parisInstant(ago(CLOSED_DAYS), '12:01'));
  const applications = await readRows(
    tx,
    row,
    sql`SELECT a.id, a.startup_id AS "startupId", s.public_id AS "publicId" FROM application a JOIN startup s ON s.id = a.startup_id WHERE a.call_id = ${call}::uuid ORDER BY s.public_id`,
  );
  const seats = await readRows(
    tx,
    z.object({ seatId: z.string() }),
    sql`SELECT id AS "seatId" FROM jury_seat WHERE call_id = ${call}::uuid AND role IN ('presidence', 'jury') ORDER BY id`,
  );
  const conflicts = await conflictsOf(tx, call);
  await insertReadings(
    tx,
    seats.flatMap(({ seatId }) => {
      const barred = conflictedFiles(conflicts, seatId);
      return applications
        .filter(({ id }) => !barred.has(id))
        .map(({ id }) => ({ seatId, applicationId: id }));
    }),
  );
  const roundId = newId();
  const laureates = DECIDED.filter(({ decision }) => isLaureate(decision)).length;
  await tx.$executeRaw(
    sql`INSERT INTO funding_round (id, program_id, edition, title, held_on, applications, announced_laureates, source, content, revision)
        SELECT ${roundId}::uuid, program_id, edition, title, ${ago(ANNOUNCED_DAYS)}::date, ${applications.length}, ${laureates}, 'résultats publiés dans Jalons', '', 1 FROM call WHERE id = ${call}::uuid`,
  );
  await tx.$executeRaw(
    sql`UPDATE call SET announced_at = ${at(ANNOUNCED_DAYS)}, round_id = ${roundId}::uuid WHERE id = ${call}::uuid`,
  );
  for (const application of applications)
    await decide(
      tx,
      { roundId, application, at: at(ANNOUNCED_DAYS) },
      DECIDED.find(({ startup }) => startup === application.publicId)!,
      today,
    );
}

async function decide(
  tx: Sql,
  { roundId, application, at }: { roundId: string; application: z.infer<typeof row>; at: Date },
  { decision, reason, feedback, opinion }: DemoDecided,
  today: Day,
): Promise<void> {
  const { id, startupId } = application;
  await tx.$executeRaw(
    sql`UPDATE application SET admissibility = 'recevable', decision = ${decision}, decision_reason = ${reason}, feedback = ${feedback}, feedback_approved_at = ${at}, letter_sent_at = ${at} WHERE id = ${id}::uuid`,
  );
  await tx.$executeRaw(
    sql`UPDATE jury_reading SET opinion = ${opinion}, recommendation = ${decision}, opened_at = ${at}, given_at = ${at}, version = 1 WHERE application_id = ${id}::uuid`,
  );
  if (!isLaureate(decision)) return;
  await tx.$executeRaw(
    sql`INSERT INTO award (id, round_id, startup_id, awarded_cents, source) VALUES (${newId()}::uuid, ${roundId}::uuid, ${startupId}::uuid, 0, 'appel')`,
  );
  await tx.$executeRaw(
    sql`INSERT INTO award_followup (application_id, convention, launch_on, demo_on, check_note, coaching_days, version)
        VALUES (${id}::uuid, 'a-ecrire', ${addDays(today, -120)}::date, ${addDays(today, -70)}::date, '', 6, 1)`,
  );
  await insertCondition(
    tx,
    at,
    { applicationId: id, startupId },
    {
      condition: 'Écrire le budget annuel avec l’administration qui portera le service',
      qui: 'Alix Chimère',
      echeance: addDays(today, 20),
    },
  );
}
