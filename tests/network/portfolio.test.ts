import { parsePortfolioQuery } from '~/network/portfolio/parse-query.server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followNetwork } from '~/network/network.server';
import { startupListPage } from '~/network/pages/startup-list.server';
import { facetLabels } from '~/network/portfolio/labels';
import { portfolioOf } from '~/network/portfolio/portfolio';
import { portfolioSearch, type PortfolioQuery } from '~/network/portfolio/query';
import { PUBLISHED, SITUATIONS, SORTS } from '~/network/portfolio/choices';
import { searchStartups } from '~/network/portfolio/search.server';
import { homePage } from '~/network/pages/home';
import { addDays, day } from '~/platform/day';
import { PHASE_CODES, STAGES, STOPS } from '~/startup/rules';
import { freshDatabase } from '../support/database';

const today = day('2026-11-21');
const database = await freshDatabase('demo');
const network = (await followNetwork(database, true)).current();
const queryOf = (search: string): PortfolioQuery => {
  const parsed = parsePortfolioQuery(new URLSearchParams(search), today);
  if (!parsed.success) throw new Error(parsed.error.message);
  return parsed.data;
};
const list = (query: PortfolioQuery) => portfolioOf(network, query, today, null, facetLabels(network));
const searched = async (text: string) => {
  const { found, approximate } = await searchStartups(database.prisma, network, text);
  const byRank = [...found]
    .sort(([, a], [, b]) => a - b)
    .map(([id]) => network.startups.find((startup) => startup.id === id)!.publicId);
  return { ids: byRank, approximate };
};

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const anyQuery: fc.Arbitrary<PortfolioQuery> = fc.record({
  q: fc.constant(''),
  situation: fc.constantFrom(...(Object.keys(SITUATIONS) as Array<keyof typeof SITUATIONS>)),
  etape: some([...STAGES, ...STOPS]),
  phase: some(PHASE_CODES),
  incubateur: some(network.incubators.map(({ publicId }) => publicId)),
  domaine: some(['environnement', 'justice', 'travail', 'nulle-part']),
  organisation: some(network.organisations.map(({ publicId }) => publicId)),
  public: some(['etat', 'particulier', 'entreprise']),
  theme: some(network.startups.flatMap(({ themes }) => themes)),
  publie: some(PUBLISHED),
  finance: fc.constantFrom('oui' as const, undefined),
  national: fc.constantFrom('oui' as const, undefined),
  entree: fc.constantFrom(undefined, ...PHASE_CODES),
  depuis: fc.constantFrom(undefined, day('2022-01-01')),
  jusque: fc.constantFrom(undefined, day('2025-01-01')),
  au: fc.option(
    fc.integer({ min: 0, max: 4000 }).map((days) => addDays(today, -days)),
    { nil: undefined },
  ),
  tri: fc.constantFrom(...(Object.keys(SORTS) as Array<keyof typeof SORTS>)),
  vue: fc.constant('liste' as const),
  page: fc.constant(1),
}) as fc.Arbitrary<PortfolioQuery>;

describe('The list of startups', () => {
  test('the count beside each filter is what one gets by ticking it', () => {
    const SEVERAL = [
      'etape',
      'phase',
      'incubateur',
      'domaine',
      'organisation',
      'public',
      'theme',
      'publie',
    ] as const;
    fc.assert(
      fc.property(anyQuery, (query) => {
        const { facets } = list(query);
        for (const name of SEVERAL) {
          for (const value of facets[name].values.slice(0, 6)) {
            const ticked = name === 'publie' ? [...new Set([...query.publie, value.value])] : [value.value];
            expect(list({ ...query, [name]: ticked } as PortfolioQuery).total, `${name}=${value.value}`).toBe(
              value.count,
            );
          }
        }
        for (const { value, count } of facets.situation.values)
          expect(list({ ...query, situation: value as PortfolioQuery['situation'] }).total).toBe(count);
      }),
      { numRuns: 40 },
    );
  });

  test('an address says its query and nothing more: reading it back gives the same list', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const again = queryOf(portfolioSearch(query));
        expect(portfolioSearch(again)).toBe(portfolioSearch(query));
        expect(list(again).total).toBe(list(query).total);
      }),
      { numRuns: 60 },
    );
  });

  test('active ones come by default, in dictionary order', () => {
    const { entries } = list(queryOf(''));
    expect(
      entries.every(({ phase }) =>
        ['investigation', 'construction', 'acceleration', 'consolidation', 'opere'].includes(phase.code),
      ),
    ).toBe(true);
    const titles = entries.map(({ startup }) => startup.title);
    expect(titles).toEqual([...titles].sort(new Intl.Collator('fr', { numeric: true }).compare));
  });

  test('a past date shows phases, awards and national impact as they were', () => {
    const { entries, facets } = list(queryOf('au=2021-12-31&situation=toutes'));
    expect(entries.every(({ phase }) => phase.start <= '2021-12-31')).toBe(true);
    expect(facets.national.values[0]!.count).toBe(
      network.startups.filter(({ impacts }) => impacts.some((impact) => impact.day <= '2021-12-31')).length,
    );
  });

  test('every figure of the home page is the length of the list that it opens', () => {
    const home = homePage(network, today);
    for (const figure of [...home.stages, ...home.totals])
      expect(list(queryOf(new URL(figure.to, 'http://x').search)).total, figure.label).toBe(figure.value);
    for (const flow of home.flow)
      expect(list(queryOf(new URL(flow.to, 'http://x').search)).total, flow.code).toBe(flow.count);
  });

  test('a wrong address is told part by part', () => {
    const parsed = parsePortfolioQuery(new URLSearchParams('page=x&au=2023-02-30&tri=prix&etape=fin'), today);
    expect(parsed.success ? [] : parsed.error.issues.map((issue) => issue.path[0]).sort()).toEqual([
      'au',
      'etape',
      'page',
      'tri',
    ]);
  });
});

describe('Search', () => {
  test.each([
    ['an accent left out', 'acceslibre', 'acceslibre'],
    ['accents added', 'Âccèslibré', 'acceslibre'],
    ['a plural for a singular', 'potager partagé', 'fictif-potagers-partages'],
    ['the beginning of a word', 'potag', 'fictif-potagers-partages'],
    ['capital letters', 'A-JUST', 'a-just'],
  ])('forgives %s', async (_name, text, id) => {
    const { ids, approximate } = await searched(text);
    expect(approximate).toBe(false);
    expect(ids[0]).toBe(id);
  });

  test('forgives a typing error, and says that it did', async () => {
    const { ids, approximate } = await searched('potagerz partagrs');
    expect(approximate).toBe(true);
    expect(ids).toContain('fictif-potagers-partages');
  });

  test('finds a name with one letter missing, doubled, swapped or changed, or its words in one', async () => {
    const missed: string[] = [];
    const named = network.startups.filter(({ title }) => title.replace(/[^\p{L}]/gu, '').length >= 6);
    for (const { publicId, title } of named) {
      const at = Math.floor(title.length / 2);
      const [head, tail] = [title.slice(0, at), title.slice(at + 1)];
      const spellings = [
        head + tail,
        `${head}${title[at]}${title[at]}${tail}`,
        `${head}${tail.charAt(0)}${title[at]}${tail.slice(1)}`,
        `${head}z${tail}`,
      ];
      for (const spelling of spellings)
        if (!(await searched(spelling)).ids.includes(publicId)) missed.push(`${title} : ${spelling}`);
    }
    process.stdout.write(`fautes de frappe : ${missed.length} de ${named.length * 4} noms non trouvés\n`);
    expect(missed.length, missed.join('\n')).toBeLessThan(named.length * 4 * 0.02);
    expect((await searched('dosier facile')).ids[0]).toBe('dossierfacile');
  });

  test('is never broken by what is typed', async () => {
    for (const text of [
      "'",
      '!!',
      'a & | ! <->',
      '%_\\',
      ':*',
      'le la les',
      '\u0000x'.slice(1),
      '𝓐'.repeat(60),
    ]) {
      expect((await searchStartups(database.prisma, network, text)).found).toBeInstanceOf(Map);
    }
  });

  test('asks the database as often for one startup as for all of them', async () => {
    const asked = async (search: string) => {
      let queries = 0;
      const counting = new Proxy(database.prisma, {
        get(target, name) {
          if (name === '$queryRaw' || name === '$executeRaw') queries += 1;
          const value = Reflect.get(target, name) as unknown;
          return typeof value === 'function'
            ? (value as (...args: unknown[]) => unknown).bind(target)
            : value;
        },
      });
      const page = await startupListPage(counting, network, queryOf(search), today);
      return { queries, total: page.total };
    };
    const one = await asked('q=potagers&situation=toutes');
    const many = await asked('q=service&situation=toutes');
    expect(many.total).toBeGreaterThan(one.total);
    expect(many.queries).toBe(one.queries);
    expect((await asked('situation=toutes')).queries).toBe(0);
  });
});
