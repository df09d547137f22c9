import { insertRows, sql, type Sql } from './database/sql.server';
import { newId } from './identifier';

export interface AuditActor {
  kind: 'person' | 'import' | 'token' | 'link' | 'program' | 'public';
  id: string | null;
  /** The person for whom a delegate acted. */
  onBehalfOf?: string | null;
}

/** One thing done to one thing. Never names of people, private notes, scores or comments in before and after. */
export interface AuditEntry {
  verb: string;
  thing: { kind: string; id: string };
  before?: unknown;
  after?: unknown;
  reason?: string;
}

/** Writes what was done in the same transaction as the doing. */
export async function recordChanges(
  tx: Sql,
  context: { actor: AuditActor; at: Date; requestId: string | null },
  entries: readonly AuditEntry[],
): Promise<void> {
  await insertRows(
    tx,
    'change',
    {
      id: 'uuid',
      at: 'timestamptz',
      actor_kind: 'text',
      actor_id: 'text',
      on_behalf_of: 'text',
      verb: 'text',
      thing_kind: 'text',
      thing_id: 'text',
      before: 'jsonb',
      after: 'jsonb',
      reason: 'text',
      request_id: 'text',
    },
    entries.map((entry) => ({
      id: newId(),
      at: context.at.toISOString(),
      actor_kind: context.actor.kind,
      actor_id: context.actor.id,
      on_behalf_of: context.actor.onBehalfOf ?? null,
      verb: entry.verb,
      thing_kind: entry.thing.kind,
      thing_id: entry.thing.id,
      before: entry.before ?? null,
      after: entry.after ?? null,
      reason: entry.reason ?? null,
      request_id: context.requestId,
    })),
  );
}

/** The one way out of the audit: entries older than `before` leave, and the leaving is itself recorded. */
export async function purgeAudit(
  tx: Sql,
  context: { actor: AuditActor; at: Date; requestId: string | null },
  before: Date,
): Promise<number> {
  await tx.$executeRaw(sql`SELECT set_config('jalons.audit_purge', 'on', true)`);
  const count = await tx.$executeRaw(sql`DELETE FROM change WHERE at < ${before}`);
  await tx.$executeRaw(sql`SELECT set_config('jalons.audit_purge', 'off', true)`);
  await recordChanges(tx, context, [
    { verb: 'purge', thing: { kind: 'change', id: before.toISOString() }, after: { count } },
  ]);
  return count;
}
