import { z } from 'zod';
import { parisInstant } from './calendar';
import { parseDay, type Day } from './day';
import { euros, type Cents } from './money';

/** The fields of forms, each with the sentence that says what is wrong: browser and server read the same ones. */

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

/** The whole address of a page, or nothing. */
export const optionalUrl = (label: string) =>
  z
    .string()
    .default('')
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .max(2000, { error: `${label} : 2 000 caractères au plus.` })
        .refine((text) => text === '' || (/^https?:\/\/[^\s\0]+$/.test(text) && text.isWellFormed()), {
          error: `${label} : donnez une adresse entière, par exemple https://exemple.beta.gouv.fr.`,
        }),
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

/** « 2026-06-21 12:00 » or « 2026-06-21T12:00 », as a clock in Paris; null when it is none. */
export function readInstant(text: string): Date | null {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3])[:h]([0-5]\d)$/.exec(text.trim());
  const on = parts ? parseDay(parts[1]!) : null;
  return parts && on !== null ? parisInstant(on, `${parts[2]}:${parts[3]}`) : null;
}

/** A date with its minute. */
export const instantField = (label: string) =>
  z
    .string({ error: `${label}\u00a0: une date et une heure sont attendues.` })
    .transform((text, context): Date => {
      const instant = readInstant(text);
      if (instant !== null) return instant;
      context.addIssue({
        code: 'custom',
        message: `${label}\u00a0: une date et une heure sont attendues, par exemple 2026-06-21 12:00.`,
      });
      return z.NEVER;
    });

/** The first mistake of each field. */
export function mistakesByField(error: z.ZodError): Record<string, string> {
  const mistakes: Record<string, string> = {};
  for (const issue of error.issues) mistakes[String(issue.path[0] ?? 'form')] ??= issue.message;
  return mistakes;
}

/** Larger ones are no measure of anything. */
const LARGEST = 1e15;

/** A figure as people, spreadsheets and programs write it: « 1 240,5 », « 12 % », « 1240.5 ». */
export function readFigure(text: string): number | null {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/(%|€)$/, '')
    .replace(/^'/, '');
  if (!/^-?\d{1,20}([.,]\d{1,30})?(e[+-]?\d{1,3})?$/i.test(plain)) return null;
  const value = Number(plain.replace(',', '.'));
  return Math.abs(value) <= LARGEST ? value : null;
}

export const figureField = (label: string) =>
  z.string({ error: `${label} : un nombre est attendu.` }).transform((text, context): number => {
    const value = readFigure(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `${label} : un nombre est attendu, par exemple 1 240,5.` });
    return z.NEVER;
  });

/** A text of several lines, tidied at its ends. `missing` is said when it is too short. */
export const prose = (
  label: string,
  { min = 0, max, missing }: { min?: number; max: number; missing?: string },
) =>
  z
    .string({ error: missing ?? `${label} : un texte est attendu.` })
    .transform((text) => text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n').trim())
    .pipe(
      z
        .string()
        .min(min, { error: missing ?? `${label} : ce champ est nécessaire.` })
        .max(max, { error: `${label} : ${max.toLocaleString('fr-FR')} caractères au plus, raccourcissez.` }),
    );

/** A text of several lines that a form may leave out. */
export const optionalProse = (label: string, max: number) =>
  z.string().default('').pipe(prose(label, { max }));

/** A field that may stay empty, as null; otherwise what `read` makes of its text, or the sentence that says what is expected. */
export const optionalField = <Value>(read: (text: string) => Value | null, message: string) =>
  z
    .string()
    .default('')
    .transform((text, context): Value | null => {
      if (text.trim() === '') return null;
      const value = read(text.trim());
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });

const MOST_EUROS = 1e9;
/** An amount in euros, as cents. */
export const amountField = (label: string) =>
  optionalField((text): Cents | null => {
    const value = readFigure(text);
    return value !== null && value >= 0 && value <= MOST_EUROS ? euros(value) : null;
  }, `${label} : un montant en euros est attendu, par exemple 250 000.`);

/** A percentage, rounded. */
export const percentField = (label: string) =>
  optionalField((text): number | null => {
    const value = readFigure(text);
    return value !== null && value >= 0 && value <= 100 ? Math.round(value) : null;
  }, `${label} : un pourcentage entre 0 et 100.`);

const MOST_MONTHS = 36;
/** A number of months, three years at the most. */
export const monthsField = optionalField((text): number | null => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= MOST_MONTHS ? value : null;
}, `Mois : un nombre entier entre 1 et ${MOST_MONTHS}.`);

/** One of a list, or none. */
export const optionalCode = <Code extends string>(codes: readonly Code[], message: string) =>
  optionalField((text): Code | null => codes.find((code) => code === text) ?? null, message);
