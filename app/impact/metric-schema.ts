import { dayField, figureField, line, optionalDayField } from '~/platform/form-fields';
import { z } from 'zod';
import { MATRIX } from './matrix';
import {
  CONCEPTS,
  DIRECTIONS,
  FAMILIES,
  familyAt,
  GATHERINGS,
  PERIODICITIES,
  STAGES,
  TARGET_ORIGINS,
  type Concept,
  type Quality,
} from './vocabulary';

const orNothing = <T extends string>(values: readonly T[], error: string) =>
  z
    .string()
    .default('')
    .refine((text) => text === '' || (values as readonly string[]).includes(text), { error })
    .transform((text) => (text === '' ? null : (text as T)));

/** The place of a metric: the startup's north star, an indicator asked by the matrix, or one of its concepts. */
const place = z
  .string({ error: 'Dites où se place cette mesure.' })
  .transform((text, context): { northStar: boolean; concept: Concept | null; indicator: string | null } => {
    const [kind, code] = text.split(':');
    const concept = CONCEPTS.find((one) => one === code);
    const indicator = MATRIX.indicators.find((one) => one.code === code && !one.computed);
    if (kind === 'phare-indicateur' && indicator)
      return { northStar: true, concept: indicator.concept, indicator: indicator.code };
    if (kind === 'phare') return { northStar: true, concept: concept ?? null, indicator: null };
    if (kind === 'indicateur' && indicator)
      return { northStar: false, concept: indicator.concept, indicator: indicator.code };
    if (kind === 'notion' && concept) return { northStar: false, concept, indicator: null };
    context.addIssue({ code: 'custom', message: 'Dites où se place cette mesure.' });
    return z.NEVER;
  });

/** Four fields start a metric; what is folded below them may wait. */
export const metricSchema = z
  .object({
    nom: line('Nom', { max: 120 }),
    unite: line('Unité', { max: 60 }),
    place,
    publique: z
      .enum(['oui', 'non'], { error: 'Dites si cette mesure est publique.' })
      .transform((v) => v === 'oui'),
    definition: line('Définition', { max: 1000, required: false }).default(''),
    famille: orNothing(FAMILIES, 'Choisissez une famille.'),
    etape: orNothing(STAGES, 'Choisissez une étape.'),
    sens: z.enum(DIRECTIONS, { error: 'Choisissez un sens.' }).default('hausse'),
    periode: z.enum(PERIODICITIES, { error: 'Choisissez une période.' }).default('month'),
    cumul: z
      .enum(GATHERINGS, { error: 'Dites comment les valeurs d’un mois se réunissent.' })
      .default('somme'),
    source: line('Source', { max: 200, required: false }).default(''),
    qualite: z
      .enum(['', '90', '50', '10'], { error: 'Choisissez une qualité.' })
      .default('')
      .transform((value) => (value === '' ? null : (Number(value) as Quality))),
    depuis: optionalDayField('Nouvelle définition à partir du'),
  })
  .transform(({ famille, ...metric }) => ({ ...metric, famille: famille ?? familyAt(metric.place.concept) }))
  .refine(({ famille, place: { concept } }) => concept !== 'impactant' || famille === 'impact', {
    error: 'Une mesure d’effort ou d’usage n’est pas un impact : changez sa place ou sa famille.',
    path: ['famille'],
  });
export type MetricInput = z.infer<typeof metricSchema>;

export const targetSchema = z.object({
  valeur: figureField('Valeur visée'),
  echeance: dayField('Échéance'),
  origine: z.enum(TARGET_ORIGINS, { error: 'Dites qui a fixé cette cible.' }).default('equipe'),
});
export type TargetInput = z.infer<typeof targetSchema>;
