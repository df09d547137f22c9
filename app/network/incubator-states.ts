import type { IncubatorFacts } from './facts';

export const INCUBATOR_STATE_LABELS: Readonly<Record<IncubatorFacts['state'], string>> = {
  in_creation: 'En création',
  active: 'Actif',
  operator: 'Opérateur',
  closed: 'Fermé',
};
