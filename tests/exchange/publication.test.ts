import { describe, expect, test } from 'vitest';
import { exportContent } from '~/exchange/export.server';
import { importContent } from '~/exchange/import.server';
import { publishDraft } from '~/exchange/publication/publish.server';
import { readDraft, saveDraft } from '~/exchange/publication/drafts.server';
import { readFile } from '~/exchange/publication/replace.server';
import type { Acting } from '~/person/acting';
import type { Database } from '~/platform/database/open.server';
import { sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { Browserless, locationOf } from '../support/browserless';
import { bytesBelow, ficheFile, folderOf } from '../support/folders';
import { actorWith, bearer, type Bearer } from '../support/people';
import { handClock, idOf, REAL_CONTENT, realNetwork, valueOf } from '../support/real-network';
import { startSite, type TestSite } from '../support/site';

interface House extends Omit<TestSite, 'clock'> {
  clock: ReturnType<typeof handClock>;
  alix: Browserless;
  noor: Browserless;
  lead: Browserless;
  people: { alix: Bearer; noor: Bearer; lead: Bearer };
}

async function house(): Promise<House> {
  const clock = handClock('2026-11-21T10:00:00Z');
  const database = await realNetwork(clock);
  const site = await startSite('vide', { database, clock });
  const [potagers, atelier] = [
    await idOf(database, 'startup', 'potagers'),
    await idOf(database, 'incubator', 'atelier'),
  ];
  const people = {
    alix: await bearer(database, clock.now(), {
      role: 'intrapreneur',
      placeId: potagers,
      name: 'Alix Chimère',
    }),
    noor: await bearer(database, clock.now(), { role: 'member', placeId: potagers, name: 'Noor Mirage' }),
    lead: await bearer(database, clock.now(), { role: 'lead', placeId: atelier, name: 'Maël Légende' }),
  };
  const browser = (person: Bearer) => new Browserless(site.url, person.cookie);
  return {
    ...site,
    clock,
    people,
    alix: browser(people.alix),
    noor: browser(people.noor),
    lead: browser(people.lead),
  };
}

const PAGE = '/startups/potagers/modifier';
const presentation = (fields: Record<string, string>) => ({
  title: 'Potagers',
  mission: 'Aider les communes',
  contact: 'contact@exemple.invalid',
  corps: '## Le problème\n\nUn problème.\n',
  ...fields,
});
const versionOf = async (database: Database, person: Bearer): Promise<string> =>
  String(
    (await valueOf<number | undefined>(
      database,
      sql`SELECT version FROM content_draft WHERE person_id = ${person.personId}::uuid`,
    )) ?? 0,
  );

async function exported(database: Database): Promise<Record<string, string>> {
  const dir = await folderOf();
  await exportContent({ database }, { dir, demo: false });
  const files = await bytesBelow(dir);
  return Object.fromEntries(
    Object.entries(files).map(([path, hex]) => [path, Buffer.from(hex, 'hex').toString()]),
  );
}

describe('A draft', async () => {
  const { database, alix, noor, people } = await house();

  test('keeps what is typed, right or wrong, and shows nothing of it until it is published', async () => {
    const saved = await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ title: '', mission: 'Une mission en cours d’écriture' }),
      intention: 'enregistrer',
      version: '0',
    });
    expect(saved.status).toBe(400);
    const page = await saved.text();
    expect(page).toContain('Nom : ce champ est nécessaire.');
    expect(page).toContain('Une mission en cours d’écriture');
    expect(await new Browserless(alix.url).text('/startups/potagers')).not.toContain('en cours d’écriture');
    expect(await alix.text(`${PAGE}/presentation`)).toContain('Une mission en cours d’écriture');
    const refused = await alix.fill(`${PAGE}/publier`, { version: await versionOf(database, people.alix) });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('presentation#title');
  });

  test('of one window is not undone by another of the same person', async () => {
    const stale = await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ mission: 'Depuis une autre fenêtre' }),
      intention: 'enregistrer',
      version: '0',
    });
    expect(stale.status).toBe(409);
    const page = await stale.text();
    expect(page).toContain('a changé dans une autre fenêtre');
    expect(page).toContain('Depuis une autre fenêtre');
    expect(await alix.text(`${PAGE}/presentation`)).toContain('Une mission en cours d’écriture');
  });

  test('is one’s own: a colleague sees that it exists, and their own page is as published', async () => {
    const page = await noor.text(`${PAGE}/presentation`);
    expect(page).toContain('Alix Chimère');
    expect(page).not.toContain('en cours d’écriture');
  });

  test('that says again what is published is no draft any more', async () => {
    await alix.fill(`${PAGE}/presentation`, {
      ...presentation({}),
      intention: 'enregistrer',
      version: await versionOf(database, people.alix),
    });
    expect(await versionOf(database, people.alix)).toBe('0');
    expect(await alix.text(PAGE)).toContain('Pas de brouillon');
  });

  test('is abandoned whole, and the page stays', async () => {
    await alix.fill(`${PAGE}/liens`, {
      intention: 'enregistrer',
      version: '0',
      link: 'https://potagers.exemple.fr',
    });
    expect(locationOf(await alix.post(PAGE, { intention: 'abandonner' }))).toBe(`${PAGE}?fait=abandonne`);
    expect(await versionOf(database, people.alix)).toBe('0');
  });
});

describe('Publishing', async () => {
  const { clock, database, site, alix, noor, lead, people, url } = await house();

  test('shows at once on the page, in lists and in the export, which differs in the changed lines only; undone in one click', async () => {
    const before = await exported(database);
    const published = await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ mission: 'Aider toutes les communes : vite' }),
      intention: 'publier',
      version: '0',
    });
    expect(locationOf(published)).toBe(`${PAGE}?fait=publie`);
    const visitor = new Browserless(url);
    expect(await visitor.text('/startups/potagers')).toContain('Aider toutes les communes : vite');
    expect(await visitor.text('/startups?q=toutes')).toContain('Potagers');
    expect(await visitor.text('/startups.csv?situation=toutes')).toContain(
      'Aider toutes les communes : vite',
    );
    const after = await exported(database);
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed).toEqual(['_startups/potagers.md']);
    const lines = (text: string) => text.split('\n');
    const [old, now] = [lines(before[changed[0]!]!), lines(after[changed[0]!]!)];
    expect(now.filter((line) => !old.includes(line))).toEqual([
      "mission: 'Aider toutes les communes : vite'",
    ]);
    expect(now).toContain('  gardee: "telle quelle"   # avec son commentaire');
    const page = await alix.text(`${PAGE}?fait=publie`);
    const [, undo] = /name="version" value="([0-9a-f-]{36})"/.exec(page)!;
    const [, seen] = /name="vu" value="([0-9a-f]{64})"/.exec(page)!;
    expect(locationOf(await alix.post(PAGE, { intention: 'annuler', version: undo!, vu: seen! }))).toBe(
      `${PAGE}?fait=annule`,
    );
    expect(await exported(database)).toEqual(before);
    expect(await visitor.text('/startups/potagers')).toContain('Aider les communes');
  });

  test('is one transaction of at most ten statements, whatever the size of the page', async () => {
    const counts: number[] = [];
    for (const rows of [1, 400]) {
      const body = 'Un mot. '.repeat(rows * 20);
      const events = Array.from({ length: rows }, (_, index) => [
        [`events.${index}.name`, 'other'],
        [`events.${index}.date`, '2024-01-01'],
        [`events.${index}.comment`, `Événement ${index}`],
      ]).flat() as Array<[string, string]>;
      const acting: Acting = {
        database,
        clock,
        actor: actorWith(),
        audit: { actor: { kind: 'person', id: people.alix.personId }, requestId: null },
        origin: url,
      };
      const file = (await readFile(database.prisma, '_startups', 'potagers'))!;
      const typed = Object.fromEntries(events.map(([name, value]) => [name, [value]]));
      await saveDraft(
        acting,
        people.alix.personId,
        file,
        'presentation',
        { title: ['Potagers'], mission: ['Aider'], corps: [body] },
        { version: 0, seen: file.sha256 },
      );
      await saveDraft(acting, people.alix.personId, file, 'evenements', typed, {
        version: 1,
        seen: file.sha256,
      });
      const draft = (await readDraft(database.prisma, file.id, people.alix.personId))!;
      let statements = 0;
      const counting: Database = {
        ...database,
        transaction: (work, options) =>
          database.transaction(
            (tx) =>
              work({
                $queryRaw: ((...args: Parameters<typeof tx.$queryRaw>) => (
                  (statements += 1),
                  tx.$queryRaw(...args)
                )) as never,
                $executeRaw: ((...args: Parameters<typeof tx.$executeRaw>) => (
                  (statements += 1),
                  tx.$executeRaw(...args)
                )) as never,
              }),
            options,
          ),
      };
      await publishDraft(
        { ...acting, database: counting },
        site.network.current(),
        {
          collection: '_startups',
          publicId: 'potagers',
          personId: people.alix.personId,
          movesIncubators: false,
        },
        { version: draft.version },
      );
      await site.network.refresh();
      expect(site.network.current().startupById.get('potagers')!.events.length).toBe(rows);
      counts.push(statements);
    }
    process.stdout.write(`publier : ${counts.join(' puis ')} requêtes\n`);
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
    expect(counts[0]).toBe(counts[1]);
    await site.network.refresh();
  });

  test('every field of the format has its form: FAST as one map of whole numbers, search engines, an incubator’s administration', async () => {
    const wrong = await alix.fill(`${PAGE}/evenements`, {
      'fast.0.promotion': 'douze',
      'fast.0.montant': '150000',
      intention: 'publier',
      version: await versionOf(database, people.alix),
    });
    expect(await wrong.text()).toContain('Promotion : un nombre entier est attendu');
    const published = await alix.fill(`${PAGE}/evenements`, {
      'fast.0.promotion': '12',
      'fast.0.montant': '150000',
      intention: 'publier',
      version: await versionOf(database, people.alix),
    });
    expect(locationOf(published)).toBe(`${PAGE}?fait=publie`);
    await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ robots: 'noindex' }),
      intention: 'publier',
      version: '0',
    });
    const after = (await exported(database))['_startups/potagers.md']!;
    expect(after).toContain('\nfast:\n  promotion: 12\n  montant: 150000\n');
    expect(after).toContain('\nrobots: noindex\n');
    expect(await new Browserless(url).text('/startups/potagers')).toContain('noindex');
    expect(await new Browserless(url).text('/startups/potagers')).toContain('FAST, promotion 12');

    const owned = await lead.fill('/incubateurs/atelier/modifier', {
      title: 'Atelier',
      contact: 'atelier@exemple.invalid',
      'owner.ajout': 'Direction',
      intention: 'publier',
      version: '0',
    });
    expect(owned.status).toBe(302);
    expect((await exported(database))['_incubators/atelier.md']).toContain(
      'owner: /organisations/direction\n',
    );

    // Everything is taken away again: the pages are as they were.
    await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ robots: '' }),
      intention: 'publier',
      version: '0',
    });
    await alix.fill(`${PAGE}/evenements`, {
      'fast.0.rang': '0',
      'fast.0.retirer': 'oui',
      intention: 'publier',
      version: '0',
    });
    expect((await exported(database))['_startups/potagers.md']).not.toMatch(/^(fast|robots):/m);
  });

  test('after somebody else did shows both versions, field by field; nothing is lost and the choice is published', async () => {
    const fields = presentation({ corps: 'Texte.\n' });
    await alix.fill(`${PAGE}/presentation`, {
      ...fields,
      title: 'Potagers d’Alix',
      intention: 'enregistrer',
      version: '0',
    });
    await noor.fill(`${PAGE}/presentation`, {
      ...fields,
      title: 'Potagers de Noor',
      mission: 'Mission de Noor',
      intention: 'publier',
      version: '0',
    });
    const version = await versionOf(database, people.alix);
    const conflict = await alix.fill(`${PAGE}/publier`, { version });
    expect(conflict.status).toBe(409);
    const page = await conflict.text();
    for (const words of ['Potagers d’Alix', 'Potagers de Noor', 'Mission de Noor', 'Changé des deux côtés']) {
      expect(page).toContain(words);
    }
    expect(await new Browserless(url).text('/startups/potagers')).toContain('Potagers de Noor');
    const choices = [...page.matchAll(/name="choix\.([^"]+)"/g)].map(([, key]) => key!);
    const chosen = Object.fromEntries(
      [...new Set(choices)].map((key) => [`choix.${key}`, key === 'title' ? 'mine' : 'theirs']),
    );
    // A choice left out is asked for again.
    expect((await alix.fill(`${PAGE}/publier`, { version, 'choix.title': 'mine' })).status).toBe(409);
    expect(locationOf(await alix.fill(`${PAGE}/publier`, { version, ...chosen }))).toBe(
      `${PAGE}?fait=publie`,
    );
    const published = await new Browserless(url).text('/startups/potagers');
    expect(published).toContain('Potagers d’Alix');
    expect(published).toContain('Mission de Noor');
  });

  test('twice at the same time publishes once', async () => {
    await alix.fill(`${PAGE}/liens`, {
      intention: 'enregistrer',
      version: '0',
      link: 'https://potagers.exemple.fr',
    });
    const version = await versionOf(database, people.alix);
    const before = await valueOf<number>(database, sql`SELECT count(*)::int FROM content_version`);
    const answers = await Promise.all([1, 2, 3].map(() => alix.fill(`${PAGE}/publier`, { version })));
    expect(answers.filter((answer) => answer.status === 302).length).toBe(1);
    expect(answers.filter((answer) => answer.status === 409).length).toBe(2);
    expect(await valueOf<number>(database, sql`SELECT count(*)::int FROM content_version`)).toBe(before + 1);
  });

  test('a phase added here is declared; those known before keep what they were', async () => {
    const typed = [
      ['investigation', '2023-01-09', '2023-04-03'],
      ['construction', '2023-04-03', ''],
      ['acceleration', '2026-05-04', ''],
    ].flatMap(([name, start, end], index): Array<[string, string]> => [
      ...(index < 2 ? [[`phases.${index}.rang`, String(index)] as [string, string]] : []),
      [`phases.${index}.name`, name!],
      [`phases.${index}.start`, start!],
      [`phases.${index}.end`, end!],
    ]);
    const published = await alix.fill(`${PAGE}/phases`, [
      ...typed,
      ['intention', 'publier'],
      ['version', '0'],
    ]);
    expect(published.status).toBe(302);
    const phases = site.network.current().startupById.get('potagers')!.phases;
    expect(phases.map(({ code, origin }) => [code, origin])).toEqual([
      ['investigation', 'historique'],
      ['construction', 'historique'],
      ['acceleration', 'declared'],
    ]);
    // Nothing is to be confirmed where committees are not held here; where they are, it is asked from then on.
    expect(await alix.text('/espace')).not.toContain('déclarée depuis');
    const id = newId();
    await database.pool.query(
      `INSERT INTO committee (id, kind, held_on, state, cancelled_reason, calendar_sequence, version, created_at) VALUES ('${id}', 'investissement', '2026-04-01', 'annule', 'x', 0, 1, '2026-03-01');
       INSERT INTO committee_incubator SELECT '${id}', incubator_id FROM startup_incubator si JOIN startup s ON s.id = si.startup_id WHERE s.public_id = 'potagers'`,
    );
    expect(await alix.text('/espace')).toContain('déclarée depuis');
  });

  test('history: the public reads dates and natures, the team authors and words; a version is brought back as a change of its own', async () => {
    const team = await alix.text('/startups/potagers/historique');
    expect(team).toContain('Noor Mirage');
    expect(team).toContain('<ins>');
    const visitor = await new Browserless(url).text('/startups/potagers/historique');
    expect(visitor).toContain('Modification');
    expect(visitor).not.toContain('Noor Mirage');
    expect(visitor).not.toContain('<ins>');
    const origin = await valueOf<string>(
      database,
      sql`SELECT id::text FROM content_version WHERE nature = 'origine'`,
    );
    const seen = /name="vu" value="([0-9a-f]{64})"/.exec(team)![1]!;
    const stranger = new Browserless(url);
    expect((await stranger.post('/startups/potagers/historique', { version: origin, vu: seen })).status).toBe(
      302,
    );
    expect(
      (await alix.post('/startups/potagers/historique', { version: origin, vu: 'f'.repeat(64) })).status,
    ).toBe(409);
    expect(
      locationOf(await alix.post('/startups/potagers/historique', { version: origin, vu: seen })),
    ).toContain('revenu');
    expect((await exported(database))['_startups/potagers.md']).toBe(REAL_CONTENT['_startups/potagers.md']);
  });

  test('in a person’s name by a delegate is signed with both names', async () => {
    const granted = await alix.post('/espace/compte', {
      intention: 'deleguer',
      delegue: people.lead.address,
      fin: '2026-12-31',
    });
    expect(locationOf(granted)).toContain('fait=delegation');
    await lead.post('/espace/compte', { intention: 'agir-pour', personne: people.alix.personId });
    expect(await lead.text('/espace')).toContain('L’espace d’Alix Chimère');
    // Alix's own account is not the delegate's.
    expect((await lead.post('/espace/compte', { intention: 'nom', nom: 'Volé' })).status).toBe(403);
    await lead.fill(`${PAGE}/presentation`, {
      ...presentation({ mission: 'Par délégation' }),
      intention: 'publier',
      version: '0',
    });
    expect(await alix.text('/startups/potagers/historique')).toContain('Maël Légende, pour Alix Chimère');
    expect(
      await valueOf<string>(
        database,
        sql`SELECT on_behalf_of FROM change WHERE verb = 'publication' ORDER BY at DESC, id DESC LIMIT 1`,
      ),
    ).toBe(people.alix.personId);
    await lead.post('/espace/compte', { intention: 'agir-pour', personne: '' });
  });
});

describe('An import that meets work done here', async () => {
  const { clock, database, alix, url } = await house();
  const changedUpstream = {
    ...REAL_CONTENT,
    '_startups/potagers.md': REAL_CONTENT['_startups/potagers.md'].replace(
      "'Aider les communes'",
      'La mission du réseau',
    ),
  };

  test('a draft is enough to make it a proposal; the team chooses field by field, and the next import agrees', async () => {
    await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ title: 'Un nom en cours' }),
      intention: 'enregistrer',
      version: '0',
    });
    const report = await importContent({ database, clock }, { dir: await folderOf(changedUpstream) });
    expect(report.proposals).toEqual(['_startups/potagers.md']);
    expect(await new Browserless(url).text('/startups/potagers')).toContain('Aider les communes');
    expect(await alix.text('/espace')).toContain('Une autre version attend votre choix');
    const page = await alix.text('/startups/potagers/proposition');
    expect(page).toContain('La mission du réseau');
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)![1]!;
    const chosen = await alix.post('/startups/potagers/proposition', {
      proposition: hidden('proposition'),
      vu: hidden('vu'),
      'choix.mission': 'mine',
    });
    expect(chosen.status).toBe(302);
    expect(await new Browserless(url).text('/startups/potagers')).toContain('La mission du réseau');
    // The draft is still there, whole.
    expect(await alix.text(`${PAGE}/presentation`)).toContain('Un nom en cours');
    await alix.post(PAGE, { intention: 'abandonner' });
    const again = await importContent({ database, clock }, { dir: await folderOf(changedUpstream) });
    expect(again.counts).toMatchObject({ changed: 0, proposals: 0 });
  });
});

describe('A startup’s life as a page', async () => {
  const { clock, database, site, lead, alix, url } = await house();

  test('is created by its incubator, in investigation, with an address formed of its name', async () => {
    const path = '/incubateurs/atelier/nouvelle-startup';
    expect((await alix.post(path, { nom: 'X' })).status).toBe(403);
    const wrong = await lead.post(path, { nom: '', mission: 'Voir', debut: '2026-11-02' });
    expect(wrong.status).toBe(400);
    const made = await lead.post(path, {
      nom: 'Fontaines à l’eau',
      mission: 'Boire partout',
      debut: '2026-11-02',
    });
    expect(locationOf(made)).toBe('/startups/fontaines-a-l-eau/modifier');
    expect(site.network.current().startupById.get('fontaines-a-l-eau')!.phases).toEqual([
      { code: 'investigation', start: '2026-11-02', end: null, origin: 'declared' },
    ]);
    const taken = await lead.post(path, {
      nom: 'Autre',
      identifiant: 'POTAGERS',
      mission: 'M',
      debut: '2026-11-02',
    });
    expect(await taken.text()).toContain('Une autre page porte ou a porté cet identifiant.');
    const again = await importContent({ database, clock }, { dir: await folderOf(REAL_CONTENT) });
    expect(again.missing).toEqual([]);
  });

  test('changes its address: the former one leads there, in the export too, and the next import still knows it', async () => {
    const settings = await lead.text('/startups/bancs/reglages');
    const seen = /name="vu" value="([0-9a-f]{64})"/.exec(settings)![1]!;
    expect(
      (
        await lead.post('/startups/bancs/reglages', {
          intention: 'renommer',
          identifiant: 'potagers',
          vu: seen,
        })
      ).status,
    ).toBe(400);
    const renamed = await lead.post('/startups/bancs/reglages', {
      intention: 'renommer',
      identifiant: 'bancs-et-pauses',
      vu: seen,
    });
    expect(locationOf(renamed)).toBe('/startups/bancs-et-pauses/reglages?fait=renommer');
    const former = await new Browserless(url).get('/startups/bancs');
    expect([former.status, locationOf(former)]).toEqual([301, '/startups/bancs-et-pauses']);
    const files = await exported(database);
    expect(files['_startups/bancs.md']).toBeUndefined();
    expect(files['_startups/bancs-et-pauses.md']).toContain('redirect_from:\n  - /startups/bancs\n');
    const again = await importContent({ database, clock }, { dir: await folderOf(REAL_CONTENT) });
    expect(again.counts).toMatchObject({ created: 0, changed: 0 });
  });

  test('is archived with a reason: out of lists, counts and exports, and brought back', async () => {
    const before = site.network.current().startups.length;
    expect(
      (await lead.post('/startups/bancs-et-pauses/reglages', { intention: 'archiver', motif: '' })).status,
    ).toBe(400);
    await lead.post('/startups/bancs-et-pauses/reglages', { intention: 'archiver', motif: 'Page en double' });
    expect(site.network.current().startups.length).toBe(before - 1);
    expect((await new Browserless(url).get('/startups/bancs-et-pauses')).status).toBe(410);
    expect((await exported(database))['_startups/bancs-et-pauses.md']).toBeUndefined();
    expect(await lead.text('/startups/bancs-et-pauses/reglages')).toContain('Cette page est archivée');
    await lead.post('/startups/bancs-et-pauses/reglages', { intention: 'desarchiver' });
    expect((await new Browserless(url).get('/startups/bancs-et-pauses')).status).toBe(200);
  });

  test('« rien n’a changé » counts as an update', async () => {
    clock.set('2027-06-30T10:00:00Z');
    const { cookie } = await bearer(database, clock.now(), {
      role: 'intrapreneur',
      placeId: await idOf(database, 'startup', 'potagers'),
    });
    const member = new Browserless(url, cookie);
    expect(await member.text('/espace')).toContain('Page inchangée depuis');
    await member.post('/espace', { intention: 'rien-change', startup: 'potagers' });
    expect(await member.text('/espace')).not.toContain('Page inchangée depuis');
    clock.set('2026-11-21T10:00:00Z');
  });
});

describe('A startup proposed to an incubator', async () => {
  const { database, site, lead, alix, url } = await house();
  const visitor = new Browserless(url);
  const path = '/incubateurs/atelier/proposer';
  const proposal = (fields: Record<string, string> = {}) => ({
    startup: 'Marchés ouverts',
    mission: 'Les maraîchers ne savent pas où vendre',
    message: 'Deux cents maraîchers du canton nous l’ont dit.',
    nom: 'Sasha Fictif',
    courriel: 'sasha.fictif@exemple.invalid',
    administration: 'Direction fictive',
    ...fields,
  });
  const mailsTo = async (address: string) =>
    (
      await database.pool.query<{ subject: string }>(
        `SELECT subject FROM mail WHERE address = '${address}' ORDER BY created_at`,
      )
    ).rows.map(({ subject }) => subject);
  const idOf = async (name: string) =>
    (await database.pool.query<{ id: string }>(`SELECT id FROM startup_request WHERE name = '${name}'`))
      .rows[0]!.id;

  test('is asked for by anybody, with what is missing said beside its field', async () => {
    expect(await visitor.text('/incubateurs/atelier')).toContain('Proposer une startup');
    const wrong = await visitor.post(path, proposal({ courriel: 'sasha', message: '' }));
    expect(wrong.status).toBe(400);
    const page = await wrong.text();
    expect(page).toContain('Dites en quelques phrases qui rencontre ce problème');
    expect(page).toContain('Les maraîchers ne savent pas où vendre');
    expect(locationOf(await visitor.post(path, proposal()))).toBe(`${path}?envoyee=oui`);
    expect(await lead.text('/espace')).toContain('startup proposée attend une réponse');
    expect((await alix.get('/incubateurs/atelier/nouvelle-startup')).status).toBe(403);
  });

  test('is accepted once: the page exists, whoever asked is its intrapreneur and is told', async () => {
    const id = await idOf('Marchés ouverts');
    const form = await lead.text(`/incubateurs/atelier/nouvelle-startup?demande=${id}`);
    expect(form).toContain('Les maraîchers ne savent pas où vendre');
    const create = () =>
      lead.post('/incubateurs/atelier/nouvelle-startup', {
        demande: id,
        nom: 'Marchés ouverts',
        mission: 'Aider les maraîchers à vendre',
        debut: '2026-11-02',
      });
    expect(locationOf(await create())).toBe('/startups/marches-ouverts/modifier');
    expect(await lead.text('/startups/marches-ouverts/equipe')).toContain('Sasha Fictif');
    expect(await mailsTo('sasha.fictif@exemple.invalid')).toHaveLength(1);
    // Answered already: a second page is not made of it.
    const again = await lead.post('/incubateurs/atelier/nouvelle-startup', {
      demande: id,
      nom: 'Marchés encore',
      mission: 'Aider',
      debut: '2026-11-02',
    });
    expect(await again.text()).toContain('déjà répondu à cette demande');
    expect(site.network.current().startupById.has('marches-encore')).toBe(false);
  });

  test('is refused with a reason that whoever asked reads', async () => {
    await visitor.post(path, proposal({ startup: 'Autre idée', courriel: 'autre.fictif@exemple.invalid' }));
    const id = await idOf('Autre idée');
    const refuse = (raison: string) =>
      lead.post('/incubateurs/atelier/nouvelle-startup', { intention: 'refuser', demande: id, raison });
    expect(await (await refuse('non')).text()).toContain('Dites pourquoi');
    expect((await refuse('Un service de la région y travaille déjà.')).status).toBe(302);
    expect(await mailsTo('autre.fictif@exemple.invalid')).toEqual(['Votre proposition à Atelier']);
    expect(await lead.text('/espace')).not.toContain('attend une réponse');
  });
});

describe('The network’s own lists', async () => {
  const { clock, database, site, url } = await house();
  const animation = new Browserless(url, (await bearer(database, clock.now(), { role: 'animation' })).cookie);

  test('a word renamed is renamed in every page that bears it, and only there; a retired one is proposed no more', async () => {
    const before = await exported(database);
    const id = await valueOf<string>(database, sql`SELECT id::text FROM term WHERE label = 'Territoires'`);
    expect(await animation.text(`/reseau/listes/themes?mot=${id}`)).toContain('Potagers');
    const merged = await animation.post('/reseau/listes/themes', {
      intention: 'fusionner',
      mot: id,
      vers: 'Lieux',
      nouveau: 'oui',
    });
    expect(locationOf(merged)).toBe('/reseau/listes/themes?fait=1');
    const after = await exported(database);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([
      '_startups/potagers.md',
    ]);
    expect(after['_startups/potagers.md']).toContain('thematiques:\n  - Lieux\n');
    expect(site.network.current().startupById.get('potagers')!.themes).toEqual(['Lieux']);
  });

  test('an administration merged into another leaves the lists; one that carries startups is not simply retired', async () => {
    const path = '/reseau/organisations/direction';
    expect(await animation.text(path)).toContain('Potagers');
    expect((await animation.post(path, { intention: 'retirer-liste' })).status).toBe(400);
    expect((await animation.post(path, { intention: 'fusionner', vers: 'agence' })).status).toBe(302);
    const network = site.network.current();
    expect(network.organisationById.has('direction')).toBe(false);
    expect(network.startupById.get('potagers')!.organisations.map(({ publicId }) => publicId)).toEqual([
      'agence',
    ]);
    expect((await exported(database))['_organisations/direction.md']).toBeUndefined();
  });

  test('an administration that has an incubator or sponsors is not simply retired; merged, they follow', async () => {
    await database.pool.query(
      `INSERT INTO mission (id, person_id, organisation_id, role, start_day, version) SELECT gen_random_uuid(), (SELECT id FROM person LIMIT 1), id, 'sponsor', '2026-01-01', 1 FROM organisation WHERE public_id = 'agence'`,
    );
    const animationPage = '/reseau/organisations/agence';
    await animation.post('/reseau/organisations', { nom: 'Agence nouvelle' });
    await animation.post('/reseau/incubateurs', { nom: 'Fabrique de l’agence', administration: 'agence' });
    expect(await animation.text(animationPage)).toContain('Fabrique de l’agence');
    expect((await animation.post(animationPage, { intention: 'retirer-liste' })).status).toBe(400);
    expect(
      (await animation.post(animationPage, { intention: 'fusionner', vers: 'agence-nouvelle' })).status,
    ).toBe(302);
    expect((await exported(database))['_incubators/fabrique-de-l-agence.md']).toContain(
      'owner: /organisations/agence-nouvelle',
    );
    expect(
      await valueOf<string>(
        database,
        sql`SELECT o.public_id FROM mission m JOIN organisation o ON o.id = m.organisation_id WHERE m.role = 'sponsor'`,
      ),
    ).toBe('agence-nouvelle');
  });

  test('a page of help is added, drafted, published, and seen by everyone', async () => {
    const made = await animation.post('/reseau/aide', { nom: 'Bien commencer' });
    expect(locationOf(made)).toBe('/reseau/aide/bien-commencer');
    await animation.fill('/reseau/aide/bien-commencer', {
      intention: 'publier',
      version: '0',
      title: 'Bien commencer',
      resume: 'Par où commencer.',
      corps: 'Ouvrez **votre espace**.',
    });
    expect(await new Browserless(url).text('/aide/bien-commencer')).toContain(
      '<strong>votre espace</strong>',
    );
  });

  test('what is expected at a phase is the network’s to say, and two people do not undo each other', async () => {
    const send = (version: string) =>
      animation.post('/reseau/attentes', [
        ['code', 'contact'],
        ['version', version],
        ['raison', 'Parce que'],
        ['phases', 'consolidation'],
      ]);
    expect((await send('0')).status).toBe(302);
    expect((await send('0')).status).toBe(400);
    const expectation = site.network.current().expectations.find(({ code }) => code === 'contact')!;
    expect([expectation.why, expectation.phases]).toEqual(['Parce que', ['consolidation']]);
  });

  test('say who changed what, and an expectation goes back to what it was', async () => {
    const history = await animation.text('/reseau/histoire');
    expect(history).toContain('« Territoires » remplacé par « Lieux », dans une page');
    expect(history).toContain('Consolidation ; Parce que');
    expect(await animation.text('/reseau/histoire?sujet=attentes')).not.toContain('Territoires');
    const settle = (version: string, why: string) =>
      animation.post('/reseau/attentes', [
        ['code', 'contact'],
        ['version', version],
        ['raison', why],
        ['phases', 'acceleration'],
      ]);
    await settle('1', 'Autrement');
    const page = await animation.text('/reseau/histoire?sujet=attentes');
    expect(page.indexOf('Autrement')).toBeLessThan(page.indexOf('Parce que'));
    expect((await settle('2', 'Parce que')).status).toBe(302);
  });

  test('gain an incubator in creation, whose first lead its animation names', async () => {
    const path = '/reseau/incubateurs';
    expect((await animation.post(path, { nom: '' })).status).toBe(400);
    const made = await animation.post(path, {
      nom: 'Fabrique des rivières',
      administration: 'agence-nouvelle',
    });
    expect(locationOf(made)).toBe('/incubateurs/fabrique-des-rivieres/equipe');
    const incubator = site.network.current().incubatorById.get('fabrique-des-rivieres')!;
    expect([incubator.state, incubator.title]).toEqual(['in_creation', 'Fabrique des rivières']);
    expect(await new Browserless(url).text('/incubateurs/fabrique-des-rivieres')).toContain('En création');
    const twice = await animation.post(path, { nom: 'Fabrique des rivières' });
    expect(await twice.text()).toContain('Une autre page porte ou a porté cet identifiant');
    const named = await animation.post('/incubateurs/fabrique-des-rivieres/equipe', {
      intention: 'inviter',
      nom: 'Dominique Fictif',
      courriel: 'dominique.fictif@exemple.invalid',
      role: 'lead',
      debut: '2026-11-21',
    });
    expect(named.status).toBe(302);
  });
});

describe('Someone who would take more than they have', async () => {
  const { clock, database, alix, noor, lead, people, url } = await house();

  test('is not invited by themselves, on no page and in no role', async () => {
    const administrator = await bearer(database, clock.now(), { role: 'administrator' });
    const own = (person: Bearer, role: string) => ({
      intention: 'inviter',
      nom: person.name,
      courriel: person.address,
      role,
      statut: 'admin',
      debut: clock.today(),
    });
    const before = await valueOf<number>(database, sql`SELECT count(*)::int FROM mission`);
    const answers = [
      await alix.post('/startups/potagers/equipe', own(people.alix, 'member')),
      await lead.post('/incubateurs/atelier/equipe', own(people.lead, 'portfolio_manager')),
      await new Browserless(url, administrator.cookie).post('/reseau/roles', own(administrator, 'animation')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await valueOf<number>(database, sql`SELECT count(*)::int FROM mission`)).toBe(before);
  });

  test('does not move a startup to an incubator that they do not belong to', async () => {
    const moved = await alix.fill(`${PAGE}/porteurs`, [
      ['incubators', 'loin'],
      ['sponsors', 'direction'],
      ['intention', 'publier'],
      ['version', '0'],
    ]);
    expect(locationOf(moved) + String(moved.status)).not.toContain('fait=publie');
    expect((await exported(database))['_startups/potagers.md']).toBe(REAL_CONTENT['_startups/potagers.md']);
    await alix.post(PAGE, { intention: 'abandonner' });
  });

  test('does not write over what they have not seen: a first save on an older page meets the newer one', async () => {
    const [, old] = /name="vu" value="([0-9a-f]{64})"/.exec(await alix.text(`${PAGE}/presentation`))!;
    await noor.fill(`${PAGE}/presentation`, {
      ...presentation({ mission: 'Mission de Noor' }),
      intention: 'publier',
      version: '0',
    });
    await alix.post(`${PAGE}/presentation`, {
      ...presentation({ title: 'Potagers d’Alix' }),
      intention: 'publier',
      version: '0',
      vu: old!,
    });
    const published = await new Browserless(url).text('/startups/potagers');
    expect(published).toContain('Mission de Noor');
    expect(published).not.toContain('Potagers d’Alix');
    expect(await alix.text(`${PAGE}/presentation`)).toContain('Potagers d’Alix');
    // A form that says nothing of what was seen is not taken.
    const blind = await noor.post(`${PAGE}/liens`, {
      intention: 'enregistrer',
      version: '0',
      link: 'https://a.exemple.fr',
    });
    expect(blind.status).toBe(409);
  });
});

describe('A picture', async () => {
  const { alix, noor, url, database } = await house();
  const { default: sharp } = await import('sharp');
  const png = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#204060' } })
    .withMetadata({ exif: { IFD0: { Copyright: 'secret-de-la-photo' } } })
    .png()
    .toBuffer();

  async function send(
    browser: Browserless,
    bytes: Uint8Array,
    words: string,
    version = '0',
  ): Promise<Response> {
    const form = new FormData();
    form.set('version', version);
    form.set('texte', words);
    form.set('intention', 'garder');
    form.set('vu', /name="vu" value="([0-9a-f]{64})"/.exec(await browser.text(`${PAGE}/image`))?.[1] ?? '');
    form.set('fichier', new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
    return browser.send(`${PAGE}/image`, { method: 'POST', body: form });
  }

  test('is judged by its bytes: a text, a vector, a bomb and words that say nothing are refused', async () => {
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    for (const bytes of [svg, new TextEncoder().encode('pas une image'), png.subarray(0, 400)]) {
      const refused = await send(alix, bytes, 'Une capture du service');
      expect([refused.status, locationOf(refused)]).toEqual([400, '']);
      expect(await refused.text()).toMatch(/n’est pas une image|ne se lit pas comme une image/);
    }
    const bomb = await sharp({ create: { width: 8000, height: 6000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await (await send(alix, bomb, 'Une image immense')).text()).toContain('40 millions de pixels');
    expect(await (await send(alix, png, 'x')).text()).toContain('Décrivez l’image en une phrase');
    expect((await send(alix, new Uint8Array(7_000_000), 'Trop lourde')).status).toBe(413);
  });

  test('is made anew without its metadata, seen by its author alone until published, then by everyone', async () => {
    expect((await send(alix, png, 'Une capture du service')).status).toBe(302);
    const small = await valueOf<string>(
      database,
      sql`SELECT typed -> 'image' -> 'petite' ->> 0 FROM content_draft`,
    );
    const address = `/images/${small}.webp`;
    expect((await alix.get(address)).status).toBe(200);
    expect((await noor.get(address)).status).toBe(404);
    expect((await new Browserless(url).get(address)).status).toBe(404);
    await alix.fill(`${PAGE}/publier`, { version: '1' });
    const page = await new Browserless(url).text('/startups/potagers');
    expect(page).toContain('alt="Une capture du service"');
    const answer = await new Browserless(url).get(address);
    expect(answer.headers.get('Content-Type')).toBe('image/webp');
    expect(answer.headers.get('Content-Security-Policy')).toContain('sandbox');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.includes('secret-de-la-photo')).toBe(false);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect((await alix.get('/images/../../secret')).status).toBe(404);
  });
});

describe('An incubator', async () => {
  const { clock, lead, alix, url, database } = await house();
  const { unzipSync, strFromU8 } = await import('fflate');

  test('carries everything that is its own away, in one archive that can be read again', async () => {
    await alix.fill(`${PAGE}/presentation`, {
      ...presentation({ mission: 'Autre' }),
      intention: 'publier',
      version: '0',
    });
    expect((await alix.get('/incubateurs/atelier/archive.zip')).status).toBe(403);
    const archive = unzipSync(
      new Uint8Array(await (await lead.get('/incubateurs/atelier/archive.zip')).arrayBuffer()),
    );
    expect(Object.keys(archive)).toEqual(
      expect.arrayContaining([
        'contenu/_startups/potagers.md',
        'contenu/_startups/bancs.md',
        'contenu/_incubators/atelier.md',
        'personnes.csv',
        'historique.csv',
        'documents.csv',
        'grille-de-budget.csv',
        'notes-d-accompagnement.csv',
        'passages-de-relais.csv',
        'arrets.csv',
      ]),
    );
    expect(Object.keys(archive).join()).not.toContain('ailleurs');
    expect(strFromU8(archive['personnes.csv']!)).toContain('Alix Chimère');
    expect(strFromU8(archive['contenu/_startups/potagers.md']!)).toContain('mission: Autre');
  });

  test('shows its inside to the animation of the network by its own choice, and takes it back', async () => {
    const animation = new Browserless(
      url,
      (await bearer(database, clock.now(), { role: 'animation' })).cookie,
    );
    const inside = '/startups/potagers/interieur';
    expect((await animation.get(inside)).status).toBe(403);
    await lead.post('/incubateurs/atelier/equipe', [
      ['intention', 'partager'],
      ['partage', 'interieur'],
    ]);
    expect((await animation.get(inside)).status).toBe(200);
    expect((await animation.get('/startups/potagers/equipe')).status).toBe(403);
    expect((await animation.get(PAGE)).status).toBe(403);
    // What committees asked is shared apart from the inside view.
    const noted = await lead.post('/startups/potagers/comites/noter', {
      date: '2026-06-01',
      nature: 'investissement',
      issue: 'continuer',
      condition: 'Signer la convention',
      qui: 'L’équipe',
      echeance: '2026-10-01',
    });
    expect(noted.status).toBe(302);
    for (const view of ['conditions', 'conditions.csv', 'comites', 'interieur']) {
      const seen = `/incubateurs/atelier/${view}`;
      expect((await animation.get(seen)).status, view).toBe(200);
      expect(await animation.text(seen), view).not.toContain('Signer la convention');
      if (view !== 'comites') expect(await lead.text(seen), view).toContain('Signer la convention');
    }
    await lead.post('/incubateurs/atelier/equipe', { intention: 'partager' });
    expect((await animation.get(inside)).status).toBe(403);
  });

  test('is opened to a technical administrator for hours only, with a reason that its people read', async () => {
    const administrator = new Browserless(
      url,
      (await bearer(database, clock.now(), { role: 'administrator', name: 'Jo Mécano' })).cookie,
    );
    expect((await administrator.get(PAGE)).status).toBe(403);
    expect(
      (
        await administrator.post('/administration/reparations', {
          incubateur: 'atelier',
          motif: 'court',
          heures: '2',
        })
      ).status,
    ).toBe(400);
    await administrator.post('/administration/reparations', {
      incubateur: 'atelier',
      motif: 'Une fiche ne se publie plus.',
      heures: '2',
    });
    expect((await administrator.get(PAGE)).status).toBe(200);
    // Repairing a page reads no committee, no budget, no archive, and gives nobody a role.
    for (const closed of [
      '/incubateurs/atelier/archive.zip',
      '/startups/potagers/budget/modifier',
      '/startups/potagers/budget/grille.csv',
      '/startups/potagers/comites',
      '/startups/potagers/accompagnement',
    ])
      expect((await administrator.get(closed)).status, closed).toBe(403);
    expect(await administrator.text('/incubateurs/atelier/conditions')).not.toContain('Signer la convention');
    for (const place of ['/startups/potagers/equipe', '/incubateurs/atelier/equipe'])
      expect(
        (
          await administrator.post(place, {
            intention: 'inviter',
            nom: 'Ami Fictif',
            courriel: 'ami@exemple.invalid',
            role: place.startsWith('/startups') ? 'member' : 'lead',
            statut: '',
            debut: '2026-11-21',
            fin: '',
          })
        ).status,
        place,
      ).toBe(403);
    expect(await lead.text('/incubateurs/atelier/equipe')).toContain('Une fiche ne se publie plus.');
    clock.add(121);
    const later = new Browserless(
      url,
      (
        await bearer(database, clock.now(), {
          role: 'lead',
          placeId: await idOf(database, 'incubator', 'loin'),
        })
      ).cookie,
    );
    expect((await later.get('/espace')).status).toBe(200);
    expect((await administrator.get(PAGE)).status).not.toBe(200);
    clock.add(-121);
  });
});

describe('Content in and out by the administrator’s room', async () => {
  const { clock, database, url } = await house();
  const { zipSync, unzipSync, strToU8 } = await import('fflate');
  const administrator = new Browserless(
    url,
    (await bearer(database, clock.now(), { role: 'administrator' })).cookie,
  );
  const send = (archive: Uint8Array, intention: string) => {
    const form = new FormData();
    form.set('intention', intention);
    form.set('archive', new File([new Uint8Array(archive)], 'contenu.zip'));
    return administrator.send('/administration/imports', { method: 'POST', body: form });
  };

  test('an archive is tried, then imported; what leaves is what came, byte for byte', async () => {
    const files = {
      'content/_startups/nouvelle.md': strToU8(
        ficheFile('title: Nouvelle\nmission: Arriver\nincubator: atelier'),
      ),
      'content/_startups/../../mal.md': strToU8('x'),
      'autre/chose.txt': strToU8('x'),
    };
    expect(await (await send(zipSync(files), 'essayer')).text()).toContain('rien n’a été écrit');
    expect((await new Browserless(url).get('/startups/nouvelle')).status).toBe(404);
    expect(await (await send(zipSync(files), 'importer')).text()).toContain('1 lus, 1 créés');
    expect((await new Browserless(url).get('/startups/nouvelle')).status).toBe(200);
    const out = unzipSync(
      new Uint8Array(await (await administrator.get('/administration/contenu.zip')).arrayBuffer()),
    );
    expect(Buffer.from(out['_startups/nouvelle.md']!).toString()).toBe(
      Buffer.from(files['content/_startups/nouvelle.md']).toString(),
    );
    expect(await (await send(strToU8('pas un zip'), 'importer')).text()).toContain(
      'n’est pas une archive ZIP',
    );
  });
});
