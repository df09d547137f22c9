import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { NETWORK, type StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { sealed } from '~/platform/secrets.server';

const MOST_WEBHOOKS = 5;
const SHOWN_DELIVERIES = 10;

/** What a webhook follows: one startup, or the whole network. */
export type Followed = StartupTies | null;

const permittedOn = (acting: Acting, followed: Followed) =>
  followed === null
    ? permitted(acting, 'reseau.modifier', NETWORK)
    : permitted(acting, 'startup.modifier', followed);

/**
 * The secret that signs a webhook's messages, as the Standard Webhooks specification writes it. It is made from the
 * program's own secret: a reader of the database cannot sign.
 */
export const signingSecret = (programSecret: string, webhookId: string): string =>
  `whsec_${Buffer.from(sealed(programSecret, `webhook/${webhookId}`), 'hex').toString('base64')}`;

const deliveryRow = z.object({
  id: z.string(),
  state: z.enum(['attend', 'envoye', 'abandonne']),
  attempts: z.number(),
  outcome: z.string().nullable(),
  at: z.string().transform((text) => new Date(text)),
});
const webhookRow = z.object({
  id: z.string(),
  label: z.string(),
  address: z.string(),
  createdAt: z.date(),
  stoppedBecause: z.string().nullable(),
  deliveries: z.array(deliveryRow),
});
export type Webhook = z.infer<typeof webhookRow>;

/** The webhooks of a startup, or of the network, each with its last deliveries. The caller has the right. */
export const webhooksOf = (db: Sql, startupId: string | null): Promise<Webhook[]> =>
  readRows(
    db,
    webhookRow,
    sql`SELECT w.id, w.label, w.address, w.created_at AS "createdAt", w.stopped_because AS "stoppedBecause",
          coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'state', d.state, 'attempts', d.attempts, 'outcome', d.outcome, 'at', coalesce(d.sent_at, d.due_at)) ORDER BY d.created_at DESC, d.id)
            FROM (SELECT * FROM webhook_delivery x WHERE x.webhook_id = w.id ORDER BY created_at DESC, id LIMIT ${SHOWN_DELIVERIES}) d), '[]') AS deliveries
        FROM webhook w WHERE w.startup_id IS NOT DISTINCT FROM ${startupId}::uuid ORDER BY w.created_at`,
  );

/** From now on the address is told of changes; nothing of before is. */
export async function addWebhook(
  acting: Acting,
  followed: Followed,
  { label, address }: { label: string; address: string },
): Promise<void> {
  permittedOn(acting, followed);
  const id = newId();
  const startupId = followed?.id ?? null;
  await acting.database.transaction(async (tx) => {
    const cursor = await readDataVersion(tx);
    if ((await webhooksOf(tx, startupId)).length >= MOST_WEBHOOKS)
      throw new RuleError(
        `${MOST_WEBHOOKS} adresses au plus : retirez celles qui ne servent plus.`,
        'adresse',
      );
    await tx.$executeRaw(
      sql`INSERT INTO webhook (id, startup_id, label, address, cursor, created_at)
          VALUES (${id}::uuid, ${startupId}::uuid, ${label}, ${address}, ${cursor}, ${acting.clock.now()})`,
    );
    await told(tx, acting, 'add-webhook', id);
  });
}

const own = (id: string, followed: Followed) =>
  sql`id = ${id}::uuid AND startup_id IS NOT DISTINCT FROM ${followed?.id ?? null}::uuid`;

export async function removeWebhook(acting: Acting, followed: Followed, id: string): Promise<void> {
  permittedOn(acting, followed);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(sql`DELETE FROM webhook WHERE ${own(id, followed)}`);
    if (count === 0) throw new RuleError('Cette adresse n’est plus prévenue.');
    await told(tx, acting, 'remove-webhook', id);
  });
}

/** Takes up again an address that was given up: what it missed is not sent, what comes is. */
export async function resumeWebhook(acting: Acting, followed: Followed, id: string): Promise<void> {
  permittedOn(acting, followed);
  await acting.database.transaction(async (tx) => {
    const cursor = await readDataVersion(tx);
    const count = await tx.$executeRaw(
      sql`UPDATE webhook SET stopped_at = NULL, stopped_because = NULL, cursor = ${cursor} WHERE ${own(id, followed)} AND stopped_at IS NOT NULL`,
    );
    if (count === 0) throw new RuleError('Cette adresse est déjà prévenue, ou n’existe plus.');
    await told(tx, acting, 'resume-webhook', id);
  });
}

const told = (tx: Sql, acting: Acting, verb: string, id: string) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [{ verb, thing: { kind: 'webhook', id } }]);
