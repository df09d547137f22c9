import { z } from 'zod';
import { parseDay, type Day } from '~/platform/day';
import { ROLE_CODES, type EmployerKind, type Role } from './roles';

/** A line of text as a person types it, tidied. */
export const line = (
  label: string,
  { max = 200, required = true }: { max?: number; required?: boolean } = {},
) =>
  z
    .string({ error: `${label} : un texte est attendu.` })
    .transform((text) =>
      text
        .toWellFormed()
        .replace(/[\0\r\n\t]+/g, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(required ? 1 : 0, { error: `${label} : ce champ est nécessaire.` })
        .max(max, { error: `${label} : ${max} caractères au plus.` }),
    );

export const addressField = z
  .string({ error: 'L’adresse de courriel est nécessaire.' })
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .email({ error: 'Cette adresse de courriel n’est pas complète, par exemple nom@exemple.fr.' })
      .max(254, { error: 'Cette adresse de courriel est trop longue.' }),
  );

export const dayField = (label: string) =>
  z
    .string({ error: `${label} : une date est attendue.` })
    .transform((text) => text.trim())
    .refine((text) => parseDay(text) !== null, {
      error: `${label} : une date est attendue, par exemple 2026-03-31.`,
    })
    .transform((text) => text as Day);

export const optionalDayField = (label: string) =>
  z
    .string()
    .default('')
    .transform((text) => text.trim())
    .refine((text) => text === '' || parseDay(text) !== null, {
      error: `${label} : une date est attendue, par exemple 2026-03-31.`,
    })
    .transform((text): Day | null => (text === '' ? null : (text as Day)));

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
  message: z
    .string({ error: 'Dites en une phrase ce que vous faites dans cette équipe.' })
    .transform((text) => text.toWellFormed().replaceAll('\0', '').trim())
    .pipe(
      z
        .string()
        .min(10, {
          error: 'Dites en une phrase ce que vous faites dans cette équipe (dix caractères au moins).',
        })
        .max(1000, { error: 'Le message compte plus de 1 000 caractères : raccourcissez-le.' }),
    ),
});
export type AccessRequestInput = z.infer<typeof accessRequestSchema>;

/** The first mistake of each field. */
export function mistakesByField(error: z.ZodError): Record<string, string> {
  const mistakes: Record<string, string> = {};
  for (const issue of error.issues) mistakes[String(issue.path[0] ?? 'form')] ??= issue.message;
  return mistakes;
}
