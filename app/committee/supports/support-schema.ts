import { z } from 'zod';
import { dayField, line, optionalDayField, optionalProse } from '~/platform/form-fields';
import type { Day } from '~/platform/day';

/** What the network gives besides money and coaching days. */
export const SUPPORT_KINDS = [
  'etude',
  'design',
  'accessibilite',
  'securite',
  'donnees',
  'juridique',
  'deploiement',
  'formation',
  'autre',
] as const;
export type SupportKind = (typeof SUPPORT_KINDS)[number];
export const SUPPORT_LABELS: Readonly<Record<SupportKind, string>> = {
  etude: 'Étude ou enquête de terrain',
  design: 'Design et ergonomie',
  accessibilite: 'Audit d’accessibilité',
  securite: 'Appui à la sécurité',
  donnees: 'Données et intelligence artificielle',
  juridique: 'Appui juridique et achats',
  deploiement: 'Appui au déploiement',
  formation: 'Formation de l’équipe',
  autre: 'Autre soutien',
};

export interface SupportInput {
  kind: SupportKind;
  what: string;
  givenBy: string;
  startsOn: Day;
  endsOn: Day | null;
  /** The « contrat de réussite »: what the ministry does in return; empty where there is none. */
  contract: string;
  reviewOn: Day | null;
}

export const supportSchema = z
  .object({
    nature: z.enum(SUPPORT_KINDS, { error: 'Choisissez la nature du soutien.' }),
    quoi: line('Ce qui est fait', { max: 300 }),
    qui: line('Qui l’apporte', { max: 200 }),
    debut: dayField('Début'),
    fin: optionalDayField('Fin'),
    contrat: optionalProse('Contrat de réussite', 3000),
    revue: optionalDayField('À revoir le'),
  })
  .refine(({ debut, fin }) => fin === null || fin >= debut, {
    error: 'La fin ne peut pas venir avant le début.',
    path: ['fin'],
  })
  .refine(({ contrat, revue }) => revue === null || contrat !== '', {
    error: 'Écrivez l’engagement que cette date fera revoir.',
    path: ['contrat'],
  })
  .transform(({ nature, quoi, qui, debut, fin, contrat, revue }): SupportInput => ({
    kind: nature,
    what: quoi,
    givenBy: qui,
    startsOn: debut,
    endsOn: fin,
    contract: contrat,
    reviewOn: revue,
  }));
