import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { queueMails } from '~/platform/mail/outbox.server';
import { withinLimit } from '~/platform/rate-limit.server';
import { digest, randomCode, randomToken, sealed, typedCode } from '~/platform/secrets.server';
import { lowered, mayEnter, personOfAddress } from './attach.server';

export const LINK_MINUTES = 15;
const MOST_TRIES = 5;
const LINKS_AN_HOUR = { address: 5, machine: 30 } as const;
const CODES_AN_HOUR = 40;

/** Too many asked from one place or for one address. */
export class TooManyLinksError extends Error {}

/**
 * Asks for a sign-in link. Known and unknown addresses are answered alike: the same row is written, and only a known
 * person's mail is queued.
 * @returns the secret that ties the link to the browser which asked.
 * @throws {TooManyLinksError}
 */
export async function askForLink(
  tx: Sql,
  { now, origin, secret }: { now: Date; origin: string; secret: string },
  asked: { address: string; returnTo: string; machine: string },
): Promise<string> {
  const address = lowered(asked.address);
  const limits = [
    { name: 'lien-adresse', subject: address, limit: LINKS_AN_HOUR.address },
    { name: 'lien-machine', subject: asked.machine, limit: LINKS_AN_HOUR.machine },
  ];
  for (const limit of limits) {
    if (!(await withinLimit(tx, now, { ...limit, minutes: 60 }))) throw new TooManyLinksError();
  }
  const id = newId();
  const token = randomToken();
  const code = randomCode();
  const browser = randomToken();
  await tx.$executeRaw(
    sql`INSERT INTO sign_in_link (id, address, token_sha256, code_hash, browser_sha256, return_to, created_at, expires_at, tries)
        VALUES (${id}::uuid, ${address}, ${digest(token)}, ${sealed(secret, id + code)}, ${digest(browser)}, ${asked.returnTo}, ${now},
          ${new Date(now.getTime() + LINK_MINUTES * 60_000)}, 0)`,
  );
  const personId = await personOfAddress(tx, address);
  if (personId !== null && (await mayEnter(tx, personId, now))) {
    await queueMails(tx, { now, origin }, [
      {
        kind: 'connexion',
        personId,
        address,
        topic: 'connexion',
        letter: {
          subject: 'Votre lien de connexion à Jalons',
          paragraphs: [
            `Vous avez demandé à vous connecter. Ce lien sert une fois, pendant ${LINK_MINUTES} minutes, dans le navigateur qui l’a demandé.`,
          ],
          action: { label: 'Ouvrir la page de connexion', url: `${origin}/connexion/lien/${token}` },
          code: `${code.slice(0, 4)} ${code.slice(4)}`,
          why: 'Si le lien s’ouvre ailleurs, tapez plutôt ce code dans le navigateur de départ. Si vous n’avez rien demandé, ignorez ce courriel : sans lui personne ne se connecte.',
        },
      },
    ]);
  }
  return browser;
}

const linkRow = z.object({
  id: z.string(),
  address: z.string(),
  codeHash: z.string(),
  browser: z.string(),
  returnTo: z.string(),
  tries: z.number(),
});
const COLUMNS = sql`id, address, code_hash AS "codeHash", browser_sha256 AS browser, return_to AS "returnTo", tries`;

/** What a link is, for the page that it opens: the page never signs in, only its button does. */
export async function lookAtLink(
  db: Sql,
  now: Date,
  token: string,
  browser: string | null,
): Promise<'ready' | 'other-browser' | 'gone'> {
  const rows = await readRows(
    db,
    linkRow,
    sql`SELECT ${COLUMNS} FROM sign_in_link WHERE token_sha256 = ${digest(token)} AND used_at IS NULL AND expires_at > ${now}`,
  );
  if (!rows[0]) return 'gone';
  return browser !== null && rows[0].browser === digest(browser) ? 'ready' : 'other-browser';
}

export interface LinkSignIn {
  personId: string | null;
  returnTo: string;
}

/** Uses the link up for whom it was made. Null when it is not for this browser, was used, or is too old. */
export async function takeSignInLink(
  tx: Sql,
  now: Date,
  token: string,
  browser: string | null,
): Promise<LinkSignIn | null> {
  if (browser === null) return null;
  const rows = await readRows(
    tx,
    linkRow,
    sql`UPDATE sign_in_link SET used_at = ${now} WHERE token_sha256 = ${digest(token)} AND browser_sha256 = ${digest(browser)}
          AND used_at IS NULL AND expires_at > ${now} RETURNING ${COLUMNS}`,
  );
  return rows[0] ? entering(tx, now, rows[0]) : null;
}

async function entering(tx: Sql, now: Date, link: z.infer<typeof linkRow>): Promise<LinkSignIn> {
  const personId = await personOfAddress(tx, link.address);
  const enters = personId !== null && (await mayEnter(tx, personId, now));
  return { personId: enters ? personId : null, returnTo: link.returnTo };
}

/**
 * The code typed in the browser that asked, five tries a link.
 * @returns null when it is not the code, or no try is left.
 */
export async function takeCode(
  tx: Sql,
  { now, secret }: { now: Date; secret: string },
  typed: { code: string; browser: string | null; machine: string },
): Promise<LinkSignIn | null> {
  if (typed.browser === null) return null;
  const within = await withinLimit(tx, now, {
    name: 'code',
    subject: typed.machine,
    limit: CODES_AN_HOUR,
    minutes: 60,
  });
  if (!within) return null;
  const rows = await readRows(
    tx,
    linkRow,
    sql`UPDATE sign_in_link SET tries = tries + 1
        WHERE id = (SELECT id FROM sign_in_link WHERE browser_sha256 = ${digest(typed.browser)} AND used_at IS NULL AND expires_at > ${now}
                    ORDER BY created_at DESC LIMIT 1) AND tries < ${MOST_TRIES} RETURNING ${COLUMNS}`,
  );
  const link = rows[0];
  if (!link || sealed(secret, link.id + typedCode(typed.code)) !== link.codeHash) return null;
  await tx.$executeRaw(sql`UPDATE sign_in_link SET used_at = ${now} WHERE id = ${link.id}::uuid`);
  return entering(tx, now, link);
}
