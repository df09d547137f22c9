import { z } from 'zod';
import type { Day } from '~/platform/day';
import { addressField, dayField, line, optionalDayField, prose } from '~/platform/form-fields';
import { ROLE_CODES, type EmployerKind, type Role } from './roles';

const LATEST: Day = '2100-01-01' as Day;
const mission = {
  role: z.enum(ROLE_CODES as [Role, ...Role[]], { error: 'Choisissez un rôle.' }),
  statut: z
    .enum(['admin', 'independent', 'service', ''], { error: 'Choisissez un statut.' })
    .default('')
    .transform((text): EmployerKind | null => (text === '' ? null : text)),
  debut: dayField('Début'),
  fin: optionalDayField('Fin'),
};
const inOrder = {
  check: ({ debut, fin }: { debut: Day; fin: Day | null }) => fin === null || (fin >= debut && fin < LATEST),
  params: { error: 'La fin doit venir après le début.', path: ['fin'] },
};

/** Browser and server agree on what a mission needs. */
export const missionChangeSchema = z.object(mission).refine(inOrder.check, inOrder.params);
export type MissionChange = z.infer<typeof missionChangeSchema>;

export const invitationSchema = z
  .object({ nom: line('Nom'), courriel: addressField, ...mission })
  .refine(inOrder.check, inOrder.params);
export type InvitationInput = z.infer<typeof invitationSchema>;

export const accessRequestSchema = z.object({
  nom: line('Nom'),
  courriel: addressField,
  startup: line('Startup', { max: 300 }),
  message: prose('Message', {
    min: 10,
    max: 1000,
    missing: 'Dites en une phrase ce que vous faites dans cette équipe (dix caractères au moins).',
  }),
});
/** What is said of a startup that somebody proposes to an incubator. */
export const startupRequestSchema = z.object({
  startup: line('Nom du service', { max: 120 }),
  mission: line('Problème', { max: 500 }),
  nom: line('Prénom et nom'),
  courriel: addressField,
  administration: line('Administration', { max: 200 }),
  message: prose('Message', {
    min: 10,
    max: 3000,
    missing: 'Dites en quelques phrases qui rencontre ce problème, et ce que vous en savez déjà.',
  }),
});
export type StartupRequestInput = z.infer<typeof startupRequestSchema>;

export type AccessRequestInput = z.infer<typeof accessRequestSchema>;
