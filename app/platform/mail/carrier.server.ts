import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ClaimedMail } from './outbox.server';

/** How an exchange ended. */
export type Delivery =
  | { end: 'accepted' }
  /** The server said no for good: the address does not exist, the mail is refused. */
  | { end: 'refused'; error: string }
  /** Nothing was handed over: it may be tried again. */
  | { end: 'failed'; error: string }
  /** The mail was handed over and no answer came: it may or may not have been taken. */
  | { end: 'unknown'; error: string };

export interface Carrier {
  send(mail: ClaimedMail): Promise<Delivery>;
}

/** In a demonstration no mail ever leaves: it is read on its page. */
export const demoCarrier: Carrier = { send: () => Promise.resolve({ end: 'accepted' }) };

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

function connectionTo(smtpUrl: string): { connection: SMTPConnection; user: string; pass: string } {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  return {
    connection: new SMTPConnection({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (secure ? 465 : 587),
      secure,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // A self-signed relay of one's own network is named by its operator, who says so in the address.
      tls: { rejectUnauthorized: url.searchParams.get('tls') !== 'sans-verification' },
    }),
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
  };
}

const compose = (from: string, mail: ClaimedMail): Promise<Buffer> =>
  new MailComposer({
    from,
    to: mail.address,
    subject: mail.subject,
    text: mail.plain,
    html: mail.html,
    messageId: mail.messageId,
    date: mail.createdAt,
    ...(mail.calendar === null || mail.calendarMethod === null
      ? {}
      : {
          icalEvent: {
            method: mail.calendarMethod.toLowerCase(),
            filename: 'comite.ics',
            content: mail.calendar,
          },
        }),
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
    .compile()
    .build();

/** One exchange with the mail server of the settings, without a pool: what is said of it is exact. */
export function smtpCarrier(smtpUrl: string, from: string): Carrier {
  return {
    async send(mail) {
      const message = await compose(from, mail);
      const { connection, user, pass } = connectionTo(smtpUrl);
      let handedOver = false;
      // Read only once the server has said « go on »: from then on the mail may have been taken.
      const body = new Readable({
        read() {
          handedOver = true;
          this.push(message);
          this.push(null);
        },
      });
      return new Promise((resolve) => {
        let ended = false;
        const end = (delivery: Delivery) => {
          if (ended) return;
          ended = true;
          connection.close();
          resolve(delivery);
        };
        const fail = (error: Error & { responseCode?: number | undefined }) => {
          const text = error.message.replaceAll(mail.address, '(adresse)');
          if (error.responseCode !== undefined && error.responseCode >= 500)
            end({ end: 'refused', error: text });
          else if (handedOver && error.responseCode === undefined) end({ end: 'unknown', error: text });
          else end({ end: 'failed', error: text });
        };
        connection.on('error', fail);
        connection.on('end', () => fail(new Error('connexion fermée par le serveur de courriel')));
        const send = () =>
          connection.send({ from: addressIn(from), to: [mail.address] }, body, (error) =>
            error ? fail(error) : end({ end: 'accepted' }),
          );
        connection.connect(() => {
          if (user === '') send();
          else connection.login({ user, pass }, (error) => (error ? fail(error) : send()));
        });
      });
    },
  };
}

/** « Jalons <jalons@exemple.fr> » and « jalons@exemple.fr » send from the same address. */
const addressIn = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from;
