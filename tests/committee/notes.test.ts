import { beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { holdCaret } from '~/committee/minutes/caret';
import { notesOf } from '~/committee/minutes/shared-notes.server';
import { sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { digest } from '~/platform/secrets.server';
import { Browserless } from '../support/browserless';
import { bearer } from '../support/people';
import { idOf, valueOf } from '../support/real-network';
import { startSite } from '../support/site';

const EDITS = 200;
const first = await startSite('demo');
// Another process of the same product: its own memory, the same database.
const second = await startSite('demo', { database: first.database, clock: first.clock });
const { database, clock } = first;
const incubator = await idOf(database, 'incubator', 'fictif-territoires');
const committee = await valueOf<string>(database, sql`SELECT id FROM committee WHERE state = 'prevu'`);
const address = `/comites/${committee}/notes/fictif-potagers-partages`;
const item = await valueOf<string>(
  database,
  sql`SELECT i.id FROM committee_item i JOIN startup s ON s.id = i.startup_id WHERE i.committee_id = ${committee}::uuid AND s.public_id = 'fictif-potagers-partages'`,
);
const cookies = await Promise.all(
  ['lead', 'incubator_team'].map(async (role) =>
    bearer(database, clock.now(), { role: role as 'lead', placeId: incubator }),
  ),
);

/** A secretary's browser: a document of its own, updates that wait while the line is cut, resent when unsure. */
class Secretary {
  readonly doc = new Y.Doc();
  private waiting: Array<{ id: string; bytes: string }> = [];
  private seen = 0;
  online = true;
  constructor(
    public browser: Browserless,
    private readonly random: () => number,
  ) {
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== 'remote')
        this.waiting.push({ id: newId(), bytes: Buffer.from(bytes).toString('base64') });
    });
  }
  get text(): string {
    return this.doc.getText('notes').toString();
  }
  type(word: string): void {
    const text = this.doc.getText('notes');
    // Between two words, where somebody may be writing too.
    const spaces = [...text.toString().matchAll(/ /g)].map(({ index }) => index + 1);
    const places = [0, ...spaces];
    text.insert(places[Math.floor(this.random() * places.length)]!, `${word} `);
  }
  async exchange(): Promise<void> {
    if (!this.online) return;
    if (this.waiting.length > 0) {
      const sent = this.waiting;
      const answer = await this.browser.send(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ updates: sent }),
      });
      expect(answer.status).toBe(200);
      // One answer in five is lost on its way: the same updates leave again.
      if (this.random() > 0.2) this.waiting = this.waiting.filter((one) => !sent.includes(one));
    }
    const answer = await this.browser.get(`${address}?depuis=${this.seen}`);
    const { updates } = (await answer.json()) as { updates: Array<{ number: number; bytes: string }> };
    for (const { number, bytes } of updates) {
      Y.applyUpdate(this.doc, new Uint8Array(Buffer.from(bytes, 'base64')), 'remote');
      this.seen = Math.max(this.seen, number);
    }
  }
  get done(): boolean {
    return this.waiting.length === 0;
  }
}

/** The same chances each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('Notes typed by two secretaries', () => {
  beforeAll(() => expect(item).toBeTruthy());

  test(
    `${EDITS} interleaved edits, lines cut, a process gone: both browsers and the minutes equal, every word once`,
    { timeout: 120_000 },
    async () => {
      const random = chances(20261124);
      const secretaries = [
        new Secretary(new Browserless(first.url, cookies[0]!.cookie), random),
        new Secretary(new Browserless(second.url, cookies[1]!.cookie), random),
      ];
      const words: string[] = [];
      for (let edit = 0; edit < EDITS; edit += 1) {
        const who = secretaries[edit % 2]!;
        const word = `mot${edit}`;
        words.push(word);
        who.type(word);
        if (random() < 0.1) who.online = !who.online;
        if (random() < 0.3) await Promise.all(secretaries.map((one) => one.exchange()));
        // Half way the second process is gone: its secretary goes on at the first.
        if (edit === EDITS / 2) secretaries[1]!.browser = new Browserless(first.url, cookies[1]!.cookie);
      }
      for (const one of secretaries) one.online = true;
      for (let round = 0; round < 30; round += 1) await Promise.all(secretaries.map((one) => one.exchange()));
      expect(secretaries.every((one) => one.done)).toBe(true);
      const kept = await notesOf(database.prisma, item);
      expect(secretaries[0]!.text).toBe(kept);
      expect(secretaries[1]!.text).toBe(kept);
      expect(kept.trim().split(/\s+/).sort()).toEqual([...words].sort());
    },
  );

  test.each([
    [1, 2],
    [2, 1],
  ])(
    'a word that is being typed is never parted by what arrives, whoever comes first (%i, %i)',
    (mine, theirs) => {
      const doc = new Y.Doc();
      const other = new Y.Doc();
      doc.clientID = mine;
      other.clientID = theirs;
      doc.getText('notes').insert(0, 'Bra');
      other.getText('notes').insert(0, 'Alpha ');
      const caret = holdCaret(doc.getText('notes'), 3);
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
      doc.getText('notes').insert(caret(), 'vo ');
      expect(doc.getText('notes').toString().trim().split(' ').sort()).toEqual(['Alpha', 'Bravo']);
      const start = holdCaret(doc.getText('notes'), 0);
      expect(start()).toBe(0);
    },
  );

  test('without script the form keeps its text when somebody typed meanwhile', async () => {
    const lead = new Browserless(first.url, cookies[0]!.cookie);
    const before = await notesOf(database.prisma, item);
    const send = (vu: string, texte: string) =>
      lead.post(`/comites/${committee}/seance`, { intention: 'notes', point: item, vu, texte });
    expect((await send(digest(before), 'Réécrites à la main.')).status).toBe(302);
    expect(await notesOf(database.prisma, item)).toBe('Réécrites à la main.');
    const late = await send(digest(before), 'Ce que l’autre tapait.');
    expect(late.status).toBe(400);
    const page = await late.text();
    expect(page).toContain('Ce que l’autre tapait.');
    expect(page).toContain('Quelqu’un d’autre a changé');
  });

  test('what is no update is refused, and so is somebody without the right', async () => {
    const lead = new Browserless(first.url, cookies[0]!.cookie);
    const send = (who: Browserless, body: string) =>
      who.send(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    for (const body of [
      'pas du JSON',
      '{}',
      '{"updates":[{"id":"","bytes":""}]}',
      '{"updates":[{"id":"a","bytes":"####"}]}',
    ])
      expect((await send(lead, body)).status, body).toBe(400);
    expect((await send(lead, '{"updates":[{"id":"a","bytes":"////"}]}')).status).toBe(409);
    const startup = await idOf(database, 'startup', 'fictif-potagers-partages');
    const team = await bearer(database, clock.now(), { role: 'intrapreneur', placeId: startup });
    expect((await send(new Browserless(first.url, team.cookie), '{"updates":[]}')).status).toBe(403);
    expect((await send(new Browserless(first.url), '{"updates":[]}')).status).toBe(302);
  });
});
