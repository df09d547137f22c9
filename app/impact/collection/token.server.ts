import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { digest, randomToken } from '~/platform/secrets.server';

/** A program's right to bring the figures of one startup, and nothing else. */

const LIFE_DAYS = 365;
const MOST_TOKENS = 10;
const DAY_MS = 86_400_000;
const PREFIX = 'jalons_';

/** @returns the token, told once: only its hash is kept. */
export async function createToken(acting: Acting, startup: StartupTies, label: string): Promise<string> {
  permitted(acting, 'startup.modifier', startup);
  const token = PREFIX + randomToken();
  const id = newId();
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(sql`SELECT 1 FROM startup WHERE id = ${startup.id}::uuid FOR UPDATE`);
    if ((await tokensOf(tx, startup.id, now)).length >= MOST_TOKENS)
      throw new RuleError(`${MOST_TOKENS} jetons au plus : révoquez ceux qui ne servent plus.`, 'libelle');
    await tx.$executeRaw(
      sql`INSERT INTO metric_token (id, startup_id, label, token_sha256, created_at, expires_at)
          VALUES (${id}::uuid, ${startup.id}::uuid, ${label}, ${digest(token)}, ${now}, ${new Date(now.getTime() + LIFE_DAYS * DAY_MS)})`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'create-token', thing: { kind: 'metric-token', id }, after: { startup: startup.id } },
    ]);
  });
  return token;
}

export async function revokeToken(acting: Acting, startup: StartupTies, tokenId: string): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE metric_token SET revoked_at = ${now} WHERE id = ${tokenId}::uuid AND startup_id = ${startup.id}::uuid AND revoked_at IS NULL`,
    );
    if (count === 0) throw new RuleError('Ce jeton n’existe plus.');
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'revoke-token', thing: { kind: 'metric-token', id: tokenId } },
    ]);
  });
}

/** The tokens that still open something. */
export const tokensOf = (db: Sql, startupId: string, now: Date) =>
  readRows(
    db,
    z.object({
      id: z.string(),
      label: z.string(),
      createdAt: z.date(),
      expiresAt: z.date(),
      usedAt: z.date().nullable(),
    }),
    sql`SELECT id, label, created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt" FROM metric_token
        WHERE startup_id = ${startupId}::uuid AND revoked_at IS NULL AND expires_at > ${now} ORDER BY created_at`,
  );

/** The startup that a token speaks for; null when it opens nothing. Each use is noted. */
export async function bearerOfToken(db: Sql, header: string | null, now: Date) {
  const token = /^Bearer (jalons_[\w-]{20,100})$/.exec(header ?? '')?.[1];
  if (!token) return null;
  const rows = await readRows(
    db,
    z.object({ id: z.string(), startupId: z.string() }),
    sql`UPDATE metric_token SET used_at = ${now} WHERE token_sha256 = ${digest(token)} AND revoked_at IS NULL AND expires_at > ${now}
        RETURNING id, startup_id AS "startupId"`,
  );
  return rows[0] ?? null;
}
