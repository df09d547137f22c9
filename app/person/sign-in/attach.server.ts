import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { hasAccess, readMissions } from '../session.server';

/** An address as it is kept and compared. */
export const lowered = (address: string): string => address.trim().normalize('NFC').toLowerCase();

const personRow = z.object({ id: z.string() });

/** The one person who bears this address; null when none does or several do. */
export async function personOfAddress(db: Sql, address: string): Promise<string | null> {
  const rows = await readRows(
    db,
    personRow,
    sql`SELECT p.id FROM person_address a JOIN person p ON p.id = a.person_id WHERE a.address = ${lowered(address)} AND p.erased_at IS NULL LIMIT 2`,
  );
  return rows.length === 1 ? rows[0]!.id : null;
}

export interface VerifiedIdentity {
  issuer: string;
  subject: string;
  /** As the provider signed it. */
  address: string;
}

/**
 * Who an identity is: (issuer, subject) first; the first time, the one person who bears its address, to whom it is
 * attached from then on.
 */
export async function personOfIdentity(
  tx: Sql,
  now: Date,
  identity: VerifiedIdentity,
): Promise<string | null> {
  const known = await readRows(
    tx,
    personRow,
    sql`SELECT person_id AS id FROM identity WHERE issuer = ${identity.issuer} AND subject = ${identity.subject}`,
  );
  if (known[0]) return known[0].id;
  const personId = await personOfAddress(tx, identity.address);
  if (personId !== null) await attachIdentity(tx, now, personId, identity);
  return personId;
}

export async function attachIdentity(
  tx: Sql,
  now: Date,
  personId: string,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<void> {
  await tx.$executeRaw(
    sql`INSERT INTO identity (issuer, subject, person_id, attached_at) VALUES (${issuer}, ${subject}, ${personId}::uuid, ${now}) ON CONFLICT DO NOTHING`,
  );
}

/** Whether this person may come in today. */
export const mayEnter = async (db: Sql, personId: string, now: Date): Promise<boolean> =>
  hasAccess(await readMissions(db, personId), now);

/** What the administrator's sign-in log keeps: when, how, and how it ended. No address, no machine. */
export async function recordSignIn(
  db: Sql,
  now: Date,
  event: { personId: string | null; method: string; outcome: string },
): Promise<void> {
  await db.$executeRaw(
    sql`INSERT INTO sign_in_event (id, at, person_id, method, outcome) VALUES (${newId()}::uuid, ${now}, ${event.personId}::uuid, ${event.method}, ${event.outcome})`,
  );
}
