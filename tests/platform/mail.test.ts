import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { createLog } from '~/platform/log.server';
import { smtpCarrier } from '~/platform/mail/carrier.server';
import { deliverDueMails } from '~/platform/mail/deliver.server';
import { asHtml, asPlain, type Letter } from '~/platform/mail/letter';
import { noteBounce, readBounce } from '~/platform/mail/bounces.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { resendMail, troubledMails } from '~/platform/mail/reads.server';
import { z } from 'zod';
import { freshDatabase } from '../support/database';
import { startMailbox } from '../support/mailbox';
import { place } from '../support/place';
import { handClock, realNetwork } from '../support/real-network';
import { startSite } from '../support/site';

const LETTER: Letter = {
  subject: 'Élan & <balises>',
  paragraphs: ['Un paragraphe <b>sans</b> balise.'],
  items: [{ text: 'Un point', url: 'https://exemple.fr/?a=1&b=2' }],
  action: { label: 'Ouvrir', url: 'https://exemple.fr/agir' },
  why: 'Parce que.',
};
const mail = (topic: string, kind = 'acces', address = 'a@exemple.invalid') => ({
  kind,
  personId: null,
  address,
  topic,
  letter: LETTER,
});
const log = createLog('silent');
const states = async (database: Database) =>
  (
    await readRows(
      database.prisma,
      z.object({ topic: z.string(), state: z.string() }),
      sql`SELECT topic, state FROM mail ORDER BY created_at, id`,
    )
  ).map(({ topic, state }) => `${topic} ${state}`);

describe('A letter', () => {
  test('has one action, is whole as plain text, and its words are words in HTML too', () => {
    expect(asPlain(LETTER)).toContain('Ouvrir :\nhttps://exemple.fr/agir');
    const html = asHtml(LETTER);
    expect(html).toContain('Un paragraphe &lt;b&gt;sans&lt;/b&gt; balise.');
    expect(html).toContain('lang="fr"');
    expect(html.match(/display:inline-block/g)).toHaveLength(1);
    const stop = asHtml({
      ...LETTER,
      why: 'Pour ne plus le recevoir : https://exemple.fr/liens/abc?a=1&b=2.',
    });
    expect(stop).toContain('<a href="https://exemple.fr/liens/abc?a=1&amp;b=2"');
  });
});

describe('A mail that came back', () => {
  const report = (messageId: string, lines: { action?: string; status?: string } = {}) =>
    [
      'From: MAILER-DAEMON@exemple.invalid',
      'Message-ID: <rapport@exemple.invalid>',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Final-Recipient: rfc822; a@exemple.invalid',
      `Action: ${lines.action ?? 'failed'}`,
      `Status: ${lines.status ?? '5.1.1'}`,
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Subject: Bonjour',
      'Message-ID:',
      ` ${messageId}`,
      '--b--',
    ].join('\r\n');

  test('is read from its report alone: neither a delay nor an ordinary mail is one', () => {
    expect(readBounce(report('<m@jalons.exemple>'))).toEqual({
      messageIds: ['<rapport@exemple.invalid>', '<m@jalons.exemple>'],
      status: '5.1.1',
    });
    expect(readBounce(report('<m@jalons.exemple>', { action: 'delayed', status: '4.4.1' }))).toBeNull();
    // A server that gave up after days says « failed » with a status of 4: it is one.
    expect(readBounce(report('<m@jalons.exemple>', { status: '4.4.7' }))!.status).toBe('4.4.7');
    expect(readBounce('Subject: Absence\r\nMessage-ID: <x@y>\r\n\r\nJe reviens lundi.')).toBeNull();
    expect(readBounce('')).toBeNull();
  });

  test('is brought by the mail server with its secret alone', async () => {
    const secret = 'un-secret-assez-long-pour-le-serveur';
    const clock = handClock('2026-11-21T10:00:00Z');
    const database = await realNetwork(clock);
    const { url } = await startSite('vide', { clock, database, env: { RETOURS_JETON: secret } });
    await database.transaction((tx) =>
      queueMails(tx, { now: new Date('2026-11-21T10:00:00Z'), origin: url }, [mail('un')]),
    );
    await database.pool.query(`UPDATE mail SET state = 'sent'`);
    const { rows } = await database.pool.query<{ id: string }>('SELECT message_id AS id FROM mail');
    const bring = (token: string, body: string) =>
      fetch(`${url}/api/courriels/retours`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'message/rfc822' },
        body,
      });
    expect((await bring('un-autre-secret-assez-long-aussi-ici', report(rows[0]!.id))).status).toBe(401);
    expect((await bring(secret, 'Je reviens lundi.')).status).toBe(202);
    expect(await states(database)).toEqual(['un sent']);
    expect((await bring(secret, report(rows[0]!.id))).status).toBe(200);
    expect(await states(database)).toEqual(['un bounced']);
  });

  test('is noted as such with its reason, never another one, and may be sent again', async () => {
    const database = await freshDatabase('vide');
    const now = new Date('2026-11-21T10:00:00Z');
    await database.transaction((tx) =>
      queueMails(tx, { now, origin: 'https://jalons.exemple' }, [mail('un'), mail('deux')]),
    );
    await database.pool.query(`UPDATE mail SET state = 'sent'`);
    const { rows } = await database.pool.query<{ id: string; messageId: string }>(
      `SELECT id, message_id AS "messageId" FROM mail WHERE topic = 'un'`,
    );
    expect(await noteBounce(database.prisma, readBounce(report(rows[0]!.messageId))!)).toBe(1);
    expect((await states(database)).sort()).toEqual(['deux sent', 'un bounced']);
    const [troubled] = await troubledMails(database.prisma);
    expect(troubled!.error).toBe('l’adresse n’existe pas ou plus (5.1.1)');
    expect(await noteBounce(database.prisma, readBounce(report('<autre@ailleurs>'))!)).toBe(0);
    expect(await resendMail(database.prisma, now, rows[0]!.id)).toBe(1);
  });
});

describe('The outbox', () => {
  test('sends over SMTP; a newer mail on the same topic takes the place of one that has not left', async () => {
    const database = await freshDatabase('vide');
    const clock = handClock('2026-11-21T10:00:00Z');
    const mailbox = await startMailbox();
    const queue = (topic: string) =>
      database.transaction((tx) =>
        queueMails(tx, { now: clock.now(), origin: 'https://jalons.exemple' }, [mail(topic)]),
      );
    await queue('sujet');
    await queue('sujet');
    await queue('autre');
    const services = {
      database,
      clock,
      log,
      carrier: smtpCarrier(mailbox.url, 'Jalons <j@exemple.invalid>'),
    };
    expect(await deliverDueMails(services)).toBe(2);
    expect(await states(database)).toEqual(['sujet replaced', 'sujet sent', 'autre sent']);
    const received = await mailbox.next('a@exemple.invalid');
    expect(received.subject).toBe(LETTER.subject);
    expect(received.messageId).toMatch(/^<[0-9a-f-]{36}@jalons\.exemple>$/);
    expect(received.html).toContain('Ouvrir');
  });

  test('tells apart what is refused, what may be tried again, and what nobody knows', async () => {
    const database = await freshDatabase('vide');
    const clock = handClock('2026-11-21T10:00:00Z');
    const answers = await smtpServer();
    const services = { database, clock, log, carrier: smtpCarrier(answers.url, 'j@exemple.invalid') };
    const once = async (topic: string, behaviour: Behaviour) => {
      answers.behave(behaviour);
      await database.transaction((tx) =>
        queueMails(tx, { now: clock.now(), origin: 'https://j.exemple' }, [mail(topic)]),
      );
      await deliverDueMails(services);
    };
    await once('refus', { at: 'RCPT', say: '550 inconnu' });
    await once('plus-tard', { at: 'RCPT', say: '451 plus tard' });
    await once('coupe-avant', { at: 'MAIL', say: null });
    await once('refus-du-corps', { at: 'BODY', say: '554 refusé' });
    await once('coupe-apres', { at: 'BODY', say: null });
    expect(await states(database)).toEqual([
      'refus refused',
      'plus-tard waiting',
      'coupe-avant waiting',
      'refus-du-corps refused',
      'coupe-apres uncertain',
    ]);
    answers.behave(null);
    clock.add(2);
    await deliverDueMails(services);
    expect((await states(database)).slice(1, 3)).toEqual(['plus-tard sent', 'coupe-avant sent']);
    // What is uncertain is not sent again by itself, however long one waits.
    clock.add(10_000);
    await deliverDueMails(services);
    expect((await states(database)).at(-1)).toBe('coupe-apres uncertain');
  });

  test('says nothing of an address in the errors that it keeps', async () => {
    const database = await freshDatabase('vide');
    const clock = handClock('2026-11-21T10:00:00Z');
    const answers = await smtpServer();
    answers.behave({ at: 'RCPT', say: '550 <a@exemple.invalid> inconnu' });
    await database.transaction((tx) =>
      queueMails(tx, { now: clock.now(), origin: 'https://j.exemple' }, [mail('x')]),
    );
    await deliverDueMails({ database, clock, log, carrier: smtpCarrier(answers.url, 'j@exemple.invalid') });
    const [row] = await readRows(
      database.prisma,
      z.object({ error: z.string() }),
      sql`SELECT error FROM mail`,
    );
    expect(row!.error).not.toContain('a@exemple.invalid');
  });
});

type Step = 'CONNECT' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'BODY' | 'QUIT';
type Behaviour = { at: Step; say: string | null } | null;

/** A mail server written by hand, which stops, refuses or hangs up at one step. */
async function smtpServer() {
  let behaviour: Behaviour = null;
  let onStep: (step: Step) => void = () => undefined;
  let accepted = 0;
  const server = createServer((socket: Socket) => {
    let inBody = false;
    let pending = '';
    const step = (name: Step, ordinary: string) => {
      onStep(name);
      if (behaviour?.at !== name) return void socket.write(`${ordinary}\r\n`);
      if (behaviour.say === null) socket.destroy();
      else socket.write(`${behaviour.say}\r\n`);
    };
    socket.on('error', () => undefined);
    step('CONNECT', '220 essai');
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      if (inBody) {
        if (!pending.includes('\r\n.\r\n')) return;
        inBody = false;
        pending = '';
        if (behaviour?.at !== 'BODY') accepted += 1;
        step('BODY', '250 pris');
        return;
      }
      for (let end = pending.indexOf('\r\n'); end !== -1 && !inBody; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end).toUpperCase();
        pending = pending.slice(end + 2);
        if (line.startsWith('EHLO') || line.startsWith('HELO')) step('EHLO', '250 essai');
        else if (line.startsWith('MAIL')) step('MAIL', '250 oui');
        else if (line.startsWith('RCPT')) step('RCPT', '250 oui');
        else if (line.startsWith('DATA')) {
          inBody = behaviour?.at !== 'DATA';
          step('DATA', '354 allez');
        } else if (line.startsWith('QUIT')) step('QUIT', '221 au revoir');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (next: Behaviour) => void (behaviour = next),
    watch: (next: (step: Step) => void) => void (onStep = next),
    accepted: () => accepted,
  };
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve));

describe('A process killed in the middle of an exchange', () => {
  const STEPS: Step[] = ['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'BODY'];

  test.each(STEPS)('at %s: nothing is sent twice, nothing is lost unseen', async (step) => {
    const { env, open } = await place('vide');
    const server = await smtpServer();
    const clock = handClock(new Date().toISOString());
    let database = await open();
    await database.transaction((tx) =>
      queueMails(tx, { now: new Date(Date.now() - 1000), origin: 'https://j.exemple' }, [
        mail('ordinaire'),
        mail('lien', 'connexion', 'b@exemple.invalid'),
      ]),
    );
    await database.close();
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/send-mails.ts'], {
      env: {
        NODE_ENV: 'test',
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        SMTP_URL: server.url,
        MAIL_FROM: 'j@exemple.invalid',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const killed = ended(child);
    server.watch((at) => {
      if (at === step) child.kill('SIGKILL');
    });
    await killed;
    server.watch(() => undefined);
    const taken = server.accepted();
    database = await open();
    // The lease of the dead process ends; the next one looks at what it left.
    clock.add(10);
    await deliverDueMails({ database, clock, log, carrier: smtpCarrier(server.url, 'j@exemple.invalid') });
    const after = (await states(database)).sort();
    expect(after).toEqual(['lien sent', 'ordinaire uncertain']);
    // The ordinary one left once at the most; the sign-in link once more at the most.
    expect(server.accepted() - taken).toBe(1);
    await database.close();
  });
});
