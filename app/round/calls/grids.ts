import { euros, type Cents } from '~/platform/money';
import type { LineKind, Means } from '../vocabulary';

/** One line of a grid: what the jury looks at, under its pillar. */
export interface GridLine {
  code: string;
  pillar: string;
  label: string;
  help: string;
  kind: LineKind;
  /** 1 to 10: how much it counts in the weighted mean. */
  weight: number;
  /** A required line cannot be left « sans objet ». */
  required: boolean;
}
export interface ScaleValue {
  value: number;
  label: string;
}

/** A program as it is shipped: everything here can be changed for a call before anybody scores. */
export interface ProgramConfiguration {
  code: string;
  name: string;
  purpose: string;
  means: Means;
  cofundingPercent: number;
  cap: Cents | null;
  coachingValue: Cents;
  scale: readonly ScaleValue[];
  atLeast: number;
  lines: readonly GridLine[];
}

/** No scale was ever published for FAST; four words keep jurors from hiding in the middle. */
const FOUR_STEPS: readonly ScaleValue[] = [
  { value: 1, label: 'rien ne le montre' },
  { value: 2, label: 'des débuts, à confirmer' },
  { value: 3, label: 'montré, avec des réserves' },
  { value: 4, label: 'montré par des faits' },
];

const scored = (pillar: string, code: string, label: string, help: string): GridLine => ({
  code,
  pillar,
  label,
  help,
  kind: 'note',
  weight: 1,
  required: false,
});
const asked = (pillar: string, kind: LineKind, code: string, label: string, help: string): GridLine => ({
  code,
  pillar,
  label,
  help,
  kind,
  weight: 1,
  required: kind === 'obligatoire',
});

/** FAST as its last edition asked (four pillars, nine lines), and the programme de consolidation (2026). */
export const PROGRAMS: readonly ProgramConfiguration[] = [
  {
    code: 'fast',
    name: 'FAST',
    purpose:
      'Un cofinancement et un accompagnement pour des services en accélération dont l’impact est montré et que leur administration soutient.',
    means: 'enveloppe',
    cofundingPercent: 50,
    cap: euros(200_000),
    coachingValue: euros(30_000),
    scale: FOUR_STEPS,
    atLeast: 0,
    lines: [
      scored(
        'Impact',
        'utilite',
        'Personnes satisfaites',
        'Le service marche et apporte déjà quelque chose.',
      ),
      scored('Impact', 'mesure', 'Mesure d’impact chiffrée', 'L’équipe suit une métrique phare.'),
      scored('Impact', 'statistiques', 'Statistiques d’usage publiques', 'Les résultats sont publiés.'),
      scored(
        'Maturité',
        'standards',
        'Respect des standards',
        'Mode produit, code ouvert, accessibilité, transparence.',
      ),
      scored(
        'Maturité',
        'equipe',
        'Motivation de l’équipe',
        'L’équipe est organisée pour mener ces actions.',
      ),
      scored(
        'Ambition',
        'deploiement',
        'Objectif de déploiement',
        'Dans tout le pays, à la mesure des personnes concernées.',
      ),
      scored(
        'Ambition',
        'strategie',
        'Stratégie partagée',
        'D’accord sur les chiffres, les pistes et les leviers.',
      ),
      scored('Soutien', 'moyens', 'Moyens adaptés', 'Le sponsor finance à la hauteur de l’ambition.'),
      scored(
        'Soutien',
        'priorite',
        'Priorité gouvernementale',
        'Le service sert une priorité du Gouvernement.',
      ),
    ],
  },
  {
    code: 'consolidation',
    name: 'Programme de consolidation',
    purpose:
      'Six mois d’accompagnement sur mesure pour des services largement déployés qui préparent leur passage de relais.',
    means: 'places',
    cofundingPercent: 0,
    cap: null,
    coachingValue: euros(0),
    scale: FOUR_STEPS,
    atLeast: 1,
    lines: [
      asked(
        'Socle',
        'obligatoire',
        'impact',
        'Impact montré et service largement déployé',
        'Matrice d’impact et standards de fin d’incubation.',
      ),
      asked(
        'Socle',
        'obligatoire',
        'accord',
        'Équipe et sponsors d’accord',
        'Lettre de mission signée par un sponsor de haut niveau.',
      ),
      asked(
        'Socle',
        'obligatoire',
        'produit',
        'Responsable de produit disponible',
        'Une personne porte le produit pendant tout le programme.',
      ),
      asked(
        'Complément',
        'au-moins',
        'portage',
        'Travailler le portage et l’organisation',
        'Qui portera le service, et comment.',
      ),
      asked(
        'Complément',
        'au-moins',
        'interministeriel',
        'Potentiel interministériel',
        'Le service peut servir d’autres ministères.',
      ),
      asked(
        'Complément',
        'au-moins',
        'integration',
        'Intégration à d’autres services',
        'Il gagne à se relier à d’autres.',
      ),
      asked(
        'Complément',
        'au-moins',
        'mutualisation',
        'Mutualisation de moyens',
        'Des moyens peuvent se partager.',
      ),
    ],
  },
];

export const pillarsOf = (lines: ReadonlyArray<Pick<GridLine, 'pillar'>>): string[] => [
  ...new Set(lines.map(({ pillar }) => pillar)),
];
