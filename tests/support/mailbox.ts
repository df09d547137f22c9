import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Mailbox {
  url: string;
  mails: ParsedMail[];
  /** The next mail to this address whose subject is like this, waited for. */
  next(address: string, subject?: RegExp): Promise<ParsedMail>;
}

const addressees = (mail: ParsedMail): string[] =>
  [mail.to].flat().flatMap((to) => to?.value.map(({ address }) => address ?? '') ?? []);

/** A real mail server on the loopback, which keeps what it takes. */
export async function startMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const taken = new Set<ParsedMail>();
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    async next(address, subject = /./) {
      const until = Date.now() + 10_000;
      while (Date.now() < until) {
        const mail = mails.find(
          (one) => !taken.has(one) && addressees(one).includes(address) && subject.test(one.subject ?? ''),
        );
        if (mail) {
          taken.add(mail);
          return mail;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no mail to ${address}`);
    },
  };
}
