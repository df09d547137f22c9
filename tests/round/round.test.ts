import { describe, expect, test } from 'vitest';
import { sql } from '~/platform/database/sql.server';
import { eraseOldJuryTexts } from '~/round/jury/retention.server';
import { sendCallReminders } from '~/round/reminders/morning.server';
import { PROGRAMS } from '~/round/calls/grids';
import { Browserless, locationOf } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { idOf, valueOf } from '../support/real-network';

const network = await committeeNetwork('2026-01-05T09:00:00Z');
const { database, mailbox, url, moveTo, rows } = network;
const ailleurs = await idOf(database, 'startup', 'ailleurs');
const loin = await idOf(database, 'incubator', 'loin');
const { browser: asAnimation } = await network.as('animation', null);
const team = {
  potagers: (await network.as('intrapreneur', network.potagers, 'Alix Fictive')).browser,
  bancs: (await network.as('intrapreneur', network.bancs, 'Noor Inventée')).browser,
  ailleurs: (await network.as('intrapreneur', ailleurs, 'Sacha Imaginée')).browser,
};
const people = {
  chair: await network.as('community', null, 'Présidente Fictive'),
  first: await network.as('jury', null, 'Jurée Une'),
  // Works where one of the applicants is incubated: the data knows.
  conflicted: await network.as('incubator_team', loin, 'Juré Lié'),
  abstaining: await network.as('jury', null, 'Jurée Prudente'),
  secretary: await network.as('community', null, 'Secrétaire Fictif'),
};
const visitor = new Browserless(url);
let call = '';
const at = (room: string) => `/appels/${call}${room}`;
const application: Record<string, string> = {};
const LINES = PROGRAMS[0]!.lines;

const CALL = {
  programme: 'fast',
  edition: '18',
  titre: 'FAST 18',
  ouverture: '2026-01-12 09:00',
  cloture: '2026-02-10 12:00',
  finNotation: '2026-03-10 12:00',
  enveloppe: '400 000',
};
const FILE = {
  'pilier-0': 'Deux mille familles.',
  'pilier-1': 'Le code est ouvert.',
  'pilier-2': 'Tout le pays.',
  'pilier-3': 'La moitié du budget.',
  montant: '150 000',
  apport: '150 000',
  'cible-0': 'Parcelles',
  'valeur-0': '4 000',
  'echeance-0': '2026-12-31',
};
const versionOf = async (id: string) =>
  String(await valueOf<number>(database, sql`SELECT version FROM application WHERE id = ${id}::uuid`));
const readingVersion = async (seat: string, id: string) =>
  String(
    await valueOf<number>(
      database,
      sql`SELECT r.version FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id WHERE j.person_id = ${seat}::uuid AND r.application_id = ${id}::uuid`,
    ),
  );
const marks = (value: number, but: Record<string, string> = {}) => ({
  ...Object.fromEntries(LINES.map(({ code }) => [`note-${code}`, String(value)])),
  ...but,
});
const give = async (
  who: { browser: Browserless; personId: string },
  id: string,
  fields: Record<string, string>,
) =>
  who.browser.post(`/candidatures/${id}/lecture`, {
    intention: 'donner',
    version: await readingVersion(who.personId, id),
    avis: `Avis de ${who.personId}`,
    recommandation: 'argent',
    ...fields,
  });

describe('A FAST round, from its opening to the check two months after', () => {
  test('is announced with its dates to the minute; what contradicts itself is refused beside its field', async () => {
    for (const [wrong, words] of [
      [{ cloture: '2026-01-01 09:00' }, 'La clôture vient après'],
      [{ finNotation: '2026-02-01 09:00' }, 'finit après la clôture'],
      [{ ouverture: 'demain' }, 'une date et une heure'],
      [{ enveloppe: '' }, 'une enveloppe'],
      [{ edition: '0' }, 'Édition'],
      [{ programme: 'autre' }, 'Choisissez un programme'],
    ] as const) {
      const refused = await asAnimation.post('/appels/nouveau', { ...CALL, ...wrong });
      expect(refused.status, words).toBe(400);
      expect(await refused.text()).toContain(words);
    }
    expect((await people.chair.browser.post('/appels/nouveau', CALL)).status).toBe(403);
    const announced = await asAnimation.post('/appels/nouveau', CALL);
    call = /\/appels\/([0-9a-f-]{36})/.exec(locationOf(announced))![1]!;
    expect((await asAnimation.post('/appels/nouveau', CALL)).status).toBe(400);
    expect(await visitor.text(at(''))).toContain('Ouvre le 12 janvier 2026');
    expect(await visitor.text('/appels')).toContain('FAST 18');
    const early = await team.potagers.post('/startups/potagers/candidatures', { appel: call });
    expect(early.status).toBe(400);
  });

  test('weights of its grid change until the first mark', async () => {
    const settings = Object.fromEntries(
      LINES.flatMap((line) => [
        [`nom-${line.code}`, line.label],
        [`aide-${line.code}`, line.help],
        [`poids-${line.code}`, line.code === 'mesure' ? '3' : '1'],
        [`obligatoire-${line.code}`, line.code === 'mesure' ? 'oui' : ''],
      ]),
    );
    expect(
      (await asAnimation.post(at('/reglages'), { intention: 'grille', ...settings, 'poids-mesure': '11' }))
        .status,
    ).toBe(400);
    expect((await asAnimation.post(at('/reglages'), { intention: 'grille', ...settings })).status).toBe(302);
    expect(await visitor.text(at(''))).toContain('compte 3 fois');
  });

  test('gives its jury seats; an outside juror gets a mail and a way in', async () => {
    const seat = (who: { name: string; address: string }, siege: string) =>
      asAnimation.post(at('/jury'), { intention: 'siege', nom: who.name, courriel: who.address, siege });
    expect((await seat(people.chair, 'presidence')).status).toBe(302);
    expect((await seat(people.first, 'presidence')).status).toBe(400);
    for (const who of [people.first, people.conflicted, people.abstaining])
      expect((await seat(who, 'jury')).status).toBe(302);
    expect((await seat(people.secretary, 'secretariat')).status).toBe(302);
    expect((await seat(people.first, 'jury')).status).toBe(400);
    expect((await seat({ name: 'Experte', address: 'experte@exemple.invalid' }, 'expertise')).status).toBe(
      302,
    );
    const told = await mailbox.next('experte@exemple.invalid', /vous siégez au jury/);
    expect(told.text).toMatch(/Expertise|expertise/);
    // One mail says it all: no second one for the mission that lets her in.
    expect(await rows(`SELECT kind FROM mail WHERE address = 'experte@exemple.invalid'`)).toEqual([
      { kind: 'appel' },
    ]);
    expect(await people.first.browser.text('/espace')).toContain('FAST 18');
    expect((await people.first.browser.get(at('/jury'))).status).toBe(403);
    expect((await people.secretary.browser.get(at('/jury'))).status).toBe(200);
    expect((await people.secretary.browser.get(at('/lectures'))).status).toBe(403);
  });

  test('is applied to in one sitting: what is typed is kept, what is missing is said, late is late', async () => {
    await moveTo('2026-01-12T08:00:00Z');
    for (const startup of ['potagers', 'bancs', 'ailleurs'] as const) {
      const begun = await team[startup].post(`/startups/${startup}/candidatures`, { appel: call });
      application[startup] = /\/candidatures\/([0-9a-f-]{36})/.exec(locationOf(begun))![1]!;
    }
    const own = application['potagers']!;
    const path = `/candidatures/${own}`;
    // Again is the same one.
    expect(
      locationOf(await team.potagers.post('/startups/potagers/candidatures', { appel: call })),
    ).toContain(own);
    expect((await team.bancs.get(path)).status).toBe(403);
    expect((await visitor.get(path)).status).toBe(302);
    const save = async (fields: Record<string, string>, intention = 'garder') =>
      team.potagers.post(path, { intention, version: await versionOf(own), ...fields });
    const wrong = await save({ montant: 'beaucoup', 'cible-0': 'Parcelles', 'valeur-0': 'x' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('beaucoup');
    expect((await save({ 'pilier-0': 'x'.repeat(1501) })).status).toBe(400);
    // By itself, as a script sends it.
    const draft = await save(FILE, 'brouillon');
    expect(draft.status).toBe(200);
    expect(await versionOf(own)).toBe('2');
    const stale = await team.potagers.post(path, { intention: 'garder', version: '1', ...FILE });
    expect(stale.status).toBe(400);
    for (const [fields, words] of [
      [{ montant: '250 000' }, 'Le plafond est de'],
      [{ apport: '100 000' }, 'apporte au moins'],
      [{ 'pilier-3': '' }, 'Soutien'],
      [{ 'cible-0': '', 'valeur-0': '', 'echeance-0': '' }, 'Une cible à six mois'],
    ] as const) {
      const refused = await save({ ...FILE, ...fields }, 'deposer');
      expect(refused.status, words).toBe(400);
      expect(await refused.text()).toContain(words);
    }
    expect((await save(FILE, 'deposer')).status).toBe(302);
    expect(await team.potagers.text(`${path}?fait=deposee`)).toContain('Reçu du');
    expect(await team.potagers.text(`${path}/dossier`)).toContain('Deux mille familles.');
    // Nobody of the jury reads before the call closes.
    expect((await people.first.browser.get(`${path}/dossier`)).status).toBe(403);
    expect((await people.first.browser.get(`${path}/lecture`)).status).toBe(403);
  });

  test('a sponsor without an account signs the very words by a link, once; other amounts undo it', async () => {
    const own = application['potagers']!;
    const path = `/candidatures/${own}`;
    const ask = async () =>
      team.potagers.post(path, {
        intention: 'sponsor',
        version: await versionOf(own),
        nom: 'Lou Sponsor',
        courriel: 'lou@exemple.invalid',
      });
    expect((await ask()).status).toBe(302);
    const mail = await mailbox.next('lou@exemple.invalid', /Soutenir/);
    const link = /\/liens\/[\w-]+/.exec(mail.text ?? '')![0];
    const sponsor = new Browserless(url);
    expect(await sponsor.text(link)).toMatch(/150\s000\s€/);
    expect(await team.potagers.text(path)).toContain('pas encore signé');
    expect(await (await sponsor.post(link, {})).text()).toContain('engagement est signé');
    expect(await (await sponsor.post(link, {})).text()).toContain('Ce lien ne sert plus');
    expect(await team.potagers.text(path)).toMatch(/Lou Sponsor(<!-- -->)? a signé/);
    await team.potagers.post(path, {
      intention: 'garder',
      version: await versionOf(own),
      ...FILE,
      montant: '120 000',
    });
    expect(await team.potagers.text(path)).toContain('pas encore signé');
  });

  test('closes at its minute: files are frozen, late is said kindly, one file may be opened again with a reason', async () => {
    for (const startup of ['bancs', 'ailleurs'] as const)
      expect(
        (
          await team[startup].post(`/candidatures/${application[startup]!}`, {
            intention: 'deposer',
            version: await versionOf(application[startup]!),
            ...FILE,
          })
        ).status,
      ).toBe(302);
    await moveTo('2026-02-10T11:00:00Z');
    const late = await team.potagers.post(`/candidatures/${application['potagers']!}`, {
      intention: 'deposer',
      version: await versionOf(application['potagers']!),
      ...FILE,
    });
    expect(late.status).toBe(400);
    expect(await late.text()).toMatch(/n’a\s+pas pu être pris/);
    expect(await asAnimation.text(at('/instruction'))).toContain('Bancs');
    expect(await rows('SELECT 1 FROM application WHERE snapshot IS NOT NULL')).toHaveLength(3);
    // What the team writes on its page afterwards is not what the jury reads.
    await database.pool.query(`UPDATE startup SET mission = 'Une autre mission' WHERE public_id = 'bancs'`);
    expect(await people.first.browser.text(`/candidatures/${application['bancs']!}/dossier`)).toContain(
      'Faire une pause',
    );
    const reopen = (raison: string) =>
      asAnimation.post(at('/instruction'), {
        intention: 'rouvrir',
        dossier: application['potagers']!,
        jusque: '2026-02-12 12:00',
        pourquoi: raison,
      });
    expect((await reopen('')).status).toBe(400);
    expect((await reopen('Panne du service de dépôt')).status).toBe(302);
    const again = await team.potagers.post(`/candidatures/${application['potagers']!}`, {
      intention: 'deposer',
      version: await versionOf(application['potagers']!),
      ...FILE,
      'pilier-0': 'Trois mille familles.',
    });
    expect(again.status).toBe(302);
    expect(await people.first.browser.text(`/candidatures/${application['potagers']!}/dossier`)).toContain(
      'Trois mille familles.',
    );
  });

  test('is screened: what the program found is confirmed or overruled with a reason', async () => {
    const send = (fields: Record<string, string>) =>
      people.secretary.browser.post(at('/instruction'), { dossier: application['bancs']!, ...fields });
    expect((await send({ intention: 'verification', code: 'phase', dit: 'ecarte' })).status).toBe(400);
    expect(
      (
        await send({
          intention: 'verification',
          code: 'phase',
          dit: 'ecarte',
          motif: 'Accélère depuis lundi',
        })
      ).status,
    ).toBe(302);
    expect((await send({ intention: 'recevabilite', recevabilite: 'irrecevable' })).status).toBe(400);
    for (const startup of ['potagers', 'bancs', 'ailleurs'])
      expect(
        (
          await people.secretary.browser.post(at('/instruction'), {
            intention: 'recevabilite',
            dossier: application[startup]!,
            recevabilite: 'recevable',
          })
        ).status,
      ).toBe(302);
    expect(await people.secretary.browser.text(at('/instruction'))).toContain('Accélère depuis lundi');
    expect(
      (
        await people.secretary.browser.post(at('/instruction'), {
          intention: 'creneau',
          debut: '2026-02-20 14:00',
          minutes: '20',
          visio: 'https://visio.exemple.invalid/a',
        })
      ).status,
    ).toBe(302);
    const hearing = await valueOf<string>(database, sql`SELECT id FROM hearing`);
    const book = (who: Browserless, startup: string) =>
      who.post(`/candidatures/${application[startup]!}`, { intention: 'creneau', creneau: hearing });
    expect((await book(team.bancs, 'bancs')).status).toBe(302);
    const taken = await book(team.potagers, 'potagers');
    expect(taken.status).toBe(400);
    expect(await taken.text()).toContain('vient d’être pris');
  });

  test('readings are dealt evenly and without conflicts; the preview says it before', async () => {
    const preview = await asAnimation.text(at('/jury?apercu=oui&lectures=3'));
    expect(preview).toContain('Répartir ainsi');
    expect(await rows('SELECT 1 FROM jury_reading')).toHaveLength(0);
    expect((await asAnimation.post(at('/jury'), { intention: 'repartir', lectures: '4' })).status).toBe(302);
    const conflictedSeat = await valueOf<string>(
      database,
      sql`SELECT id FROM jury_seat WHERE person_id = ${people.conflicted.personId}::uuid`,
    );
    // Four who vote, three files, one conflict.
    expect(await rows('SELECT 1 FROM jury_reading')).toHaveLength(11);
    expect((await mailbox.next(people.first.address, /3\s+dossiers à lire/)).text).toContain('10 mars 2026');
    expect((await mailbox.next(people.conflicted.address, /2\s+dossiers à lire/)).text).not.toContain(
      'Ailleurs',
    );
    expect(
      (
        await asAnimation.post(at('/jury'), {
          intention: 'ajouter',
          place: conflictedSeat,
          dossier: application['ailleurs']!,
        })
      ).status,
    ).toBe(400);
    expect(
      (await people.conflicted.browser.get(`/candidatures/${application['ailleurs']!}/lecture`)).status,
    ).toBe(403);
    expect(await people.conflicted.browser.text(at('/lectures'))).toContain('même incubateur');
  });

  test('marks: nothing required is skipped, « not judged » is no zero, two windows never undo each other', async () => {
    const {
      bancs,
      potagers,
      ailleurs: other,
    } = application as Record<'bancs' | 'potagers' | 'ailleurs', string>;
    expect((await give(people.first, potagers, marks(3, { 'note-equipe': '' }))).status).toBe(400);
    expect((await give(people.first, potagers, marks(3, { 'note-mesure': 'so' }))).status).toBe(400);
    expect((await give(people.first, potagers, marks(3, { 'note-equipe': '9' }))).status).toBe(400);
    expect((await give(people.first, potagers, { ...marks(3), avis: '' })).status).toBe(400);
    expect((await give(people.first, potagers, { ...marks(3), recommandation: '' })).status).toBe(400);
    expect((await give(people.first, potagers, marks(4, { 'note-priorite': 'so' }))).status).toBe(302);
    expect(
      (
        await people.first.browser.post(`/candidatures/${potagers}/lecture`, {
          intention: 'garder',
          version: '0',
          ...marks(1),
        })
      ).status,
    ).toBe(400);
    for (const [who, file, value] of [
      [people.first, bancs, 2],
      [people.first, other, 3],
      [people.chair, potagers, 4],
      [people.chair, bancs, 3],
      [people.chair, other, 3],
      [people.conflicted, potagers, 2],
      [people.conflicted, bancs, 2],
      [people.abstaining, potagers, 1],
      [people.abstaining, bancs, 2],
    ] as const)
      expect((await give(who, file, marks(value))).status).toBe(302);
    // The grid is what it is from the first mark on.
    expect(await asAnimation.text(at('/reglages'))).toContain('ne change plus avant le prochain appel');
    expect(
      (
        await people.abstaining.browser.post(`/candidatures/${potagers}/lecture`, {
          intention: 'abstention',
          motif: '',
        })
      ).status,
    ).toBe(302);
    expect((await people.abstaining.browser.get(`/candidatures/${potagers}/lecture`)).status).toBe(403);
    expect((await people.abstaining.browser.post(at('/lectures'), { dossier: potagers })).status).toBe(302);
    expect((await people.abstaining.browser.get(`/candidatures/${potagers}/lecture`)).status).toBe(200);
    await people.abstaining.browser.post(`/candidatures/${potagers}/lecture`, { intention: 'abstention' });
    // Whoever holds the call sees that marks were given, never which ones.
    const jury = await people.secretary.browser.text(at('/jury'));
    expect(jury).toMatch(/3 sur 3/);
    for (const who of [people.chair, people.secretary, people.first])
      expect(await who.browser.text(at('/deliberation'))).not.toContain('Potagers');
    expect((await people.chair.browser.get(at('/notes.csv'))).status).toBe(403);
    const pdf = await people.first.browser.get(at('/lectures.pdf'));
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  test('reminds of what is left to read, those alone who have something left', async () => {
    const remind = async (instant: string) => {
      await database.pool.query(`DELETE FROM mail WHERE topic LIKE 'fin-de-notation/%'`);
      await database.transaction((tx) => sendCallReminders(tx, new Date(instant), url));
      return (await rows(`SELECT address FROM mail WHERE topic LIKE 'fin-de-notation/%' ORDER BY 1`)).map(
        ({ address }) => address,
      );
    };
    const late = await rows(
      `SELECT min(a.address) AS address FROM jury_seat j JOIN person_address a ON a.person_id = j.person_id JOIN jury_reading r ON r.seat_id = j.id
       WHERE r.given_at IS NULL AND NOT EXISTS (SELECT 1 FROM jury_conflict c WHERE c.seat_id = j.id AND c.application_id = r.application_id)
       GROUP BY j.id ORDER BY 1`,
    );
    expect(late.length).toBeGreaterThan(0);
    expect(await remind('2026-03-03T08:00:00Z')).toEqual(late.map(({ address }) => address));
    expect(await remind('2026-03-04T08:00:00Z')).toEqual([]);
    expect(await remind('2026-02-01T08:00:00Z')).toEqual([]);
    // The morning after, all who vote are warned that their working notes will end.
    await database.transaction((tx) => sendCallReminders(tx, new Date('2026-03-11T08:00:00Z'), url));
    const warned = await rows(`SELECT plain FROM mail WHERE topic LIKE 'deliberation/%'`);
    expect(warned).toHaveLength(4);
    expect(warned[0]!['plain']).toContain('effacées quand les résultats sont publiés');
  });

  test('deliberation: ranks by the stated mean, conflicts leave no gap, revised marks keep both values', async () => {
    await moveTo('2026-03-10T11:00:00Z');
    const page = await people.chair.browser.text(at('/deliberation'));
    expect(page.indexOf('Potagers')).toBeLessThan(page.indexOf('Ailleurs'));
    // Who abstains or conflicts with a file sees nothing of it, and their ranks have no gap.
    const lied = await people.conflicted.browser.text(at('/deliberation'));
    expect(lied).toContain('Potagers');
    expect(lied).not.toContain('Ailleurs');
    expect(await people.abstaining.browser.text(at('/deliberation'))).not.toContain('Potagers');
    expect(await (await people.conflicted.browser.get(at('/notes.csv'))).text()).not.toContain('Ailleurs');
    // A role of the network opens the call, never the files of one's own team: no seat is needed to be in conflict.
    const { browser: tied, personId } = await network.as('animation', null);
    await database.pool.query(
      `INSERT INTO mission (id, person_id, startup_id, role, start_day, end_day, version) VALUES (gen_random_uuid(), $1, $2, 'member', '2020-01-01', '2021-01-01', 1)`,
      [personId, network.bancs],
    );
    for (const room of ['/deliberation', '/instruction', '/resultats', '/candidatures.csv', '/notes.csv'])
      expect(await tied.text(at(room)), room).not.toContain('Bancs');
    expect((await tied.get(`/candidatures/${application['bancs']!}/dossier`)).status).toBe(403);
    expect(
      (
        await tied.post(at('/deliberation'), {
          intention: 'decision',
          dossier: application['bancs']!,
          version: await versionOf(application['bancs']!),
          decision: 'accompagnement',
        })
      ).status,
    ).toBe(403);
    // Who gave nothing while marks were hidden gives none with the others before their eyes.
    const [unread] = await rows(
      `SELECT r.seat_id, r.application_id FROM jury_reading r JOIN jury_seat j ON j.id = r.seat_id WHERE j.person_id = '${people.first.personId}' AND r.given_at IS NOT NULL LIMIT 1`,
    );
    await rows(
      `UPDATE jury_reading SET given_at = NULL WHERE seat_id = '${String(unread!['seat_id'])}' AND application_id = '${String(unread!['application_id'])}'`,
    );
    const lateFirst = await give(people.first, String(unread!['application_id']), marks(1));
    expect(lateFirst.status).toBe(400);
    expect(await lateFirst.text()).toContain('seules les notes déjà données');
    await rows(
      `UPDATE jury_reading SET given_at = now() WHERE seat_id = '${String(unread!['seat_id'])}' AND application_id = '${String(unread!['application_id'])}'`,
    );
    // After the hearing a mark changes: both are kept.
    expect((await give(people.first, application['bancs']!, marks(3))).status).toBe(302);
    expect(
      await rows(`SELECT 1 FROM jury_score WHERE revised AND first_value = 2 AND value = 3`),
    ).toHaveLength(LINES.length);
    expect(await people.chair.browser.text(at('/deliberation'))).toMatch(/avant l’audition\s: 2/);
    // So is a recommendation, whatever it becomes after.
    for (const recommandation of ['accompagnement', 'argent'])
      await give(people.first, application['bancs']!, marks(3, { recommandation }));
    expect(
      await rows(`SELECT recommendation FROM jury_reading WHERE first_recommendation = 'argent'`),
    ).toEqual([{ recommendation: 'argent' }]);
    const share = (fields: Record<string, string>) =>
      people.chair.browser.post(at('/deliberation'), {
        intention: 'partage',
        ...Object.fromEntries(Object.values(application).map((id) => [`decision-${id}`, 'refus'])),
        ...fields,
      });
    const {
      potagers,
      bancs,
      ailleurs: other,
    } = application as Record<'bancs' | 'potagers' | 'ailleurs', string>;
    const money = (id: string, amount: string) => ({
      [`decision-${id}`]: 'argent',
      [`montant-${id}`]: amount,
    });
    const over = await share({ ...money(potagers, '200 000'), ...money(other, '200 000') });
    expect(over.status).toBe(400);
    expect(await over.text()).toContain('L’enveloppe est dépassée');
    expect(
      (await share({ ...money(potagers, '150 000'), [`decision-${other}`]: 'accompagnement' })).status,
    ).toBe(302);
    expect(await people.chair.browser.text(at('/deliberation?regle=optimum'))).toContain(
      'rien n’est enregistré',
    );
    expect(
      (
        await people.chair.browser.post(at('/deliberation'), {
          intention: 'scenario',
          nom: 'Un seul',
          ...money(potagers, '150 000'),
        })
      ).status,
    ).toBe(302);
    expect((await people.first.browser.post(at('/deliberation'), { intention: 'partage' })).status).toBe(403);
    const decide = async (id: string, fields: Record<string, string>) =>
      people.chair.browser.post(at('/deliberation'), {
        intention: 'decision',
        dossier: id,
        version: await versionOf(id),
        ...fields,
      });
    expect((await decide(bancs, { decision: 'refus' })).status).toBe(400);
    expect(
      (
        await decide(bancs, {
          decision: 'refus',
          raison: 'L’impact n’est pas encore mesuré.',
          retour: 'Choisissez une mesure avec votre sponsor.',
          approuve: 'oui',
        })
      ).status,
    ).toBe(302);
    // The envelope counts the files that the one who decides does not see.
    const blind = await tied.post(at('/deliberation'), {
      intention: 'partage',
      ...money(potagers, '200 000'),
      [`decision-${other}`]: 'refus',
    });
    expect(blind.status).toBe(302);
    await database.pool.query(
      `UPDATE application SET decision = 'argent', awarded = 15000000 WHERE id = $1`,
      [bancs],
    );
    const beyond = await tied.post(at('/deliberation'), {
      intention: 'partage',
      ...money(potagers, '200 000'),
      [`decision-${other}`]: 'refus',
    });
    expect(beyond.status).toBe(400);
    await database.pool.query(`UPDATE application SET decision = 'refus', awarded = NULL WHERE id = $1`, [
      bancs,
    ]);
    expect(
      (await share({ ...money(potagers, '150 000'), [`decision-${other}`]: 'accompagnement' })).status,
    ).toBe(302);
    // Nothing is told before all is.
    expect(await team.bancs.text(`/candidatures/${bancs}`)).not.toContain('pas encore mesuré');
    expect(await visitor.text('/startups/potagers')).not.toContain('édition 18');
  });

  test('results are released at once: letters, public laureates, working notes erased', async () => {
    await database.pool.query(`UPDATE jury_reading SET notes = 'À moi seule'`);
    const publish = () => people.chair.browser.post(at('/resultats'), { intention: 'publier' });
    expect((await people.first.browser.post(at('/resultats'), { intention: 'publier' })).status).toBe(403);
    const both = await Promise.all([publish(), publish()]);
    expect(both.map(({ status }) => status).sort()).toEqual([302, 400]);
    expect(await rows(`SELECT 1 FROM award WHERE source = 'appel'`)).toHaveLength(2);
    expect(await rows(`SELECT 1 FROM jury_reading WHERE notes <> ''`)).toHaveLength(0);
    expect(await visitor.text(at(''))).toContain('Potagers');
    expect(await visitor.text('/fast/18')).toContain('Potagers');
    expect(await visitor.text('/fast/18')).not.toContain('Jurée');
    const own = await team.bancs.text(`/candidatures/${application['bancs']!}`);
    expect(own).toContain('L’impact n’est pas encore mesuré.');
    expect(own).toContain('Choisissez une mesure avec votre sponsor.');
    expect(own).not.toContain('Avis de');
    const minutes = await asAnimation.text(at('/resultats'));
    expect(minutes).toContain('L’impact n’est pas encore mesuré.');
    expect(minutes).not.toContain('Jurée Une');
    expect((await give(people.first, application['bancs']!, marks(1))).status).toBe(400);
    const before = (await rows(`SELECT count(*)::int AS n FROM mail WHERE kind = 'appel'`))[0]![
      'n'
    ] as number;
    await people.secretary.browser.post(at('/resultats'), {
      intention: 'renvoyer',
      dossier: application['bancs']!,
    });
    expect((await rows(`SELECT count(*)::int AS n FROM mail WHERE kind = 'appel'`))[0]!['n']).toBe(
      before + 1,
    );
  });

  test('who asks for what is kept gets it through a person, others masked; after its time it is erased', async () => {
    const id = application['bancs']!;
    await database.pool.query(
      `UPDATE jury_reading SET opinion = 'Jurée Une et moi trouvons Ailleurs plus mûr', version = version + 1 WHERE application_id = $1`,
      [id],
    );
    const page = at(`/acces/${id}`);
    expect((await team.bancs.get(page)).status).toBe(403);
    expect((await people.first.browser.get(page)).status).toBe(403);
    const prepared = await people.secretary.browser.text(page);
    expect(prepared).toContain('Personne 1 du jury');
    expect(prepared).toContain('[nom masqué]');
    expect(prepared).toContain('[autre candidature]');
    expect(prepared).not.toMatch(/Jurée|Juré Lié|Prudente|plus mûr Ailleurs/);
    const file = await people.secretary.browser.post(`${page}/reponse.odt`, { texte: 'Relu, corrigé.' });
    expect(file.headers.get('content-type')).toBe('application/vnd.oasis.opendocument.text');
    expect((await people.first.browser.post(`${page}/reponse.odt`, { texte: 'x' })).status).toBe(403);
    expect((await people.secretary.browser.post(`${page}/reponse.exe`, { texte: 'x' })).status).toBe(404);
    expect(await rows(`SELECT 1 FROM change WHERE verb = 'answer-access' AND after IS NULL`)).toHaveLength(1);
    const erase = (instant: string) => database.transaction((tx) => eraseOldJuryTexts(tx, new Date(instant)));
    await erase('2028-03-01T00:00:00Z');
    expect((await rows(`SELECT 1 FROM jury_reading WHERE opinion <> ''`)).length).toBeGreaterThan(0);
    const marks = await rows(`SELECT 1 FROM jury_score`);
    await erase('2028-04-30T00:00:00Z');
    expect(await rows(`SELECT 1 FROM jury_reading WHERE opinion || feedback || notes <> ''`)).toEqual([]);
    expect(await rows(`SELECT 1 FROM jury_score WHERE comment <> ''`)).toEqual([]);
    expect(await rows(`SELECT 1 FROM jury_score`)).toHaveLength(marks.length);
    expect(await people.secretary.browser.text(page)).toContain('conservé');
  });

  test('is followed: convention, payments, targets with their results, and the 80 % rule', async () => {
    const id = application['potagers']!;
    const follow = (fields: Record<string, string>) =>
      people.secretary.browser.post(at('/suivi'), { dossier: id, ...fields });
    expect((await follow({ intention: 'suivi', version: '1', convention: 'signee' })).status).toBe(400);
    expect(
      (
        await follow({
          intention: 'suivi',
          version: '1',
          convention: 'signee',
          signature: '2026-04-01',
          demo: '2026-07-01',
          jours: '8,5',
        })
      ).status,
    ).toBe(302);
    expect((await follow({ intention: 'suivi', version: '1', convention: 'a-ecrire' })).status).toBe(400);
    await follow({
      intention: 'versement',
      libelle: 'Premier versement',
      echeance: '2026-05-01',
      ae: '150 000',
      cp: '75 000',
      paye: '2026-05-02',
    });
    expect(
      await rows(
        `SELECT awarded_cents::int AS a, paid_cents::int AS p FROM award WHERE source = 'appel' AND paid_cents IS NOT NULL`,
      ),
    ).toEqual([{ a: 15_000_000, p: 7_500_000 }]);
    await follow({ intention: 'versement', libelle: 'Solde', echeance: '2026-09-10', ae: '0', cp: '75 000' });
    const remind = (instant: string) =>
      database.transaction((tx) => sendCallReminders(tx, new Date(instant), url));
    await remind('2026-08-27T07:00:00Z');
    const written = async (topic: string) =>
      (
        await rows(
          `SELECT plain FROM mail WHERE topic LIKE '${topic}/%' AND address = '${people.secretary.address}'`,
        )
      ).map(({ plain }) => plain);
    expect(await written('echeances')).toEqual([expect.stringMatching(/Solde\s*: 75\s000\s€/)]);
    await remind('2026-09-01T07:00:00Z');
    expect(await written('point-d-etape')).toEqual([expect.stringContaining('Démo Day')]);
    // Another morning has nothing more to say.
    await remind('2026-09-02T07:00:00Z');
    expect(await written('point-d-etape')).toHaveLength(1);
    const asked = { condition: 'Ouvrir le code du calcul', qui: 'Alix Fictive', echeance: '2026-10-01' };
    expect((await follow({ intention: 'condition', ...asked, echeance: '2026-01-01' })).status).toBe(400);
    expect((await follow({ intention: 'condition', ...asked })).status).toBe(302);
    // Followed where the team follows those of committees, and settled by who holds the call.
    const ofTeam = await team.potagers.text('/startups/potagers/comites');
    expect(ofTeam).toContain('Ouvrir le code du calcul');
    expect(ofTeam).toContain('FAST 18, le');
    const [condition] = await rows(
      `SELECT id, version, owner_person_id IS NOT NULL AS known FROM condition WHERE state = 'ouverte'`,
    );
    expect(condition!['known']).toBe(true);
    const settled = {
      intention: 'regler',
      condition: String(condition!['id']),
      version: String(condition!['version']),
      etat: 'tenue',
    };
    expect((await people.first.browser.post(at('/suivi'), { dossier: id, ...settled })).status).toBe(403);
    expect((await follow(settled)).status).toBe(302);
    expect((await follow(settled)).status).toBe(400);
    await moveTo('2026-09-02T09:00:00Z');
    const before = await asAnimation.text(at('/suivi'));
    expect(before).toContain('point à faire le 1er septembre 2026, date passée');
    expect(before).toContain('0 sur 0 ont tenu');
    const result = (who: Browserless, path: string, fields: Record<string, string>) =>
      who.post(path, { intention: 'resultat', cible: '0', ...fields });
    const own = `/candidatures/${id}`;
    expect((await result(team.potagers, own, { 'resultat-0': '3 300' })).status).toBe(400);
    expect(
      (await result(team.potagers, own, { 'resultat-0': '3 300', 'source-0': 'Base du service' })).status,
    ).toBe(302);
    const after = await asAnimation.text(at('/suivi'));
    expect(after).toContain('1 sur 1 ont tenu');
    expect(after).toContain('promesse tenue');
    expect((await visitor.get(at('/suivi'))).status).toBe(302);
  });
});
