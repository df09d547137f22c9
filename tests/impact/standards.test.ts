import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exportContent } from '~/exchange/export.server';
import { readEvaluations } from '~/impact/standards/service.server';
import { sql } from '~/platform/database/sql.server';
import { createLog } from '~/platform/log.server';
import { spreadsheetOf } from '~/platform/files/spreadsheet.server';
import { Browserless, locationOf } from '../support/browserless';
import { bearer } from '../support/people';
import { handClock, idOf, realNetwork, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const clock = handClock('2026-11-24T09:00:00Z');
const database = await realNetwork(clock);
const { url } = await startSite('vide', { database, clock });
const potagers = await idOf(database, 'startup', 'potagers');
const [alix, noor, animation, administrator] = await Promise.all([
  bearer(database, clock.now(), { role: 'intrapreneur', placeId: potagers, name: 'Alix Chimère' }),
  bearer(database, clock.now(), { role: 'member', placeId: potagers }),
  bearer(database, clock.now(), { role: 'animation' }),
  bearer(database, clock.now(), { role: 'administrator' }),
]);
const [asAlix, asNoor, asAnimation, asAdministrator, visitor] = [
  new Browserless(url, alix.cookie),
  new Browserless(url, noor.cookie),
  new Browserless(url, animation.cookie),
  new Browserless(url, administrator.cookie),
  new Browserless(url),
];
const STANDARDS = '/startups/potagers/standards';
const CODE = 'l-equipe-produit-du-code-accessible';

/** What leaves, file by file. */
async function exported(): Promise<Map<string, string>> {
  const dir = await mkdtemp(join(tmpdir(), 'jalons-export-'));
  await exportContent({ database }, { dir, demo: false });
  const names = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.md'));
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => [name, await readFile(join(dir, name), 'utf8')]),
    ),
  );
}

describe('A standard', () => {
  const answer = (browser: Browserless, fields: Record<string, string>) =>
    browser.post(STANDARDS, { critere: `${CODE}.1`, vu: '0', ...fields });

  test('is answered once for every page and for the API, keeps its past, and is not answered over', async () => {
    expect((await answer(asAlix, { reponse: 'non', raison: 'Pas encore' })).status).toBe(302);
    expect(await visitor.text(STANDARDS)).toContain('Pas encore');
    expect((await answer(asNoor, { reponse: 'oui' })).status).toBe(400);
    const again = await answer(asNoor, { reponse: 'oui', vu: '1', preuve: 'https://exemple.fr/preuve' });
    expect(again.status).toBe(302);
    const evaluations = (await (await visitor.get('/api/evaluations')).json()) as Record<
      string,
      { completion: Record<string, number>; conformity: Record<string, number> }
    >;
    expect(evaluations['potagers']).toMatchObject({
      completion: { accessibilité: 14 },
      conformity: { accessibilité: 100 },
    });
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM standard_answer WHERE startup_id = ${potagers}::uuid`,
      ),
    ).toBe(2);
  });

  test('without object says why; a proof is an address; a criterion that is none is refused', async () => {
    for (const fields of [
      { reponse: 'sans-objet', vu: '2' },
      { reponse: 'oui', vu: '2', preuve: 'javascript:alert(1)' },
      { reponse: 'peut-être', vu: '2' },
      { reponse: 'oui', critere: `${CODE}.2`, vu: '0' },
      { reponse: 'oui', critere: 'inconnu.1', vu: '0' },
      { reponse: 'oui', critere: `${CODE}.un`, vu: '0' },
    ])
      expect((await answer(asAlix, fields)).status, JSON.stringify(fields)).toBe(400);
    expect((await visitor.post(STANDARDS, { critere: `${CODE}.1`, reponse: 'oui' })).status).toBe(302);
    expect((await asAnimation.post(STANDARDS, { critere: `${CODE}.1`, reponse: 'oui' })).status).toBe(403);
  });

  test('is looked at from the phase that the network says', async () => {
    expect(
      (await asAnimation.post('/reseau/standards', { standard: CODE, phase: 'acceleration', version: '0' }))
        .status,
    ).toBe(302);
    expect(
      (await asAnimation.post('/reseau/standards', { standard: CODE, phase: 'consolidation', version: '0' }))
        .status,
    ).toBe(400);
    expect(await visitor.text(`${STANDARDS}?phase=maintenant`)).not.toContain('Du code accessible');
    expect((await asAlix.get('/reseau/standards')).status).toBe(403);
  });

  test('as the network’s service sees it is read once a day, and shown beside the team’s own', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end(
        JSON.stringify({
          potagers: { completion: { design: 75 }, conformity: { design: 50 } },
          inconnue: { completion: {}, conformity: {} },
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => server.close());
    const services = {
      database,
      clock,
      log: createLog('silent'),
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/evaluations`,
      allowLoopback: true,
    };
    expect(await readEvaluations(services)).toBe(1);
    expect(await readEvaluations(services)).toBeNull();
    expect(asked).toBe(1);
    expect((await new Browserless(url).text(`${STANDARDS}?x=1`)).replace(/\s/g, ' ')).toContain(
      '75 % / 50 %',
    );
  });
});

describe('A budget', () => {
  const EDIT = '/startups/potagers/budget/modifier';
  const period = {
    intention: 'enregistrer',
    version: '0',
    debut: '2026-01-01',
    fin: '2026-12-31',
    planned_total: '240 000',
    spent_total: '180 000',
  };

  test('is its team’s own until it is published, and never the technical administrator’s', async () => {
    expect((await asAlix.post(EDIT, period)).status).toBe(302);
    expect(await visitor.text('/startups/potagers/budget')).toContain('Aucun budget n’est publié');
    expect(await asAdministrator.text('/startups/potagers/budget')).toContain('Aucun budget n’est publié');
    expect((await asAdministrator.get('/startups/potagers/budget/grille.csv')).status).toBe(403);
    expect((await asNoor.text('/startups/potagers/budget')).replace(/\s/g, ' ')).toContain('240 000 €');
    const id = await valueOf<string>(database, sql`SELECT id FROM budget_period`);
    expect((await asAlix.post(EDIT, { intention: 'publier', budget: id, version: '1' })).status).toBe(302);
    expect((await asNoor.post(EDIT, { intention: 'depublier', budget: id, version: '1' })).status).toBe(400);
    expect((await visitor.text('/startups/potagers/budget')).replace(/\s/g, ' ')).toMatch(
      /Il reste (<!-- -->)?60 000 €/,
    );
  });

  test('counts no euro twice, and says what is wrong beside its field', async () => {
    const overlap = await asAlix.post(EDIT, { ...period, debut: '2026-06-01', fin: '2027-05-31' });
    expect(overlap.status).toBe(400);
    expect(await overlap.text()).toContain('recouvrent une période déjà saisie');
    const parts = await asAlix.post(EDIT, {
      ...period,
      debut: '2028-01-01',
      fin: '2028-12-31',
      planned_staff: '300000',
    });
    expect(await parts.text()).toContain('les parties font davantage que le total');
  });

  test.each(['xlsx', 'ods'] as const)(
    'goes out as the network’s grid in %s and comes back',
    async (format) => {
      const downloaded = await asAlix.get(`/startups/potagers/budget/grille.${format}`);
      expect(downloaded.status).toBe(200);
      const year = format === 'xlsx' ? 2024 : 2023;
      const bytes = await spreadsheetOf(
        [
          [
            'Année',
            'Nature',
            'AE ou CP',
            'Activité',
            'Personnel',
            'Prestations externes',
            'Matériel',
            'Logiciel, SaaS, PaaS',
            'Frais généraux',
            'Autre ressource',
          ],
          [year, 'Prévu', 'CP', 'Développement', 1000, 2000.5, '', '', '', ''],
          [year, 'Prévu', 'AE', 'Développement', 9000, '', '', '', '', ''],
          [year, 'Réalisé', 'CP', 'Hébergement cloud', '', '', '', 300, '', ''],
        ],
        format,
        'Budget',
      );
      const form = new FormData();
      form.set('intention', 'grille');
      form.set('fichier', new File([new Uint8Array(bytes)], `grille.${format}`));
      const sent = await asAlix.send(EDIT, { method: 'POST', body: form });
      expect(locationOf(sent)).toContain('fait=grille');
      const row = await database.pool.query(
        `SELECT planned_total::text, planned_staff::text, spent_hosting::text FROM budget_period WHERE start_day = '${year}-01-01'`,
      );
      expect(row.rows).toEqual([
        { planned_total: '300050', planned_staff: '100000', spent_hosting: '30000' },
      ]);
      // A file that tells what was planned alone leaves what was spent; an amount below zero is refused.
      const again = async (amount: number) => {
        const head = ['Année', 'Nature', 'AE ou CP', 'Activité', 'Personnel'];
        const table = await spreadsheetOf(
          [head, [year, 'Prévu', 'CP', 'Développement', amount]],
          format,
          'Budget',
        );
        const body = new FormData();
        body.set('intention', 'grille');
        body.set('fichier', new File([new Uint8Array(table)], `grille.${format}`));
        return asAlix.send(EDIT, { method: 'POST', body });
      };
      expect((await again(-5)).status).toBe(400);
      expect((await again(500)).status).toBe(302);
      const cells = await database.pool.query(
        `SELECT nature, credit, amount::text FROM budget_cell WHERE year = ${year} ORDER BY 1, 2`,
      );
      expect(cells.rows).toEqual([
        { nature: 'prevu', credit: 'AE', amount: '900000' },
        { nature: 'prevu', credit: 'CP', amount: '50000' },
        { nature: 'realise', credit: 'CP', amount: '30000' },
      ]);
    },
  );
});

describe('National impact', () => {
  const FILE = '/startups/potagers/impact-national';
  const CAMPAIGN = '/reseau/impact-national';
  const file = {
    annee: '2026',
    deploiement: 'Partout',
    seuil: 'La moitié des communes',
    standards: 'Tenus',
    preuve: 'https://exemple.fr/stats',
  };

  test('goes from the campaign to the fiche: file, deposit, decision with its label year, export that differs in that file', async () => {
    expect((await asAlix.post(FILE, { ...file, intention: 'deposer', version: '0' })).status).toBe(400);
    await asAnimation.post(CAMPAIGN, {
      intention: 'campagne',
      version: '0',
      annee: '2026',
      ouverture: '2026-10-01',
      cloture: '2026-12-15',
    });
    const unfinished = await asAlix.post(FILE, { ...file, seuil: '', intention: 'deposer', version: '0' });
    expect(unfinished.status).toBe(400);
    expect(await unfinished.text()).toContain('dites-le avant de déposer');
    await asAlix.post(FILE, { ...file, seuil: '', intention: 'garder', version: '0' });
    expect(await asAnimation.text(CAMPAIGN)).not.toContain('Partout');
    expect((await asAlix.post(FILE, { ...file, intention: 'deposer', version: '1' })).status).toBe(302);
    expect((await asNoor.post(FILE, { ...file, intention: 'deposer', version: '1' })).status).toBe(400);
    expect(await asAnimation.text(CAMPAIGN)).toContain('Partout');
    const id = await valueOf<string>(database, sql`SELECT id FROM impact_candidate`);
    const decide = (fields: Record<string, string>, browser = asAnimation) =>
      browser.post(CAMPAIGN, { dossier: id, version: '2', ...fields });
    expect((await decide({ intention: 'retenir', label: '2025' }, asAlix)).status).toBe(403);
    expect((await decide({ intention: 'ecarter' })).status).toBe(400);
    const before = await exported();
    expect((await decide({ intention: 'retenir', label: '2025' })).status).toBe(302);
    expect((await decide({ intention: 'ecarter', raison: 'Non' })).status).toBe(400);
    // The label's year is the decision's, not the one that the day would suggest.
    expect(await visitor.text('/impact-national')).toMatch(/2025[\s\S]*Potagers/);
    expect(await visitor.text('/startups/potagers')).toContain('Impact national');
    const after = await exported();
    const changed = [...after.keys()].filter((path) => after.get(path) !== before.get(path));
    expect(changed).toEqual(['_startups/potagers.md']);
  });

  test('is closed at the end of its last day', async () => {
    clock.set('2026-12-16T09:00:00Z');
    const late = await bearer(database, clock.now(), { role: 'intrapreneur', placeId: potagers });
    const answer = await new Browserless(url, late.cookie).post(FILE, {
      ...file,
      intention: 'deposer',
      version: '2',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('n’est pas ouverte');
  });
});
