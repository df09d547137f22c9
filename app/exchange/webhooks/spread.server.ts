import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Clock } from '~/platform/clock.server';
import { readDataVersion } from '~/platform/data-version.server';
import type { Database } from '~/platform/database/open.server';
import { insertRows, readRows, sql, type Sql } from '~/platform/database/sql.server';
import { askOutside, OUTGOING_LIMITS, OutgoingError } from '~/platform/http/outgoing.server';
import { newId } from '~/platform/identifier';
import type { Log } from '~/platform/log.server';
import { repeating } from '~/platform/repeating.server';
import { day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { isPhaseCode } from '~/startup/rules';
import { messagesOf, type ChangedStartup } from './messages';
import { signingSecret } from './webhooks.server';

export interface SpreadServices {
  database: Database;
  clock: Clock;
  log: Log;
  origin: () => string;
  /** The program's secret, from which each webhook's own is made. */
  secret: string;
  /** Tests only. */
  allowLoopback: boolean;
}

const WAKE_MS = 15_000;
const LEASE_MS = 60_000;
const MINUTE_MS = 60_000;
/** Minutes before each next try; after the last one the message is given up. */
const WAITS = [1, 5, 30, 120, 480, 1440];
/** An address that never answered for so many messages in a row is no longer told. */
const GIVEN_UP_AFTER = 5;

const followerRow = z.object({ id: z.string(), startupId: z.string().nullable(), cursor: z.coerce.number() });
const changedRow = z.object({
  publicId: z.string(),
  title: z.string(),
  phases: z.array(z.object({ code: z.string().refine(isPhaseCode), start: z.string() })),
});

/** Looks at what changed since each webhook last heard, and writes down what it will be sent; all or nothing. */
export const noteChanges = ({ database, clock, origin }: SpreadServices): Promise<number> =>
  database.transaction(async (tx) => {
    const now = clock.now();
    const version = await readDataVersion(tx);
    const followers = await readRows(
      tx,
      followerRow,
      sql`SELECT id, startup_id AS "startupId", cursor FROM webhook WHERE stopped_at IS NULL AND cursor < ${version} ORDER BY id FOR UPDATE SKIP LOCKED`,
    );
    let noted = 0;
    for (const { id, startupId, cursor } of followers) {
      const changed = await changedSince(tx, cursor, version, startupId, clock);
      const rows = messagesOf(changed, now, origin()).map((body) => ({
        id: newId(),
        webhook_id: id,
        body,
        state: 'attend',
        attempts: 0,
        due_at: now.toISOString(),
        created_at: now.toISOString(),
      }));
      await insertRows(
        tx,
        'webhook_delivery',
        {
          id: 'uuid',
          webhook_id: 'uuid',
          body: 'text',
          state: 'text',
          attempts: 'integer',
          due_at: 'timestamptz',
          created_at: 'timestamptz',
        },
        rows,
      );
      await tx.$executeRaw(sql`UPDATE webhook SET cursor = ${version} WHERE id = ${id}::uuid`);
      noted += rows.length;
    }
    return noted;
  });

/** Public startups written after one data version, up to another. */
async function changedSince(
  tx: Sql,
  after: number,
  until: number,
  startupId: string | null,
  clock: Clock,
): Promise<ChangedStartup[]> {
  const rows = await readRows(
    tx,
    changedRow,
    sql`SELECT s.public_id AS "publicId", s.title,
          coalesce((SELECT jsonb_agg(jsonb_build_object('code', p.code, 'start', p.start_day) ORDER BY p.position) FROM phase p WHERE p.startup_id = s.id), '[]') AS phases
        FROM startup s WHERE s.revision > ${after} AND s.revision <= ${until} AND (${startupId}::uuid IS NULL OR s.id = ${startupId}::uuid)
          AND NOT EXISTS (SELECT 1 FROM content_file f WHERE f.id = s.content_file_id AND f.archived_at IS NOT NULL)
        ORDER BY s.public_id`,
  );
  return rows.map(({ publicId, title, phases }) => ({
    publicId,
    title,
    phase:
      currentPhase(
        phases.map(({ code, start }) => ({ code, start: day(start) })),
        clock.today(),
      )?.code ?? null,
  }));
}

const dueRow = z.object({
  id: z.string(),
  webhookId: z.string(),
  address: z.string(),
  body: z.string(),
  attempts: z.number(),
});
type Due = z.infer<typeof dueRow>;

/** Takes one message; when the process dies meanwhile, another sends it again under the same name. */
async function claim({ database, clock }: SpreadServices): Promise<Due | null> {
  const now = clock.now();
  const rows = await readRows(
    database.prisma,
    dueRow,
    sql`UPDATE webhook_delivery d SET leased_until = ${new Date(now.getTime() + LEASE_MS)}, attempts = attempts + 1 FROM webhook w
        WHERE w.id = d.webhook_id AND d.id = (SELECT x.id FROM webhook_delivery x JOIN webhook y ON y.id = x.webhook_id
          WHERE x.state = 'attend' AND x.due_at <= ${now} AND (x.leased_until IS NULL OR x.leased_until < ${now}) AND y.stopped_at IS NULL
          ORDER BY x.due_at, x.id LIMIT 1 FOR UPDATE OF x SKIP LOCKED)
        RETURNING d.id, d.webhook_id AS "webhookId", w.address, d.body, d.attempts`,
  );
  return rows[0] ?? null;
}

interface Answer {
  ok: boolean;
  /** The address says that it wants no more. */
  gone: boolean;
  words: string;
}

async function send({ clock, secret, allowLoopback }: SpreadServices, due: Due): Promise<Answer> {
  const at = clock.now();
  const signature = new Webhook(signingSecret(secret, due.webhookId)).sign(due.id, at, due.body);
  try {
    const { status } = await askOutside(
      due.address,
      {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'webhook-id': due.id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signature,
        },
        body: due.body,
      },
      { ...OUTGOING_LIMITS, allowLoopback },
    );
    return { ok: status >= 200 && status < 300, gone: status === 410, words: `réponse ${status}` };
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    return { ok: false, gone: false, words: error.message };
  }
}

async function settle(
  { database, clock }: SpreadServices,
  due: Due,
  { ok, gone, words }: Answer,
): Promise<void> {
  const now = clock.now();
  const wait = WAITS[due.attempts - 1];
  const state = ok ? 'envoye' : gone || wait === undefined ? 'abandonne' : 'attend';
  await database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`UPDATE webhook_delivery SET state = ${state}, leased_until = NULL, outcome = ${words.slice(0, 300)}, sent_at = ${ok ? now : null},
            due_at = ${state === 'attend' ? new Date(now.getTime() + wait! * MINUTE_MS) : now} WHERE id = ${due.id}::uuid`,
    );
    if (state !== 'abandonne') return;
    await tx.$executeRaw(
      sql`UPDATE webhook SET stopped_at = ${now}, stopped_because = ${gone ? 'l’adresse ne veut plus rien recevoir' : `${GIVEN_UP_AFTER} messages de suite sans réponse`}
          WHERE id = ${due.webhookId}::uuid AND (${gone} OR (SELECT count(*) = ${GIVEN_UP_AFTER} AND bool_and(l.state = 'abandonne')
            FROM (SELECT state FROM webhook_delivery WHERE webhook_id = ${due.webhookId}::uuid AND state <> 'attend' ORDER BY created_at DESC, id LIMIT ${GIVEN_UP_AFTER}) l))`,
    );
  });
}

/** Writes down what is new and sends everything that is due. @returns how many messages were sent, received or not. */
export async function spreadChanges(services: SpreadServices): Promise<number> {
  await noteChanges(services);
  let sent = 0;
  for (let due = await claim(services); due !== null; due = await claim(services)) {
    await settle(services, due, await send(services, due));
    sent += 1;
  }
  return sent;
}

/** Spreads changes now and then. @returns the stop, which waits for what is under way. */
export const startSpreading = (services: SpreadServices): (() => Promise<void>) =>
  repeating(
    WAKE_MS,
    () => spreadChanges(services),
    ({ message }) => services.log.error({ error: message }, 'webhooks failed'),
  ).stop;
