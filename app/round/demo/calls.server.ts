import { z } from 'zod';
import { addMonths, parisInstant } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { freezeCall } from '../application/deposit.server';
import { conflictsOf } from '../jury/conflicts.server';
import { insertReadings } from '../jury/assign.server';
import { insertApplication, insertCall, NOON, seatJury, type DemoApplication } from './inserting.server';
import { seedDemoPastCall } from './past-call.server';

/** Applications that nobody sent, of startups that do not exist. */
const APPLICATIONS: readonly DemoApplication[] = [
  {
    startup: 'fictif-potagers-partages',
    amount: 150_000,
    cofunding: 160_000,
    target: { label: 'Parcelles cultivées', value: 4000 },
    answers: [
      'Mille huit cents familles cultivent une parcelle trouvée par le service, et deux sur trois la gardent d’une saison à l’autre. Les chiffres du mois sont publiés.',
      'Le code est ouvert depuis le premier jour et la déclaration d’accessibilité tient à jour ses manques. L’équipe se réunit chaque semaine sur un seul chiffre.',
      'Après deux territoires, nous voulons ouvrir dix intercommunalités et montrer que le coût par parcelle baisse encore.',
      'La direction fictive des territoires porte la moitié du budget et relaie le service auprès des mairies.',
    ],
  },
  {
    startup: 'fictif-mairie-ouverte',
    amount: 200_000,
    cofunding: 200_000,
    target: { label: 'Mairies qui répondent en dix jours', value: 300 },
    answers: [
      'Trente mairies répondent en neuf jours au lieu de vingt-six. Les personnes notent la réponse reçue.',
      'Les standards sont suivis avec notre coach ; il reste à finir l’analyse de risques.',
      'Trois cents mairies en six mois, par les associations d’élus.',
      'L’administration finance deux postes et ouvre sa messagerie.',
    ],
  },
  {
    startup: 'fictif-bus-a-la-demande',
    amount: 0,
    cofunding: 0,
    target: { label: 'Trajets partagés par semaine', value: 500 },
    answers: [
      'Deux cents trajets par semaine dans une vallée, la moitié par des personnes sans permis.',
      'Une équipe de quatre personnes, en mode produit.',
      'Comprendre comment passer d’une vallée à un département.',
      'Nous demandons l’accompagnement seul : le budget est couvert.',
    ],
  },
];

/** The calls of the demonstration, once: one that is followed, one whose jury reads, one that is open. */
export async function seedDemoCalls(tx: Sql, today: Day): Promise<void> {
  if ((await readRows(tx, z.object({ id: z.string() }), sql`SELECT id FROM call LIMIT 1`)).length > 0) return;
  const now = parisInstant(today, '00:01');
  await seedDemoPastCall(tx, today);
  const read = await insertCall(tx, now, 'fast', {
    edition: 900,
    title: 'FAST, édition fictive',
    opens: addDays(today, -60),
    closes: addDays(today, -8),
    scores: addDays(today, 15),
  });
  for (const application of APPLICATIONS)
    await insertApplication(
      tx,
      read,
      'fast',
      application,
      parisInstant(addDays(today, -9), NOON),
      addMonths(today, 6),
    );
  await seatJury(tx, read, now);
  await freezeCall(tx, read, parisInstant(addDays(today, -8), '12:01'));
  const pairs = await readRows(
    tx,
    z.object({ seatId: z.string(), applicationId: z.string() }),
    sql`SELECT j.id AS "seatId", a.id AS "applicationId" FROM jury_seat j JOIN application a ON a.call_id = j.call_id WHERE j.call_id = ${read}::uuid AND j.role IN ('presidence', 'jury') ORDER BY 1, 2`,
  );
  const barred = new Set(
    (await conflictsOf(tx, read)).map(({ seatId, applicationId }) => `${seatId}/${applicationId}`),
  );
  await insertReadings(
    tx,
    pairs.filter(({ seatId, applicationId }) => !barred.has(`${seatId}/${applicationId}`)),
  );
  await insertCall(tx, now, 'consolidation', {
    edition: 900,
    title: 'Programme de consolidation, promotion fictive',
    opens: addDays(today, -12),
    closes: addDays(today, 25),
    scores: addDays(today, 55),
  });
}
