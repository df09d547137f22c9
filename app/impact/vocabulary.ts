/** The words of impact measurement: the handbook's impact matrix and AARRI funnel. */

export const CONCEPTS = ['utilisable', 'utilise', 'utile', 'impactant', 'efficient'] as const;
export type Concept = (typeof CONCEPTS)[number];

export const CONCEPT_LABELS: Readonly<Record<Concept, { label: string; question: string }>> = {
  utilisable: { label: 'Utilisable', question: 'Est-ce simple à utiliser ?' },
  utilise: { label: 'Utilisé', question: 'Qui s’en sert, et combien ?' },
  utile: { label: 'Utile', question: 'Les personnes le trouvent-elles utile ?' },
  impactant: { label: 'Impactant', question: 'Qu’est-ce que cela change ?' },
  efficient: { label: 'Efficient', question: 'À quel coût ?' },
};

export const FAMILIES = ['effort', 'usage', 'impact'] as const;
export type Family = (typeof FAMILIES)[number];
export const FAMILY_LABELS: Readonly<Record<Family, string>> = {
  effort: 'Effort : ce que l’équipe fait',
  usage: 'Usage : ce que les personnes font du service',
  impact: 'Impact : ce qui change pour elles',
};

export const STAGES = ['acquisition', 'activation', 'retention', 'recommandation', 'impact'] as const;
export type Stage = (typeof STAGES)[number];
export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  acquisition: 'Acquisition',
  activation: 'Activation',
  retention: 'Rétention',
  recommandation: 'Recommandation',
  impact: 'Impact',
};

export const DIRECTIONS = ['hausse', 'baisse'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const DIRECTION_LABELS: Readonly<Record<Direction, string>> = {
  hausse: 'Plus c’est haut, mieux c’est',
  baisse: 'Plus c’est bas, mieux c’est',
};

/** The words of the publishing contract. */
export const PERIODICITIES = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Periodicity = (typeof PERIODICITIES)[number];
export const PERIODICITY_LABELS: Readonly<Record<Periodicity, string>> = {
  day: 'Chaque jour',
  week: 'Chaque semaine',
  month: 'Chaque mois',
  quarter: 'Chaque trimestre',
  year: 'Chaque année',
};

/** How the values that end in one month make that month's figure. */
export const GATHERINGS = ['somme', 'dernier', 'moyenne'] as const;
export type Gathering = (typeof GATHERINGS)[number];
export const GATHERING_LABELS: Readonly<Record<Gathering, string>> = {
  somme: 'S’additionne (des dossiers traités)',
  dernier: 'Se relève (un nombre de comptes ouverts)',
  moyenne: 'Se moyenne (une note, un taux)',
};

export const QUALITIES = [90, 50, 10] as const;
export type Quality = (typeof QUALITIES)[number];
export const QUALITY_LABELS: Readonly<Record<Quality, string>> = {
  90: 'Sûre : mesurée, vérifiable',
  50: 'Moyenne : estimée sur une base connue',
  10: 'Faible : un ordre de grandeur',
};

export const ORIGINS = ['formulaire', 'collage', 'fichier', 'api', 'collecte'] as const;
export type Origin = (typeof ORIGINS)[number];
export const ORIGIN_LABELS: Readonly<Record<Origin, string>> = {
  formulaire: 'saisie',
  collage: 'collée d’un tableur',
  fichier: 'lue dans un fichier',
  api: 'envoyée par un programme',
  collecte: 'collectée à l’adresse de statistiques',
};

export const TARGET_ORIGINS = ['equipe', 'comite', 'financement'] as const;
export type TargetOrigin = (typeof TARGET_ORIGINS)[number];
export const TARGET_ORIGIN_LABELS: Readonly<Record<TargetOrigin, string>> = {
  equipe: 'fixée par l’équipe',
  comite: 'fixée en comité',
  financement: 'fixée avec un financement',
};

export const METRIC_KINDS = ['effort', 'usage', 'utilité', 'impact', 'efficience'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/**
 * What a metric truly is, always shown beside its name. Its family decides first: a figure of effort or of usage is
 * never called impact, wherever somebody put it.
 */
export function kindOf({ concept, family }: { concept: Concept | null; family: Family }): MetricKind {
  if (concept === 'efficient') return 'efficience';
  if (family === 'effort') return 'effort';
  if (concept === 'utile') return 'utilité';
  if (concept === 'utilisable' || concept === 'utilise') return 'usage';
  return family;
}

/** The family that a place in the matrix supposes, until somebody says otherwise. */
export const familyAt = (concept: Concept | null): Family =>
  concept === 'impactant' || concept === 'utile' ? 'impact' : 'usage';
