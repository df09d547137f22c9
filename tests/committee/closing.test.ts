import ICAL from 'ical.js';
import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { exportContent } from '~/exchange/export.server';
import { sql } from '~/platform/database/sql.server';
import { committeeNetwork } from '../support/committee-network';
import { Browserless, locationOf } from '../support/browserless';
import { bytesBelow, folderOf } from '../support/folders';
import { bearer } from '../support/people';
import { valueOf } from '../support/real-network';

const network = await committeeNetwork('2026-03-02T09:00:00Z');
const { clock, database, mailbox, url, moveTo, potagers: startup, bancs: other, incubator } = network;
const lead = await network.as('lead', incubator, 'Dom Fictif');
const coach = await network.as('coach', startup);
const intra = await network.as('intrapreneur', startup, 'Alix Fictif');
const asLead = lead.browser;
const asLeadElsewhere = new Browserless(url, lead.cookie);
const asCoach = coach.browser;
const asIntra = intra.browser;
const visitor = new Browserless(url);

const PLAN = { nature: 'investissement', date: '2026-03-10', heure: '14:30', lieu: 'Salle 12' };
const one = (table: string, where = 'true') => network.rows(`SELECT * FROM ${table} WHERE ${where}`);
const exported = async (): Promise<Record<string, string>> => {
  const folder = await folderOf();
  await exportContent({ database }, { dir: folder, demo: false });
  const bytes = await bytesBelow(folder);
  await rm(folder, { recursive: true, force: true });
  return bytes;
};
/** The event of a calendar attachment, read by a calendar library. */
const eventOf = (ics: string) => {
  const calendar = new ICAL.Component(ICAL.parse(ics) as unknown[]);
  return {
    method: calendar.getFirstPropertyValue('method'),
    event: new ICAL.Event(calendar.getFirstSubcomponent('vevent')!),
  };
};
const invitation = async (subject: RegExp) => {
  const mail = await mailbox.next('sponsor@exemple.invalid', subject);
  const attached = mail.attachments.find(({ contentType }) => /calendar/.test(contentType));
  return eventOf(attached!.content.toString('utf8'));
};

/** The sentences that a page says beside its fields. */
const mistakesIn = (page: string): string =>
  [...page.matchAll(/fr-error-text">([^<]*)/g)].map(([, text]) => text).join(' ');

const plan = async (fields: Record<string, string> = {}, startups = [startup, other]) => {
  const answer = await asLead.post('/startups/potagers/comites/nouveau', [
    ...Object.entries({ ...PLAN, ...fields }),
    ...startups.map((id): [string, string] => ['startups', id]),
  ]);
  expect(answer.status, mistakesIn(await answer.text())).toBe(302);
  return /\/comites\/([0-9a-f-]+)/.exec(locationOf(answer))![1]!;
};
const itemId = (committee: string, startupId: string) =>
  valueOf<string>(
    database,
    sql`SELECT id FROM committee_item WHERE committee_id = ${committee}::uuid AND startup_id = ${startupId}::uuid`,
  );
const versionOf = (table: string, id: string) =>
  one(table, `id = '${id}'`).then(([row]) => String(row!['version']));

describe('A committee from its plan to its minutes', () => {
  let id = '';
  const fields = async (startupId: string) => {
    const item = await itemId(id, startupId);
    return { point: item, version: await versionOf('committee_item', item) };
  };

  test('is planned, invites, moves and tells calendars of it', async () => {
    id = await plan();
    await asLead.post(`/comites/${id}`, {
      intention: 'membre',
      nom: 'Sam Sponsor',
      courriel: 'sponsor@exemple.invalid',
      role: 'presidence',
    });
    await asLead.post(`/comites/${id}`, { intention: 'attendues' });
    expect((await one('committee_member')).map(({ role }) => role).sort()).toEqual([
      'coaching',
      'incubateur',
      'intrapreneuriat',
      'presidence',
    ]);
    expect((await asLead.post(`/comites/${id}`, { intention: 'inviter' })).status).toBe(302);
    const first = await invitation(/Comité d’investissement/);
    expect(first.method).toBe('REQUEST');
    expect(first.event.startDate.toJSDate().toISOString()).toBe('2026-03-10T13:30:00.000Z');
    expect(first.event.endDate.toJSDate().toISOString()).toBe('2026-03-10T15:10:00.000Z');
    expect(first.event.location).toBe('Salle 12');
    expect(first.event.organizer.toLowerCase()).toBe(`mailto:${lead.address}`);
    expect(first.event.attendees[0]!.getFirstValue()).toMatch(/^mailto:sponsor@exemple\.invalid$/i);
    // Nobody has it twice.
    expect((await asLead.post(`/comites/${id}`, { intention: 'inviter' })).status).toBe(400);
    const moved = {
      ...PLAN,
      heure: '10:00',
      intention: 'deplacer',
      version: await versionOf('committee', id),
    };
    await asLead.post(`/comites/${id}`, [
      ...Object.entries(moved),
      ['startups', startup],
      ['startups', other],
    ]);
    const second = await invitation(/Changement/);
    expect(second.event.uid).toBe(first.event.uid);
    expect(second.event.sequence).toBeGreaterThan(first.event.sequence);
    expect(second.event.startDate.toJSDate().toISOString()).toBe('2026-03-10T09:00:00.000Z');
    // The same form sent again is one of yesterday.
    const again = await asLead.post(`/comites/${id}`, [...Object.entries(moved), ['startups', startup]]);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('Quelqu’un d’autre a changé');
  });

  test('another one is cancelled, and leaves calendars', async () => {
    const cancelled = await plan({ date: '2026-03-20' }, [startup]);
    await asLead.post(`/comites/${cancelled}`, {
      intention: 'membre',
      nom: 'Sam Sponsor',
      courriel: 'sponsor@exemple.invalid',
      role: 'presidence',
    });
    await asLead.post(`/comites/${cancelled}`, { intention: 'inviter' });
    const first = await invitation(/Comité/);
    const version = await versionOf('committee', cancelled);
    expect(
      (await asLead.post(`/comites/${cancelled}`, { intention: 'annuler', version, motif: '' })).status,
    ).toBe(400);
    await asLead.post(`/comites/${cancelled}`, { intention: 'annuler', version, motif: 'Salle prise' });
    const last = await invitation(/Annulé/);
    expect(last.method).toBe('CANCEL');
    expect(last.event.uid).toBe(first.event.uid);
    expect(last.event.sequence).toBeGreaterThan(first.event.sequence);
    expect((await asLead.get(`/comites/${cancelled}/seance`)).status).toBe(302);
  });

  test('a private calendar follows it, and its bearer’s rights', async () => {
    const made = await asLead.post('/espace/calendriers', { intention: 'creer', incubateur: incubator });
    const address = /\/calendriers\/[\w-]+/.exec(await made.text())![0];
    const feed = await visitor.text(address);
    const events = new ICAL.Component(ICAL.parse(feed) as unknown[]).getAllSubcomponents('vevent');
    expect(events).toHaveLength(2);
    expect(feed).toContain('STATUS:CANCELLED');
    await database.pool.query(`UPDATE mission SET end_day = '2026-01-01' WHERE id = '${lead.missionId}'`);
    expect((await visitor.get(address)).status).toBe(404);
    await database.pool.query(`UPDATE mission SET end_day = NULL WHERE id = '${lead.missionId}'`);
    expect((await visitor.get(address)).status).toBe(200);
    const feedId = String((await one('calendar_feed'))[0]!['id']);
    await asLead.post('/espace/calendriers', { intention: 'retirer', agenda: feedId });
    expect((await visitor.get(address)).status).toBe(404);
  });

  test('its file says what is known and what the team adds, and freezes', async () => {
    const path = `/comites/${id}/dossiers/potagers`;
    const saved = await asIntra.post(path, {
      intention: 'enregistrer',
      version: '0',
      fait: 'Nous avons ouvert dix jardins.',
      suite: 'Nous en ouvrirons trente.',
      equipe: 'Deux personnes en développement',
      montant: '250 000',
      mois: '6',
      'critere.0': 'Jardins ouverts',
      'cible.0': '40 jardins',
      'date.0': '2026-09-10',
    });
    expect(saved.status).toBe(302);
    const lacking = await asIntra.post(path, { intention: 'enregistrer', version: '1', 'critere.0': 'x' });
    expect(lacking.status).toBe(400);
    expect(await lacking.text()).toContain('Donnez le nombre qui dira que c’est réussi.');
    expect((await asCoach.post(path, { intention: 'enregistrer', version: '1' })).status).toBe(403);
    await moveTo('2026-03-03T07:30:00Z');
    expect((await asLead.post(`/comites/${id}`, { intention: 'dossiers' })).status).toBe(302);
    await asIntra.post(path, {
      intention: 'enregistrer',
      version: '1',
      fait: 'Nous avons ouvert douze jardins.',
      montant: '250 000',
      mois: '6',
    });
    const page = await asLead.text(path);
    expect(page).toContain('Nous avons ouvert dix jardins.');
    expect(page).toMatch(/<del>Nous avons ouvert dix jardins\.<\/del>/);
    expect(page).toMatch(/<ins>Nous avons ouvert douze jardins\.<\/ins>/);
    const pdf = await asLead.get(`${path}/dossier.pdf`);
    expect(pdf.headers.get('Content-Type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  test('a sponsor reads it by a link, which a machine’s visit does not use, and passes it on once named', async () => {
    const mail = await mailbox.next('sponsor@exemple.invalid', /Dossier du comité.*Potagers/);
    const link = /\/liens\/[\w-]+/.exec(mail.text!)![0];
    const sponsor = new Browserless(url);
    const item = await itemId(id, startup);
    expect((await sponsor.get(`/dossiers/${item}`)).status).toBe(404);
    await sponsor.get(link);
    expect((await sponsor.get(`/dossiers/${item}`)).status).toBe(404);
    const opened = await sponsor.post(link, {});
    expect(locationOf(opened)).toBe(`/dossiers/${item}`);
    const page = await sponsor.text(`/dossiers/${item}`);
    expect(page).toMatch(/250\s000\s€ TTC/);
    expect(page).toContain('40 jardins');
    // It opens this file and nothing else.
    expect((await sponsor.get(`/dossiers/${await itemId(id, other)}`)).status).toBe(404);
    expect((await sponsor.get(`/comites/${id}`)).status).toBe(302);
    expect(
      (await sponsor.post(`/dossiers/${item}`, { nom: 'Aide', courriel: 'pas-une-adresse' })).status,
    ).toBe(400);
    await sponsor.post(`/dossiers/${item}`, { nom: 'Aide Nommée', courriel: 'aide@exemple.invalid' });
    const passed = await mailbox.next('aide@exemple.invalid', /Dossier/);
    expect(passed.text).toContain('Sam Sponsor vous confie');
    const assistant = new Browserless(url);
    await assistant.post(/\/liens\/[\w-]+/.exec(passed.text!)![0], {});
    expect((await assistant.get(`/dossiers/${item}`)).status).toBe(200);
  });

  test('is decided: bad input is said beside its field and keeps what was typed', async () => {
    const decide = async (who: Browserless, startupId: string, more: Record<string, string>) =>
      who.post(`/comites/${id}/seance`, { intention: 'decider', ...(await fields(startupId)), ...more });
    for (const [more, said] of [
      [{}, 'Choisissez ce que le comité a décidé.'],
      [{ issue: 'phase' }, 'Choisissez la phase qui s’ouvre.'],
      [{ issue: 'phase', phase: 'construction' }, 'La startup est déjà dans cette phase'],
      [{ issue: 'reprendre', phase: 'construction' }, 'ne se décide pas'],
      [{ issue: 'continuer', montant: 'beaucoup' }, 'un montant en euros est attendu'],
      [{ issue: 'continuer', prochain: '2026-03-01' }, 'Le prochain comité vient après celui-ci.'],
      [{ issue: 'continuer', argent: 'provisoire', mois: '2' }, 'dit quelles preuves il attend'],
    ] as const) {
      const answer = await decide(asLead, startup, { ...more, raisons: 'Ce qui fut tapé' });
      expect(answer.status, said).toBe(400);
      const page = await answer.text();
      expect(page).toContain(said);
      expect(page).toContain('Ce qui fut tapé');
    }
    expect((await decide(asIntra, startup, { issue: 'continuer' })).status).toBe(403);
    const stale = await fields(startup);
    expect(
      (
        await decide(asCoach, startup, {
          issue: 'phase',
          phase: 'acceleration',
          montant: '250000',
          mois: '6',
          objectifs: 'Ouvrir 40 jardins.',
          raisons: 'Le coût baisse.',
        })
      ).status,
    ).toBe(403);
    const ok = await decide(asLead, startup, {
      issue: 'phase',
      phase: 'acceleration',
      montant: '250000',
      mois: '6',
      objectifs: 'Ouvrir 40 jardins.',
      raisons: 'Le coût baisse.',
    });
    expect(ok.status).toBe(302);
    // Two secretaries on one decision: the second sees that somebody was first.
    const late = await asLeadElsewhere.post(`/comites/${id}/seance`, {
      intention: 'decider',
      ...stale,
      issue: 'arreter',
    });
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('Quelqu’un d’autre a changé');
    await asLead.post(`/comites/${id}/seance`, {
      intention: 'condition',
      ...(await fields(startup)),
      condition: 'Signer avec deux communes',
      qui: 'Alix Fictif',
      echeance: '2026-06-01',
    });
    const present = (await one('committee_member', `role <> 'coaching'`)).map((row): [string, string] => [
      'present',
      String(row['id']),
    ]);
    await asLead.post(`/comites/${id}/seance`, [['intention', 'presences'], ...present]);
  });

  test('does not close before its day, nor with something open', async () => {
    const close = async () =>
      asLead.post(`/comites/${id}/seance`, {
        intention: 'clore',
        version: await versionOf('committee', id),
      });
    expect(await (await close()).text()).toContain('il se clôt une fois tenu');
    await moveTo('2026-03-10T15:00:00Z');
    expect(await (await close()).text()).toContain('Il reste à décider ou à reporter : Bancs.');
    await asLead.post(`/comites/${id}/seance`, {
      intention: 'reporter',
      ...(await fields(other)),
      raison: 'L’équipe est absente',
      report: '2026-04-07',
    });
  });

  test('closes once, however many ask: phase, event, money, condition, minutes, mails', async () => {
    const before = await exported();
    const version = await versionOf('committee', id);
    const answers = await Promise.all(
      [asLead, asLeadElsewhere, asLead].map((who) =>
        who.post(`/comites/${id}/seance`, { intention: 'clore', version }),
      ),
    );
    const closed = answers.filter((answer) => locationOf(answer).includes('fait=clore'));
    expect(closed).toHaveLength(1);
    expect(await one('funding_period')).toHaveLength(1);
    // What was granted is not typed a second time: the budget's form takes it up, and nothing is kept until it is sent.
    const [money] = await one('funding_period');
    const budget = await asLead.text('/startups/potagers/budget/modifier');
    expect(budget).toContain(`?accord=${String(money!['id'])}`);
    const taken = await asLead.text(`/startups/potagers/budget/modifier?accord=${String(money!['id'])}`);
    expect(taken).toContain(`value="${Number(money!['amount']) / 100}"`);
    expect(await one('budget_period')).toEqual([]);
    expect(await one('committee_minutes')).toHaveLength(1);
    expect(await one('change', `verb = 'close-committee'`)).toHaveLength(1);
    expect(await one('phase', `startup_id = '${startup}' AND code = 'acceleration'`)).toMatchObject([
      { origin: 'confirmed' },
    ]);
    expect(await one('condition')).toMatchObject([{ state: 'ouverte', owner_person_id: intra.personId }]);

    const page = await visitor.text('/startups/potagers');
    expect(page).toContain('En accélération depuis');
    expect(page).toMatch(/La startup change de phase\. Objectifs à six mois\s: Ouvrir 40 jardins\./);
    for (const inside of [/250\s000/, /Le coût baisse/, /Signer avec deux communes/])
      expect(page).not.toMatch(inside);

    const after = await exported();
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed).toEqual(['_startups/potagers.md']);
    const text = Buffer.from(after['_startups/potagers.md']!, 'hex').toString();
    expect(text).toContain('cle_inconnue:\n  gardee: "telle quelle"   # avec son commentaire');
    expect(text).toContain('  - name: acceleration\n    start: 2026-03-10');
    // Who chaired has no room here: what was decided is in the mail itself.
    const chair = await mailbox.next('sponsor@exemple.invalid', /Décision/);
    expect(chair.text).toMatch(/Potagers\s: .*250\s000/);
    const mail = await mailbox.next(intra.address, /Décision/);
    expect(mail.text).toContain(`/comites/${id}/releve`);
  });

  test('the minutes name who was there, and roles that were not, without a comment', async () => {
    const minutes = await asLead.text(`/comites/${id}/releve.md`);
    expect(minutes).toMatch(/\| Alix Fictif \| Intrapreneuriat \|/);
    expect(minutes).toMatch(/Non représentés\s: responsabilité de portefeuille\./);
    expect(minutes).toMatch(/Changer de phase\s: accélération, à partir du 10 mars 2026/);
    expect(minutes).toMatch(/Accordé\s: 250\s000\s€ TTC pour 6\smois/);
    expect(minutes).toMatch(/\*\*Reporté\*\* au 7 avril 2026\s: L’équipe est absente/);
    expect(minutes).toMatch(/\| Signer avec deux communes \| Alix Fictif \| 1er juin 2026 \|/);
    const page = await asLead.text(`/comites/${id}/releve`);
    expect(page).toMatch(/Commande à passer\s: Potagers/);
    for (const [format, start] of [
      ['pdf', '%PDF-'],
      ['odt', 'PK'],
    ] as const) {
      const file = await asLead.get(`/comites/${id}/releve.${format}`);
      expect(
        Buffer.from(await file.arrayBuffer())
          .subarray(0, start.length)
          .toString(),
      ).toBe(start);
    }
    expect((await asLead.get(`/comites/${id}/releve.exe`)).status).toBe(404);
    // The team reads its own; another startup of the same committee is not of its portfolio.
    expect((await asIntra.get(`/comites/${id}/releve.md`)).status).toBe(403);
    expect(await asIntra.text('/startups/potagers/comites')).toContain('Signer avec deux communes');
  });

  test('are rewritten until signed by a link of one’s own, then never', async () => {
    const body = await asLead.text(`/comites/${id}/releve.md`);
    const save = (version: string, texte: string) =>
      asLead.post(`/comites/${id}/releve`, { intention: 'enregistrer', version, texte });
    expect((await save('1', `${body}\nPrécision du secrétariat.\n`)).status).toBe(302);
    expect((await save('1', 'autre')).status).toBe(400);
    const [member] = await one('committee_member', `role = 'presidence' AND committee_id = '${id}'`);
    await asLead.post(`/comites/${id}/releve`, {
      intention: 'demander',
      version: '2',
      signataire: String(member!['id']),
    });
    const mail = await mailbox.next('sponsor@exemple.invalid', /à signer/);
    const link = /\/liens\/[\w-]+/.exec(mail.text!)![0];
    const sponsor = new Browserless(url);
    expect(await sponsor.text(link)).toContain('Précision du secrétariat.');
    expect((await one('committee_minutes'))[0]!['signed_at']).toBeNull();
    await sponsor.post(link, {});
    const [signed] = await one('committee_minutes');
    expect(signed).toMatchObject({ manner: 'lien', signed_by: 'Sam Sponsor' });
    expect(await (await sponsor.post(link, {})).text()).toContain('Ce lien ne sert plus');
    expect((await save('2', 'autre')).status).toBe(400);
    await expect(database.pool.query(`UPDATE committee_minutes SET body = 'autre'`)).rejects.toThrow(
      /immutable/,
    );
    await expect(database.pool.query('DELETE FROM committee_minutes')).rejects.toThrow(/immutable/);
    expect((await asLead.post(`/comites/${id}/releve`, { intention: 'corriger', raison: '' })).status).toBe(
      400,
    );
    await asLead.post(`/comites/${id}/releve`, { intention: 'corriger', raison: 'Un nom manquait' });
    await save('1', `${body}\nNom ajouté.\n`);
    await asLead.post(`/comites/${id}/releve`, { intention: 'publier', version: '2' });
    const all = await one('committee_minutes', 'true ORDER BY number');
    expect(all.map(({ number, manner }) => [number, manner])).toEqual([
      [1, 'lien'],
      [2, 'publication'],
    ]);
    expect(await asLead.text(`/comites/${id}/releve`)).toContain('Un nom manquait');
  });

  test('a link to read the file ends thirty days after the minutes are signed', async () => {
    const item = await itemId(id, startup);
    const mail = mailbox.mails.find(({ subject }) => /Dossier du comité.*Potagers/.test(subject ?? ''));
    const link = /\/liens\/[\w-]+/.exec(mail!.text!)![0];
    const sponsor = new Browserless(url);
    await sponsor.post(link, {});
    expect((await sponsor.get(`/dossiers/${item}`)).status).toBe(200);
    await moveTo('2026-04-15T09:00:00Z');
    expect((await sponsor.get(`/dossiers/${item}`)).status).toBe(404);
    expect(await (await sponsor.post(link, {})).text()).toContain('Ce lien ne sert plus');
    await moveTo('2026-03-10T16:00:00Z');
  });
});

describe('Conditions', () => {
  test('evidence is given by the team, and confirmed by somebody else', async () => {
    const [condition] = await one('condition');
    const id = String(condition!['id']);
    const path = '/startups/potagers/comites';
    const evidence = await asIntra.post(path, {
      intention: 'preuve',
      condition: id,
      version: String(condition!['version']),
      preuve: 'Deux conventions signées',
      lien: 'https://exemple.invalid/conventions',
    });
    expect(evidence.status).toBe(302);
    const paper = async (who: typeof asIntra, bytes: string) => {
      const body = new FormData();
      for (const [key, value] of [
        ['intention', 'preuve'],
        ['condition', id],
        ['version', await versionOf('condition', id)],
        ['preuve', 'Les conventions'],
      ] as const)
        body.append(key, value);
      body.append('fichier', new File([bytes], 'conventions.pdf'));
      return who.send(path, { method: 'POST', body });
    };
    const text = await paper(asIntra, 'du texte');
    expect(text.status).toBe(400);
    expect(await text.text()).toContain('ni un PDF');
    expect((await paper(asIntra, '%PDF-1.7\n%%EOF')).status).toBe(302);
    const file = `/startups/potagers/conditions/${id}/preuve`;
    expect(await asCoach.text(path)).toContain(file);
    expect(await asCoach.text(file)).toContain('%PDF-1.7');
    expect((await visitor.get(file)).status).toBe(302);
    const version = await versionOf('condition', id);
    expect(
      (await asIntra.post(path, { intention: 'regler', condition: id, version, etat: 'tenue' })).status,
    ).toBe(403);
    expect(
      (await asCoach.post(path, { intention: 'regler', condition: id, version, etat: 'levee' })).status,
    ).toBe(400);
    expect(
      (
        await asCoach.post(path, {
          intention: 'regler',
          condition: id,
          version,
          etat: 'non-tenue',
          raison: 'Une seule commune a signé',
        })
      ).status,
    ).toBe(302);
    expect(
      (await asCoach.post(path, { intention: 'regler', condition: id, version, etat: 'tenue' })).status,
    ).toBe(400);
    expect(await asCoach.text(path)).toContain('Une seule commune a signé');
    const csv = await asLead.text('/incubateurs/atelier/conditions.csv');
    expect(csv).toContain('Signer avec deux communes');
    expect((await asIntra.get('/incubateurs/atelier/conditions.csv')).status).toBe(403);
  });

  test('what was not met is on the next agenda by itself', async () => {
    await moveTo('2026-08-03T09:00:00Z');
    const next = await plan({ date: '2026-08-20' }, [startup]);
    const session = await asLead.text(`/comites/${next}/seance`);
    expect(session).toContain('Ce que le dernier comité avait demandé');
    expect(session).toContain('Signer avec deux communes');
    const file = await asLead.text(`/comites/${next}/dossiers/potagers`);
    expect(file).toContain('Ouvrir 40 jardins.');
    expect(file).toContain('Non tenue');
  });

  test('a committee is due before the money ends, and is due no more once planned', async () => {
    const planning = await asLead.text('/incubateurs/atelier/comites');
    expect(planning).toContain('10 août 2026');
    expect(planning).toContain('un mois avant la fin de l’argent');
    expect(planning).toContain('20 août 2026');
  });
});

describe('A sponsor with an account', () => {
  test('reads what committees decided of the startups that it carries, and nobody else’s', async () => {
    const organisation = (publicId: string) =>
      valueOf<string>(database, sql`SELECT id FROM organisation WHERE public_id = ${publicId}`);
    const [mine, other] = await Promise.all(
      ['direction', 'agence'].map(async (publicId) =>
        bearer(database, clock.now(), { role: 'sponsor', placeId: await organisation(publicId) }),
      ),
    );
    const sponsor = new Browserless(url, mine!.cookie);
    const page = await sponsor.text('/organisations/direction/comites');
    expect(page).toMatch(/Accordé\s: 250\s000\s€ TTC pour 6\smois/);
    expect(page).toContain('Signer avec deux communes');
    expect(page).not.toContain('Bancs');
    expect(await sponsor.text('/organisations/direction/conditions.csv')).toContain(
      'Signer avec deux communes',
    );
    expect(await sponsor.text('/espace')).toContain('/organisations/direction/comites');
    expect((await sponsor.get('/organisations/agence/comites')).status).toBe(403);
    expect((await new Browserless(url, other!.cookie).get('/organisations/direction/comites')).status).toBe(
      403,
    );
    expect((await asLead.get('/organisations/direction/comites')).status).toBe(403);
  });
});

describe('A past committee, in one form', () => {
  test('is written down in under ten fields and counts at once', async () => {
    const fields = {
      date: '2026-07-06',
      nature: 'investissement',
      issue: 'arreter',
      objectifs: '',
      raisons: 'Personne ne s’en servait.',
    };
    expect(Object.keys(fields).length).toBeLessThan(10);
    expect((await asCoach.post('/startups/bancs/comites/noter', fields)).status).toBe(403);
    const future = await asLead.post('/startups/bancs/comites/noter', { ...fields, date: '2027-01-01' });
    expect(await future.text()).toContain('Cette date n’est pas passée');
    // The clock has moved to August: the day's reminders may leave at any moment, and are not this form's.
    const told = "kind = 'comite' AND topic LIKE 'decision/%'";
    const mails = (await one('mail', told)).length;
    expect((await asLead.post('/startups/bancs/comites/noter', fields)).status).toBe(302);
    expect(await visitor.text('/startups/bancs')).toContain('Service arrêté le 6 juillet 2026');
    // Nobody is written to for what happened elsewhere.
    expect(await one('mail', told)).toHaveLength(mails);
  });

  test('a document is told by its content, whatever its name', async () => {
    const send = async (bytes: Uint8Array, name: string) => {
      const body = new FormData();
      for (const [key, value] of Object.entries({
        date: '2026-07-07',
        nature: 'investissement',
        issue: 'continuer',
      }))
        body.append(key, value);
      body.append('releve', new File([new Uint8Array(bytes)], name));
      return asLead.send('/startups/potagers/comites/noter', { method: 'POST', body });
    };
    const wrong = await send(new TextEncoder().encode('<html><script>'), 'releve.pdf');
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('ni un PDF');
    expect((await send(new TextEncoder().encode('%PDF-1.7\n%%EOF'), '../../releve<.pdf')).status).toBe(302);
    const [document] = await one('committee_document');
    expect(document).toMatchObject({ name: 'releve.pdf', kind: 'releve' });
    const committee = await valueOf<string>(
      database,
      sql`SELECT committee_id FROM committee_item WHERE id = ${document!['item_id'] as string}::uuid`,
    );
    const path = `/comites/${committee}/documents/${String(document!['id'])}`;
    const file = await asIntra.get(path);
    expect(file.headers.get('Content-Disposition')).toContain('attachment');
    expect(file.headers.get('Content-Security-Policy')).toContain('sandbox');
    expect((await visitor.get(path)).status).toBe(302);
    // What a closed committee decided is shown by it: nobody takes it away.
    const away = await asIntra.post(`/comites/${committee}/dossiers/potagers`, {
      intention: 'retirer-document',
      document: String(document!['id']),
    });
    expect(away.status).toBe(400);
    expect(await one('committee_document')).toHaveLength(1);
  });

  test('several conditions of a past committee are written down at once, each whole', async () => {
    const fields = {
      date: '2026-07-07',
      nature: 'investissement',
      issue: 'continuer',
      condition: 'Publier le budget',
      qui: 'L’équipe',
      echeance: '2026-09-01',
      'condition-2': 'Recruter',
      'qui-2': '',
      'echeance-2': '2026-09-01',
    };
    const path = '/startups/potagers/comites/noter';
    const wrong = await asLead.post(path, fields);
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('Dites qui se charge');
    const before = (await one('condition')).length;
    expect((await asLead.post(path, { ...fields, 'qui-2': 'La direction' })).status).toBe(302);
    expect(await one('condition')).toHaveLength(before + 2);
  });
});

describe('The audit', () => {
  test('replayed, leads each page from its origin to what it is now', async () => {
    for (const name of ['potagers', 'bancs']) {
      const rows = await one(
        'change',
        `thing_id = '_startups/${name}.md' AND after IS NOT NULL ORDER BY at, id`,
      );
      const [file] = await one('content_file', `path = '${name}.md' AND collection = '_startups'`);
      let present = rows[0]!['before'] ?? rows[0]!['after'];
      for (const { before, after } of rows.slice(rows[0]!['before'] === null ? 1 : 0)) {
        expect(before, name).toBe(present);
        present = after;
      }
      expect(present, name).toBe(file!['sha256']);
    }
  });

  test('bears no name, amount or reason', async () => {
    const rows = await one('change', `thing_kind IN ('committee', 'committee-item', 'condition')`);
    expect(rows.length).toBeGreaterThan(10);
    expect(JSON.stringify(rows)).not.toMatch(/Fictif|Sponsor|25000000|coût baisse|communes/);
  });
});
