import { addMonths } from '~/platform/calendar';
import type { Day } from '~/platform/day';

/** How a product lives on (handbook, « modèles d’organisation »; the fifth is the one to avoid). */
export const TRAJECTORIES = {
  operateur: 'Opérateur de produits, dans un incubateur ou à côté',
  direction: 'Équipe produit dans une direction métier',
  dsi: 'Gestion de produit dans une direction du numérique',
  autonome: 'Structure autonome',
  maintenance: 'Maintenance, sans équipe qui améliore',
} as const;
export type Trajectory = keyof typeof TRAJECTORIES;

export const LEGAL_FORMS = {
  gip: 'Groupement d’intérêt public',
  scic: 'Société coopérative d’intérêt collectif',
  etablissement: 'Établissement public',
  fondation: 'Fondation ou fonds de dotation',
  scn: 'Service à compétence nationale',
} as const;
export type LegalForm = keyof typeof LEGAL_FORMS;

interface ExitStep {
  code: string;
  label: string;
  /** Months before the exit at which it must have begun. */
  months: number;
}

/** The exit checklist of the handbook, what takes longest first. */
export const EXIT_STEPS: readonly ExitStep[] = [
  { code: 'structure', label: 'Créer la structure d’accueil, si elle est autonome', months: 18 },
  { code: 'budget', label: 'Inscrire la ligne budgétaire annuelle', months: 12 },
  { code: 'internalisation', label: 'Recruter ou internaliser les compétences', months: 9 },
  {
    code: 'domaine',
    label: 'Obtenir l’agrément du service d’information du Gouvernement et quitter beta.gouv.fr',
    months: 6,
  },
  { code: 'hebergement', label: 'Héberger selon la doctrine « cloud » de l’État', months: 6 },
  { code: 'marches', label: 'Passer les marchés de la suite', months: 6 },
  { code: 'rgaa', label: 'Faire l’audit d’accessibilité', months: 4 },
  { code: 'homologation', label: 'Homologuer la sécurité', months: 4 },
  { code: 'standards', label: 'Tenir les standards de qualité', months: 4 },
  { code: 'dsfr', label: 'Utiliser le système de design de l’État, en administration centrale', months: 4 },
  { code: 'outils', label: 'Quitter les outils partagés du réseau', months: 3 },
  { code: 'rgpd', label: 'Tenir le registre des traitements', months: 2 },
  { code: 'statistiques', label: 'Publier des statistiques automatiques', months: 2 },
  { code: 'donnees', label: 'Ouvrir les données et déclarer les interfaces', months: 2 },
  { code: 'code', label: 'Faire relire le code ouvert', months: 2 },
  { code: 'adresses', label: 'Donner des adresses de courriel pérennes à l’équipe', months: 1 },
  { code: 'acces', label: 'Remettre la liste des accès', months: 1 },
  { code: 'histoire', label: 'Écrire l’histoire et la rétrospective du produit', months: 1 },
  { code: 'impact', label: 'Analyser l’impact', months: 1 },
  { code: 'fiche', label: 'Mettre la page à jour', months: 0 },
];
export type StepCode = (typeof EXIT_STEPS)[number]['code'];

/** The latest day on which a step may begin for the exit to be held; null without a target. */
export const latestStart = (step: ExitStep, target: Day | null): Day | null =>
  target === null ? null : addMonths(target, -step.months);

/** When a host is asked how its product fares, in months after the exit. */
export const FOLLOWUP_MONTHS = [6, 12, 24] as const;

/** The five signs that a handover succeeded (public site, « réussir son transfert »). */
export const SUCCESS_SIGNS = {
  indicateurs: 'Les indicateurs progressent encore, quelqu’un les suit, et ils sont publics',
  retours: 'Des personnes qui s’en servent sont écoutées au moins tous les quatre mois',
  evolutions: 'Le service évolue régulièrement',
  communication: 'Son impact est raconté',
  code: 'Son code reste ouvert',
} as const;
export type SuccessSign = keyof typeof SUCCESS_SIGNS;
export const SIGN_CODES = Object.keys(SUCCESS_SIGNS) as SuccessSign[];
