import { SEAT_ROLES, type SeatRole } from '~/person/rights';

export { SEAT_ROLES, type SeatRole };

/** The seats of a jury, by what each may do. */
export const SEATS: Readonly<Record<SeatRole, { label: string; does: string; votes: boolean }>> = {
  presidence: { label: 'Présidence', does: 'note, conduit la délibération, décide', votes: true },
  jury: { label: 'Jury', does: 'note et délibère', votes: true },
  expertise: { label: 'Expertise', does: 'lit et conseille, sans noter', votes: false },
  secretariat: { label: 'Secrétariat', does: 'prépare, instruit et écrit, sans noter', votes: false },
};

/** What a juror recommends, and what is decided: the same four words. */
export const DECISIONS = {
  argent: { label: 'Cofinancement et accompagnement', letter: 'Votre candidature est retenue' },
  accompagnement: { label: 'Accompagnement seul', letter: 'Votre candidature est retenue' },
  attente: { label: 'Liste d’attente', letter: 'Votre candidature est sur la liste d’attente' },
  refus: { label: 'Non', letter: 'Votre candidature n’est pas retenue' },
} as const;
export type Decision = keyof typeof DECISIONS;
export const DECISION_CODES = Object.keys(DECISIONS) as Decision[];
export const isLaureate = (decision: Decision | null): boolean =>
  decision === 'argent' || decision === 'accompagnement';

export const LINE_KINDS = {
  obligatoire: 'Obligatoire',
  'au-moins': 'Complémentaire',
  note: 'Noté',
} as const;
export type LineKind = keyof typeof LINE_KINDS;

export const ADMISSIBILITIES = {
  recevable: 'Recevable',
  irrecevable: 'Non recevable',
  'a-completer': 'À compléter',
} as const;
export type Admissibility = keyof typeof ADMISSIBILITIES;

export const CONVENTION_STATES = {
  'a-ecrire': 'À écrire',
  'chez-le-beneficiaire': 'Chez l’administration bénéficiaire',
  signee: 'Signée',
} as const;
export type ConventionState = keyof typeof CONVENTION_STATES;

export const MEANS = { enveloppe: 'Une enveloppe', places: 'Un nombre de places' } as const;
export type Means = keyof typeof MEANS;
