import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import {
  awardItem,
  callItem,
  eventItems,
  incubatorItem,
  organisationItem,
  startupItem,
} from '~/exchange/api/items';
import { callsOf } from '~/round/calls/calls.server';
import { openApi } from '~/exchange/api/openapi';
import { pageNumber } from '~/exchange/api/schemas';
import { isListed } from '~/network/facts';
import { INDICATORS } from '~/network/indicators/all';
import { measureOf, periodOf } from '~/network/indicators/indicator';
import { startupEntries } from '~/network/pages/startup-list.server';
import { parsePortfolioQuery } from '~/network/portfolio/parse-query.server';
import { parseDay, type Day } from '~/platform/day';
import { version } from '../../package.json';
import { indicatorsAsked } from './indicator-years.server';
import { badData, noSuchData, openJson, startupAsked } from './open-data.server';
import type { SiteContext } from './site-context';

const PAGE_SIZE = 50;

type Items = (
  context: SiteContext,
  search: URLSearchParams,
  today: Day,
) => Promise<{ on: Day; items: unknown[] }>;

/** A past day that the address names, or today. @throws {Response} 400 */
function dayAsked(search: URLSearchParams, today: Day): Day {
  const text = search.get('au');
  if (text === null || text === '') return today;
  const on = parseDay(text);
  if (on === null || on > today) throw badData(['« au » doit être un jour passé, par exemple 2021-12-31.']);
  return on;
}

const LISTS: Readonly<Record<string, Items>> = {
  async startups({ database, network, origin }, search, today) {
    // The page is cut here, after the filters: the same ones as the list that people read.
    const filters = new URLSearchParams(search);
    filters.delete('page');
    const query = parsePortfolioQuery(filters, today);
    if (!query.success)
      throw badData(
        query.error.issues.map(({ path, message }) => `« ${String(path[0] ?? '')} » ${message}.`),
      );
    const on = query.data.au ?? today;
    const entries = await startupEntries(database.prisma, network, query.data, today);
    return { on, items: entries.map(({ startup }) => startupItem(startup, origin, on)) };
  },
  incubateurs: ({ network, origin }, _search, today) =>
    Promise.resolve({
      on: today,
      items: network.incubators.filter(isListed).map((one) => incubatorItem(network, one, origin)),
    }),
  organisations: ({ network }, _search, today) =>
    Promise.resolve({ on: today, items: network.organisations.map(organisationItem) }),
  financements({ network }, search, today) {
    const on = dayAsked(search, today);
    return Promise.resolve({
      on,
      items: network.awards.filter(({ heldOn }) => heldOn === null || heldOn <= on).map(awardItem),
    });
  },
  async appels({ database, origin }, _search, today) {
    const calls = await callsOf(database.prisma);
    return { on: today, items: calls.map((call) => callItem(call, origin)) };
  },
  evenements({ network }, search, today) {
    const on = dayAsked(search, today);
    const startup = search.get('startup');
    const asked = startup === null ? network.startups : [startupAsked(network, startup)];
    return Promise.resolve({ on, items: eventItems(asked, on) });
  },
  async indicateurs(context, search, today) {
    const asked = await indicatorsAsked(context, search.get('annee')).catch((refusal: unknown) => {
      throw refusal instanceof Response ? badData(['« annee » n’est pas une année de ce réseau.']) : refusal;
    });
    const period = periodOf(asked.year, today);
    return {
      on: period.end,
      items: INDICATORS.map((indicator) => {
        const { value, counted, note } = measureOf(indicator, asked.facts, period);
        return {
          code: indicator.code,
          nom: indicator.name,
          regle: indicator.rule,
          annee: asked.year,
          unite: indicator.unit,
          valeur: value,
          compte: counted.length,
          note,
          source: indicator.source,
        };
      }),
    };
  },
};

/** The lists of the API, a page at a time, and its own description. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const name = params['liste'] ?? '';
  const { demo } = context.network;
  if (name === 'openapi.json') return openJson(openApi(context.origin, version), demo);
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (!list) throw noSuchData(`Cette liste n’existe pas. Listes : ${Object.keys(LISTS).join(', ')}.`);
  const url = new URL(request.url);
  const page = z.object({ page: pageNumber }).safeParse({ page: url.searchParams.get('page') ?? undefined });
  if (!page.success) throw badData(page.error.issues.map(({ message }) => `« page » ${message}.`));
  const { on, items } = await list(context, url.searchParams, context.clock.today());
  const pages = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const number = Math.min(page.data.page, pages);
  const next = new URLSearchParams(url.searchParams);
  next.set('page', String(number + 1));
  return openJson(
    {
      total: items.length,
      page: number,
      pages,
      suivante: number < pages ? `${context.origin}${url.pathname}?${next.toString()}` : null,
      au: on,
      donnees: items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE),
    },
    demo,
  );
}
