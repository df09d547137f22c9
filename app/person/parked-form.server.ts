import { z } from 'zod';
import { readRows, sql, storable, type Sql } from '~/platform/database/sql.server';
import { digest, randomToken } from '~/platform/secrets.server';

export const PARKED_SECONDS = 3600;

const fieldsSchema = z.array(z.tuple([z.string(), z.string()]));
export type ParkedFields = z.infer<typeof fieldsSchema>;

/** Keeps the text fields of a form for an hour, for the browser that holds the secret. Files are not kept. */
export async function parkForm(
  db: Sql,
  now: Date,
  { path, form, personId }: { path: string; form: FormData; personId: string },
): Promise<string> {
  const token = randomToken();
  const fields = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  await park(db, now, token, { path, fields, personId });
  return token;
}

async function park(
  db: Sql,
  now: Date,
  token: string,
  { path, fields, personId }: { path: string; fields: ParkedFields; personId: string | null },
): Promise<void> {
  await db.$executeRaw(
    sql`INSERT INTO parked_form (token_sha256, path, fields, person_id, expires_at) VALUES (${digest(token)}, ${path}, ${JSON.stringify(fields, storable)}::jsonb, ${personId}::uuid,
        ${new Date(now.getTime() + PARKED_SECONDS * 1000)})`,
  );
}

/** What an identity provider signed of someone nobody knows yet, kept while they say which startup is theirs. */
export async function parkIdentity(db: Sql, now: Date, fields: Record<string, string>): Promise<string> {
  const token = randomToken();
  await park(db, now, token, { path: '/connexion/acces', fields: Object.entries(fields), personId: null });
  return token;
}

export async function readParked(
  db: Sql,
  now: Date,
  token: string | null,
  /** Whose it must be; null for what belongs to nobody yet. */
  personId: string | null,
): Promise<{ path: string; fields: ParkedFields } | null> {
  if (token === null) return null;
  const rows = await readRows(
    db,
    z.object({ path: z.string(), fields: fieldsSchema }),
    sql`SELECT path, fields FROM parked_form WHERE token_sha256 = ${digest(token)} AND expires_at > ${now} AND person_id IS NOT DISTINCT FROM ${personId}::uuid`,
  );
  return rows[0] ?? null;
}

export const dropParked = (db: Sql, token: string): Promise<number> =>
  db.$executeRaw(sql`DELETE FROM parked_form WHERE token_sha256 = ${digest(token)}`);
