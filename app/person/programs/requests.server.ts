import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';

/** A request that is still at work after this long was left by a process that died: it may be asked again. */
const AT_WORK_MS = 120_000;

export type Claim =
  | { kind: 'first' }
  /** It was answered: this is what was said. */
  | { kind: 'answered'; status: number; body: string }
  | { kind: 'at-work' }
  /** The key was used for something else. */
  | { kind: 'other' };

const row = z.object({
  requestSha256: z.string(),
  status: z.number().nullable(),
  body: z.string().nullable(),
});

/** Takes a key for one request of a token, or says what became of the request that took it. */
export async function claimRequest(
  db: Sql,
  now: Date,
  { tokenId, key, requestSha256 }: { tokenId: string; key: string; requestSha256: string },
): Promise<Claim> {
  const taken = await db.$executeRaw(
    sql`INSERT INTO api_request (token_id, key, request_sha256, created_at) VALUES (${tokenId}::uuid, ${key}, ${requestSha256}, ${now})
        ON CONFLICT (token_id, key) DO UPDATE SET created_at = EXCLUDED.created_at
          WHERE api_request.status IS NULL AND api_request.request_sha256 = EXCLUDED.request_sha256 AND api_request.created_at < ${new Date(now.getTime() - AT_WORK_MS)}`,
  );
  if (taken === 1) return { kind: 'first' };
  const [known] = await readRows(
    db,
    row,
    sql`SELECT request_sha256 AS "requestSha256", status, body FROM api_request WHERE token_id = ${tokenId}::uuid AND key = ${key}`,
  );
  if (!known) return { kind: 'at-work' };
  if (known.requestSha256 !== requestSha256) return { kind: 'other' };
  return known.status === null
    ? { kind: 'at-work' }
    : { kind: 'answered', status: known.status, body: known.body ?? '' };
}

export const keepAnswer = (
  db: Sql,
  tokenId: string,
  key: string,
  { status, body }: { status: number; body: string },
) =>
  db.$executeRaw(
    sql`UPDATE api_request SET status = ${status}, body = ${body} WHERE token_id = ${tokenId}::uuid AND key = ${key}`,
  );

/** Nothing was done: the key may be used again. */
export const letGo = (db: Sql, tokenId: string, key: string) =>
  db.$executeRaw(
    sql`DELETE FROM api_request WHERE token_id = ${tokenId}::uuid AND key = ${key} AND status IS NULL`,
  );
