/** What may happen to a startup and be told in public: the network's codes, with the words that people read. */
export const EVENT_LABELS = {
  committee: 'Comité',
  product_launch: 'Lancement du service',
  fast: 'Financement FAST',
  national_impact: 'Impact national reconnu',
  end: 'Fin',
  other: 'Autre événement',
  eig: 'Entrepreneuses et entrepreneurs d’intérêt général',
  social: 'Vie de l’équipe',
} as const;
export const EVENT_KINDS = Object.keys(EVENT_LABELS) as Array<keyof typeof EVENT_LABELS>;

/** A kind that nobody knows is told as an event. */
export const eventLabel = (kind: string): string =>
  Object.hasOwn(EVENT_LABELS, kind) ? EVENT_LABELS[kind as keyof typeof EVENT_LABELS] : EVENT_LABELS.other;
