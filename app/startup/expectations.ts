import type { PhaseCode } from './rules';

/** What a fiche may lack, and from which phases it is expected (the handbook's checklists; markers, not rules). */
export interface Expectation {
  code: string;
  label: string;
  why: string;
  phases: readonly PhaseCode[];
  /** Where the page is filled: section and key of its form. */
  field: { section: string; key: string };
}

/** What the network says otherwise than the program ships. */
export interface ExpectationSetting {
  code: string;
  phases: readonly PhaseCode[];
  why: string;
}

const CONSTRUCTION_ON: readonly PhaseCode[] = ['construction', 'acceleration', 'consolidation', 'opere'];
const ACCELERATION_ON: readonly PhaseCode[] = ['acceleration', 'consolidation', 'opere'];

export const EXPECTATIONS = [
  {
    code: 'contact',
    field: { section: 'presentation', key: 'contact' },
    label: 'Une adresse pour écrire à l’équipe',
    why: 'Toute personne concernée doit pouvoir répondre.',
    phases: ['investigation', ...CONSTRUCTION_ON],
  },
  {
    code: 'lien',
    field: { section: 'liens', key: 'link' },
    label: 'L’adresse du service',
    why: 'La première version est attendue dès la construction.',
    phases: CONSTRUCTION_ON,
  },
  {
    code: 'code',
    field: { section: 'liens', key: 'repository' },
    label: 'Le code source',
    why: 'Le code des services de l’État est ouvert.',
    phases: CONSTRUCTION_ON,
  },
  {
    code: 'statistiques',
    field: { section: 'liens', key: 'stats_url' },
    label: 'La page de statistiques',
    why: 'Commencée en construction, automatique en accélération.',
    phases: CONSTRUCTION_ON,
  },
  {
    code: 'budget',
    field: { section: 'liens', key: 'budget_url' },
    label: 'La page de budget',
    why: 'Publiée deux fois par an dès la construction.',
    phases: CONSTRUCTION_ON,
  },
  {
    code: 'accessibilite',
    field: { section: 'conformite', key: 'accessibility_status' },
    label: 'L’état de l’accessibilité',
    why: 'La mention est obligatoire dès la mise en ligne, même « non conforme ».',
    phases: CONSTRUCTION_ON,
  },
  {
    code: 'impact',
    field: { section: 'liens', key: 'impact_url' },
    label: 'La page d’impact',
    why: 'Le comité décide sur la preuve de l’impact.',
    phases: ACCELERATION_ON,
  },
  {
    code: 'risques',
    field: { section: 'conformite', key: 'analyse_risques' },
    label: 'L’analyse de risques',
    why: 'Elle précède l’homologation de sécurité.',
    phases: ACCELERATION_ON,
  },
] as const satisfies readonly Expectation[];

export type ExpectationCode = (typeof EXPECTATIONS)[number]['code'];

/** Whether a fiche has it. */
export interface Held {
  contact: string | null;
  link: string | null;
  repository: string | null;
  stats: boolean;
  statsUrl: string | null;
  budgetUrl: string | null;
  accessibilityStatus: string | null;
  impactUrl: string | null;
  riskAnalysis: boolean;
  riskAnalysisUrl: string | null;
  secureService: boolean;
}

const HOLDS: Readonly<Record<ExpectationCode, (fiche: Held) => boolean>> = {
  contact: (fiche) => fiche.contact !== null,
  lien: (fiche) => fiche.link !== null,
  code: (fiche) => fiche.repository !== null,
  statistiques: (fiche) => fiche.stats || fiche.statsUrl !== null,
  budget: (fiche) => fiche.budgetUrl !== null,
  accessibilite: (fiche) => fiche.accessibilityStatus !== null,
  impact: (fiche) => fiche.impactUrl !== null,
  risques: (fiche) => fiche.riskAnalysis || fiche.riskAnalysisUrl !== null || fiche.secureService,
};

/** What is expected, with the network's own phases and reasons where it gave some. */
export const expectationsWith = (settings: readonly ExpectationSetting[]): Expectation[] =>
  EXPECTATIONS.map((expectation) => ({
    ...expectation,
    ...settings.find(({ code }) => code === expectation.code),
  }));

/** What is expected at a phase, and whether it is there. */
export const expectedAt = (
  expectations: readonly Expectation[],
  code: PhaseCode,
  fiche: Held,
): Array<Expectation & { held: boolean }> =>
  expectations
    .filter(({ phases }) => phases.includes(code))
    .map((expectation) => ({
      ...expectation,
      held: HOLDS[expectation.code as ExpectationCode](fiche),
    }));
