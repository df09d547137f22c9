import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { metricsOf } from '~/impact/reads.server';
import { spreadsheetOf } from '~/platform/files/spreadsheet.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { addDays } from '~/platform/day';
import { Browserless, locationOf } from '../support/browserless';
import { bearer } from '../support/people';
import { handClock, idOf, realNetwork, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const clock = handClock('2026-11-24T09:00:00Z');
const database = await realNetwork(clock);
const { url } = await startSite('vide', { database, clock });
const potagers = await idOf(database, 'startup', 'potagers');
const alix = await bearer(database, clock.now(), {
  role: 'intrapreneur',
  placeId: potagers,
  name: 'Alix Chimère',
});
const noor = await bearer(database, clock.now(), { role: 'member', placeId: potagers, name: 'Noor Mirage' });
const [asAlix, asNoor, visitor] = [
  new Browserless(url, alix.cookie),
  new Browserless(url, noor.cookie),
  new Browserless(url),
];
const IMPACT = '/startups/potagers/impact';

const create = async (fields: Record<string, string>, browser = asAlix) => {
  const answer = await browser.post(`${IMPACT}/modifier`, { intention: 'creer', publique: 'oui', ...fields });
  return { answer, id: /mesures\/([0-9a-f-]{36})/.exec(locationOf(answer))?.[1] ?? '' };
};
const rowsOf = (metricId: string) =>
  readRows(
    database.prisma,
    z.object({
      start: z.string(),
      value: z.number(),
      revision: z.number(),
      replaced: z.boolean(),
      origin: z.string(),
    }),
    sql`SELECT start_day::text AS start, value, revision, replaced_at IS NOT NULL AS replaced, origin FROM metric_value WHERE metric_id = ${metricId}::uuid ORDER BY start_day, revision`,
  );
const months = async (metricId: string) =>
  (await metricsOf(database.prisma, potagers, { inside: true, today: clock.today() }))
    .find(({ id }) => id === metricId)!
    .months.map(({ month, value }) => [month, value]);

async function sendTable(
  table: { tableau?: string; fichier?: Uint8Array; name?: string },
  browser = asAlix,
): Promise<Response> {
  const form = new FormData();
  form.set('intention', 'lire');
  if (table.tableau !== undefined) form.set('tableau', table.tableau);
  if (table.fichier) form.set('fichier', new File([new Uint8Array(table.fichier)], table.name ?? 'valeurs'));
  return browser.send(`${IMPACT}/valeurs`, { method: 'POST', body: form });
}
const batchIn = (answer: Response): string => /tableau=([0-9a-f-]{36})/.exec(locationOf(answer))![1]!;

describe('A metric', () => {
  test('starts with four fields, shows on the public page at once, and is the only north star', async () => {
    const { answer, id } = await create({
      nom: 'Dossiers traités',
      unite: 'dossiers',
      place: 'phare:utilise',
    });
    expect(answer.status).toBe(302);
    expect(await visitor.text(IMPACT)).toContain('Dossiers traités');
    const second = await create({ nom: 'Autre phare', unite: 'x', place: 'phare' });
    expect(second.answer.status).toBe(400);
    const page = await second.answer.text();
    expect(page).toContain('est déjà la métrique phare');
    expect(page).toContain('value="Autre phare"');
    expect(id).not.toBe('');
  });

  test('that leads may be what the matrix asks too, and stays it when something else of it changes', async () => {
    const leading = (
      await readRows(
        database.prisma,
        z.object({ id: z.string(), version: z.number() }),
        sql`SELECT id, version FROM metric WHERE startup_id = ${potagers}::uuid AND north_star`,
      )
    )[0]!;
    const change = (fields: Record<string, string>, version: number) =>
      asAlix.post(`${IMPACT}/mesures/${leading.id}`, {
        intention: 'changer',
        version: String(version),
        nom: 'Dossiers traités',
        unite: 'dossiers',
        publique: 'oui',
        ...fields,
      });
    await change({ place: 'phare-indicateur:transactions' }, leading.version);
    const form = await asAlix.text(`${IMPACT}/mesures/${leading.id}`);
    expect(form).toMatch(/<option value="phare-indicateur:transactions" selected/);
    await change({ place: 'phare-indicateur:transactions', source: 'Le service' }, leading.version + 1);
    expect(
      await valueOf<string>(database, sql`SELECT indicator FROM metric WHERE id = ${leading.id}::uuid`),
    ).toBe('transactions');
    await change({ place: 'phare:utilise' }, leading.version + 2);
  });

  test('that is not public is seen by its own people alone', async () => {
    const { id } = await create({ nom: 'Chiffre gardé', unite: 'x', place: 'notion:utile', publique: 'non' });
    expect(await visitor.text(IMPACT)).not.toContain('Chiffre gardé');
    expect(await visitor.text('/startups/potagers')).not.toContain('Chiffre gardé');
    expect((await visitor.get(`${IMPACT}/series/${id}`)).status).toBe(404);
    expect(await asNoor.text(IMPACT)).toContain('Chiffre gardé');
  });

  test('of usage is never put at the place of impact, and what was typed is kept', async () => {
    const { answer } = await create({
      nom: 'Visites',
      unite: 'visites',
      place: 'indicateur:impact',
      famille: 'usage',
    });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('n’est pas un impact');
    expect(page).toContain('value="Visites"');
  });

  test('changed by two at once is changed by the first; the second is told', async () => {
    const { id } = await create({ nom: 'À deux', unite: 'x', place: 'notion:utilise' });
    const change = (browser: Browserless, nom: string) =>
      browser.post(`${IMPACT}/mesures/${id}`, {
        intention: 'changer',
        version: '1',
        nom,
        unite: 'x',
        place: 'notion:utilise',
        publique: 'oui',
      });
    const answers = await Promise.all([change(asAlix, 'Par Alix'), change(asNoor, 'Par Noor')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 400]);
  });

  test('with another definition shows a break from its day on', async () => {
    const { id } = await create({
      nom: 'Actes',
      unite: 'actes',
      place: 'notion:utilise',
      depuis: '2026-01-01',
    });
    await asAlix.post(`${IMPACT}/valeurs`, {
      intention: 'saisir',
      [`${id}.2026-08-01`]: '10',
      [`${id}.2026-10-01`]: '12',
    });
    await asAlix.post(`${IMPACT}/mesures/${id}`, {
      intention: 'changer',
      version: '1',
      nom: 'Actes',
      unite: 'actes',
      place: 'notion:utilise',
      publique: 'oui',
      definition: 'Sans les doublons',
      depuis: '2026-09-01',
    });
    const page = await visitor.text(IMPACT);
    expect(page).toContain('Sans les doublons');
    expect(page).toContain('Son ancienne définition');
    expect(page).toContain('31 août 2026');
    expect(page).toMatch(/1er septembre 2026.*définition changée/);
  });

  test('is put away and brought back, its values kept', async () => {
    const { id } = await create({ nom: 'Éphémère', unite: 'x', place: 'notion:utile' });
    await asAlix.post(`${IMPACT}/mesures/${id}`, { intention: 'retirer', version: '1' });
    expect(await visitor.text(IMPACT)).not.toContain('Éphémère');
    await asAlix.post(`${IMPACT}/modifier`, { intention: 'remettre', mesure: id });
    expect(await visitor.text(IMPACT)).toContain('Éphémère');
  });

  test('keeps its period once it has values, and its name to itself', async () => {
    const { id } = await create({ nom: 'Mensuelle', unite: 'x', place: 'notion:utilise' });
    await asAlix.post(`${IMPACT}/valeurs`, { intention: 'saisir', [`${id}.2026-10-01`]: '1' });
    const changed = await asAlix.post(`${IMPACT}/mesures/${id}`, {
      intention: 'changer',
      version: '1',
      nom: 'Mensuelle',
      unite: 'x',
      place: 'notion:utilise',
      publique: 'oui',
      periode: 'quarter',
    });
    expect(changed.status).toBe(400);
    expect(await changed.text()).toContain('La période ne change plus');
    const twin = await create({ nom: 'mensuelle', unite: 'y', place: 'notion:utile' });
    expect(twin.answer.status).toBe(400);
    expect(await twin.answer.text()).toContain('Une autre mesure porte ce nom');
  });

  test('of another startup is out of reach, whoever asks', async () => {
    const elsewhere = await bearer(database, clock.now(), {
      role: 'member',
      placeId: await idOf(database, 'startup', 'bancs'),
    });
    const { id } = await create({ nom: 'À nous', unite: 'x', place: 'notion:utile' });
    const stranger = new Browserless(url, elsewhere.cookie);
    expect((await stranger.get(`/startups/bancs/impact/mesures/${id}`)).status).toBe(404);
    expect(
      (await stranger.post(`/startups/bancs/impact/mesures/${id}`, { intention: 'retirer', version: '1' }))
        .status,
    ).toBe(404);
    expect((await create({ nom: 'Intrus', unite: 'x', place: 'notion:utile' }, stranger)).answer.status).toBe(
      403,
    );
  });
});

describe('A value', () => {
  test('corrected keeps its past, said again changes nothing, taken away leaves its trace', async () => {
    const { id } = await create({ nom: 'Valeurs', unite: 'x', place: 'notion:utilise' });
    const give = (value: string) =>
      asAlix.post(`${IMPACT}/valeurs`, { intention: 'saisir', [`${id}.2026-10-01`]: value });
    expect(locationOf(await give('10'))).toContain('nombre=1');
    expect(locationOf(await give('10'))).toContain('nombre=0');
    expect(locationOf(await give('12,5'))).toContain('nombre=1');
    expect(await rowsOf(id)).toEqual([
      { start: '2026-10-01', value: 10, revision: 1, replaced: true, origin: 'formulaire' },
      { start: '2026-10-01', value: 12.5, revision: 2, replaced: false, origin: 'formulaire' },
    ]);
    expect(await months(id)).toEqual([['2026-10-01', 12.5]]);
    await asAlix.post(`${IMPACT}/mesures/${id}`, {
      intention: 'retirer-valeur',
      debut: '2026-10-01',
      fin: '2026-10-31',
    });
    expect(await months(id)).toEqual([]);
    expect((await rowsOf(id)).every(({ replaced }) => replaced)).toBe(true);
    expect((await give('12,5')).status).toBe(302);
    expect(await months(id)).toEqual([['2026-10-01', 12.5]]);
  });

  test('that is no number comes back beside its field, with all that was typed', async () => {
    const { id } = await create({ nom: 'Fautive', unite: 'x', place: 'notion:utilise' });
    const answer = await asAlix.post(`${IMPACT}/valeurs`, {
      intention: 'saisir',
      [`${id}.2026-10-01`]: 'beaucoup',
      [`${id}.2026-09-01`]: '7',
    });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('value="beaucoup"');
    expect(page).toContain('value="7"');
    expect(page).toContain('un nombre est attendu');
    expect(await rowsOf(id)).toEqual([]);
  });

  test('given by two at once is kept once, and the other one after it', async () => {
    const { id } = await create({ nom: 'Concurrente', unite: 'x', place: 'notion:utilise' });
    const give = (browser: Browserless, value: string) =>
      browser.post(`${IMPACT}/valeurs`, { intention: 'saisir', [`${id}.2026-10-01`]: value });
    const answers = await Promise.all([
      give(asAlix, '1'),
      give(asNoor, '2'),
      give(asAlix, '3'),
      give(asNoor, '4'),
    ]);
    expect(answers.every(({ status }) => status === 302)).toBe(true);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(4);
    expect(rows.filter(({ replaced }) => !replaced)).toHaveLength(1);
  });

  test('makes its month with the others: added, read last, or averaged', async () => {
    for (const [cumul, expected] of [
      ['somme', 60],
      ['dernier', 30],
      ['moyenne', 20],
    ] as const) {
      const { id } = await create({
        nom: `Jours ${cumul}`,
        unite: 'x',
        place: 'notion:utilise',
        periode: 'day',
        cumul,
      });
      const confirmed = await sendTable({
        tableau: `date\tJours ${cumul}\n2026-10-01\t10\n2026-10-02\t20\n2026-10-31\t30\n`,
      });
      await asAlix.post(`${IMPACT}/valeurs`, { intention: 'confirmer', lot: batchIn(confirmed) });
      expect(await months(id), cumul).toEqual([['2026-10-01', expected]]);
    }
  });

  test('of a month that is not over makes no figure of it yet: it is said as under way', async () => {
    const { id } = await create({
      nom: 'Connexions',
      unite: 'connexions',
      place: 'notion:utilise',
      periode: 'day',
    });
    const confirmed = await sendTable({
      tableau: 'date\tConnexions\n2026-10-30\t1000\n2026-10-31\t2000\n2026-11-02\t100\n',
    });
    await asAlix.post(`${IMPACT}/valeurs`, { intention: 'confirmer', lot: batchIn(confirmed) });
    expect(await months(id)).toEqual([['2026-10-01', 3000]]);
    const page = (await visitor.text(IMPACT)).replaceAll(/\s/g, ' ');
    expect(page).toContain('3 000 connexions');
    expect(page).toContain('100 connexions déjà en novembre 2026, un mois qui n’est pas fini');
  });
});

describe('A table of values', () => {
  test('pasted is shown first; nothing counts until it is confirmed, once, by the one who sent it', async () => {
    const { id } = await create({ nom: 'Collée', unite: 'x', place: 'notion:utilise' });
    const sent = await sendTable({ tableau: 'mois\tCollée\n2026-01\t1 240\nhier\t3\n2026-02\t7,5\n' });
    const preview = await asAlix.text(locationOf(sent));
    expect(preview.replace(/\s/g, ' ')).toContain('2 valeurs lisibles');
    expect(preview).toContain('date illisible');
    expect(await rowsOf(id)).toEqual([]);
    expect(await asNoor.text(locationOf(sent))).not.toContain('Voici ce qui a été lu');
    const confirm = (browser: Browserless) =>
      browser.post(`${IMPACT}/valeurs`, { intention: 'confirmer', lot: batchIn(sent) });
    expect((await confirm(asNoor)).status).toBe(400);
    const twice = await Promise.all([confirm(asAlix), confirm(asAlix)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([302, 400]);
    expect((await rowsOf(id)).map(({ value, origin }) => [value, origin])).toEqual([
      [1240, 'collage'],
      [7.5, 'collage'],
    ]);
  });

  test.each(['xlsx', 'ods'] as const)('in %s is read as its CSV is', async (format) => {
    const name = `Fichier ${format}`;
    const { id } = await create({ nom: name, unite: 'x', place: 'notion:utilise' });
    const bytes = await spreadsheetOf(
      [
        ['mois', name],
        ['2026-01', 12.5],
        ['2026-02', '1 300'],
      ],
      format,
      'Valeurs',
    );
    const sent = await sendTable({ fichier: bytes, name: `valeurs.${format}` });
    await asAlix.post(`${IMPACT}/valeurs`, { intention: 'confirmer', lot: batchIn(sent) });
    expect(await months(id)).toEqual([
      ['2026-01-01', 12.5],
      ['2026-02-01', 1300],
    ]);
  });

  test('of 50 000 lines with 37 faulty ones reports exactly those, and imports nothing until confirmed', async () => {
    const { id } = await create({ nom: 'Grande', unite: 'x', place: 'notion:utilise', periode: 'day' });
    const faulty = new Set(Array.from({ length: 37 }, (_, index) => 100 + index * 1313));
    const lines = Array.from({ length: 50_000 }, (_, index) => [
      'Grande',
      faulty.has(index) ? '2026-02-30' : addDays('1990-01-01' as never, index % 13_000),
      String(index),
    ]);
    const csv = stringify([['mesure', 'date', 'valeur'], ...lines], { delimiter: ';' });
    const before = process.memoryUsage().heapUsed;
    const sent = await sendTable({ fichier: new TextEncoder().encode(csv), name: 'grande.csv' });
    expect(sent.status).toBe(302);
    const page = await asAlix.text(locationOf(sent));
    const told = [...page.matchAll(/Ligne (?:<!-- -->)?(\d+)/g)].map(([, line]) => Number(line));
    expect(told).toEqual([...faulty].map((index) => index + 2));
    expect(await rowsOf(id)).toEqual([]);
    await asAlix.post(`${IMPACT}/valeurs`, { intention: 'confirmer', lot: batchIn(sent) });
    // The same day given several times counts as its last line said.
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM metric_value WHERE metric_id = ${id}::uuid`,
      ),
    ).toBe(13_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(300 * 1024 * 1024);
  });

  test('that is no table is refused with a sentence, whatever it is', async () => {
    const zipBomb = new Uint8Array([0x50, 0x4b, 3, 4, ...Array.from({ length: 60 }, () => 0)]);
    for (const fichier of [zipBomb, new Uint8Array([0, 1, 2, 3]), new TextEncoder().encode('x;y\n1;2')]) {
      const answer = await sendTable({ fichier });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toMatch(/Un tableau est attendu|abîmé|ne se lit pas|La première ligne/);
    }
    expect((await sendTable({ tableau: '   ' })).status).toBe(400);
  });
});

const PROGRAMS = '/startups/potagers/programmes';

describe('A program with a token', () => {
  const send = (token: string | null, body: unknown, path = '/api/v1/startups/potagers/valeurs') =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const newToken = async () => {
    const page = await (
      await asAlix.post(PROGRAMS, { intention: 'jeton', libelle: 'Tâche de nuit', portees: 'valeurs' })
    ).text();
    return /jalons_[\w-]{20,}/.exec(page)![0];
  };

  test('brings values: all of them or none, for its startup alone, until it is revoked', async () => {
    const { id } = await create({ nom: 'Envoyée', unite: 'x', place: 'notion:utilise' });
    const token = await newToken();
    expect(await asAlix.text(PROGRAMS)).not.toContain(token);
    const good = {
      valeurs: [
        { mesure: 'Envoyée', date: '2026-03', valeur: 12 },
        { mesure: 'envoyee', date: '2026-04', valeur: '1 300,5' },
      ],
    };
    const answer = await send(token, good);
    expect([answer.status, await answer.json()]).toEqual([200, { recues: 2, changees: 2 }]);
    expect(await months(id)).toEqual([
      ['2026-03-01', 12],
      ['2026-04-01', 1300.5],
    ]);
    const half = await send(token, {
      valeurs: [
        ...good.valeurs,
        { mesure: 'Envoyée', date: 'hier', valeur: 1 },
        { mesure: 'Envoyée', date: '2026-05', valeur: 99 },
      ],
    });
    expect(half.status).toBe(422);
    expect(half.headers.get('Content-Type')).toContain('application/problem+json');
    expect((await half.json()) as object).toMatchObject({ erreurs: [{ champ: 'valeurs.2' }] });
    expect(await months(id)).toHaveLength(2);
    expect((await send(token, good, '/api/v1/startups/bancs/valeurs')).status).toBe(403);
    expect((await send(token, '{')).status).toBe(400);
    const tokenId = await valueOf<string>(
      database,
      sql`SELECT id FROM api_token WHERE revoked_at IS NULL ORDER BY created_at DESC LIMIT 1`,
    );
    await asAlix.post(PROGRAMS, { intention: 'revoquer', jeton: tokenId });
    expect((await send(token, good)).status).toBe(401);
    expect(
      await valueOf<string>(
        database,
        sql`SELECT actor_kind FROM change WHERE verb = 'record-values' AND actor_kind = 'token' LIMIT 1`,
      ),
    ).toBe('token');
  });

  test('that is no token, or too old, opens nothing; a cookie does not stand for it', async () => {
    const body = { valeurs: [{ mesure: 'Envoyée', date: '2026-03', valeur: 1 }] };
    for (const token of [null, 'jalons_inconnu_inconnu_inconnu', 'x'])
      expect([401, 403]).toContain((await send(token, body)).status);
    const token = await newToken();
    clock.add(366 * 24 * 60);
    expect((await send(token, body)).status).toBe(401);
    clock.add(-366 * 24 * 60);
    const withCookie = await asAlix.send('/api/v1/startups/potagers/valeurs', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(withCookie.status).toBe(401);
  });
});
