import { describe, expect, test } from 'vitest';
import { askDueFollowUps } from '~/committee/handover/followups.server';
import { capAt } from '~/committee/coaching/caps';
import { prepareDeclaredRelay } from '~/exchange/publication/relay.server';
import { day } from '~/platform/day';
import type { PhaseCode } from '~/startup/rules';
import { purgeExpired } from '~/person/retention.server';
import { namesIn } from '~/committee/stop/causes';
import { Browserless } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';

const network = await committeeNetwork('2026-03-02T09:00:00Z');
const { clock, database, mailbox, url, moveTo, rows } = network;
const { browser: asLead } = await network.as('lead', network.incubator);
const manager = await network.as('portfolio_manager', network.incubator);
const asManager = manager.browser;
const { browser: asIntra } = await network.as('intrapreneur', network.potagers, 'Alix Fictive');
const { browser: asCoach } = await network.as('coach', network.potagers, 'Sacha Exemplaire');
const { browser: asIntraBancs } = await network.as('intrapreneur', network.bancs, 'Noor Inventée');
const visitor = new Browserless(url);

describe('A handover', () => {
  const path = '/startups/potagers/passage-de-relais';
  const plan = (fields: Record<string, string>) =>
    asIntra.post(path, { intention: 'plan', version: '1', ...fields });

  test('is planned: the long steps first, each with the latest day to begin', async () => {
    expect((await asIntra.post(path, { intention: 'ouvrir' })).status).toBe(302);
    expect((await asIntra.post(path, { intention: 'ouvrir' })).status).toBe(400);
    expect((await asCoach.post(path, { intention: 'ouvrir' })).status).toBe(403);
    const wrong = await plan({ part: '140', courriel: 'x' });
    expect(await wrong.text()).toContain('un pourcentage entre 0 et 100');
    const saved = await plan({
      trajectoire: 'direction',
      accueil: 'Direction des jardins',
      contact: 'Hôte Fictif',
      courriel: 'hote@exemple.invalid',
      cible: '2026-09-01',
      budget: '600 000',
      part: '60',
      repli: 'Rester opéré par l’incubateur.',
      criteres6: 'L’équipe est en place.',
    });
    expect(saved.status).toBe(302);
    expect((await plan({ accueil: 'autre' })).status).toBe(400);
    const page = await asIntra.text(path);
    expect(page).toContain('Sortie visée le 1er septembre 2026');
    expect(page).toContain('Inscrire la ligne budgétaire');
    expect(page.indexOf('Inscrire la ligne budgétaire')).toBeLessThan(
      page.indexOf('Remettre la liste des accès'),
    );
    expect(page).toContain('1er mars 2026');
    expect(
      (
        await asIntra.post(path, {
          intention: 'etape',
          etape: 'domaine',
          qui: 'Noor',
          fait: 'oui',
          version: '0',
        })
      ).status,
    ).toBe(302);
    expect(
      (await asIntra.post(path, { intention: 'etape', etape: 'domaine', qui: 'Autre', version: '0' })).status,
    ).toBe(400);
    expect((await asIntra.post(path, { intention: 'etape', etape: 'inconnue' })).status).toBe(400);
    expect((await visitor.get(path)).status).toBe(302);
  });

  test('ends by an exit decision, with three follow-ups that the host answers by a link, two years on', async () => {
    await moveTo('2026-08-31T09:00:00Z');
    expect(
      (
        await asLead.post('/startups/potagers/comites/noter', {
          date: '2026-08-28',
          nature: 'sortie',
          issue: 'transferer',
        })
      ).status,
    ).toBe(302);
    expect(await visitor.text('/startups/potagers')).toContain('Transféré depuis le 28 août 2026');
    expect(await asLead.text(path)).toContain('Sorti d’incubation le 28 août 2026');
    expect(
      (await rows('SELECT months, due_day::text AS due FROM handover_followup ORDER BY months')).map(
        ({ due }) => due,
      ),
    ).toEqual(['2027-02-28', '2027-08-28', '2028-08-28']);

    for (const [when, signs] of [
      ['2027-03-01T09:00:00Z', ['indicateurs', 'retours', 'evolutions', 'communication', 'code']],
      ['2028-08-29T09:00:00Z', ['indicateurs', 'code']],
    ] as const) {
      await moveTo(when);
      await database.pool.query(`UPDATE mail SET state = 'sent' WHERE state = 'waiting'`);
      await database.transaction((tx) => askDueFollowUps(tx, clock.now(), url));
      // The twelve-month one is asked with it once its day has passed: the host answers the latest.
      const asked = await rows(
        `SELECT plain FROM mail WHERE address = 'hote@exemple.invalid' AND state = 'waiting' ORDER BY created_at DESC, id DESC`,
      );
      const link = /\/liens\/[\w-]+/.exec(String(asked[0]!['plain']))![0];
      const host = new Browserless(url);
      expect(await host.text(link)).toContain('Son code reste ouvert');
      expect((await rows('SELECT 1 FROM handover_followup WHERE answered_at IS NOT NULL')).length).toBe(
        when.startsWith('2027') ? 0 : 1,
      );
      const answered = await host.post(link, [
        ...signs.map((sign): [string, string] => ['signes', sign]),
        ['commentaire', 'Merci de demander.'],
      ]);
      expect(await answered.text()).toContain('votre réponse est arrivée');
      expect(await (await host.post(link, [])).text()).toContain('Ce lien ne sert plus');
    }
    const page = await asLead.text(path);
    expect(page).toContain('2 signes sur 5');
    expect(page).toMatch(/3\ssignes de réussite ne tiennent plus/);
    expect(await asLead.text('/espace')).toContain('signes de réussite ne tiennent plus après la sortie');
  });
});

describe('A stop', () => {
  const path = '/startups/bancs/arret';
  const version = async () => String((await rows('SELECT version FROM startup_stop'))[0]?.['version'] ?? 0);
  const save = async (fields: Record<string, string>) =>
    asIntraBancs.post(path, {
      intention: 'enregistrer',
      version: await version(),
      chemin: 'impact',
      ...fields,
    });

  test('has a public cause on which team and incubator agree, and a post-mortem that names nobody', async () => {
    expect((await save({ chemin: '' })).status).toBe(400);
    expect((await save({ cause: 'la-faute-de' })).status).toBe(400);
    expect((await save({ cause: 'solution-existe', recit: 'Noor Inventée a tout essayé.' })).status).toBe(
      302,
    );
    const publish = async (who: Browserless) =>
      who.post(path, { intention: 'publier', version: await version() });
    expect(await (await publish(asIntraBancs)).text()).toContain('choisissent d’abord ensemble');
    await asIntraBancs.post(path, { intention: 'accord', version: await version() });
    expect(await (await publish(asIntraBancs)).text()).toContain('choisissent d’abord ensemble');
    await asLead.post(path, { intention: 'accord', version: await version() });
    const named = await publish(asLead);
    expect(named.status).toBe(400);
    expect(await named.text()).toContain('Noor Inventée');
    await save({ cause: 'solution-existe', recit: 'Nous avons mesuré six places. Des bancs existaient.' });
    // The text changed, the cause did not: the agreement holds.
    expect((await publish(asLead)).status).toBe(302);
    const page = await visitor.text('/startups/bancs');
    expect(page).toContain('Retour d’expérience');
    expect(page).toContain('Une solution existait déjà');
    expect(page).toContain('Nous avons mesuré six places.');
    expect((await publish(asLead)).status).toBe(400);
    expect((await save({ cause: 'cout' })).status).toBe(400);
  });

  test('keeps its post-mortem back only with a reason, by the incubator’s word', async () => {
    await database.pool.query('UPDATE startup_stop SET published_on = NULL');
    const hold = async (who: Browserless, raison: string) =>
      who.post(path, { intention: 'retenir', version: await version(), raison });
    expect((await hold(asLead, '')).status).toBe(400);
    expect((await hold(asIntraBancs, 'Une procédure')).status).toBe(403);
    expect((await hold(asLead, 'Une procédure est en cours')).status).toBe(302);
    expect(await asLead.text(path)).toContain('Une procédure est en cours');
    expect((await visitor.get(path)).status).toBe(302);
  });

  test('finds full and family names whatever their accents, and no ordinary word', () => {
    const people = ['Élodie Dupré-Martin', 'Li Wu'];
    expect(namesIn('Merci à DUPRE pour tout', people)).toEqual(['Élodie Dupré-Martin']);
    expect(namesIn('elodie dupre martin', people)).toEqual(['Élodie Dupré-Martin']);
    expect(namesIn('Nous avons lu et wuauqué', people)).toEqual([]);
    expect(namesIn('Li Wu', people)).toEqual(['Li Wu']);
  });
});

describe('A phase that the team declares', () => {
  test('opens the plan at consolidation, and sets the follow-ups at an exit, as a committee would; never from history', async () => {
    const declare = async (code: string, start: string) => {
      await rows(`DELETE FROM phase WHERE startup_id = '${network.bancs}'`);
      await rows(
        `INSERT INTO phase (id, startup_id, code, raw_code, start_day, origin, position) VALUES (gen_random_uuid(), '${network.bancs}', '${code}', '${code}', '${start}', 'declared', 0)`,
      );
      await database.transaction((tx) =>
        prepareDeclaredRelay(tx, { now: clock.now(), today: day('2026-06-01') }, 'bancs'),
      );
    };
    const plans = () =>
      rows(`SELECT ended_on::text AS ended FROM handover_plan WHERE startup_id = '${network.bancs}'`);
    await rows(`DELETE FROM handover_plan WHERE startup_id = '${network.bancs}'`);
    await declare('consolidation', '2025-01-01');
    expect(await plans()).toEqual([]);
    await declare('consolidation', '2026-05-20');
    await declare('consolidation', '2026-05-20');
    expect(await plans()).toEqual([{ ended: null }]);
    await declare('opere', '2026-05-25');
    expect(await plans()).toEqual([{ ended: '2026-05-25' }]);
    const due = await rows(
      `SELECT months::int AS months FROM handover_followup WHERE startup_id = '${network.bancs}' AND exit_day = '2026-05-25' ORDER BY months`,
    );
    expect(due).toEqual([{ months: 6 }, { months: 12 }, { months: 24 }]);
    await rows(`DELETE FROM handover_followup WHERE startup_id = '${network.bancs}'`);
    await rows(`DELETE FROM handover_plan WHERE startup_id = '${network.bancs}'`);
  });
});

describe('Coaching', () => {
  test('is one number a month, held against the caps of the phase', async () => {
    await moveTo('2026-03-10T09:00:00Z');
    const board = '/espace/accompagnements';
    const days = (jours: string) => asCoach.post(board, { intention: 'jours', startup: 'potagers', jours });
    expect((await days('beaucoup')).status).toBe(400);
    expect((await days('40')).status).toBe(400);
    expect((await days('2,5')).status).toBe(302);
    expect((await days('3')).status).toBe(302);
    expect(await rows('SELECT days FROM coach_days')).toEqual([{ days: 3 }]);
    const page = await asCoach.text(board);
    expect(page).toContain('Potagers');
    expect(page).not.toContain('Bancs');
    expect(page).toMatch(/3 sur 25\s+jours par semestre/);
    // A mission that began more than two years ago is coaching no more, unless somebody says why.
    expect(page).toContain('Plus de deux ans');
    await days('31');
    expect(await asCoach.text(board)).toMatch(/31 sur 25.*plafond dépassé/);
    await days('3');
    // Of two coaches, each reads and says their own days; the cap counts both.
    const second = (await network.as('coach', network.potagers)).browser;
    await second.post(board, { intention: 'jours', startup: 'potagers', jours: '2' });
    const own = await asCoach.text(board);
    expect(own).toMatch(/name="jours"[^>]*value="3"|value="3"[^>]*name="jours"/);
    expect(own).toMatch(/5 sur 25\s+jours par semestre/);
    await rows('DELETE FROM coach_days WHERE days = 2');
    expect((await asIntra.post(board, { intention: 'jours', startup: 'potagers', jours: '1' })).status).toBe(
      403,
    );
  });

  test('days come from a spreadsheet too: all lines or none, only for those one coaches', async () => {
    const board = '/espace/accompagnements';
    const paste = (tableau: string) => asCoach.post(board, { intention: 'tableau', tableau });
    for (const [table, words] of [
      ['', 'Collez un tableau'],
      ['startup;mois;jours\nPotagers;2026-02;2\nBancs;2026-02;1', 'Ligne 3'],
      ['startup;mois;jours\nPotagers;hier;2', 'n’est pas un mois'],
      ['Potagers;2026-02;32', 'nombre de jours'],
      ['Potagers;2026-02;2\nPotagers;2026-12;2', 'n’a pas commencé'],
    ] as const) {
      const refused = await paste(table);
      expect(refused.status, table).toBe(400);
      expect(await refused.text(), table).toContain(words);
    }
    expect(await rows('SELECT days FROM coach_days')).toEqual([{ days: 3 }]);
    expect((await paste('Startup\tMois\tJours\nPOTAGERS\t02/2026\t2,5\npotagers\t2026-01\t1')).status).toBe(
      302,
    );
    expect(await rows('SELECT month::text AS month, days FROM coach_days ORDER BY month')).toEqual([
      { month: '2026-01-01', days: 1 },
      { month: '2026-02-01', days: 2.5 },
      { month: '2026-03-01', days: 3 },
    ]);
  });

  test('a grid helps to decide, between coach and incubator only, and is erased after its time', async () => {
    const grid = '/startups/potagers/grilles/construction';
    expect((await asIntra.get(grid)).status).toBe(403);
    expect((await asCoach.get('/startups/potagers/grilles/personne')).status).toBe(404);
    const fill = (who: Browserless, fields: Record<string, string>) =>
      who.post(grid, { version: '0', ...fields });
    for (const mark of ['11', '-1', '4,5', 'bien'])
      expect((await fill(asCoach, { 'note-0': mark })).status, mark).toBe(400);
    expect(
      (await fill(asCoach, { 'note-0': '7', 'precision-0': 'Dix jardins y reviennent', 'note-1': '' }))
        .status,
    ).toBe(302);
    // Two people at once: the second sees what the first wrote, with their own text kept.
    const late = await fill(asLead, { 'note-0': '3', conclusion: 'Un texte à moi' });
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('Un texte à moi');
    expect(await asLead.text(grid)).toContain('Dix jardins y reviennent');
    const [kept] = await rows('SELECT answers FROM review_grid');
    expect((kept!['answers'] as Array<{ mark: number | null }>).map(({ mark }) => mark)).toEqual([
      7,
      null,
      null,
    ]);
    await moveTo('2026-09-05T09:00:00Z');
    await database.transaction((tx) => purgeExpired(tx, clock.now()));
    expect(await rows('SELECT 1 FROM review_grid')).toHaveLength(1);
    await moveTo('2026-09-08T09:00:00Z');
    await database.transaction((tx) => purgeExpired(tx, clock.now()));
    expect(await rows('SELECT 1 FROM review_grid')).toHaveLength(0);
    await moveTo('2026-03-10T09:00:00Z');
  });

  test('caps are those of the phase and of its half-year', () => {
    const cap = (code: PhaseCode, start: string, today: string) => {
      const found = capAt({ code, start: day(start) }, day(today));
      return found && [found.days, found.from, found.to];
    };
    expect(cap('investigation', '2026-01-05', '2026-02-01')).toEqual([20, '2026-01-05', '2026-03-08']);
    expect(cap('construction', '2026-01-05', '2026-07-04')).toEqual([40, '2026-01-05', '2026-07-04']);
    expect(cap('construction', '2026-01-05', '2026-07-05')).toEqual([25, '2026-07-05', '2027-01-04']);
    expect(cap('acceleration', '2026-01-05', '2026-02-01')).toEqual([25, '2026-01-05', '2026-07-04']);
    expect(cap('consolidation', '2025-01-06', '2026-02-01')).toEqual([15, '2026-01-06', '2026-07-05']);
    expect(cap('opere', '2026-01-05', '2026-02-01')).toBeNull();
    expect(capAt(null, day('2026-02-01'))).toBeNull();
  });

  test('a known signal rests for who knows it, and says why', async () => {
    const board = '/espace/accompagnements';
    const signal = /name="signal" value="([^"]+)"/.exec(await asCoach.text(board))?.[1];
    if (signal === undefined) throw new Error('no signal on the board');
    const rest = (parce: string) =>
      asCoach.post(board, { intention: 'savoir', startup: 'potagers', signal, parce });
    expect((await rest('')).status).toBe(400);
    expect((await rest('Le sponsor est prévenu')).status).toBe(302);
    const page = await asCoach.text(board);
    expect(page).toContain('Le sponsor est prévenu');
    expect(page).not.toContain(`name="signal" value="${signal}"`);
  });

  test('notes stay between coach and incubator; an alert is told without its words, and answered', async () => {
    const path = '/startups/potagers/accompagnement';
    expect((await asIntra.get(path)).status).toBe(403);
    expect((await asCoach.post(path, { intention: 'note', note: '' })).status).toBe(400);
    await asCoach.post(path, { intention: 'note', note: 'L’équipe s’essouffle.', alerte: 'oui' });
    const mail = await mailbox.next(manager.address, /Alerte sur Potagers/);
    expect(mail.text).not.toContain('essouffle');
    const page = await asManager.text(path);
    expect(page).toContain('L’équipe s’essouffle.');
    const note = /name="note" value="([0-9a-f-]{36})"/.exec(page)![1]!;
    expect((await asCoach.post(path, { intention: 'reponse', note, reponse: 'x' })).status).toBe(403);
    await asManager.post(path, { intention: 'reponse', note, reponse: 'On en parle demain.' });
    expect(await asCoach.text(path)).toContain('On en parle demain.');
    const point = (version: string) =>
      asCoach.post(path, {
        intention: 'point',
        point: 'construction.1',
        fait: 'oui',
        precision: 'Vu',
        version,
      });
    expect((await point('0')).status).toBe(302);
    expect((await point('0')).status).toBe(400);
    expect((await asCoach.post(path, { intention: 'point', point: 'rien.9', version: '0' })).status).toBe(
      400,
    );
    expect(await asCoach.text(path)).toMatch(/1 sur 8\spoints/);
  });
});
