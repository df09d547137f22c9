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
    next: [],
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
