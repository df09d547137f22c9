import { z } from 'zod';
import { parseDay, type Day } from '~/platform/day';
import { PHASE_CODES, STAGES, STOPS } from '~/startup/rules';
import { PUBLISHED, SITUATIONS, SORTS, VIEWS } from './choices';

const day = z.string().transform((text, ctx): Day => {
  const parsed = parseDay(text);
  if (parsed) return parsed;
  ctx.addIssue({ code: 'custom', message: 'doit être une date, par exemple 2021-12-31' });
  return z.NEVER;
});
const choices = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .array(z.enum(values, { error: `doit être l’une de : ${values.join(', ')}` }))
    .max(20, { error: 'compte au plus 20 valeurs' });
const choice = <T extends Record<string, string>>(values: T, fallback: keyof T & string) =>
  z
    .enum(Object.keys(values) as [keyof T & string, ...Array<keyof T & string>], {
      error: `doit être : ${Object.keys(values).join(', ')}`,
    })
    .default(fallback as never);
const labels = z
  .array(z.string().max(300, { error: 'compte au plus 300 caractères' }))
  .max(20, { error: 'compte au plus 20 valeurs' });

const PAGE = 'doit être un nombre entier entre 1 et 10 000';

/** The address of the list of startups: each name is the one that stands in the URL. */
export const portfolioQuerySchema = z.object({
  q: z.string().trim().max(200, { error: 'compte au plus 200 caractères' }).default(''),
  situation: choice(SITUATIONS, 'actives'),
  etape: choices([...STAGES, ...STOPS]).default([]),
  phase: choices(PHASE_CODES).default([]),
  incubateur: labels.default([]),
  domaine: labels.default([]),
  organisation: labels.default([]),
  public: labels.default([]),
  theme: labels.default([]),
  publie: choices(PUBLISHED).default([]),
  finance: z.literal('oui', { error: 'doit valoir oui' }).optional(),
  national: z.literal('oui', { error: 'doit valoir oui' }).optional(),
  entree: z.enum(PHASE_CODES, { error: `doit être l’une de : ${PHASE_CODES.join(', ')}` }).optional(),
  depuis: day.optional(),
  jusque: day.optional(),
  au: day.optional(),
  tri: choice(SORTS, 'titre'),
  vue: choice(VIEWS, 'liste'),
  page: z.coerce
    .number({ error: PAGE })
    .int({ error: PAGE })
    .min(1, { error: PAGE })
    .max(10_000, { error: PAGE })
    .default(1),
});
export type PortfolioQuery = z.infer<typeof portfolioQuerySchema>;

const SEVERAL = new Set([
  'etape',
  'phase',
  'incubateur',
  'domaine',
  'organisation',
  'public',
  'theme',
  'publie',
]);

/** The query of an address. Empty fields of a form count as absent; unknown ones are no business of ours. */
export function parsePortfolioQuery(search: URLSearchParams, today: Day) {
  const given: Record<string, unknown> = {};
  for (const key of new Set(search.keys())) {
    const values = search
      .getAll(key)
      .filter((value) => value.trim() !== '')
      .map((value) => value.normalize('NFC'));
    if (values.length === 0) continue;
    given[key] = SEVERAL.has(key) ? [...new Set(values)] : values.at(-1);
  }
  const parsed = portfolioQuerySchema.safeParse(given);
  if (!parsed.success || parsed.data.au === undefined || parsed.data.au <= today) return parsed;
  const future = {
    code: 'custom' as const,
    path: ['au'],
    message: 'doit être une date passée',
    input: given['au'],
  };
  return { success: false as const, error: new z.ZodError([future]) };
}
