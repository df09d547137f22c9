import { mistakesByField } from '~/platform/form-fields';
import { parse } from 'csv-parse/sync';
import type { Network } from '~/network/facts';
import { RuleError, type Acting } from '~/person/acting';
import { invitationSchema, type InvitationInput } from '~/person/mission-schema';
import { addMission, managing, type TeamPlace } from '~/person/missions.server';
import { findOrCreatePerson } from '~/person/people.server';
import { ROLE_CODES, ROLES, type Role } from '~/person/roles';
import { folded } from '~/platform/folding';

/** Columns of the list that an incubator brings its people from. */
export const PEOPLE_COLUMNS = ['nom', 'courriel', 'startup', 'role', 'debut', 'fin', 'statut'] as const;
const MOST_LINES = 2000;
const MOST_CHARACTERS = 500_000;

export interface PeopleLine {
  line: number;
  name: string;
  place: string;
  role: string;
  /** Why the line cannot be taken; null when it can. */
  mistake: string | null;
}

interface ReadLine extends PeopleLine {
  input: InvitationInput | null;
  at: TeamPlace | null;
}

/** A role by its code or by the words that people use for it. */
const roleNamed = (text: string): Role | null =>
  ROLE_CODES.find((code) => code === text.trim() || folded(ROLES[code].label) === folded(text.trim())) ??
  null;

const STATUSES: Readonly<Record<string, string>> = {
  'agent public': 'admin',
  'agente publique': 'admin',
  independant: 'independent',
  independante: 'independent',
  prestataire: 'service',
};
const statusNamed = (text: string): string => {
  const word = folded(text.trim());
  return Object.hasOwn(STATUSES, word) ? STATUSES[word]! : word;
};

/** « 31/03/2026 » is a day too. */
const dayNamed = (text: string): string => {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim());
  return match ? `${match[3]}-${match[2]}-${match[1]}` : text.trim();
};

function placeOf(
  network: Network,
  incubator: { id: string; publicId: string; title: string },
  startup: string,
) {
  if (startup === '') {
    const place: TeamPlace = {
      kind: 'incubator',
      id: incubator.id,
      title: incubator.title,
      path: `/incubateurs/${encodeURIComponent(incubator.publicId)}`,
    };
    return place;
  }
  const wanted = folded(startup);
  const found =
    network.startupById.get(startup) ??
    network.startups.find(({ title }) => folded(title) === wanted) ??
    null;
  if (!found?.incubators.some(({ id }) => id === incubator.id)) return null;
  const place: TeamPlace = {
    kind: 'startup',
    ties: { id: found.id, incubatorIds: found.incubators.map(({ id }) => id) },
    title: found.title,
    path: `/startups/${encodeURIComponent(found.publicId)}`,
  };
  return place;
}

/**
 * Reads a list of people, line by line: nothing is written.
 * @throws {RuleError} when it is no list at all.
 */
export function readPeopleList(
  network: Network,
  incubator: { id: string; publicId: string; title: string },
  text: string,
): ReadLine[] {
  if (text.length > MOST_CHARACTERS)
    throw new RuleError('Cette liste est trop longue : coupez-la en plusieurs.', 'liste');
  let rows: Array<Record<string, string>>;
  try {
    rows = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      columns: (names: string[]) => names.map((name) => folded(name).trim()),
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      to: MOST_LINES + 1,
    });
  } catch (error) {
    throw new RuleError(`Cette liste ne se lit pas comme un tableau : ${(error as Error).message}`, 'liste');
  }
  if (rows.length > MOST_LINES)
    throw new RuleError(`${MOST_LINES} lignes au plus : coupez la liste.`, 'liste');
  const missing = ['nom', 'courriel', 'role', 'debut'].filter((column) => rows[0] && !(column in rows[0]));
  if (rows.length === 0 || missing.length > 0) {
    throw new RuleError(
      `La première ligne nomme les colonnes : ${PEOPLE_COLUMNS.join(', ')}.${missing.length > 0 ? ` Il manque : ${missing.join(', ')}.` : ''}`,
      'liste',
    );
  }
  return rows.map((row, index) => {
    const role = roleNamed(row['role'] ?? '');
    const place = placeOf(network, incubator, row['startup'] ?? '');
    const shown = {
      line: index + 2,
      name: (row['nom'] ?? '').slice(0, 200),
      place: place?.title ?? row['startup'] ?? '',
      role: role === null ? (row['role'] ?? '') : ROLES[role].label,
    };
    const refuse = (mistake: string): ReadLine => ({ ...shown, mistake, input: null, at: null });
    if (place === null) return refuse(`« ${row['startup'] ?? ''} » n’est pas une startup de cet incubateur.`);
    if (role === null) return refuse(`Rôle inconnu : « ${row['role'] ?? ''} ».`);
    if (ROLES[role].place !== place.kind)
      return refuse(`Le rôle « ${ROLES[role].label} » ne se donne pas ici.`);
    const parsed = invitationSchema.safeParse({
      nom: row['nom'] ?? '',
      courriel: row['courriel'] ?? '',
      role,
      statut: statusNamed(row['statut'] ?? ''),
      debut: dayNamed(row['debut'] ?? ''),
      fin: dayNamed(row['fin'] ?? ''),
    });
    if (!parsed.success) return refuse(Object.values(mistakesByField(parsed.error))[0]!);
    return { ...shown, mistake: null, input: parsed.data, at: place };
  });
}

/**
 * Takes every line of the list, or none when one of them cannot be taken.
 * @returns how many missions were given.
 */
export async function importPeople(
  acting: Acting,
  network: Network,
  incubator: { id: string; publicId: string; title: string },
  text: string,
): Promise<number> {
  const lines = readPeopleList(network, incubator, text);
  managing(acting, {
    kind: 'incubator',
    id: incubator.id,
    title: incubator.title,
    path: `/incubateurs/${encodeURIComponent(incubator.publicId)}`,
  });
  const faulty = lines.filter(({ mistake }) => mistake !== null);
  if (faulty.length > 0)
    throw new RuleError(`${faulty.length} ligne(s) à corriger : rien n’a été enregistré.`, 'liste');
  await acting.database.transaction(
    async (tx) => {
      for (const { input, at, line } of lines) {
        try {
          const { id } = await findOrCreatePerson(tx, { name: input!.nom, address: input!.courriel });
          await addMission(tx, acting, at!, { ...input!, personId: id });
        } catch (error) {
          if (error instanceof RuleError) throw new RuleError(`Ligne ${line} : ${error.message}`, 'liste');
          throw error;
        }
      }
    },
    { seconds: 120 },
  );
  return lines.length;
}
