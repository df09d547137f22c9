import { isFast } from '../awards';
import type { Day } from '~/platform/day';
import { folded } from '~/platform/folding';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import type { Phase } from '~/startup/life';
import { oncePerVersion } from '../memo';
import { isListed, type Network, type StartupFacts } from '../facts';
import { enteredBetween, standingOn } from '../standing';
import type { Published } from './choices';
import type { PortfolioQuery } from './query';

export const PAGE_SIZE = 50;

export interface Entry {
  startup: StartupFacts;
  /** Where it stood on the asked day. */
  phase: Phase;
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
  chosen: boolean;
}

export interface Facet {
  name:
    | 'etape'
    | 'phase'
    | 'incubateur'
    | 'domaine'
    | 'organisation'
    | 'public'
    | 'theme'
    | 'publie'
    | 'finance'
    | 'national'
    | 'situation';
  values: FacetValue[];
}

export interface Portfolio {
  entries: Entry[];
  total: number;
  pages: number;
  facets: Record<Facet['name'], Facet>;
}

/** Which startups a text search found, best first; absent when no text was asked for. */
export type Found = ReadonlyMap<string, number> | null;

/** Where the statistics stand: the address given, else the usual one below the service. */
export const statisticsAddress = ({
  statsUrl,
  stats,
  link,
}: Pick<StartupFacts, 'statsUrl' | 'stats' | 'link'>): string | null =>
  statsUrl ?? (stats && link ? `${link.replace(/\/$/, '')}/stats` : null);

export function publishes(startup: StartupFacts, what: Published): boolean {
  switch (what) {
    case 'code':
      return startup.repository !== null;
    case 'statistiques':
      return statisticsAddress(startup) !== null;
    case 'impact':
      return startup.impactUrl !== null;
    case 'budget':
      return startup.budgetUrl !== null;
    case 'accessibilite':
      return startup.accessibilityStatus !== null;
  }
}

const PUBLISHED_ORDER: readonly Published[] = ['code', 'statistiques', 'impact', 'budget', 'accessibilite'];

const situationsOf = (code: PhaseCode): string[] => {
  const rule = LIFECYCLE[code];
  return [
    'toutes',
    ...(rule.active ? ['actives'] : []),
    ...(rule.perennial ? ['sorties'] : []),
    ...(rule.kind === 'stop' ? ['arrets'] : []),
  ];
};

/** The values that one startup has under each filter on the asked day. */
type ValuesOf = (startup: StartupFacts, phase: Phase, on: Day) => readonly string[];
const VALUES: Readonly<Record<Facet['name'], ValuesOf>> = {
  situation: (_startup, phase) => situationsOf(phase.code),
  etape: (_startup, phase) => [LIFECYCLE[phase.code].stage],
  phase: (_startup, phase) => [phase.code],
  incubateur: (startup) => startup.incubators.filter(isListed).map((incubator) => incubator.publicId),
  domaine: (startup) => [
    ...new Set(startup.organisations.flatMap((organisation) => organisation.ministryDomain ?? [])),
  ],
  organisation: (startup) => startup.organisations.map((organisation) => organisation.publicId),
  public: (startup) => startup.audiences,
  theme: (startup) => startup.themes,
  publie: (startup) => PUBLISHED_ORDER.filter((what) => publishes(startup, what)),
  finance: (startup, _phase, on) =>
    startup.awards.some((award) => isFast(award) && (award.heldOn === null || award.heldOn <= on))
      ? ['oui']
      : [],
  national: (startup, _phase, on) => (startup.impacts.some((impact) => impact.day <= on) ? ['oui'] : []),
};
const FACETS = Object.keys(VALUES) as Array<Facet['name']>;

/** `publie` asks for all of what is ticked; the others for any of it. */
const ASKS_ALL = new Set<Facet['name']>(['publie']);

const chosenIn = (query: PortfolioQuery, name: Facet['name']): readonly string[] => {
  const value = query[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

/** One filter's values over the whole network on a day, as numbers: what each startup has, and what they stand for. */
interface Column {
  labels: string[];
  numberOf: ReadonlyMap<string, number>;
  /** By place in the network. */
  values: ReadonlyArray<readonly number[]>;
}

const NOTHING: readonly number[] = [];

function columnOf(
  network: Network,
  standing: ReadonlyArray<Phase | null>,
  name: Facet['name'],
  on: Day,
): Column {
  const labels: string[] = [];
  const numberOf = new Map<string, number>();
  const numbered = (value: string): number => {
    let number = numberOf.get(value);
    if (number === undefined) numberOf.set(value, (number = labels.push(value) - 1));
    return number;
  };
  const values = network.startups.map((startup, place) => {
    const phase = standing[place];
    return phase ? VALUES[name](startup, phase, on).map(numbered) : NOTHING;
  });
  return { labels, numberOf, values };
}

/** All filters over the network on a day, made once a version: a list only counts numbers. */
const columnsOn = (network: Network, standing: ReadonlyArray<Phase | null>, on: Day): Column[] =>
  oncePerVersion(network, `columns/${on}`, () => FACETS.map((name) => columnOf(network, standing, name, on)));

function passes(asksAll: boolean, chosen: readonly number[], values: readonly number[]): boolean {
  if (chosen.length === 0) return true;
  return asksAll
    ? chosen.every((value) => values.includes(value))
    : chosen.some((value) => values.includes(value));
}

export interface FacetLabels {
  labelOf(name: Facet['name'], value: string): string;
}

function facetOf(
  name: Facet['name'],
  counts: ReadonlyMap<string, number>,
  chosen: readonly string[],
  labels: FacetLabels,
): Facet {
  const values = [...new Set([...counts.keys(), ...chosen])].map((value) => ({
    label: labels.labelOf(name, value),
    value,
    count: counts.get(value) ?? 0,
    chosen: chosen.includes(value),
  }));
  return { name, values: values.sort((a, b) => (folded(a.label) < folded(b.label) ? -1 : 1)) };
}

function countsByValue(column: Column, counts: Int32Array): Map<string, number> {
  const map = new Map<string, number>();
  counts.forEach((count, number) => {
    if (count > 0) map.set(column.labels[number]!, count);
  });
  return map;
}

const sinceOf = (entry: Entry): Day => entry.phase.start;
const firstStart = ({ startup }: Entry): Day =>
  startup.phases.reduce(
    (first, phase) => (phase.start < first ? phase.start : first),
    startup.phases[0]!.start,
  );

function sorted(entries: Entry[], query: PortfolioQuery, found: Found): Entry[] {
  // The network is by title already, and sorting is stable: equal ones keep that order.
  if (query.tri === 'recentes')
    return entries.sort((a, b) => (sinceOf(a) < sinceOf(b) ? 1 : sinceOf(a) > sinceOf(b) ? -1 : 0));
  if (query.tri === 'anciennete') {
    return entries
      .map((entry) => ({ entry, first: firstStart(entry) }))
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
      .map(({ entry }) => entry);
  }
  if (found) return entries.sort((a, b) => found.get(a.startup.id)! - found.get(b.startup.id)!);
  return entries;
}

/**
 * The startups that a query asks for, with exact counts beside each filter: what one would get by ticking it,
 * everything else staying as it is.
 */
export function portfolioOf(
  network: Network,
  query: PortfolioQuery,
  today: Day,
  found: Found,
  labels: FacetLabels,
): Portfolio {
  const on = query.au ?? today;
  const standing = standingOn(network, on);
  const columns = columnsOn(network, standing, on);
  const asked = FACETS.map((name) => chosenIn(query, name));
  // What no startup has is asked for too, by a number that none bears.
  const chosen = asked.map((values, f) => values.map((value) => columns[f]!.numberOf.get(value) ?? -1));
  const asksAll = FACETS.map((name) => ASKS_ALL.has(name));
  const counts = columns.map(({ labels: values }) => new Int32Array(values.length));
  const entries: Entry[] = [];

  network.startups.forEach((startup, place) => {
    const phase = standing[place];
    if (!phase || (found && !found.has(startup.id))) return;
    if (
      query.entree &&
      !enteredBetween(startup, query.entree, query.depuis ?? ('0000-00-00' as Day), query.jusque ?? on)
    ) {
      return;
    }
    let failed = -1;
    for (let f = 0; f < columns.length; f += 1) {
      if (passes(asksAll[f]!, chosen[f]!, columns[f]!.values[place]!)) continue;
      if (failed !== -1) return;
      failed = f;
    }
    // One that fails a single filter still counts among that filter's other values.
    for (let f = 0; f < columns.length; f += 1) {
      if (failed !== -1 && (f !== failed || asksAll[f])) continue;
      for (const value of columns[f]!.values[place]!) counts[f]![value]! += 1;
    }
    if (failed === -1) entries.push({ startup, phase });
  });

  const facets = Object.fromEntries(
    FACETS.map((name, f) => [name, facetOf(name, countsByValue(columns[f]!, counts[f]!), asked[f]!, labels)]),
  ) as Portfolio['facets'];
  return {
    entries: sorted(entries, query, found),
    total: entries.length,
    pages: Math.max(1, Math.ceil(entries.length / PAGE_SIZE)),
    facets,
  };
}

export const pageOf = (portfolio: Portfolio, page: number): Entry[] =>
  portfolio.entries.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
