import { z } from 'zod';
import { addMonths } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import { findOrCreatePerson } from './people.server';
import { ROLES, type EmployerKind, type Role } from './roles';

interface DemoMission {
  role: Role;
  startup?: string;
  incubator?: string;
  organisation?: string;
  /** Days from today to its end. */
  ends?: number;
}

interface DemoPerson {
  name: string;
  employer: EmployerKind;
  missions: readonly DemoMission[];
  /** Why one would try this person, for the page that offers them. */
  persona?: { code: string; title: string; does: string };
}

/** People who do not exist, on startups that do not exist: the only ones that a demonstration knows. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    name: 'Alix Chimère',
    employer: 'admin',
    missions: [
      { role: 'intrapreneur', startup: 'fictif-potagers-partages' },
      { role: 'intrapreneur', startup: 'fictif-mairie-ouverte' },
    ],
    persona: {
      code: 'intrapreneuriat',
      title: 'Alix Chimère, intrapreneuriat',
      does: 'Tient les pages de deux startups et leurs équipes.',
    },
  },
  {
    name: 'Noor Mirage',
    employer: 'independent',
    missions: [{ role: 'member', startup: 'fictif-potagers-partages', ends: 20 }],
    persona: {
      code: 'equipe',
      title: 'Noor Mirage, équipe',
      does: 'Développe un service ; sa mission finit bientôt.',
    },
  },
  {
    name: 'Sacha Fable',
    employer: 'independent',
    missions: [
      { role: 'coach', startup: 'fictif-potagers-partages' },
      { role: 'coach', startup: 'fictif-bus-a-la-demande' },
      { role: 'coach', startup: 'fictif-file-d-attente' },
    ],
    persona: {
      code: 'coaching',
      title: 'Sacha Fable, coaching',
      does: 'Accompagne trois startups de deux incubateurs.',
    },
  },
  {
    name: 'Maël Légende',
    employer: 'admin',
    missions: [{ role: 'lead', incubator: 'fictif-territoires' }],
    persona: {
      code: 'incubateur',
      title: 'Maël Légende, direction d’incubateur',
      does: 'Répond des startups et des personnes d’un incubateur.',
    },
  },
  {
    name: 'Dominique Songe',
    employer: 'admin',
    missions: [{ role: 'portfolio_manager', incubator: 'fictif-quotidien' }, { role: 'animation' }],
    persona: {
      code: 'portefeuille',
      title: 'Dominique Songe, portefeuille et animation',
      does: 'Suit un portefeuille et tient les listes du réseau.',
    },
  },
  {
    name: 'Ariel Conte',
    employer: 'admin',
    missions: [{ role: 'jury' }],
    persona: {
      code: 'jury',
      title: 'Ariel Conte, jury FAST',
      does: 'Lit et note les candidatures d’un appel fictif.',
    },
  },
  {
    name: 'Lou Rêverie',
    employer: 'admin',
    missions: [{ role: 'sponsor', organisation: 'direction-fictive-des-territoires' }],
    persona: {
      code: 'sponsor',
      title: 'Lou Rêverie, sponsor',
      does: 'Finance des startups et décide en comité.',
    },
  },
  {
    name: 'Jo Mécano',
    employer: 'service',
    missions: [{ role: 'administrator' }],
    persona: {
      code: 'administration',
      title: 'Jo Mécano, administration technique',
      does: 'Fait marcher l’outil : imports, courriels, travaux.',
    },
  },
  {
    name: 'Camille Utopie',
    employer: 'service',
    missions: [{ role: 'member', startup: 'fictif-mairie-ouverte' }],
  },
  {
    name: 'Swann Énigme',
    employer: 'admin',
    missions: [{ role: 'intrapreneur', startup: 'fictif-bus-a-la-demande' }],
  },
  {
    name: 'Andréa Prodige',
    employer: 'independent',
    missions: [{ role: 'member', startup: 'fictif-potagers-partages', ends: -40 }],
  },
  {
    name: 'Robin Secret',
    employer: 'admin',
    missions: [{ role: 'incubator_team', incubator: 'fictif-territoires' }],
  },
];

export const demoAddress = (name: string): string =>
  `${name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')}@exemple.invalid`;

export const PERSONAS = DEMO_PEOPLE.flatMap(({ persona, name }) => (persona ? [{ ...persona, name }] : []));

const placeId = async (tx: Sql, table: 'startup' | 'incubator' | 'organisation', publicId: string) => {
  const query = {
    startup: sql`SELECT id FROM startup WHERE public_id = ${publicId}`,
    incubator: sql`SELECT id FROM incubator WHERE public_id = ${publicId}`,
    organisation: sql`SELECT id FROM organisation WHERE public_id = ${publicId}`,
  }[table];
  return (await readRows(tx, z.object({ id: z.string() }), query))[0]?.id ?? null;
};

async function addDemoMission(
  tx: Sql,
  personId: string,
  person: DemoPerson,
  mission: DemoMission,
  today: Day,
) {
  const startup = mission.startup ? await placeId(tx, 'startup', mission.startup) : null;
  const incubator = mission.incubator ? await placeId(tx, 'incubator', mission.incubator) : null;
  const organisation = mission.organisation ? await placeId(tx, 'organisation', mission.organisation) : null;
  if (ROLES[mission.role].place !== 'network' && !startup && !incubator && !organisation) return;
  const ends = mission.ends ?? 240;
  const from = ends < 0 ? addDays(today, ends - 200) : addMonths(today, -8);
  await tx.$executeRaw(
    sql`INSERT INTO mission (id, person_id, startup_id, incubator_id, organisation_id, role, employer_kind, start_day, end_day, version)
        VALUES (${newId()}::uuid, ${personId}::uuid, ${startup}::uuid, ${incubator}::uuid, ${organisation}::uuid, ${mission.role}, ${person.employer}, ${from}::date, ${addDays(today, ends)}::date, 1)`,
  );
}

/**
 * Puts the people of the demonstration in place, and keeps the personas able to come in however old the
 * demonstration has become.
 */
export async function seedDemoPeople(tx: Sql, today: Day): Promise<void> {
  for (const person of DEMO_PEOPLE) {
    const { id, created } = await findOrCreatePerson(tx, {
      name: person.name,
      address: demoAddress(person.name),
      fictional: true,
    });
    if (created) {
      for (const mission of person.missions) await addDemoMission(tx, id, person, mission, today);
    } else if (person.persona) {
      const soon = addDays(today, 20);
      await tx.$executeRaw(
        sql`UPDATE mission SET end_day = ${soon}::date WHERE person_id = ${id}::uuid AND end_day < ${today}::date
            AND NOT EXISTS (SELECT 1 FROM mission m WHERE m.person_id = ${id}::uuid AND m.end_day >= ${today}::date)`,
      );
    }
  }
}
