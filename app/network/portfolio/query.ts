import { z } from 'zod';
import { parseDay, type Day } from '~/platform/day';
import { PHASE_CODES, STAGES, STOPS } from '~/startup/rules';

/** Links that a startup may publish; each is a filter of the list. */
export const PUBLISHED = ['code', 'statistiques', 'impact', 'budget', 'accessibilite'] as const;
export type Published = (typeof PUBLISHED)[number];
export const PUBLISHED_LABELS: Readonly<Record<Published, string>> = {
  code: 'Code source',
  statistiques: 'Statistiques',
  impact: 'Impact',
  budget: 'Budget',
  accessibilite: 'État de l’accessibilité',
};

export const SORTS = {
  titre: 'Nom',
  anciennete: 'Plus anciennes',
  recentes: 'Changement le plus récent',
} as const;
export const VIEWS = { liste: 'Liste', cartes: 'Cartes', vies: 'Lignes de vie' } as const;
export const SITUATIONS = {
  actives: 'Actives',
  sorties: 'Pérennisées',
  arrets: 'Arrêtées',
  toutes: 'Toutes',
} as const;

const day = z.string().transform((text, ctx): Day => {
  const parsed = parseDay(text);
  if (parsed) return parsed;
  ctx.addIssue({ code: 'custom', message: 'doit être une date, par exemple 2021-12-31' });
  return z.NEVER;
});
const choices = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.array(z.enum(values, { error: `doit être l’une de : ${values.join(', ')}` })).max(20);
const choice = <T extends Record<string, string>>(values: T, fallback: keyof T & string) =>
  z
    .enum(Object.keys(values) as [keyof T & string, ...Array<keyof T & string>], {
      error: `doit être : ${Object.keys(values).join(', ')}`,
    })
    .default(fallback as never);
const labels = z.array(z.string().max(200)).max(20);

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
  entree: z.enum(PHASE_CODES, { error: `doit être l’une de : ${PHASE_CODES.join(', ')}` }).optional(),
  depuis: day.optional(),
  jusque: day.optional(),
  au: day.optional(),
  tri: choice(SORTS, 'titre'),
  vue: choice(VIEWS, 'liste'),
  page: z.coerce.number({ error: 'doit être un nombre' }).int().min(1).max(10_000).default(1),
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
export function parsePortfolioQuery(search: URLSearchParams) {
  const given: Record<string, unknown> = {};
  for (const key of new Set(search.keys())) {
    const values = search
      .getAll(key)
      .filter((value) => value.trim() !== '')
      .map((value) => value.normalize('NFC'));
    if (values.length === 0) continue;
    given[key] = SEVERAL.has(key) ? [...new Set(values)] : values.at(-1);
  }
  return portfolioQuerySchema.safeParse(given);
}

const DEFAULTS: Readonly<Record<string, unknown>> = {
  situation: 'actives',
  tri: 'titre',
  vue: 'liste',
  page: 1,
  q: '',
};

/** The address of a query, defaults left out, always in the same order: one list has one address. */
export function portfolioSearch(query: Partial<PortfolioQuery>): string {
  const search = new URLSearchParams();
  for (const key of Object.keys(portfolioQuerySchema.shape) as Array<keyof PortfolioQuery>) {
    const value = query[key];
    if (value === undefined || value === DEFAULTS[key]) continue;
    if (Array.isArray(value)) for (const one of [...value].sort()) search.append(key, one);
    else search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export const portfolioHref = (query: Partial<PortfolioQuery>): string => `/startups${portfolioSearch(query)}`;
