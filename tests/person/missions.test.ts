import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { followNetwork } from '~/network/network.server';
import { SIGNALS } from '~/network/signals';
import { sendWeeklyMails } from '~/network/weekly-mail.server';
import { ERASED_NAME } from '~/person/account.server';
import { sendMissionNotices } from '~/person/mission-notices.server';
import { purgeExpired, RETENTION } from '~/person/retention.server';
import { addDays, day } from '~/platform/day';
import { readRows, sql } from '~/platform/database/sql.server';
import { Browserless, locationOf } from '../support/browserless';
import { bearer } from '../support/people';
import { handClock, idOf, realNetwork, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const clock = handClock('2026-11-23T09:00:00Z');
const database = await realNetwork(clock);
const { url, site } = await startSite('vide', { database, clock });
const [potagers, atelier] = [
  await idOf(database, 'startup', 'potagers'),
  await idOf(database, 'incubator', 'atelier'),
];
const today = clock.today();
const alix = await bearer(database, clock.now(), {
  role: 'intrapreneur',
  placeId: potagers,
  name: 'Alix Chimère',
});
const lead = await bearer(database, clock.now(), { role: 'lead', placeId: atelier, name: 'Maël Légende' });
const [asAlix, asLead] = [new Browserless(url, alix.cookie), new Browserless(url, lead.cookie)];
const TEAM = '/startups/potagers/equipe';

const mails = (kind: string) =>
  readRows(
    database.prisma,
    z.object({ address: z.string(), subject: z.string(), plain: z.string(), state: z.string() }),
    sql`SELECT address, subject, plain, state FROM mail WHERE kind = ${kind} AND state <> 'replaced' ORDER BY created_at, id`,
  );
const endOf = (missionId: string) =>
  valueOf<string>(database, sql`SELECT end_day::text FROM mission WHERE id = ${missionId}::uuid`);
const rightNow = () => database.transaction((tx) => sendMissionNotices(tx, clock.now(), url));

describe('A mission', () => {
  test('is given by the team, to someone known by their address or not yet known; the person is told once', async () => {
    const fields = {
      intention: 'inviter',
      nom: 'Noor Mirage',
      courriel: 'noor@exemple.invalid',
      role: 'member',
      statut: 'independent',
      debut: today,
      fin: addDays(today, 30),
    };
    expect((await asAlix.post(TEAM, { ...fields, courriel: 'pas-une-adresse' })).status).toBe(400);
    expect((await asAlix.post(TEAM, { ...fields, fin: addDays(today, -30) })).status).toBe(400);
    expect((await asAlix.post(TEAM, fields)).status).toBe(302);
    const twice = await asAlix.post(TEAM, fields);
    expect(twice.status).toBe(400);
    expect(await twice.text()).toContain('a déjà ce rôle ici');
    expect((await mails('invitation')).map(({ address }) => address)).toEqual(['noor@exemple.invalid']);
    expect(await asAlix.text(TEAM)).toContain('Noor Mirage');
  });

  test('of coaching is given, changed and ended by the incubator alone: a coach reads what the team does not', async () => {
    const invitation = (courriel: string, role: string) => ({
      intention: 'inviter',
      nom: 'Sacha Fictif',
      courriel,
      role,
      statut: '',
      debut: today,
      fin: addDays(today, 90),
    });
    const page = await asAlix.text(TEAM);
    expect(page).not.toContain('<option value="coach"');
    expect(await asLead.text(TEAM)).toContain('<option value="coach"');
    expect((await asAlix.post(TEAM, invitation('sacha.coach@exemple.invalid', 'coach'))).status).toBe(403);
    expect((await asLead.post(TEAM, invitation('sacha.coach@exemple.invalid', 'coach'))).status).toBe(302);
    await asAlix.post(TEAM, invitation('sacha.equipe@exemple.invalid', 'member'));
    const missionOf = async (role: string, address: string) =>
      (
        await readRows(
          database.prisma,
          z.object({ id: z.string(), version: z.number() }),
          sql`SELECT m.id, m.version FROM mission m JOIN person_address a ON a.person_id = m.person_id WHERE a.address = ${address} AND m.role = ${role}`,
        )
      )[0]!;
    const member = await missionOf('member', 'sacha.equipe@exemple.invalid');
    const coach = await missionOf('coach', 'sacha.coach@exemple.invalid');
    const send = (intention: string, mission: { id: string; version: number }, fields = {}) =>
      asAlix.post(TEAM, { intention, mission: mission.id, version: String(mission.version), ...fields });
    const dates = { debut: today, fin: addDays(today, 60), statut: '' };
    expect((await send('corriger', member, { ...dates, role: 'coach' })).status).toBe(403);
    expect((await send('corriger', coach, { ...dates, role: 'member' })).status).toBe(403);
    expect((await send('prolonger', coach)).status).toBe(403);
    expect((await send('finir', coach)).status).toBe(403);
    expect(await missionOf('coach', 'sacha.coach@exemple.invalid')).toEqual(coach);
    for (const { id } of [member, coach])
      await database.pool.query('DELETE FROM mission WHERE id = $1', [id]);
    await database.pool.query(`DELETE FROM mail WHERE kind = 'invitation' AND address LIKE 'sacha%'`);
  });

  test('asked for where nobody answers goes to those who name the first lead; a role of elsewhere is no 500', async () => {
    const ask = (startup: string, courriel: string) =>
      new Browserless(url).post('/connexion/acces', {
        nom: 'Lou Fictif',
        courriel,
        startup,
        message: 'Je porte ce service depuis le printemps.',
      });
    const animation = await bearer(database, clock.now(), { role: 'animation', name: 'Ariel Fictif' });
    await ask('Ailleurs', 'lou.fictif@exemple.invalid');
    const told = (await mails('acces')).filter(({ plain }) => plain.includes('Ailleurs'));
    expect(told.map(({ address }) => address)).toEqual([animation.address]);
    expect(told[0]!.plain).toContain('/reseau/roles');
    await ask('Potagers', 'lou.fictif@exemple.invalid');
    const request = await valueOf<string>(
      database,
      sql`SELECT id::text FROM access_request WHERE startup_id = ${potagers}::uuid AND state = 'open' LIMIT 1`,
    );
    const accept = (role: string) =>
      asAlix.post(TEAM, { intention: 'accepter', demande: request, role, statut: '', debut: today, fin: '' });
    expect((await accept('administrator')).status).toBe(400);
    expect((await accept('coach')).status).toBe(403);
    await asAlix.post(TEAM, { intention: 'refuser', demande: request });
    await database.pool.query(`DELETE FROM mail WHERE kind = 'acces'`);
    await database.pool.query(`DELETE FROM mission WHERE role = 'animation'`);
  });

  test('of sponsor is given on the page of an administration, by those who give the network’s roles; it opens its decisions', async () => {
    const animation = await bearer(database, clock.now(), { role: 'animation', name: 'Ariel Fictif' });
    const path = '/reseau/organisations/direction/sponsors';
    const invitation = (role: string) => ({
      intention: 'inviter',
      nom: 'Claude Fictif',
      courriel: 'claude.sponsor@exemple.invalid',
      role,
      statut: 'admin',
      debut: today,
      fin: '',
    });
    const asAnimation = new Browserless(url, animation.cookie);
    expect((await asAlix.post(path, invitation('sponsor'))).status).toBe(403);
    expect((await asAnimation.post(path, invitation('member'))).status).toBe(400);
    expect((await asAnimation.post(path, invitation('sponsor'))).status).toBe(302);
    expect(await asAnimation.text(path)).toContain('Claude Fictif');
    expect(
      await valueOf<string>(
        database,
        sql`SELECT o.public_id FROM mission m JOIN organisation o ON o.id = m.organisation_id JOIN person_address a ON a.person_id = m.person_id WHERE a.address = 'claude.sponsor@exemple.invalid'`,
      ),
    ).toBe('direction');
    expect((await mails('invitation')).at(-1)!.address).toBe('claude.sponsor@exemple.invalid');
    await database.pool.query(`DELETE FROM mission WHERE role IN ('animation', 'sponsor')`);
    await database.pool.query(`DELETE FROM mail WHERE kind = 'invitation' AND address LIKE 'claude%'`);
  });

  test('of an incubator or of the network is not given from a startup’s page', async () => {
    for (const role of ['lead', 'administrator', 'animation', 'nulle']) {
      const refused = await asAlix.post(TEAM, {
        intention: 'inviter',
        nom: 'X',
        courriel: 'x@exemple.invalid',
        role,
        debut: today,
      });
      expect(refused.status, role).toBe(400);
    }
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM mission WHERE role IN ('administrator', 'animation')`,
      ),
    ).toBe(0);
  });

  test('is never prolonged by its own bearer, nor by a coach, nor by someone whose own is over', async () => {
    const coach = await bearer(database, clock.now(), { role: 'coach', placeId: potagers });
    const late = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      until: addDays(today, -2),
    });
    const own = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      until: addDays(today, 20),
    });
    const extend = (cookie: string, mission: string) =>
      new Browserless(url, cookie).post(TEAM, { intention: 'prolonger', mission, version: '1' });
    expect((await extend(own.cookie, own.missionId)).status).toBe(403);
    expect((await extend(coach.cookie, own.missionId)).status).toBe(403);
    expect((await extend(late.cookie, own.missionId)).status).toBe(403);
    expect(await endOf(own.missionId)).toBe(addDays(today, 20));
    expect((await extend(alix.cookie, own.missionId)).status).toBe(302);
    expect(await endOf(own.missionId)).toBe('2027-06-13');
    // A version that somebody else has passed is told, and changes nothing.
    expect((await extend(alix.cookie, own.missionId)).status).toBe(400);
    const longer = await new Browserless(url, own.cookie).post(TEAM, {
      intention: 'corriger',
      mission: own.missionId,
      version: '2',
      role: 'member',
      debut: '2020-01-01',
      fin: '2030-01-01',
    });
    expect(longer.status).toBe(400);
  });

  test('that is over leaves seven days to read and to ask for more, and keeps the draft', async () => {
    const late = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      until: addDays(today, 1),
      name: 'Sacha Fable',
    });
    const browser = new Browserless(url, late.cookie);
    await browser.fill('/startups/potagers/modifier/liens', {
      intention: 'enregistrer',
      version: '0',
      link: 'https://garde.exemple.fr',
    });
    clock.add(3 * 24 * 60);
    const again = await bearer(database, clock.now(), { role: 'community' });
    await database.prisma.$executeRaw(
      sql`UPDATE session SET person_id = ${late.personId}::uuid WHERE person_id = ${again.personId}::uuid`,
    );
    const back = new Browserless(url, again.cookie);
    const space = await back.text('/espace');
    expect(space).toContain('Votre mission est terminée : vous lisez encore jusqu’au');
    expect(space).toContain('votre brouillon est gardé');
    expect((await back.get('/startups/potagers/interieur')).status).toBe(200);
    expect((await back.get('/startups/potagers/modifier')).status).toBe(403);
    expect(locationOf(await back.post('/espace', { intention: 'prolonger', startup: 'potagers' }))).toBe(
      '/espace?fait=demande',
    );
    const asked = (await mails('acces')).find(({ address }) => address === alix.address)!;
    expect(asked.subject).toBe('Une mission à prolonger : Potagers');
    const link = /https?:\S+\/liens\/\S+/.exec(asked.plain)![0];
    const scanner = new Browserless(url);
    expect(await (await scanner.get(link)).text()).toContain('Prolonger de six mois');
    expect(await endOf(late.missionId)).toBe(addDays(today, 1));
    expect(await (await scanner.send(link, { method: 'POST' })).text()).toContain(
      'La mission continue jusqu’au',
    );
    expect(await endOf(late.missionId)).toBe('2027-05-26');
    expect(await (await scanner.send(link, { method: 'POST' })).text()).toContain('Ce lien ne sert plus');
    expect(await back.text('/startups/potagers/modifier/liens')).toContain('https://garde.exemple.fr');
    clock.add(-3 * 24 * 60);
  });

  test('is announced 30, 7 and 1 days before its end, once each, to its bearer and to those who may prolong it', async () => {
    const ending = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      until: addDays(today, 40),
      name: 'Robin Secret',
    });
    const about = async () =>
      (
        await readRows(
          database.prisma,
          z.object({ address: z.string(), subject: z.string() }),
          sql`SELECT address, subject FROM mail WHERE topic = ${`mission ${ending.missionId}`} ORDER BY created_at`,
        )
      ).filter(({ address }) => [ending.address, alix.address, lead.address].includes(address));
    await rightNow();
    expect(await about()).toEqual([]);
    const seen: number[] = [];
    for (let days = 40; days >= 0; days -= 1) {
      clock.set(`${addDays(day('2026-11-23'), 40 - days)}T09:00:00Z`);
      await rightNow();
      await rightNow();
      seen.push((await about()).length);
    }
    clock.set('2026-11-23T09:00:00Z');
    expect([...new Set(seen)]).toEqual([0, 3, 6, 9]);
    expect(seen.indexOf(3)).toBe(10);
    expect(seen.indexOf(6)).toBe(33);
    expect(seen.indexOf(9)).toBe(39);
    expect((await about()).map(({ subject }) => subject)).toContain(
      'Votre mission pour Potagers finit demain',
    );
  });

  test('of the network or of an administration is announced too, to those who give these roles', async () => {
    const animation = await bearer(database, clock.now(), { role: 'animation', name: 'Ariel Fictif' });
    const ending = await bearer(database, clock.now(), { role: 'community', name: 'Lou Fictif' });
    await database.pool.query(
      `UPDATE mission SET end_day = '${addDays(today, 7)}' WHERE person_id = '${ending.personId}'`,
    );
    await database.pool.query(`DELETE FROM mail WHERE kind = 'missions'`);
    await rightNow();
    await rightNow();
    const told = (await mails('missions')).filter(({ subject }) => subject.includes('le réseau'));
    expect(told.map(({ address }) => address).sort()).toEqual([animation.address, ending.address].sort());
    expect(told.find(({ address }) => address === animation.address)!.plain).toContain('/reseau/roles');
    await database.pool.query(`DELETE FROM mission WHERE role IN ('animation', 'community')`);
    await database.pool.query(`DELETE FROM mail WHERE kind = 'missions'`);
  });

  test('ended by the team takes its rights at once, and the leaving list is kept as it is done', async () => {
    const leaving = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      name: 'Lou Départ',
    });
    const done = await asAlix.post(TEAM, [
      ['intention', 'depart'],
      ['mission', leaving.missionId],
      ['version', '1'],
      ['fait', 'acces'],
      ['fait', 'inconnu'],
    ]);
    expect(done.status).toBe(302);
    expect(
      await valueOf<string[]>(
        database,
        sql`SELECT array_agg(code) FROM leaving_step WHERE mission_id = ${leaving.missionId}::uuid`,
      ),
    ).toEqual(['acces']);
    await asAlix.post(TEAM, { intention: 'finir', mission: leaving.missionId, version: '1' });
    expect((await new Browserless(url, leaving.cookie).get('/espace')).status).toBe(302);
  });
});

describe('A list of people', () => {
  const path = '/incubateurs/atelier/equipe';
  const list = (...lines: string[]) => ['nom;courriel;startup;role;debut;fin;statut', ...lines].join('\n');

  test('is looked at first, line by line; one faulty line and nothing is written', async () => {
    const text = list(
      'Ana Fictive;ana@exemple.invalid;potagers;Équipe;01/12/2026;;agent public',
      'Bob Fictif;pas-une-adresse;potagers;Équipe;2026-12-01;;',
      'Cyd Fictif;cyd@exemple.invalid;ailleurs;Équipe;2026-12-01;;',
      'Dan Fictif;dan@exemple.invalid;potagers;Direction de l’incubateur;2026-12-01;;',
    );
    const before = await valueOf<number>(database, sql`SELECT count(*)::int FROM person`);
    const looked = await (await asLead.post(path, { intention: 'voir-liste', liste: text })).text();
    expect(looked).toMatch(/3\s+lignes à corriger/);
    for (const words of [
      'n’est pas complète',
      '« ailleurs » n’est pas une startup de cet incubateur',
      'ne se donne pas ici',
    ])
      expect(looked).toContain(words);
    expect((await asLead.post(path, { intention: 'importer-liste', liste: text })).status).toBe(400);
    expect(await valueOf<number>(database, sql`SELECT count(*)::int FROM person`)).toBe(before);
    expect((await asAlix.post(path, { intention: 'importer-liste', liste: text })).status).toBe(403);
  });

  test('gives each line its mission and its invitation', async () => {
    const text = list(
      'Ana Fictive;ana@exemple.invalid;potagers;Équipe;01/12/2026;;agent public',
      'Eve Fictive;eve@exemple.invalid;;Équipe de l’incubateur;2026-11-01;;',
    );
    expect(await (await asLead.post(path, { intention: 'voir-liste', liste: text })).text()).toMatch(
      /2\s+lignes prêtes/,
    );
    expect(locationOf(await asLead.post(path, { intention: 'importer-liste', liste: text }))).toBe(
      `${path}?fait=2`,
    );
    expect((await mails('invitation')).map(({ address }) => address)).toEqual(
      expect.arrayContaining(['ana@exemple.invalid', 'eve@exemple.invalid']),
    );
  });

  test.each([
    '',
    'n’importe quoi',
    'nom,courriel\n"x',
    '\0',
    'nom;courriel;role;debut\n' + ';;;\n'.repeat(3000),
  ])('that is none is refused with a sentence', async (text) => {
    const answer = await asLead.post(path, { intention: 'voir-liste', liste: text });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(
      /La première ligne nomme les colonnes|ne se lit pas comme un tableau|lignes au plus/,
    );
  });
});

describe('The week’s mail', () => {
  const send = () =>
    database.transaction((tx) => sendWeeklyMails(tx, clock.now(), url, site.network.current()));

  test('goes to those who have something to read, with the link that stops it; none to the others', async () => {
    await site.network.refresh();
    const quiet = await bearer(database, clock.now(), { role: 'community' });
    await send();
    const sent = await mails('hebdomadaire');
    const mine = sent.find(({ address }) => address === alix.address)!;
    expect(mine.plain).toContain('Potagers : ');
    expect(sent.some(({ address }) => address === quiet.address)).toBe(false);
    const stop = /https?:\S+\/liens\/\S+/.exec(mine.plain)![0];
    const reader = new Browserless(url);
    await reader.get(stop);
    expect(await valueOf<number>(database, sql`SELECT count(*)::int FROM mail_preference`)).toBe(0);
    expect(await (await reader.send(stop, { method: 'POST' })).text()).toContain(
      'ce courriel ne partira plus',
    );
    const before = (await mails('hebdomadaire')).length;
    await database.prisma.$executeRaw(sql`UPDATE mail SET state = 'sent' WHERE kind = 'hebdomadaire'`);
    await send();
    expect((await mails('hebdomadaire')).filter(({ address }) => address === alix.address).length).toBe(1);
    expect((await mails('hebdomadaire')).length).toBeGreaterThanOrEqual(before);
    await asAlix.post('/espace/compte', [
      ['intention', 'courriels'],
      ['courriels', 'hebdomadaire'],
      ['courriels', 'missions'],
    ]);
    await send();
    expect((await mails('hebdomadaire')).filter(({ address }) => address === alix.address).length).toBe(2);
  });

  test('a newer one takes the place of one that has not left', async () => {
    await send();
    await send();
    const waiting = await valueOf<number>(
      database,
      sql`SELECT count(*)::int FROM mail WHERE kind = 'hebdomadaire' AND state = 'waiting' AND address = ${alix.address}`,
    );
    expect(waiting).toBe(1);
  });

  test('follows what one follows', async () => {
    const fan = await bearer(database, clock.now(), { role: 'community' });
    const browser = new Browserless(url, fan.cookie);
    await browser.post('/startups/potagers', { suivre: 'oui' });
    await browser.post('/incubateurs/atelier', { suivre: 'oui' });
    await browser.post('/incubateurs/atelier', { suivre: 'oui' });
    expect(await browser.text('/espace/compte')).toContain('Ne plus suivre');
    await asAlix.fill('/startups/potagers/modifier/liens', {
      intention: 'publier',
      version: '0',
      link: 'https://nouveau.exemple.fr',
    });
    await send();
    const mail = (await mails('hebdomadaire')).find(({ address }) => address === fan.address)!;
    expect(mail.plain).toContain('Potagers : page modifiée');
  });
});

describe('The table of signals', () => {
  test('says of each its rule, its threshold, to whom it speaks and what silences it, and is drawn whole on its page', async () => {
    const page = await new Browserless(url).text('/aide/signaux');
    for (const { rule, threshold, silencedBy } of SIGNALS) {
      for (const words of [rule, threshold, silencedBy]) expect(page).toContain(words);
    }
    expect(new Set(SIGNALS.map(({ code }) => code)).size).toBe(SIGNALS.length);
  });
});

describe('One’s own data', () => {
  test('leaves whole, is corrected, and an address counts once its mailbox has answered', async () => {
    const person = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      name: 'Val Donnée',
    });
    const browser = new Browserless(url, person.cookie);
    const data = JSON.parse(await browser.text('/espace/compte/donnees.json')) as Record<string, unknown[]>;
    expect(data['fiche']).toEqual([expect.objectContaining({ full_name: 'Val Donnée' })]);
    expect(data['missions']).toEqual([expect.objectContaining({ startup: 'potagers' })]);
    expect(JSON.stringify(data)).not.toContain('Alix Chimère');
    await browser.post('/espace/compte', { intention: 'nom', nom: '  Val   Corrigée ' });
    expect(await browser.text('/espace/compte')).toContain('Corrigée');
    await browser.post('/espace/compte', { intention: 'ajouter-adresse', courriel: 'VAL@Exemple.invalid' });
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM person_address WHERE address = 'val@exemple.invalid'`,
      ),
    ).toBe(0);
    const link = /https?:\S+\/liens\/\S+/.exec((await mails('securite')).at(-1)!.plain)![0];
    await new Browserless(url).send(link, { method: 'POST' });
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM person_address WHERE address = 'val@exemple.invalid'`,
      ),
    ).toBe(1);
    await browser.post('/espace/compte', { intention: 'retirer-adresse', adresse: person.address });
    expect(
      (await browser.post('/espace/compte', { intention: 'retirer-adresse', adresse: 'val@exemple.invalid' }))
        .status,
    ).toBe(400);
  });

  test('is erased on one’s word: no name, address or draft is left, facts stay, and the person is out', async () => {
    const person = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      name: 'Une Oubliée',
    });
    const browser = new Browserless(url, person.cookie);
    await browser.fill('/startups/potagers/modifier/liens', {
      intention: 'publier',
      version: '0',
      link: 'https://par-elle.exemple.fr',
    });
    expect((await browser.post('/espace/compte', { intention: 'effacer', mot: 'oui' })).status).toBe(400);
    expect(locationOf(await browser.post('/espace/compte', { intention: 'effacer', mot: 'effacer' }))).toBe(
      '/',
    );
    expect((await new Browserless(url, person.cookie).get('/espace')).status).toBe(302);
    const dump = await valueOf<string>(
      database,
      sql`SELECT (SELECT coalesce(string_agg(to_jsonb(p)::text, ' '), '') FROM person p WHERE id = ${person.personId}::uuid) || (SELECT coalesce(string_agg(to_jsonb(a)::text, ' '), '') FROM person_address a WHERE person_id = ${person.personId}::uuid)
            || (SELECT coalesce(string_agg(to_jsonb(c)::text, ' '), '') FROM change c) || (SELECT coalesce(string_agg(to_jsonb(m)::text, ' '), '') FROM mail m WHERE person_id = ${person.personId}::uuid)`,
    );
    expect(dump).not.toContain('Une Oubliée');
    expect(dump).not.toContain(person.address);
    expect(await asAlix.text('/startups/potagers/historique')).toContain(ERASED_NAME);
    expect(await new Browserless(url).text('/startups/potagers')).toContain('https://par-elle.exemple.fr');
  });

  test('two records of one person become one, by an administrator', async () => {
    const administrator = new Browserless(
      url,
      (await bearer(database, clock.now(), { role: 'administrator' })).cookie,
    );
    const first = await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      name: 'Double Fictif',
    });
    const second = await bearer(database, clock.now(), {
      role: 'coach',
      placeId: potagers,
      name: 'Double  FICTIF'.replace('  ', ' '),
    });
    expect(await administrator.text('/administration/personnes')).toContain('Double Fictif');
    await database.pool.query(
      `INSERT INTO mail_preference (person_id, kind, wanted) VALUES ('${second.personId}', 'hebdomadaire', false), ('${first.personId}', 'hebdomadaire', true)`,
    );
    await database.pool.query(
      `INSERT INTO fiche_review (startup_id, at, person_id) VALUES ('${potagers}', now(), '${second.personId}') ON CONFLICT (startup_id) DO UPDATE SET person_id = excluded.person_id`,
    );
    await database.pool.query(
      `INSERT INTO delegation (id, from_person_id, to_person_id, start_day, end_day, created_at) VALUES
        (gen_random_uuid(), '${alix.personId}', '${second.personId}', '2026-11-01', '2026-12-01', now()),
        (gen_random_uuid(), '${first.personId}', '${second.personId}', '2026-11-01', '2026-12-01', now())`,
    );
    await administrator.post('/administration/personnes', {
      garder: first.personId,
      fusionner: second.personId,
      sur: 'oui',
    });
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM mission WHERE person_id = ${first.personId}::uuid`,
      ),
    ).toBe(2);
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM person WHERE id = ${second.personId}::uuid`,
      ),
    ).toBe(0);
    // What they refused, read again and were trusted with goes over; nobody acts for themselves.
    const one = (query: string) => database.pool.query(query).then(({ rows }) => rows as unknown[]);
    expect(await one(`SELECT wanted FROM mail_preference WHERE person_id = '${first.personId}'`)).toEqual([
      { wanted: false },
    ]);
    expect(await one(`SELECT person_id FROM fiche_review WHERE startup_id = '${potagers}'`)).toEqual([
      { person_id: first.personId },
    ]);
    expect(
      await one(`SELECT from_person_id FROM delegation WHERE to_person_id = '${first.personId}'`),
    ).toEqual([{ from_person_id: alix.personId }]);
    await database.pool.query('DELETE FROM delegation');
    // Whoever was in under the record that is gone signs in again.
    expect((await new Browserless(url, second.cookie).get('/espace')).status).toBe(302);
  });

  test('is kept no longer than its rule, and people without a mission for two years are forgotten', async () => {
    await bearer(database, clock.now(), {
      role: 'member',
      placeId: potagers,
      name: 'Très Ancienne',
      until: day('2024-01-31'),
    });
    const administrator = new Browserless(
      url,
      (await bearer(database, clock.now(), { role: 'administrator' })).cookie,
    );
    expect(await administrator.text('/administration/personnes')).toContain('Très Ancienne');
    await administrator.post('/administration/personnes', { intention: 'oublier' });
    expect(
      await valueOf<number>(
        database,
        sql`SELECT count(*)::int FROM person WHERE full_name = 'Très Ancienne'`,
      ),
    ).toBe(0);
    await database.transaction((tx) => purgeExpired(tx, new Date('2030-01-01')));
    for (const { table, code } of RETENTION) {
      if (code === 'courriels' || code === 'travaux') continue;
      expect(await valueOf<number>(database, sql`SELECT count(*)::int FROM ${table}`), code).toBe(0);
    }
  });
});

test('what one person publishes, a process that follows the network sees', async () => {
  const reader = await followNetwork(database, false);
  expect(reader.current().version).toBe(site.network.current().version);
  reader.stop();
});
