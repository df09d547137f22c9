/** Links that a startup may publish; each is a filter of the list. */
export const PUBLISHED = ['code', 'statistiques', 'impact', 'budget', 'accessibilite'] as const;
export type Published = (typeof PUBLISHED)[number];
export const PUBLISHED_LABELS: Readonly<Record<Published, string>> = {
  code: 'Code source',
  statistiques: 'Statistiques',
  impact: 'Impact',
  budget: 'Budget',
  accessibilite: 'État de l’accessibilité',
};

export const SORTS = {
  titre: 'Nom',
  anciennete: 'Plus anciennes',
  recentes: 'Changement le plus récent',
} as const;
export const VIEWS = { liste: 'Liste', cartes: 'Cartes', vies: 'Lignes de vie' } as const;
export const SITUATIONS = {
  actives: 'Actives',
  sorties: 'Pérennisées',
  arrets: 'Arrêtées',
  toutes: 'Toutes',
} as const;
