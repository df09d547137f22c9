import { parquetReadObjects } from 'hyparquet';
import { parse } from 'csv-parse/sync';
import { xml2js, type ElementCompact } from 'xml-js';
import { describe, expect, test } from 'vitest';
import { newsOf } from '~/network/news';
import type { StartupFacts } from '~/network/facts';
import { day } from '~/platform/day';
import type { Phase } from '~/startup/life';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { startSite } from '../support/site';

const today = day('2026-06-01');
const phase = (code: Phase['code'], start: string): Phase => ({
  code,
  start: day(start),
  end: null,
  origin: 'historique',
});
const startup = (more: Partial<StartupFacts>): StartupFacts =>
  ({
    publicId: 'potagers',
    title: 'Potagers',
    mission: 'Aider les communes',
    phases: [],
    events: [],
    awards: [],
    ...more,
  }) as unknown as StartupFacts;
const titles = (more: Partial<StartupFacts>) => newsOf([startup(more)], today).map(({ title }) => title);

describe('What happened', () => {
  test('is told the newest first, each thing once, nothing of what is still to come', () => {
    expect(
      titles({
        phases: [
          phase('investigation', '2025-01-01'),
          phase('construction', '2026-02-01'),
          phase('acceleration', '2026-06-02'),
        ],
        events: [
          { kind: 'product_launch', day: day('2026-03-01'), comment: null, outcome: null },
          { kind: 'product_launch', day: day('2026-03-01'), comment: 'encore', outcome: null },
          { kind: 'committee', day: day('2026-02-01'), comment: null, outcome: null },
        ],
      }).map((title) => title.replace(/\s/g, ' ')),
    ).toEqual(['Potagers : lancement du service', 'Potagers : construction', 'Potagers : investigation']);
  });

  test('of two phases of one day, tells the one that the startup is in', () => {
    expect(
      titles({ phases: [phase('investigation', '2026-01-01'), phase('construction', '2026-01-01')] }).map(
        (title) => title.replace(/\s/g, ' '),
      ),
    ).toEqual(['Potagers : construction']);
  });
});

describe('Feeds', async () => {
  const network = await committeeNetwork('2026-06-01T09:00:00Z');
  const visitor = new Browserless(network.url);
  const feedOf = async (path: string) => {
    const answer = await visitor.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/atom+xml');
    return (xml2js(await answer.text(), { compact: true }) as { feed: ElementCompact }).feed;
  };
  const listOf = (feed: ElementCompact): ElementCompact[] => [feed['entry'] ?? []].flat() as ElementCompact[];

  test('of the network, an incubator and a startup are Atom that a reader can follow', async () => {
    const whole = await feedOf('/fil.atom');
    expect(listOf(whole)).toHaveLength(6);
    expect(listOf(await feedOf('/startups/potagers/fil.atom'))).toHaveLength(2);
    const incubator = await feedOf('/incubateurs/atelier/fil.atom');
    expect(listOf(incubator)).toHaveLength(4);
    const ids = listOf(whole).map((entry) => (entry['id'] as ElementCompact)['_text']);
    expect(new Set(ids).size).toBe(6);
    expect(ids.every((id) => String(id).startsWith(network.url))).toBe(true);
    // As old as its newest entry, so that it does not change by being asked for.
    expect((whole['updated'] as ElementCompact)['_text']).toBe('2023-04-02T22:00:00.000Z');
  });

  test('are named in the pages that they follow, answer to a former visit, and are nowhere for nobody', async () => {
    expect(await visitor.text('/startups/potagers')).toMatch(
      /<link[^>]+application\/atom\+xml[^>]+\/startups\/potagers\/fil\.atom/,
    );
    expect(await visitor.text('/')).toMatch(/application\/atom\+xml/);
    const first = await visitor.get('/fil.atom');
    const again = await fetch(`${network.url}/fil.atom`, {
      headers: { 'If-None-Match': first.headers.get('etag') ?? 'none' },
    });
    expect(again.status).toBe(304);
    expect((await visitor.get('/startups/nulle-part/fil.atom')).status).toBe(404);
  });
});

describe('Datasets in parquet', async () => {
  const { url } = await startSite('demo');
  const visitor = new Browserless(url);

  test('hold the rows and the columns of their CSV, typed', async () => {
    for (const name of ['startups', 'phases', 'financements', 'impact-national']) {
      const csv: Array<Record<string, string>> = parse(await visitor.text(`/donnees/${name}.csv`), {
        columns: true,
        bom: true,
      });
      const answer = await visitor.get(`/donnees/${name}.parquet`);
      expect(answer.status, name).toBe(200);
      const rows = await parquetReadObjects({ file: await answer.arrayBuffer() });
      const shown = (value: unknown): string =>
        value === null || value === undefined
          ? ''
          : value instanceof Date
            ? value.toISOString().slice(0, 10)
            : String(value as string | bigint);
      expect(
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, shown(value)]))),
        name,
      ).toEqual(csv);
    }
  });

  test('know a day from a text', async () => {
    const answer = await visitor.get('/donnees/phases.parquet');
    const [row] = await parquetReadObjects({ file: await answer.arrayBuffer() });
    expect(Object.values(row!).some((value) => value instanceof Date)).toBe(true);
    expect((await visitor.get('/donnees/rien.parquet')).status).toBe(404);
  });
});
