import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { digest, randomToken } from '~/platform/secrets.server';
import { permitted, RuleError, type Acting } from '../acting';
import { can, type StartupTies } from '../rights';
import { TOKEN_SCOPES, type TokenScope } from './scopes';

const LIFE_DAYS = 365;
const MOST_TOKENS = 10;
const DAY_MS = 86_400_000;
const PREFIX = 'jalons_';
const scopes = z.array(z.enum(Object.keys(TOKEN_SCOPES) as [TokenScope, ...TokenScope[]]));

/**
 * Lets a program write for one startup, within its scopes and no longer than whoever made it may.
 * @returns the token, told once: only its hash is kept.
 */
export async function createToken(
  acting: Acting,
  startup: StartupTies,
  { label, asked }: { label: string; asked: readonly TokenScope[] },
): Promise<string> {
  const { personId } = permitted(acting, 'startup.modifier', startup);
  if (asked.length === 0) throw new RuleError('Dites ce que ce jeton peut écrire.', 'portees');
  for (const scope of asked) {
    const answer = can(acting.actor, TOKEN_SCOPES[scope].needs, startup, acting.clock.today());
    if (!answer.allowed) throw new RuleError(answer.reason, 'portees');
  }
  const token = PREFIX + randomToken();
  const id = newId();
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(sql`SELECT 1 FROM startup WHERE id = ${startup.id}::uuid FOR UPDATE`);
    if ((await tokensOf(tx, startup.id, now)).length >= MOST_TOKENS)
      throw new RuleError(`${MOST_TOKENS} jetons au plus : révoquez ceux qui ne servent plus.`, 'libelle');
    await tx.$executeRaw(
      sql`INSERT INTO api_token (id, startup_id, label, token_sha256, scopes, made_by, created_at, expires_at)
          VALUES (${id}::uuid, ${startup.id}::uuid, ${label}, ${digest(token)}, ${[...asked]}, ${personId}::uuid, ${now}, ${new Date(now.getTime() + LIFE_DAYS * DAY_MS)})`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      {
        verb: 'create-token',
        thing: { kind: 'api-token', id },
        after: { startup: startup.id, scopes: asked },
      },
    ]);
  });
  return token;
}

export async function revokeToken(acting: Acting, startup: StartupTies, tokenId: string): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE api_token SET revoked_at = ${now} WHERE id = ${tokenId}::uuid AND startup_id = ${startup.id}::uuid AND revoked_at IS NULL`,
    );
    if (count === 0) throw new RuleError('Ce jeton n’existe plus.');
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'revoke-token', thing: { kind: 'api-token', id: tokenId } },
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
      scopes,
      madeBy: z.string().nullable(),
      createdAt: z.date(),
      expiresAt: z.date(),
      usedAt: z.date().nullable(),
    }),
    sql`SELECT t.id, t.label, t.scopes, p.full_name AS "madeBy", t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.used_at AS "usedAt"
        FROM api_token t LEFT JOIN person p ON p.id = t.made_by AND p.erased_at IS NULL
        WHERE t.startup_id = ${startupId}::uuid AND t.revoked_at IS NULL AND t.expires_at > ${now} ORDER BY t.created_at`,
  );

const bearerRow = z.object({
  id: z.string(),
  startupId: z.string(),
  scopes,
  madeBy: z.string().nullable(),
});
export type Bearer = z.infer<typeof bearerRow>;

/** What a token opens; null when it opens nothing. Each use is noted. */
export async function bearerOfToken(db: Sql, header: string | null, now: Date): Promise<Bearer | null> {
  const token = /^Bearer (jalons_[\w-]{20,100})$/.exec(header ?? '')?.[1];
  if (!token) return null;
  const rows = await readRows(
    db,
    bearerRow,
    sql`UPDATE api_token SET used_at = ${now} WHERE token_sha256 = ${digest(token)} AND revoked_at IS NULL AND expires_at > ${now}
        RETURNING id, startup_id AS "startupId", scopes, made_by AS "madeBy"`,
  );
  return rows[0] ?? null;
}
