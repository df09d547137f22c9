/** Where a mission is held. */
export type Place = 'startup' | 'incubator' | 'organisation' | 'network';

export interface RoleRule {
  code: string;
  /** The function, so that the word fits everyone. */
  label: string;
  place: Place;
  /** What the role is for, in one sentence of the help page. */
  does: string;
}

/** Every role of the field as a table: rights, forms, imports and the help page ask it. */
export const ROLES = {
  intrapreneur: {
    code: 'intrapreneur',
    label: 'Intrapreneuriat',
    place: 'startup',
    does: 'Porte la startup : tient sa page, ses chiffres, ses demandes et son équipe.',
  },
  member: {
    code: 'member',
    label: 'Équipe',
    place: 'startup',
    does: 'Construit le service : tient sa page avec la personne qui porte la startup.',
  },
  coach: {
    code: 'coach',
    label: 'Coaching',
    place: 'startup',
    does: 'Accompagne l’équipe : lit tout ce qui la concerne, n’écrit pas à sa place.',
  },
  lead: {
    code: 'lead',
    label: 'Direction de l’incubateur',
    place: 'incubator',
    does: 'Répond de l’incubateur : ses startups, ses personnes, ce qu’il partage.',
  },
  incubator_team: {
    code: 'incubator_team',
    label: 'Équipe de l’incubateur',
    place: 'incubator',
    does: 'Suit les startups de l’incubateur et aide à tenir leurs pages.',
  },
  portfolio_manager: {
    code: 'portfolio_manager',
    label: 'Responsabilité de portefeuille',
    place: 'incubator',
    does: 'Relie les startups à leur administration et veille à leurs comités.',
  },
  sponsor: {
    code: 'sponsor',
    label: 'Sponsor',
    place: 'organisation',
    does: 'Finance et décide en comité ; lit ce qui est public et ce qu’on lui ouvre.',
  },
  animation: {
    code: 'animation',
    label: 'Animation du réseau',
    place: 'network',
    does: 'Tient les listes du réseau ; lit ce qui est public et ce que les incubateurs partagent.',
  },
  administrator: {
    code: 'administrator',
    label: 'Administration technique',
    place: 'network',
    does: 'Fait marcher l’outil : imports, courriels, travaux. N’ouvre les pages d’un incubateur que pour réparer, avec un motif et pour quelques heures.',
  },
  jury: {
    code: 'jury',
    label: 'Jury des appels',
    place: 'network',
    does: 'Lit et note les candidatures des appels où un siège lui est donné.',
  },
  community: {
    code: 'community',
    label: 'Communauté',
    place: 'network',
    does: 'Fait partie de la communauté : suit des startups et tient son compte.',
  },
} as const satisfies Readonly<Record<string, RoleRule>>;

export type Role = keyof typeof ROLES;
export const ROLE_CODES = Object.keys(ROLES) as Role[];
export const rolesOf = (place: Place): Role[] => ROLE_CODES.filter((code) => ROLES[code].place === place);

export const EMPLOYER_KINDS = {
  admin: 'Agent public ou agente publique',
  independent: 'Indépendance',
  service: 'Entreprise prestataire',
} as const;
export type EmployerKind = keyof typeof EMPLOYER_KINDS;

/** Days after its end during which a mission still lets its bearer read, ask for more time and keep drafts. */
export const GRACE_DAYS = 7;
/** What one click adds to a mission. */
export const EXTENSION_MONTHS = 6;
/** When the end of a mission is announced, in days before it. */
export const NOTICE_DAYS = [30, 7, 1] as const;
