import type { PhaseCode } from '~/startup/rules';

/** The words of committees, as tables: forms, checks, minutes and help all ask them (handbook, « comité d’investissement »). */
export const COMMITTEE_KINDS = {
  atelier: {
    label: 'Atelier d’investigation',
    does: 'Lancement, mi-parcours ou restitution : on partage, on ne décide pas.',
    decides: false,
  },
  'fin-investigation': {
    label: 'Comité de fin d’investigation',
    does: 'Dit si l’on construit.',
    decides: true,
  },
  investissement: {
    label: 'Comité d’investissement',
    does: 'Tous les six mois au plus : continue-t-on, avec quel argent, vers quels objectifs ?',
    decides: true,
  },
  consolidation: {
    label: 'Comité de consolidation',
    does: 'Valide le plan, son scénario et sa solution de repli.',
    decides: true,
  },
  sortie: {
    label: 'Comité de sortie d’incubation',
    does: 'Choisit la sortie, qui devient officielle.',
    decides: true,
  },
  annuel: {
    label: 'Comité annuel après la sortie',
    does: 'Redit les objectifs et l’investissement d’un service sorti d’incubation.',
    decides: true,
  },
} as const;
export type CommitteeKind = keyof typeof COMMITTEE_KINDS;
export const KIND_CODES = Object.keys(COMMITTEE_KINDS) as CommitteeKind[];

export const FUNDINGS = {
  accorde: 'Accordé',
  provisoire: 'Provisoire, un ou deux mois, contre des preuves',
  refuse: 'Refusé',
} as const;
export type Funding = keyof typeof FUNDINGS;
export const FUNDING_CODES = Object.keys(FUNDINGS) as Funding[];

export const MEMBER_ROLES = {
  presidence: 'Présidence, administration porteuse',
  sponsor: 'Sponsor',
  incubateur: 'Incubateur',
  portefeuille: 'Responsabilité de portefeuille',
  dinum: 'Comité de direction de la DINUM',
  intrapreneuriat: 'Intrapreneuriat',
  coaching: 'Coaching',
  metier: 'Direction métier',
  secretariat: 'Secrétariat',
  invite: 'Autre personne invitée',
} as const;
export type MemberRole = keyof typeof MEMBER_ROLES;
export const MEMBER_ROLE_CODES = Object.keys(MEMBER_ROLES) as MemberRole[];

/** When a role is expected: always, where DINUM carries or co-funds, or never. */
export const EXPECTATION_RULES = {
  toujours: 'à chaque comité',
  dinum: 'quand la DINUM porte ou cofinance',
  jamais: 'jamais',
} as const;
export type ExpectationRule = keyof typeof EXPECTATION_RULES;

/** The handbook's list, where an incubator says nothing else. */
export const HANDBOOK_ROLES: Readonly<Record<MemberRole, ExpectationRule>> = {
  presidence: 'toujours',
  sponsor: 'jamais',
  incubateur: 'toujours',
  portefeuille: 'toujours',
  dinum: 'dinum',
  intrapreneuriat: 'toujours',
  coaching: 'jamais',
  metier: 'jamais',
  secretariat: 'jamais',
  invite: 'jamais',
};

export const CONDITION_STATES = {
  projet: 'En projet',
  ouverte: 'Ouverte',
  tenue: 'Tenue',
  'non-tenue': 'Non tenue',
  levee: 'Levée',
} as const;
export type ConditionState = keyof typeof CONDITION_STATES;
/** How a condition can end. */
export const SETTLED_STATES = ['tenue', 'non-tenue', 'levee'] as const satisfies ConditionState[];
export type SettledState = (typeof SETTLED_STATES)[number];

export const DOCUMENT_KINDS = {
  presentation: 'Présentation',
  engagement: 'Fiche d’engagement',
  mandat: 'Mandat d’accompagnement',
  mission: 'Lettre de mission',
  convention: 'Convention',
  releve: 'Relevé de décisions',
  autre: 'Autre document',
} as const;
export type DocumentKind = keyof typeof DOCUMENT_KINDS;
export const DOCUMENT_CODES = Object.keys(DOCUMENT_KINDS) as DocumentKind[];

/** The documents that each phase expects (handbook); one that is missing is said and never refused. */
export const EXPECTED_DOCUMENTS: Partial<Record<PhaseCode, readonly DocumentKind[]>> = {
  investigation: ['engagement', 'mandat', 'presentation'],
  construction: ['mission', 'presentation', 'convention'],
  acceleration: ['presentation', 'convention'],
  consolidation: ['presentation', 'mission', 'convention'],
};

/** Presentation, questions, deliberation, in minutes (handbook: fifty at least). */
export const USUAL_AGENDA = { presentation: 15, questions: 15, deliberation: 20 } as const;
export type Agenda = Record<keyof typeof USUAL_AGENDA, number>;
