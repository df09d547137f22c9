import { Validator } from '@seriousme/openapi-schema-validator';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { Schema } from 'tableschema';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ENDPOINTS } from '~/exchange/api/openapi';
import { startupSchema } from '~/exchange/api/schemas';
import { keepDatasets } from '~/exchange/datasets/versions.server';
import { followNetwork } from '~/network/network.server';
import type { Database } from '~/platform/database/open.server';
import { day } from '~/platform/day';
import { DOMAINS } from '~/impact/standards/catalogue';
import { startSite } from '../support/site';

interface Page {
  total: number;
  page: number;
  pages: number;
  suivante: string | null;
  au: string;
  donnees: Array<{ id: string; phases: Array<{ debut: string }> }>;
}

let url = '';
let database: Database;
beforeAll(async () => {
  ({ url, database } = await startSite('demo'));
  // Kept inside: read by nobody below.
  await database.prisma.metric.updateMany({
    where: { startup: { publicId: 'fictif-potagers-partages' }, concept: 'utile' },
    data: { public: false },
  });
  await database.prisma.budgetPeriod.updateMany({
    where: { startup: { publicId: 'fictif-potagers-partages' }, startDay: { lt: new Date('2026-01-01') } },
    data: { publishedAt: null },
  });
});
const read = async <T>(path: string) => (await (await fetch(url + path)).json()) as T;

describe('The API that anyone may read', () => {
  test('says what it is in OpenAPI 3.1, and answers as it says', async () => {
    const description = await read<Record<string, unknown>>('/api/v1/openapi.json');
    const { valid, errors } = await new Validator().validate(description);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    for (const { path, answer } of ENDPOINTS) {
      const body = await read(path.replace('{id}', 'fictif-potagers-partages'));
      const checked = (answer as z.ZodType).safeParse(body);
      expect(checked.error?.issues.slice(0, 3) ?? [], path).toEqual([]);
    }
  });

  test('goes from page to page without missing or repeating anything', async () => {
    const seen: string[] = [];
    let next: string | null = `${url}/api/v1/startups?situation=toutes`;
    let total = 0;
    while (next !== null) {
      const page = (await (await fetch(next)).json()) as Page;
      seen.push(...page.donnees.map(({ id }) => id));
      ({ total } = page);
      next = page.suivante;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(total);
  });

  test('tells a past day from dated facts alone, with the filters of the public list', async () => {
    const page = await read<Page>('/api/v1/startups?au=2020-12-31&situation=toutes');
    expect(page.au).toBe('2020-12-31');
    expect(page.donnees.length).toBeGreaterThan(0);
    for (const { phases } of page.donnees)
      for (const { debut } of phases) expect(debut <= '2020-12-31').toBe(true);
    const one = startupSchema.parse(await read('/api/v1/startups/a-just?au=2021-03-01'));
    expect(one.phases.every(({ debut }) => debut <= '2021-03-01')).toBe(true);
  });

  test('tells the measures, budget and events that the public pages show, and nothing that is kept inside', async () => {
    const potagers = '/api/v1/startups/fictif-potagers-partages';
    interface OfOne<Item> {
      donnees: Item[];
    }
    const metrics = await read<OfOne<{ id: string; nom: string; phare: boolean; mois: unknown[] }>>(
      `${potagers}/valeurs`,
    );
    const kept = await database.prisma.metric.findMany({
      where: { startup: { publicId: 'fictif-potagers-partages' } },
    });
    expect(kept.some((metric) => !metric.public)).toBe(true);
    expect(new Set(metrics.donnees.map(({ id }) => id))).toEqual(
      new Set(kept.filter((metric) => metric.public).map(({ id }) => id)),
    );
    expect([metrics.donnees[0]!.phare, metrics.donnees[0]!.mois.length > 6]).toEqual([true, true]);
    const budgets = await read<OfOne<{ debut: string }>>(`${potagers}/budgets`);
    const published = await database.prisma.budgetPeriod.count({
      where: { startup: { publicId: 'fictif-potagers-partages' }, publishedAt: { not: null } },
    });
    expect(budgets.donnees).toHaveLength(published);
    const standards = await read<OfOne<{ domaine: string; avancement: number }>>(`${potagers}/standards`);
    expect(standards.donnees).toHaveLength(DOMAINS.length);
    const calls = await read<{ total: number; donnees: Array<{ ouvre: string; clot: string }> }>(
      '/api/v1/appels',
    );
    expect(calls.total).toBe(
      (await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM call')).rows[0]!.n,
    );
    expect(calls.donnees.every(({ ouvre, clot }) => ouvre < clot)).toBe(true);
    const events = await read<OfOne<{ startup: string; jour: string }>>(
      '/api/v1/evenements?startup=fictif-potagers-partages&au=2026-03-01',
    );
    expect(events.donnees.length).toBeGreaterThan(0);
    for (const { startup, jour } of events.donnees)
      expect([startup, jour <= '2026-03-01']).toEqual(['fictif-potagers-partages', true]);
  });

  test('refuses what it cannot read in the way of programs, each part with its sentence', async () => {
    for (const [path, status] of [
      ['/api/v1/startups?phase=zut', 400],
      ['/api/v1/startups?au=2999-01-01', 400],
      ['/api/v1/startups?page=0', 400],
      ['/api/v1/startups/a-just?au=hier', 400],
      ['/api/v1/indicateurs?annee=1900', 400],
      ['/api/v1/startups/inconnue', 404],
      ['/api/v1/startups/inconnue/valeurs', 404],
      ['/api/v1/startups/inconnue/budgets', 404],
      ['/api/v1/evenements?startup=inconnue', 404],
      ['/api/v1/inconnue', 404],
      ['/donnees/inconnu.csv', 404],
    ] as const) {
      const answer = await fetch(url + path);
      expect([answer.status, answer.headers.get('content-type')], path).toEqual([
        status,
        'application/problem+json; charset=utf-8',
      ]);
      const problem = (await answer.json()) as { status: number; detail?: string; erreurs?: string[] };
      expect(problem.status).toBe(status);
      expect(problem.detail ?? problem.erreurs?.[0] ?? '').toMatch(/\.$/);
    }
  });

  test('says that a demonstration is one', async () => {
    expect((await fetch(`${url}/api/v1/startups`)).headers.get('x-jalons-demonstration')).toBe(
      'donnees fictives',
    );
  });
});

describe('Datasets', () => {
  test('are kept by night when they changed, and answer to any day since', async () => {
    const reader = await followNetwork(database, true);
    const network = reader.current();
    reader.stop();
    const keep = (on: string, what = network) =>
      database.transaction((tx) => keepDatasets(tx, what, day(on)));
    expect((await fetch(`${url}/donnees/2026-01-10/financements.csv`)).status).toBe(404);
    expect(await keep('2026-01-09')).toBeGreaterThan(3);
    // The same ones, another night: nothing more is kept.
    const versions = () =>
      database.prisma.datasetVersion.findMany({
        // The site's own nights are of other days.
        where: { name: 'financements', day: { lt: new Date('2026-02-01') } },
      });
    await keep('2026-01-10');
    expect(await versions()).toHaveLength(1);
    await keep('2026-01-12', { ...network, awards: network.awards.slice(1) });
    expect(await versions()).toHaveLength(2);
    const lines = async (on: string) => {
      const answer = await fetch(`${url}/donnees/${on}/financements.csv`);
      return [answer.headers.get('content-disposition'), (await answer.text()).trim().split('\n').length - 1];
    };
    expect(await lines('2026-01-11')).toEqual([
      'attachment; filename="financements-2026-01-09.csv"',
      network.awards.length,
    ]);
    expect((await lines('2026-02-01'))[1]).toBe(network.awards.length - 1);
    expect((await fetch(`${url}/donnees/2026-13-01/financements.csv`)).status).toBe(400);
    expect((await fetch(`${url}/donnees/2026-01-11/autre.csv`)).status).toBe(404);
    expect(await (await fetch(`${url}/api`)).text()).toContain('/donnees/2026-01-12/financements.csv');
  });

  test('hold what their Table Schema says, cell by cell, and weigh what their package says', async () => {
    const description = await read<{
      resources: Array<{ name: string; bytes: number; hash: string; schema: object; path: string }>;
      licenses: Array<{ name: string }>;
    }>('/donnees/datapackage.json');
    expect(description.licenses[0]!.name).toBe('etalab-2.0');
    for (const { name, bytes, hash, schema: declared } of description.resources) {
      const body = Buffer.from(await (await fetch(`${url}/donnees/${name}.csv`)).arrayBuffer());
      expect(body.byteLength, name).toBe(bytes);
      expect(`sha256:${createHash('sha256').update(body).digest('hex')}`).toBe(hash);
      expect(await read(`/donnees/${name}.schema.json`)).toEqual(declared);
      const schema = await Schema.load(declared);
      expect(schema.errors).toEqual([]);
      const [head, ...rows] = parse(body, {}) as string[][];
      expect(head).toEqual(schema.fieldNames);
      expect(head!.at(-1)).toBe('avertissement');
      expect(rows.length, name).toBeGreaterThan(0);
      for (const row of rows) schema.castRow(row);
    }
  });
});
