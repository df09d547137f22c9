import { z } from 'zod';
import { addressField, dayField, line } from '~/platform/form-fields';
import {
  KIND_CODES,
  MEMBER_ROLE_CODES,
  USUAL_AGENDA,
  type CommitteeKind,
  type MemberRole,
} from './vocabulary';

const minutes = (label: string, usual: number) =>
  z
    .string()
    .default('')
    .transform((text) => (text.trim() === '' ? usual : Number(text.trim())))
    .refine((value) => Number.isInteger(value) && value >= 0 && value <= 240, {
      error: `${label} : un nombre de minutes entre 0 et 240.`,
    });

const visioField = line('Visioconférence', { max: 500, required: false })
  .default('')
  .refine((text) => text === '' || /^https:\/\/[^\s]+$/.test(text), {
    error: 'Visioconférence : une adresse qui commence par https:// est attendue.',
  });

/** What is said of a committee that is to come: browser and server read the same rules. */
export const planSchema = z.object({
  nature: z.enum(KIND_CODES as [CommitteeKind, ...CommitteeKind[]], { error: 'Dites quel comité c’est.' }),
  date: dayField('Date'),
  heure: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Heure : par exemple 14:30.' }),
  lieu: line('Lieu', { max: 300, required: false }).default(''),
  visio: visioField,
  presentation: minutes('Présentation', USUAL_AGENDA.presentation),
  questions: minutes('Questions', USUAL_AGENDA.questions),
  deliberation: minutes('Délibération', USUAL_AGENDA.deliberation),
});
export type PlanInput = z.infer<typeof planSchema>;

export const memberSchema = z.object({
  nom: line('Nom', { max: 200 }),
  courriel: z.union([z.literal(''), addressField]).default(''),
  role: z.enum(MEMBER_ROLE_CODES as [MemberRole, ...MemberRole[]], { error: 'Choisissez un rôle.' }),
});
export type MemberInput = z.infer<typeof memberSchema>;
