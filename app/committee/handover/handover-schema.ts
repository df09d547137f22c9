import { z } from 'zod';
import {
  addressField,
  amountField,
  line,
  optionalCode,
  optionalDayField,
  percentField,
  prose,
} from '~/platform/form-fields';
import { EXIT_STEPS, LEGAL_FORMS, TRAJECTORIES, type LegalForm, type Trajectory } from './vocabulary';

/** The plan: nothing is compulsory before the exit committee. */
export const planSchema = z.object({
  trajectoire: optionalCode(Object.keys(TRAJECTORIES) as Trajectory[], 'Cette trajectoire n’existe pas.'),
  forme: optionalCode(Object.keys(LEGAL_FORMS) as LegalForm[], 'Cette forme n’existe pas.'),
  accueil: line('Administration d’accueil', { max: 300, required: false }).default(''),
  contact: line('Personne qui répond', { max: 200, required: false }).default(''),
  courriel: z.union([z.literal(''), addressField]).default(''),
  cible: optionalDayField('Date visée'),
  budget: amountField('Budget annuel'),
  part: percentField('Part d’agents publics'),
  repli: prose('Solution de repli', { max: 2000 }).default(''),
  criteres6: prose('Réussite à six mois', { max: 1000 }).default(''),
  criteres12: prose('Réussite à douze mois', { max: 1000 }).default(''),
});
export type PlanChange = z.infer<typeof planSchema>;

export const stepSchema = z.object({
  etape: z.enum(EXIT_STEPS.map(({ code }) => code) as [string, ...string[]], {
    error: 'Cette étape n’existe pas.',
  }),
  qui: line('Qui s’en charge', { max: 200, required: false }).default(''),
  echeance: optionalDayField('Échéance'),
  fait: z
    .string()
    .default('')
    .transform((text) => text === 'oui'),
  version: z.coerce.number().int().min(0).catch(0),
});
export type StepChange = z.infer<typeof stepSchema>;
