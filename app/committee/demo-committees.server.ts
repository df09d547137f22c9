import { z } from 'zod';
import type { StartupTies } from '~/person/rights';
import { addMonths, parisInstant } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { euros } from '~/platform/money';
import { insertCommittee, insertMember } from './committees.server';
import { conditionsOfCommittee, insertCondition } from './conditions/conditions.server';
import type { Decision } from './decision-schema';
import { writeDecision } from './decisions.server';
import { openFunding, phasesBefore } from './closing.server';
import { composeMinutes } from './minutes/compose';
import { insertMinutes } from './minutes/minutes.server';
import { committeeOf, tiesOfStartups } from './reads.server';
import { USUAL_AGENDA, type MemberRole } from './vocabulary';

interface DemoPast {
  startup: string;
  monthsAgo: number;
  decision: Partial<Decision> & Pick<Decision, 'outcome'>;
  conditions: ReadonlyArray<{ text: string; owner: string; dueInDays: number; state: 'ouverte' | 'tenue' }>;
}

/** Committees that nobody held, on startups that do not exist. */
const PAST: readonly DemoPast[] = [
  {
    startup: 'fictif-potagers-partages',
    monthsAgo: 6,
    decision: {
      outcome: 'continuer',
      funding: 'accorde',
      amount: euros(260_000),
      months: 6,
      objectives: 'Atteindre 3 500 parcelles cultivées et signer avec deux intercommunalités.',
      reasons: 'L’usage progresse et le coût par parcelle baisse ; reste à savoir qui portera le service.',
    },
    conditions: [
      {
        text: 'Présenter deux scénarios de portage chiffrés',
        owner: 'Alix Chimère',
        dueInDays: 4,
        state: 'ouverte',
      },
      {
        text: 'Publier la déclaration d’accessibilité',
        owner: 'Noor Mirage',
        dueInDays: -60,
        state: 'tenue',
      },
    ],
  },
  {
    startup: 'fictif-mairie-ouverte',
    monthsAgo: 5,
    decision: {
      outcome: 'prolonger',
      funding: 'accorde',
      amount: euros(180_000),
      months: 6,
      objectives: 'Faire passer le délai de réponse sous dix jours dans trente mairies.',
      reasons: 'Le service est utile là où il est ; il faut montrer qu’il s’étend.',
    },
    conditions: [
      {
        text: 'Installer le service dans dix mairies de plus',
        owner: 'Alix Chimère',
        dueInDays: -12,
        state: 'ouverte',
      },
    ],
  },
  {
    startup: 'fictif-bus-a-la-demande',
    monthsAgo: 8,
    decision: {
      outcome: 'continuer',
      funding: 'provisoire',
      amount: euros(40_000),
      months: 2,
      evidenceRequired: 'Le nombre de trajets partagés par semaine dans deux territoires.',
      objectives: 'Retrouver mille trajets partagés par mois.',
      reasons: 'Les trajets reculent depuis un an.',
    },
    conditions: [
      {
        text: 'Trouver une autorité de transport qui cofinance',
        owner: 'Swann Énigme',
        dueInDays: -30,
        state: 'ouverte',
      },
    ],
  },
];

const COMING: ReadonlyArray<{ startups: readonly string[]; inDays: number; hour: string }> = [
  { startups: ['fictif-potagers-partages', 'fictif-mairie-ouverte'], inDays: 9, hour: '14:30' },
];
const MEMBERS: ReadonlyArray<{ name: string; role: MemberRole }> = [
  { name: 'Lou Rêverie', role: 'presidence' },
  { name: 'Maël Légende', role: 'incubateur' },
  { name: 'Alix Chimère', role: 'intrapreneuriat' },
  { name: 'Sacha Fable', role: 'coaching' },
];

/** What the team of the first startup of the coming committee says. */
const DEMO_FILE = {
  done: 'Sept intercommunalités ont rejoint le service. Les familles attendent deux fois moins une parcelle. Deux scénarios de portage sont chiffrés.',
  next: 'Choisir le portage avec la direction, former ses agents, ouvrir cinq départements.',
  team: 'Une personne en produit, deux en développement, une en déploiement, à plein temps.',
  hypotheses:
    'Une direction peut porter le service avec quatre personnes. Les communes renouvellent sans nous.',
};

const idRow = z.object({ id: z.string() });

async function demoTies(tx: Sql, publicIds: readonly string[]): Promise<StartupTies[]> {
  const rows = await readRows(
    tx,
    idRow,
    sql`SELECT id FROM startup WHERE public_id = ANY(${[...publicIds]}) AND fictional ORDER BY array_position(${[...publicIds]}, public_id)`,
  );
  const ties = await tiesOfStartups(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id }) => ties.find((one) => one.id === id) ?? []);
}

async function personNamed(tx: Sql, name: string): Promise<string | null> {
  const rows = await readRows(tx, idRow, sql`SELECT id FROM person WHERE full_name = ${name} AND fictional`);
  return rows[0]?.id ?? null;
}

async function addPast(tx: Sql, past: DemoPast, today: Day, now: Date): Promise<void> {
  const startups = await demoTies(tx, [past.startup]);
  if (!startups[0]) return;
  const heldOn = addMonths(today, -past.monthsAgo);
  const { id, itemIds } = await insertCommittee(
    tx,
    now,
    { kind: 'investissement', heldOn, startsAt: null, place: null, visio: null },
    startups,
    USUAL_AGENDA,
  );
  await writeDecision(tx, itemIds[0]!, {
    phase: null,
    phaseStart: null,
    funding: null,
    amount: null,
    months: null,
    evidenceRequired: null,
    objectives: '',
    reasons: '',
    nextOn: null,
    ...past.decision,
  });
  for (const { text, owner, dueInDays } of past.conditions) {
    await insertCondition(
      tx,
      now,
      { itemId: itemIds[0]!, startupId: startups[0].id },
      { condition: text, qui: owner, echeance: addDays(today, dueInDays) },
    );
  }
  for (const { text, state } of past.conditions) {
    await tx.$executeRaw(
      sql`UPDATE condition SET state = ${state}, settled_on = ${state === 'tenue' ? addDays(today, -50) : null}::date WHERE item_id = ${itemIds[0]!}::uuid AND text = ${text}`,
    );
  }
  const committee = (await committeeOf(tx, id))!;
  await openFunding(tx, committee, committee.items[0]!);
  const body = composeMinutes({
    committee,
    conditions: await conditionsOfCommittee(tx, id),
    earlier: [],
    notRepresented: [],
    phases: await phasesBefore(tx, committee),
    notes: new Map(),
  });
  await insertMinutes(tx, now, id, body);
  await tx.$executeRaw(
    sql`UPDATE committee SET state = 'clos', closed_at = ${parisInstant(heldOn, '18:00')} WHERE id = ${id}::uuid`,
  );
}

/** The committees of the demonstration, past and to come, once. */
export async function seedDemoCommittees(tx: Sql, today: Day): Promise<void> {
  if ((await readRows(tx, idRow, sql`SELECT id FROM committee LIMIT 1`)).length > 0) return;
  const now = parisInstant(today, '08:00');
  for (const past of PAST) await addPast(tx, past, today, now);
  for (const { startups, inDays, hour } of COMING) {
    const ties = await demoTies(tx, startups);
    if (ties.length === 0) continue;
    const heldOn = addDays(today, inDays);
    const { id, itemIds } = await insertCommittee(
      tx,
      now,
      {
        kind: 'investissement',
        heldOn,
        startsAt: parisInstant(heldOn, hour),
        place: 'Salle des Chimères',
        visio: null,
      },
      ties,
      USUAL_AGENDA,
    );
    const criteria = [
      { text: 'Parcelles cultivées', target: '4\u00a0000 parcelles', due: addMonths(today, 6) },
    ];
    await tx.$executeRaw(
      sql`INSERT INTO committee_file (item_id, done, next, ask_team, ask_amount, ask_months, hypotheses, criteria, version, updated_at)
          VALUES (${itemIds[0]!}::uuid, ${DEMO_FILE.done}, ${DEMO_FILE.next}, ${DEMO_FILE.team}, ${euros(240_000)}, 6, ${DEMO_FILE.hypotheses}, ${JSON.stringify(criteria)}::jsonb, 1, ${now})`,
    );
    for (const { name, role } of MEMBERS)
      await insertMember(tx, id, { personId: await personNamed(tx, name), name, role });
  }
}
