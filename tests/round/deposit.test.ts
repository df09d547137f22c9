import { expect, test } from 'vitest';
import { freezeClosedCalls } from '~/round/application/deposit.server';
import { PROGRAMS } from '~/round/calls/grids';
import { locationOf } from '../support/browserless';
import { committeeNetwork } from '../support/committee-network';
import { valueOf } from '../support/real-network';
import { sql } from '~/platform/database/sql.server';

const network = await committeeNetwork('2026-01-05T09:00:00Z');
const { database, mailbox, moveTo, rows, clock } = network;
const animation = (await network.as('animation', null)).browser;
const alix = await network.as('intrapreneur', network.potagers, 'Alix Fictive');
const bancs = (await network.as('intrapreneur', network.bancs, 'Noor Inventée')).browser;
const sponsor = await network.as('animation', null, 'Sponsor Fictif');

const announced = await animation.post('/appels/nouveau', {
  programme: 'fast',
  edition: '18',
  titre: 'FAST 18',
  ouverture: '2026-01-12 09:00',
  cloture: '2026-02-10 12:00',
  finNotation: '2026-03-10 12:00',
  enveloppe: '400 000',
});
const call = /\/appels\/([0-9a-f-]{36})/.exec(locationOf(announced))![1]!;
await moveTo('2026-01-13T09:00:00Z');
const begin = async (browser: typeof bancs, id: string) =>
  /candidatures\/([0-9a-f-]{36})/.exec(
    locationOf(await browser.post(`/startups/${id}/candidatures`, { appel: call })),
  )![1]!;
const own = await begin(alix.browser, 'potagers');
const other = await begin(bancs, 'bancs');
const FILE = {
  ...Object.fromEntries(
    [...new Set(PROGRAMS[0]!.lines.map(({ pillar }) => pillar))].map((pillar, index) => [
      `pilier-${index}`,
      `Ce que nous disons : ${pillar}.`,
    ]),
  ),
  montant: '150 000',
  apport: '150 000',
  'cible-0': 'Délai moyen, en jours',
  'depart-0': '26',
  'valeur-0': '9',
  'echeance-0': '2026-12-31',
};
const versionOf = async (id: string) =>
  String(await valueOf<number>(database, sql`SELECT version FROM application WHERE id = ${id}::uuid`));
const send = async (
  browser: typeof bancs,
  id: string,
  intention: string,
  more: Record<string, string> = {},
) => browser.post(`/candidatures/${id}`, { ...FILE, ...more, intention, version: await versionOf(id) });
const amounts = () =>
  rows(
    `SELECT a.amount::int AS amount, t.value, t.base FROM application a JOIN application_target t ON t.application_id = a.id WHERE a.id = '${own}'`,
  );

test('a deposit has its receipt by mail, and the page says when what follows would not be read', async () => {
  expect((await send(alix.browser, own, 'deposer')).status).toBe(302);
  expect((await send(bancs, other, 'deposer')).status).toBe(302);
  const receipt = await mailbox.next(alix.address, /Candidature déposée/);
  expect(receipt.text).toContain('10 février 2026');
  expect(await alix.browser.text(`/candidatures/${own}`)).not.toContain('Vous avez écrit depuis le dépôt');
  // By itself, the form keeps an unfinished text over the cap.
  await send(alix.browser, own, 'brouillon', { 'pilier-0': '', montant: '900 000', 'valeur-0': '3' });
  const page = await alix.browser.text(`/candidatures/${own}`);
  expect(page).toContain('Vous avez écrit depuis le dépôt');
  expect(page).toContain('la version déposée');
  await send(bancs, other, 'brouillon', { 'pilier-0': 'Mieux dit.' });
});

test('at closing, a text that could not be deposited leaves its place to the one that was; a whole one is read', async () => {
  await moveTo('2026-02-10T12:00:00Z');
  await database.transaction((tx) => freezeClosedCalls(tx, clock.now()));
  expect(await amounts()).toEqual([{ amount: 15_000_000, value: 9, base: 26 }]);
  const read = await animation.text(`/candidatures/${own}/dossier`);
  expect(read).toContain('Ce que nous disons');
  expect(await animation.text(`/candidatures/${other}/dossier`)).toContain('Mieux dit.');
  const page = await alix.browser.text(`/candidatures/${own}`);
  expect(page).toContain('que le jury n’a pas lu');
  expect(page).toContain('900000');
});

test('a file opened again and not deposited anew is read as it was, its figures too', async () => {
  const reopen = {
    intention: 'rouvrir',
    dossier: own,
    jusque: '2026-02-20 12:00',
    pourquoi: 'Une panne du service',
  };
  expect((await animation.post(`/appels/${call}/instruction`, reopen)).status).toBe(302);
  expect((await send(alix.browser, own, 'garder', { montant: '30 000', apport: '30 000' })).status).toBe(302);
  expect((await amounts())[0]).toMatchObject({ amount: 3_000_000 });
  await moveTo('2026-02-20T12:00:00Z');
  await animation.text(`/appels/${call}/instruction`);
  expect((await amounts())[0]).toMatchObject({ amount: 15_000_000 });
});

test('a file to complete is said to its team, with what is missing', async () => {
  const judged = await animation.post(`/appels/${call}/instruction`, {
    intention: 'recevabilite',
    dossier: own,
    recevabilite: 'a-completer',
    raison: 'La lettre manque',
  });
  expect(judged.status).toBe(302);
  expect((await mailbox.next(alix.address, /à compléter/)).text).toContain('La lettre manque');
  expect(await alix.browser.text(`/candidatures/${own}`)).toContain('À compléter');
});

test('a letter is joined whatever the call gives, and read by those who read the file alone', async () => {
  const piece = `/candidatures/${own}/piece`;
  expect((await alix.browser.get(piece)).status).toBe(404);
  const reopen = { intention: 'rouvrir', dossier: own, jusque: '2026-03-01 12:00', pourquoi: 'La lettre' };
  expect((await animation.post(`/appels/${call}/instruction`, reopen)).status).toBe(302);
  const form = new FormData();
  const sent = { ...FILE, intention: 'deposer', version: await versionOf(own) };
  for (const [name, value] of Object.entries(sent)) form.set(name, value);
  form.set('lettre', new File(['%PDF-1.7\n%%EOF\n'], 'lettre.pdf', { type: 'application/pdf' }));
  expect((await alix.browser.send(`/candidatures/${own}`, { method: 'POST', body: form })).status).toBe(302);
  const read = await animation.get(piece);
  expect(read.headers.get('content-disposition')).toContain('lettre.pdf');
  expect(await read.text()).toContain('%PDF');
  expect((await bancs.get(piece)).status).toBe(403);
  expect(await animation.text(`/appels/${call}/instruction`)).toContain('lettre jointe');
});

test('once a team is heard, what a juror thought before is kept, though the scoring is still open', async () => {
  const { browser, personId } = await network.as('jury', null, 'Jurée Fictive');
  const seat = `INSERT INTO jury_seat (id, call_id, person_id, role, created_at) VALUES (gen_random_uuid(), '${call}', '${personId}', 'jury', now()) RETURNING id`;
  const seatId = String((await rows(seat))[0]!['id']);
  await rows(
    `INSERT INTO jury_reading (seat_id, application_id, position, opinion, feedback, notes, version) VALUES ('${seatId}', '${other}', 0, '', '', '', 1)`,
  );
  const give = async (value: string) =>
    browser.post(`/candidatures/${other}/lecture`, {
      intention: 'donner',
      version: String(
        (await rows(`SELECT version FROM jury_reading WHERE seat_id = '${seatId}'`))[0]!['version'],
      ),
      avis: 'Un avis',
      recommandation: 'argent',
      ...Object.fromEntries(PROGRAMS[0]!.lines.map(({ code }) => [`note-${code}`, value])),
    });
  expect((await give('2')).status).toBe(302);
  expect((await give('3')).status).toBe(302);
  expect(await rows(`SELECT 1 FROM jury_score WHERE seat_id = '${seatId}' AND revised`)).toEqual([]);
  await rows(
    `INSERT INTO hearing (id, call_id, application_id, starts_at, minutes, visio, notes, version) VALUES (gen_random_uuid(), '${call}', '${other}', '${clock.now().toISOString()}', 20, '', '', 1)`,
  );
  expect((await give('4')).status).toBe(302);
  expect(
    await rows(`SELECT DISTINCT value, first_value FROM jury_score WHERE seat_id = '${seatId}' AND revised`),
  ).toEqual([{ value: 4, first_value: 3 }]);
});

test('who is named as sponsor of a file neither screens it nor writes its hearing', async () => {
  await rows(`UPDATE application SET sponsor_person_id = '${sponsor.personId}' WHERE id = '${own}'`);
  const judge = (id: string) =>
    sponsor.browser.post(`/appels/${call}/instruction`, {
      intention: 'recevabilite',
      dossier: id,
      recevabilite: 'recevable',
      raison: '',
    });
  expect((await judge(own)).status).toBe(403);
  expect((await judge(other)).status).toBe(302);
});
