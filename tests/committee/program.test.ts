import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sendConditionReminders } from '~/committee/conditions/reminders.server';
import { freezeDueFiles } from '~/committee/file/file.server';
import { eraseOneself } from '~/person/account.server';
import { newId } from '~/platform/identifier';
import { actingAs } from '../support/acting';
import { Browserless, locationOf } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { folderOf } from '../support/folders';

const network = await committeeNetwork('2026-03-02T09:00:00Z');
const { clock, database, mailbox, url, rows, potagers, bancs, incubator } = network;
const lead = await network.as('lead', incubator, 'Dom Fictif');
const intra = await network.as('intrapreneur', potagers, 'Alix Fictif');
const stranger = await network.as('community', null);
const asLead = lead.browser;

const plan = async (date: string, startups = [potagers]): Promise<string> => {
  const answer = await asLead.post('/startups/potagers/comites/nouveau', [
    ['nature', 'investissement'],
    ['date', date],
    ['heure', '14:30'],
    ...startups.map((id): [string, string] => ['startups', id]),
  ]);
  return /\/comites\/([0-9a-f-]+)/.exec(locationOf(answer))![1]!;
};
const itemOf = async (committee: string, startup = potagers) =>
  (
    await rows(
      `SELECT id, version FROM committee_item WHERE committee_id = '${committee}' AND startup_id = '${startup}'`,
    )
  )[0] as {
    id: string;
    version: number;
  };
const decide = async (committee: string, fields: Record<string, string> = { issue: 'continuer' }) => {
  const { id, version } = await itemOf(committee);
  return asLead.post(`/comites/${committee}/seance`, {
    intention: 'decider',
    point: id,
    version: String(version),
    ...fields,
  });
};
const close = async (committee: string) =>
  asLead.post(`/comites/${committee}/seance`, {
    intention: 'clore',
    version: String((await rows(`SELECT version FROM committee WHERE id = '${committee}'`))[0]!['version']),
  });
const upload = (
  path: string,
  fields: Record<string, string>,
  file: File | null,
  name: string,
  who = asLead,
) => {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  if (file) body.append(name, file);
  return who.send(path, { method: 'POST', body });
};
const PDF = new File(['%PDF-1.7\n%%EOF'], 'presentation.pdf');

describe('By itself', () => {
  test('a file freezes seven days before its committee, not eight, and once', async () => {
    const committee = await plan('2026-03-20');
    const { id } = await itemOf(committee);
    const frozen = async () =>
      (await rows(`SELECT frozen_at::text AS at FROM committee_file WHERE item_id = '${id}'`))[0]?.['at'] ??
      null;
    const morning = async (instant: string) => {
      await network.moveTo(instant);
      await database.transaction((tx) => freezeDueFiles(tx, clock.now()));
    };
    await morning('2026-03-12T07:00:00Z');
    expect(await frozen()).toBeNull();
    await morning('2026-03-13T07:00:00Z');
    const at = await frozen();
    expect(at).not.toBeNull();
    await morning('2026-03-14T07:00:00Z');
    expect(await frozen()).toBe(at);
  });

  test('who owes a condition is reminded fourteen days, three days before and on the day; nobody else is', async () => {
    await network.moveTo('2026-03-20T15:00:00Z');
    const committee = await plan('2026-03-20');
    await decide(committee);
    const { id, version } = await itemOf(committee);
    await asLead.post(`/comites/${committee}/seance`, {
      intention: 'condition',
      point: id,
      version: String(version),
      condition: 'Signer la convention',
      qui: 'alix fictif',
      echeance: '2026-05-04',
    });
    expect((await close(committee)).status).toBe(302);
    const told = async (instant: string) => {
      await network.moveTo(instant);
      await database.pool.query(`DELETE FROM mail`);
      await database.transaction((tx) => sendConditionReminders(tx, clock.now(), url));
      return (await rows(`SELECT address FROM mail WHERE kind = 'conditions'`)).map(({ address }) => address);
    };
    expect(await told('2026-04-19T07:00:00Z')).toEqual([]);
    expect(await told('2026-04-20T07:00:00Z')).toEqual([intra.address]);
    // The job that runs again that day tells nothing twice.
    expect(await told('2026-04-20T09:00:00Z')).toEqual([]);
    expect(await told('2026-05-01T07:00:00Z')).toEqual([intra.address]);
    expect(await told('2026-05-04T07:00:00Z')).toEqual([intra.address]);
    expect(await told('2026-05-05T07:00:00Z')).toEqual([]);
  });

  test('a condition that a metric measures is a target from the closing on; reached, it waits for a human', async () => {
    await network.moveTo('2026-05-06T15:00:00Z');
    const metric = newId();
    await database.pool.query(
      `INSERT INTO metric (id, startup_id, concept, north_star, family, direction, periodicity, gathering, public, version, created_at) VALUES ('${metric}', '${potagers}', 'utilise', false, 'usage', 'hausse', 'month', 'dernier', true, 1, now());
       INSERT INTO metric_definition VALUES ('${metric}', 1, 'Jardins ouverts', 'jardins', '', '2026-01-01', now())`,
    );
    const committee = await plan('2026-05-06');
    await decide(committee);
    const add = async (fields: Record<string, string>) => {
      const { id, version } = await itemOf(committee);
      return asLead.post(`/comites/${committee}/seance`, {
        intention: 'condition',
        point: id,
        version: String(version),
        condition: 'Ouvrir quarante jardins',
        qui: 'L’équipe',
        echeance: '2026-11-06',
        ...fields,
      });
    };
    expect(await (await add({ mesure: metric })).text()).toContain('Donnez la valeur visée');
    expect(await (await add({ vise: '40' })).text()).toContain('Choisissez la mesure');
    expect(await (await add({ mesure: newId(), vise: '40' })).text()).toContain(
      'Cette mesure n’existe plus.',
    );
    expect((await add({ mesure: metric, vise: '40' })).status).toBe(302);
    expect(await rows('SELECT 1 FROM metric_target')).toEqual([]);
    await close(committee);
    expect(await rows('SELECT value, origin, due_day::text AS due FROM metric_target')).toEqual([
      { value: 40, origin: 'comite', due: '2026-11-06' },
    ]);
    const page = () => intra.browser.text('/startups/potagers/comites');
    expect(await page()).not.toContain('La cible est atteinte');
    await database.pool.query(`INSERT INTO metric_month VALUES ('${metric}', '2026-06-01', 41)`);
    expect(await page()).toContain('La cible est atteinte');
    expect(await rows(`SELECT state FROM condition WHERE metric_id IS NOT NULL`)).toEqual([
      { state: 'ouverte' },
    ]);
  });
});

describe('Who is expected', () => {
  const minutesOf = async (day: string): Promise<string> => {
    await network.moveTo(`${day}T15:00:00Z`);
    const committee = await plan(day);
    await asLead.post(`/comites/${committee}`, {
      intention: 'membre',
      nom: 'Dom Fictif',
      role: 'incubateur',
    });
    const member = String(
      (await rows(`SELECT id FROM committee_member WHERE committee_id = '${committee}'`))[0]!['id'],
    );
    await asLead.post(`/comites/${committee}/seance`, { intention: 'presences', present: member });
    await decide(committee);
    await close(committee);
    return asLead.text(`/comites/${committee}/releve.md`);
  };

  test('is the handbook’s list, the incubator’s own where it says so, and DINUM where it carries', async () => {
    const usual = await minutesOf('2026-05-11');
    expect(usual).toMatch(
      /Non représentés\s: présidence, administration porteuse\s; responsabilité de portefeuille\s; intrapreneuriat\./,
    );
    await database.pool.query(`UPDATE organisation SET acronym = 'DINUM' WHERE public_id = 'direction'`);
    expect(await minutesOf('2026-05-12')).toContain('comité de direction de la DINUM');
    const roles = Object.fromEntries(
      [
        'presidence',
        'sponsor',
        'incubateur',
        'portefeuille',
        'dinum',
        'intrapreneuriat',
        'coaching',
        'metier',
        'secretariat',
        'invite',
      ].map((role) => [`role.${role}`, role === 'coaching' ? 'toujours' : 'jamais']),
    );
    expect((await intra.browser.post('/incubateurs/atelier/comites', roles)).status).toBe(403);
    expect(
      (await asLead.post('/incubateurs/atelier/comites', { ...roles, 'role.metier': 'parfois' })).status,
    ).toBe(400);
    expect((await asLead.post('/incubateurs/atelier/comites', roles)).status).toBe(302);
    expect(await minutesOf('2026-05-13')).toMatch(/Non représentés\s: coaching\./);
  });
});

describe('Documents and circles', () => {
  let committee = '';
  const file = () => `/comites/${committee}/dossiers/potagers`;

  test('a deck is the committee’s until the team opens it to the community', async () => {
    await network.moveTo('2026-05-14T09:00:00Z');
    committee = await plan('2026-06-01');
    expect(await intra.browser.text(file())).toMatch(/Attendu à cette phase/);
    const deck = { intention: 'document', nature: 'presentation' };
    expect((await upload(file(), deck, null, 'fichier', intra.browser)).status).toBe(400);
    expect(
      (await upload(file(), { ...deck, adresse: 'http://exemple.invalid' }, null, 'fichier', intra.browser))
        .status,
    ).toBe(400);
    expect(
      (await upload(file(), { ...deck, nature: 'autre-chose' }, PDF, 'fichier', intra.browser)).status,
    ).toBe(400);
    expect((await upload(file(), deck, PDF, 'fichier', stranger.browser)).status).toBe(403);
    expect((await upload(file(), deck, PDF, 'fichier', intra.browser)).status).toBe(302);
    const shared = '/startups/potagers/presentations';
    expect(await stranger.browser.text(shared)).toContain('n’a encore rien ouvert');
    const [own] = await rows('SELECT id FROM committee_document');
    expect((await stranger.browser.get(`${shared}/${String(own!['id'])}`)).status).toBe(404);
    expect(
      (
        await upload(
          file(),
          { ...deck, communaute: 'oui', resume: 'En trois pages' },
          PDF,
          'fichier',
          intra.browser,
        )
      ).status,
    ).toBe(302);
    const page = await stranger.browser.text(shared);
    expect(page).toContain('En trois pages');
    const href = /\/startups\/potagers\/presentations\/[0-9a-f-]{36}/.exec(page)![0];
    expect((await stranger.browser.get(href)).headers.get('Content-Disposition')).toContain('attachment');
    expect((await new Browserless(url).get(href)).status).toBe(302);
    expect((await stranger.browser.get(file())).status).toBe(403);
  });

  test('a link to read is passed on three times at the most', async () => {
    await asLead.post(`/comites/${committee}`, {
      intention: 'membre',
      nom: 'Sam Sponsor',
      courriel: 'sam@exemple.invalid',
      role: 'presidence',
    });
    await asLead.post(`/comites/${committee}`, { intention: 'dossiers' });
    const mail = await mailbox.next('sam@exemple.invalid', /Dossier/);
    const sponsor = new Browserless(url);
    const opened = await sponsor.post(/\/liens\/[\w-]+/.exec(mail.text!)![0], {});
    const pass = (number: number) =>
      sponsor.post(locationOf(opened), { nom: 'Aide', courriel: `aide${number}@exemple.invalid` });
    for (const number of [1, 2, 3]) expect((await pass(number)).status).toBe(200);
    const last = await pass(4);
    expect(last.status).toBe(400);
    expect(await last.text()).toContain('déjà été confié trois fois');
  });

  test('signed paper is kept with its minutes; only a PDF, and whoever signed is said', async () => {
    await network.moveTo('2026-06-01T15:00:00Z');
    await decide(committee);
    await close(committee);
    const path = `/comites/${committee}/releve`;
    const paper = { intention: 'papier', version: '1' };
    expect((await upload(path, { ...paper, signataires: '' }, PDF, 'releve')).status).toBe(400);
    expect(
      (await upload(path, { ...paper, signataires: 'Sam' }, new File(['texte'], 'a.pdf'), 'releve')).status,
    ).toBe(400);
    expect((await upload(path, { ...paper, signataires: 'Sam Sponsor' }, PDF, 'releve')).status).toBe(302);
    expect(await (await asLead.get(`${path}-signe.pdf`)).text()).toContain('%PDF-1.7');
    expect(await asLead.text(path)).toContain('signé sur papier');
    expect((await upload(path, { ...paper, signataires: 'Sam' }, PDF, 'releve')).status).toBe(400);
  });

  test('printed minutes and files are tagged: headings, lists and tables are read as such', async (context) => {
    try {
      execFileSync('pdfinfo', ['-v'], { stdio: 'ignore' });
    } catch {
      context.skip();
    }
    const folder = await folderOf();
    for (const [path, wanted] of [
      [`/comites/${committee}/releve.pdf`, ['H1', 'H2', 'LBody', 'TH', 'TD']],
      [`${file()}/dossier.pdf`, ['H1', 'H2', 'LBody']],
    ] as const) {
      const pdf = join(folder, 'a.pdf');
      await writeFile(pdf, Buffer.from(await (await asLead.get(path)).arrayBuffer()));
      const said = execFileSync('pdfinfo', ['-struct-text', pdf]).toString();
      for (const part of wanted) expect(said, path).toMatch(new RegExp(`\\b${part}\\b`));
      expect(execFileSync('pdfinfo', [pdf]).toString()).toMatch(/Tagged:\s+yes/);
    }
  });

  test('the incubator’s archive holds decisions, conditions and minutes', async () => {
    const archive = Buffer.from(await (await asLead.get('/incubateurs/atelier/archive.zip')).arrayBuffer());
    for (const name of ['comites.csv', 'conditions.csv', `releves/2026-06-01-${committee}-version-1.md`])
      expect(archive.includes(name), name).toBe(true);
  });

  test('a service that sleeps leaves the community what wakes it, and can be resumed by a committee', async () => {
    await database.pool.query(
      `INSERT INTO startup_stop (startup_id, path, opened_on, sought, rescue_end, restart, postmortem, version, updated_at) VALUES ('${bancs}', 'argent', '2026-06-01', '', 'dormance', 'Le code est là, les données ici.', '', 1, now())`,
    );
    expect(await stranger.browser.text('/startups/bancs/presentations')).toContain('Le code est là');
    const note = (fields: Record<string, string>) =>
      asLead.post('/startups/bancs/comites/noter', { nature: 'investissement', ...fields });
    expect((await note({ date: '2026-05-20', issue: 'arreter' })).status).toBe(302);
    expect((await note({ date: '2026-05-30', issue: 'continuer' })).status).toBe(400);
    expect((await note({ date: '2026-05-30', issue: 'reprendre', phase: 'acceleration' })).status).toBe(302);
    expect(await new Browserless(url).text('/startups/bancs')).toContain('En accélération');
  });

  test('a person who is erased is named by no committee any more, but in minutes that were signed', async () => {
    const someone = await network.as('coach', potagers, 'Nom Effaçable');
    const next = await plan('2026-07-01');
    await asLead.post(`/comites/${next}`, {
      intention: 'membre',
      nom: 'Nom Effaçable',
      courriel: someone.address,
      role: 'coaching',
    });
    await eraseOneself(await actingAs(database, clock, someone.personId));
    expect(await rows(`SELECT 1 FROM committee_member WHERE name LIKE 'Nom%'`)).toEqual([]);
    expect(await asLead.text(`/comites/${next}`)).not.toContain('Nom Effaçable');
  });
});
