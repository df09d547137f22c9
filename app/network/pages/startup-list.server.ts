import { isFast } from '../awards';
import { formatDay } from '~/design/formats';
import type { Sql } from '~/platform/database/sql.server';
import { plainText } from '~/platform/document/render.server';
import type { Day } from '~/platform/day';
import type { PhaseCode } from '~/startup/rules';
import type { LifeLineData } from '~/startup/parts/life-line-geometry';
import { isListed, type Network } from '../facts';
import { lifeLineOf, statusSentence } from '../life-line';
import { facetLabels } from '../portfolio/labels';
import {
  PAGE_SIZE,
  pageOf,
  portfolioOf,
  type Entry,
  type Facet,
  type Found,
  type Portfolio,
} from '../portfolio/portfolio';
import type { PortfolioQuery } from '../portfolio/query';
import { searchStartups } from '../portfolio/search.server';

export interface StartupRow {
  publicId: string;
  title: string;
  mission: string;
  code: PhaseCode;
  status: string;
  since: string;
  incubators: string[];
  awarded: boolean;
  national: boolean;
  lifeLine: LifeLineData | null;
}

export interface StartupListPage {
  query: PortfolioQuery;
  rows: StartupRow[];
  total: number;
  /** Startups of the whole network, whatever is asked. */
  known: number;
  pages: number;
  from: number;
  facets: Record<Facet['name'], Facet>;
  approximate: boolean;
  on: Day;
  onText: string;
  today: Day;
  /** Where the axis of the life lines begins: the same for all rows of the page. */
  axisFrom: Day;
}

async function findAndFilter(
  db: Sql,
  network: Network,
  query: PortfolioQuery,
  today: Day,
): Promise<{ portfolio: Portfolio; approximate: boolean }> {
  const search = query.q === '' ? null : await searchStartups(db, network, query.q);
  const found: Found = search?.found ?? null;
  return {
    portfolio: portfolioOf(network, query, today, found, facetLabels(network)),
    approximate: search?.approximate ?? false,
  };
}

const rowOf =
  (on: Day, withLine: boolean) =>
  ({ startup, phase }: Entry): StartupRow => ({
    publicId: startup.publicId,
    title: startup.title,
    mission: plainText(startup.mission),
    code: phase.code,
    status: statusSentence(phase, on),
    since: formatDay(phase.start),
    incubators: startup.incubators.filter(isListed).map((incubator) => incubator.title),
    awarded: startup.awards.some((award) => isFast(award) && (award.heldOn === null || award.heldOn <= on)),
    national: startup.impacts.some((impact) => impact.day <= on),
    lifeLine: withLine ? { ...lifeLineOf(startup, on), marks: [] } : null,
  });

export async function startupListPage(
  db: Sql,
  network: Network,
  query: PortfolioQuery,
  today: Day,
): Promise<StartupListPage> {
  const { portfolio, approximate } = await findAndFilter(db, network, query, today);
  const on = query.au ?? today;
  const page = Math.min(query.page, portfolio.pages);
  const rows = pageOf(portfolio, page).map(rowOf(on, query.vue !== 'cartes'));
  const starts = rows.flatMap((row) => row.lifeLine?.stretches[0]?.start ?? []);
  return {
    query: { ...query, page },
    rows,
    total: portfolio.total,
    known: network.startups.length,
    pages: portfolio.pages,
    from: (page - 1) * PAGE_SIZE + 1,
    facets: portfolio.facets,
    approximate,
    on,
    onText: formatDay(on),
    today,
    axisFrom: starts.reduce((a, b) => (b < a ? b : a), on),
  };
}

/** Every startup of a list, for a file: all pages, in the same order. */
export async function startupEntries(
  db: Sql,
  network: Network,
  query: PortfolioQuery,
  today: Day,
): Promise<Entry[]> {
  return (await findAndFilter(db, network, query, today)).portfolio.entries;
}
