import type { PortfolioQuery } from './parse-query.server';

export type { PortfolioQuery };

/** Every part of the address in its order, with what it is when it is left out. */
const DEFAULTS: Readonly<Record<keyof PortfolioQuery, unknown>> = {
  q: '',
  situation: 'actives',
  etape: undefined,
  phase: undefined,
  incubateur: undefined,
  domaine: undefined,
  organisation: undefined,
  public: undefined,
  theme: undefined,
  publie: undefined,
  finance: undefined,
  national: undefined,
  entree: undefined,
  depuis: undefined,
  jusque: undefined,
  au: undefined,
  tri: 'titre',
  vue: 'liste',
  page: 1,
};

/** The address of a query, defaults left out, always in the same order: one list has one address. */
export function portfolioSearch(query: Partial<PortfolioQuery>): string {
  const search = new URLSearchParams();
  for (const key of Object.keys(DEFAULTS) as Array<keyof PortfolioQuery>) {
    const value = query[key];
    if (value === undefined || value === DEFAULTS[key]) continue;
    if (Array.isArray(value)) for (const one of [...value].sort()) search.append(key, one);
    else search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export const portfolioHref = (query: Partial<PortfolioQuery>): string => `/startups${portfolioSearch(query)}`;
