import { z } from 'zod';
import { readRows, sql, type Sql } from './database/sql.server';
import { newId } from './identifier';
import { digest, randomToken } from './secrets.server';

/** What a link allows its bearer to do, once, with one thing. A GET never acts: mail gateways open links. */
export const LINK_ACTS = [
  'prolonger-mission',
  'confirmer-adresse',
  'ne-plus-recevoir',
  'signer-releve',
  'lire-dossier',
  'repondre-suivi',
  'soutenir-candidature',
] as const;
export type LinkAct = (typeof LINK_ACTS)[number];

export interface LinkToMake {
  act: LinkAct;
  thingId: string;
  /** In whose name the act is done. */
  personId: string;
  days: number;
}

/** @returns the secret part of the address: only its digest is kept. */
export async function makeLink(tx: Sql, now: Date, link: LinkToMake): Promise<string> {
  const token = randomToken();
  const expires = new Date(now.getTime() + link.days * 86_400_000);
  await tx.$executeRaw(
    sql`INSERT INTO signed_link (id, token_sha256, act, thing_id, person_id, created_at, expires_at)
        VALUES (${newId()}::uuid, ${digest(token)}, ${link.act}, ${link.thingId}, ${link.personId}::uuid, ${now}, ${expires})`,
  );
  return token;
}

const linkRow = z.object({
  id: z.string(),
  act: z.enum(LINK_ACTS),
  thingId: z.string(),
  personId: z.string(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
});
export type SignedLink = z.infer<typeof linkRow>;

/** The link of this secret, or null when there is none or it has expired. */
export async function findLink(db: Sql, now: Date, token: string): Promise<SignedLink | null> {
  const rows = await readRows(
    db,
    linkRow,
    sql`SELECT id, act, thing_id AS "thingId", person_id AS "personId", expires_at AS "expiresAt", used_at AS "usedAt"
        FROM signed_link WHERE token_sha256 = ${digest(token)} AND expires_at > ${now}`,
  );
  return rows[0] ?? null;
}

/** Uses the link up. @returns false when somebody used it before. */
export async function takeLink(tx: Sql, now: Date, id: string): Promise<boolean> {
  return (
    (await tx.$executeRaw(
      sql`UPDATE signed_link SET used_at = ${now} WHERE id = ${id}::uuid AND used_at IS NULL`,
    )) === 1
  );
}
