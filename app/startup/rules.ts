/**
 * The lifecycle of a startup, as a table that a person of the field can read (the network's eight codes of May 2026).
 * Everything that depends on a phase asks this table: pages, pictures, imports, help.
 */
export const PHASE_CODES = [
  'investigation',
  'construction',
  'acceleration',
  'consolidation',
  'opere',
  'transfere',
  'abandon-investigation',
  'abandon',
] as const;
export type PhaseCode = (typeof PHASE_CODES)[number];

/** The five stages that people see, and the two kinds of stop, never added together. */
export const STAGES = [
  'investigation',
  'construction',
  'acceleration',
  'consolidation',
  'passage-de-relais',
] as const;
export type Stage = (typeof STAGES)[number];
export const STOPS = ['abandon-investigation', 'abandon'] as const;
export type Stop = (typeof STOPS)[number];

export type PhaseOrigin = 'historique' | 'declared' | 'confirmed';

export interface PhaseRule {
  code: PhaseCode;
  stage: Stage | Stop;
  /** « En accélération », as in « En accélération depuis 14 mois ». */
  state: string;
  label: string;
  kind: 'phase' | 'exit' | 'stop';
  /** Counted among active startups (the public site's rule: the four phases and opéré). */
  active: boolean;
  /** *Pérennisé* = opéré + transféré. */
  perennial: boolean;
  question: string;
  ends: string;
  /** What the handbook gives as its length, in months, where it gives one. */
  nominalMonths: [number, number] | null;
  /** Who decides that it begins. */
  decides: string;
  /** What is expected before it begins; what is missing is said and never refused. */
  expects: readonly string[];
  /** What its beginning causes by itself. */
  causes: readonly string[];
  /** Where the texts and the past let it lead; the tracker flags anything else and never refuses it. */
  next: readonly PhaseCode[];
}

export const LIFECYCLE: Readonly<Record<PhaseCode, PhaseRule>> = {
  investigation: {
    code: 'investigation',
    stage: 'investigation',
    state: 'En investigation',
    label: 'Investigation',
    kind: 'phase',
    active: true,
    perennial: false,
    question: 'Le problème est-il réel, assez grand, et le nôtre ?',
    ends: 'Un comité dit si l’on construit, avec une réponse à chaque question de la grille.',
    nominalMonths: [2, 3],
    decides: 'L’incubateur, avec le sponsor',
    expects: [
      'un problème énoncé sans sa solution',
      'un agent libéré deux jours par semaine',
      'une fiche d’engagement signée',
    ],
    causes: ['un comité est attendu neuf semaines après', 'l’accompagnement est compté sur vingt jours'],
    next: ['construction', 'acceleration', 'abandon-investigation', 'abandon', 'transfere', 'opere'],
  },
  construction: {
    code: 'construction',
    stage: 'construction',
    state: 'En construction',
    label: 'Construction',
    kind: 'phase',
    active: true,
    perennial: false,
    question: 'Notre solution règle-t-elle le problème des premières personnes concernées ?',
    ends: 'Des personnes représentatives s’en servent et y reviennent.',
    nominalMonths: [6, 12],
    decides: 'Le comité de fin d’investigation',
    expects: [
      'un premier comité favorable',
      'une ligne budgétaire chez le sponsor',
      'une personne qui porte le projet',
    ],
    causes: [
      'la date vaut lancement',
      'un comité est attendu tous les six mois',
      'la page dit un objectif d’impact à six mois',
    ],
    next: ['acceleration', 'consolidation', 'transfere', 'opere', 'abandon'],
  },
  acceleration: {
    code: 'acceleration',
    stage: 'acceleration',
    state: 'En accélération',
    label: 'Accélération',
    kind: 'phase',
    active: true,
    perennial: false,
    question: 'L’impact peut-il grandir dans tout le pays à un coût unitaire qui baisse ?',
    ends: 'L’utilité est montrée à grande échelle et l’administration choisit de faire durer le service ou non.',
    nominalMonths: [12, 18],
    decides: 'Le comité d’investissement',
    expects: [
      'un service dont on se sert et auquel on revient',
      'une mesure d’impact suivie avec le sponsor, avec des cibles',
      'une équipe prête à grandir',
    ],
    causes: ['un comité reste attendu tous les six mois', 'le service peut candidater à FAST'],
    next: ['acceleration', 'consolidation', 'transfere', 'opere', 'abandon'],
  },
  consolidation: {
    code: 'consolidation',
    stage: 'consolidation',
    state: 'En consolidation',
    label: 'Consolidation',
    kind: 'phase',
    active: true,
    perennial: false,
    question: 'Qui portera le service, avec quel argent et quelle organisation ?',
    ends: 'Le service est conforme aux standards et vit sans les moyens du programme.',
    nominalMonths: [12, 18],
    decides: 'Le comité d’investissement',
    expects: [
      'une valeur montrée et un service largement déployé',
      'les standards de qualité tenus',
      'un sponsor qui choisit de faire durer',
    ],
    causes: [
      'le plan de passage de relais s’ouvre',
      'l’accompagnement est compté sur quinze jours par semestre',
    ],
    next: ['opere', 'transfere', 'abandon'],
  },
  opere: {
    code: 'opere',
    stage: 'passage-de-relais',
    state: 'Opéré au sein du réseau',
    label: 'Opéré',
    kind: 'exit',
    active: true,
    perennial: true,
    question: 'Le service garde-t-il son impact, suivi par un incubateur ou un opérateur du réseau ?',
    ends: 'Il dure tant que le réseau opère le service.',
    nominalMonths: null,
    decides: 'Le comité de sortie d’incubation',
    expects: ['un plan validé et une solution de repli', 'une équipe et un budget annuel'],
    causes: [
      'le plan de passage de relais se ferme',
      'trois suivis sont prévus, à six, douze et vingt-quatre mois',
    ],
    next: ['transfere', 'abandon'],
  },
  transfere: {
    code: 'transfere',
    stage: 'passage-de-relais',
    state: 'Transféré',
    label: 'Transféré',
    kind: 'exit',
    active: false,
    perennial: true,
    question: 'Le service reste-t-il utile hors du programme ?',
    ends: 'Il n’a pas de fin prévue : l’administration d’accueil fait vivre le service.',
    nominalMonths: null,
    decides: 'Le comité de sortie d’incubation, ou d’investissement',
    expects: ['une administration d’accueil', 'la liste de sortie tenue'],
    causes: [
      'le service quitte les startups actives',
      'trois suivis sont prévus, à six, douze et vingt-quatre mois',
    ],
    next: ['abandon'],
  },
  'abandon-investigation': {
    code: 'abandon-investigation',
    stage: 'abandon-investigation',
    state: 'Investigation non concluante',
    label: 'Investigation non concluante',
    kind: 'stop',
    active: false,
    perennial: false,
    question: 'Qu’avons-nous appris du problème ?',
    ends: 'C’est un résultat : aucun service n’a été créé.',
    nominalMonths: null,
    decides: 'Le comité de fin d’investigation',
    expects: ['une réponse à chaque question de la grille'],
    causes: ['ce qui a été appris est raconté : c’est un résultat'],
    next: ['investigation'],
  },
  abandon: {
    code: 'abandon',
    stage: 'abandon',
    state: 'Service arrêté',
    label: 'Service arrêté',
    kind: 'stop',
    active: false,
    perennial: false,
    question: 'Que retenir, et que faudrait-il pour reprendre ?',
    ends: 'Le service n’est plus accessible.',
    nominalMonths: null,
    decides: 'Le comité d’investissement, ou l’équipe elle-même',
    expects: ['une cause choisie ensemble par l’équipe et l’incubateur'],
    causes: [
      'le retour d’expérience est publié au bas de la page',
      'si l’impact était réel, le service dort avec de quoi le relancer',
    ],
    next: ['construction', 'acceleration'],
  },
};

export const isPhaseCode = (text: string): text is PhaseCode =>
  (PHASE_CODES as readonly string[]).includes(text);

/** Names of former years, understood on import; the raw value is kept beside. */
export const FORMER_PHASE_NAMES: Readonly<Record<string, PhaseCode>> = {
  perennisation: 'consolidation',
  transfert: 'consolidation',
  transfer: 'transfere',
  success: 'transfere',
  alumni: 'transfere',
};

export const lifecycleOrder = (code: PhaseCode): number => PHASE_CODES.indexOf(code);

export const ACTIVE_CODES = PHASE_CODES.filter((code) => LIFECYCLE[code].active);
export const PERENNIAL_CODES = PHASE_CODES.filter((code) => LIFECYCLE[code].perennial);
export const STAGE_LABELS: Readonly<Record<Stage | Stop, string>> = {
  investigation: 'Investigation',
  construction: 'Construction',
  acceleration: 'Accélération',
  consolidation: 'Consolidation',
  'passage-de-relais': 'Passage de relais',
  'abandon-investigation': 'Investigations non concluantes',
  abandon: 'Services arrêtés',
};
export const codesOfStage = (stage: Stage | Stop): PhaseCode[] =>
  PHASE_CODES.filter((code) => LIFECYCLE[code].stage === stage);
