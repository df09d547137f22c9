import type { PhaseCode } from '~/startup/rules';

/**
 * Supports for the end of a phase. They ask about conditions (time, mandate, autonomy), never about what somebody is
 * worth; they are optional, not projected with the team there, and erased after a while (network's grid, 0 to 10).
 */
export const GRIDS = {
  investigation: {
    title: 'Fin d’investigation',
    criteria: [
      'Le problème : réel, assez grand, et le nôtre',
      'Les conditions du portage : temps libéré, mandat, autonomie, environnement',
      'La stratégie des six prochains mois : pertinente, avec une hypothèse et un nombre à atteindre',
    ],
  },
  construction: {
    title: 'Fin de construction',
    criteria: [
      'L’usage : des personnes représentatives s’en servent et y reviennent',
      'L’impact : une mesure suivie avec le sponsor, avec une cible',
      'Les conditions du portage : temps libéré, mandat, équipe, argent à venir',
    ],
  },
} as const;
export type GridKind = keyof typeof GRIDS;
export const GRID_KINDS = Object.keys(GRIDS) as GridKind[];

export const GRID_HIGHEST = 10;
/** Days after its last change when a grid is erased: its committee is over, and it judged a moment. */
export const GRID_KEPT_DAYS = 180;

/** The grid that ends this phase, if one does. */
export const gridOfPhase = (code: PhaseCode | null): GridKind | null =>
  GRID_KINDS.find((kind) => kind === code) ?? null;

export interface GridAnswer {
  label: string;
  /** 0 to 10; null as long as nobody answered, which is no zero. */
  mark: number | null;
  note: string;
}
