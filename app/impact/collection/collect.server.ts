import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { parisDay } from '~/platform/calendar';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import {
  askOutside,
  OUTGOING_LIMITS,
  OutgoingError,
  type OutgoingAnswer,
} from '~/platform/http/outgoing.server';
import { newId } from '~/platform/identifier';
import type { Log } from '~/platform/log.server';
import { repeating } from '~/platform/repeating.server';
import { readEvaluations } from '../standards/service.server';
import { GATHERINGS, PERIODICITIES, type Periodicity } from '../vocabulary';
import { record } from '../values/batch.server';
import {
  contractAddress,
  contractBody,
  datedAddress,
  periodsToAsk,
  readAnswer,
  type ContractValue,
} from './contract';

const HOUR_MS = 3_600_000;
const LEASE_MS = 2 * 60_000;
const LONGEST_WAIT_HOURS = 24;
const WAKE_MS = 60_000;
/** Servers asked at the same time by one process. */
const AT_ONCE = 4;
const FETCHES_KEPT_DAYS = 400;
/** One process at a time chooses what to ask, so that no address is chosen twice. */
const CHOICE_LOCK = 5_017_263;

export interface CollectServices {
  database: Database;
  clock: Clock;
  log: Log;
  /** Tests only. */
  allowLoopback: boolean;
  /** Called when figures that pages show have changed. */
  changed?: () => Promise<void>;
  /** The network's standards service, where one is named. */
  standardsUrl?: string | null;
}

const sourceRow = z.object({
  metricId: z.string(),
  startupId: z.string(),
  address: z.string(),
  manner: z.enum(['get', 'post', 'dates']),
  etag: z.string().nullable(),
  failures: z.number(),
  neverSucceeded: z.boolean(),
  periodicity: z.enum(PERIODICITIES),
  gathering: z.enum(GATHERINGS),
});
type Source = z.infer<typeof sourceRow>;

/**
 * Takes one address that is due. At most one request an hour goes to an address, whichever metrics share it; what a
 * dead process had taken is free again when its lease and the hour are over.
 */
const claimSource = ({ database, clock }: CollectServices): Promise<Source | null> =>
  database.transaction(async (tx) => {
    const now = clock.now();
    const hourAgo = new Date(now.getTime() - HOUR_MS);
    await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(${CHOICE_LOCK})`);
    const rows = await readRows(
      tx,
      sourceRow,
      sql`WITH taken AS (
            UPDATE stat_source SET leased_until = ${new Date(now.getTime() + LEASE_MS)}, asked_at = ${now}
            WHERE metric_id = (
              SELECT s.metric_id FROM stat_source s JOIN metric k ON k.id = s.metric_id AND k.retired_at IS NULL
              WHERE s.due_at <= ${now} AND (s.leased_until IS NULL OR s.leased_until < ${now})
                AND NOT EXISTS (SELECT 1 FROM stat_address o WHERE o.address = s.address AND o.asked_at > ${hourAgo})
              ORDER BY s.due_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED)
            RETURNING metric_id, address, manner, etag, failures, succeeded_at)
          SELECT t.metric_id AS "metricId", k.startup_id AS "startupId", address, manner, etag, failures, succeeded_at IS NULL AS "neverSucceeded", k.periodicity, k.gathering
          FROM taken t JOIN metric k ON k.id = t.metric_id`,
    );
    if (rows[0])
      await tx.$executeRaw(
        sql`INSERT INTO stat_address (address, asked_at) VALUES (${rows[0].address}, ${now}) ON CONFLICT (address) DO UPDATE SET asked_at = excluded.asked_at`,
      );
    return rows[0] ?? null;
  });

/** An address as a server gets it: what stands after « # » is never sent, and makes no other address. */
function withoutFragment(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

type Outcome =
  | { kind: 'succes'; status: number; values: ContractValue[]; etag: string | null; manner: Source['manner'] }
  | { kind: 'inchange'; status: number }
  | { kind: 'echec'; status: number | null; error: string; manner: Source['manner'] | null };

/** @param manner how to ask next time; as before when not said. */
const failed = (status: number | null, error: string, manner: Source['manner'] | null = null): Outcome => ({
  kind: 'echec',
  status,
  error,
  manner,
});

const textOf = ({ headers, body }: OutgoingAnswer): string => {
  const charset = /charset=([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder('utf-8').decode(body);
  }
};

/** What a refusal of the contract's own request tells of the way that a server wants. */
const OTHER_WAYS: Readonly<Record<number, Source['manner']>> = {
  400: 'dates',
  422: 'dates',
  404: 'post',
  405: 'post',
};

/** Asks one address as the contract says, or as it was understood to want. */
async function ask(
  source: Source,
  allowLoopback: boolean,
  today: ReturnType<typeof parisDay>,
): Promise<Outcome> {
  const { periodicity, manner } = source;
  const since = periodsToAsk(periodicity, source.neverSucceeded);
  const limits = { ...OUTGOING_LIMITS, allowLoopback };
  const get = (address: string) =>
    askOutside(
      address,
      { method: 'GET', headers: source.etag === null ? {} : { 'If-None-Match': source.etag } },
      limits,
    );
  const ways: Readonly<Record<Source['manner'], () => Promise<OutgoingAnswer>>> = {
    get: () => get(contractAddress(source.address, periodicity, since)),
    dates: () => get(datedAddress(source.address, periodicity, since, today)),
    post: () =>
      askOutside(
        source.address,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: contractBody(periodicity, since),
        },
        limits,
      ),
  };
  try {
    let used = manner;
    let answer = await ways[used]();
    // The contract's own way first; the others where the server says that it is not its own.
    const other = manner === 'get' ? OTHER_WAYS[answer.status] : undefined;
    if (other) {
      used = other;
      answer = await ways[used]();
    }
    if (answer.status === 304) return { kind: 'inchange', status: 304 };
    // What one way refused, the next attempt asks another way: one request an attempt from then on.
    if (answer.status !== 200)
      return failed(
        answer.status,
        `le serveur a répondu ${answer.status} au lieu de 200`,
        used !== manner ? used : answer.status in OTHER_WAYS ? 'get' : null,
      );
    const values = readAnswer(textOf(answer), source, today);
    if (values.length === 0) return failed(200, 'la réponse ne contient aucune période terminée');
    return { kind: 'succes', status: 200, values, etag: answer.headers['etag'] ?? null, manner: used };
  } catch (error) {
    if (error instanceof OutgoingError) return failed(null, error.message);
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return failed(
        200,
        'la réponse n’est pas au format attendu : { "description", "stats": [{ "date", "value" }] }',
      );
    return failed(null, 'la réponse ne se lit pas');
  }
}

const DAYS: Readonly<Record<Periodicity, number>> = { day: 1, week: 1, month: 1, quarter: 1, year: 7 };

/** Keeps what came of a request: the outcome, the values, and when to ask next; each failure waits longer. */
async function settle(services: CollectServices, source: Source, outcome: Outcome): Promise<void> {
  const { database, clock } = services;
  const now = clock.now();
  const isFailure = outcome.kind === 'echec';
  const hours = isFailure
    ? Math.min(LONGEST_WAIT_HOURS, 2 ** source.failures)
    : DAYS[source.periodicity] * 24;
  await database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`INSERT INTO stat_fetch (id, metric_id, started_at, outcome, status, value_count, error)
          VALUES (${newId()}::uuid, ${source.metricId}::uuid, ${now}, ${outcome.kind}, ${outcome.status}, ${outcome.kind === 'succes' ? outcome.values.length : 0}, ${isFailure ? outcome.error : null})`,
    );
    await tx.$executeRaw(
      sql`DELETE FROM stat_fetch WHERE metric_id = ${source.metricId}::uuid AND started_at < ${new Date(now.getTime() - FETCHES_KEPT_DAYS * 24 * HOUR_MS)}`,
    );
    const settled = await tx.$executeRaw(
      sql`UPDATE stat_source SET leased_until = NULL, due_at = ${new Date(now.getTime() + hours * HOUR_MS)}, failures = ${isFailure ? source.failures + 1 : 0},
            succeeded_at = CASE WHEN ${isFailure} THEN succeeded_at ELSE ${now}::timestamptz END, last_error = ${isFailure ? outcome.error : null},
            etag = CASE WHEN ${outcome.kind === 'succes'} THEN ${outcome.kind === 'succes' ? outcome.etag : null} ELSE etag END,
            manner = ${(outcome.kind === 'inchange' ? null : outcome.manner) ?? source.manner}
          WHERE metric_id = ${source.metricId}::uuid AND address = ${source.address}`,
    );
    // Another address was named meanwhile: what this one said no longer counts.
    if (settled === 0 || outcome.kind !== 'succes') return;
    const values = outcome.values.map((value) => ({ metricId: source.metricId, ...value }));
    await record(
      tx,
      { clock, audit: { actor: { kind: 'program', id: null }, requestId: null } },
      { id: source.startupId },
      values,
      'collecte',
      null,
    );
  });
}

/** Asks every address that is due, a few at a time. @returns how many were asked. */
export async function collectDue(services: CollectServices): Promise<number> {
  let asked = 0;
  const work = async () => {
    for (let source = await claimSource(services); source !== null; source = await claimSource(services)) {
      const outcome = await ask(source, services.allowLoopback, parisDay(services.clock.now()));
      try {
        await settle(services, source, outcome);
        if (outcome.kind === 'succes') await services.changed?.();
      } catch (error) {
        // The metric was put away meanwhile: there is nothing left to settle.
        if (!(error instanceof RuleError)) throw error;
      }
      asked += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return asked;
}

/** Collects now and then until stopped. */
export function startCollection(services: CollectServices): () => Promise<void> {
  let askedStandardsAt = 0;
  /** A service that does not answer is asked again an hour later. */
  const askStandards = async () => {
    const now = services.clock.now().getTime();
    if (!services.standardsUrl || now - askedStandardsAt < HOUR_MS) return;
    askedStandardsAt = now;
    if ((await readEvaluations({ ...services, address: services.standardsUrl })) !== null)
      await services.changed?.();
  };
  return repeating(
    WAKE_MS,
    () => collectDue(services).then(askStandards),
    ({ message }) => services.log.error({ error: message }, 'collection failed'),
  ).stop;
}

const LONGEST_ADDRESS = 2000;

/**
 * Names the statistics address of a metric, asked within the minute; an empty one ends the collection, values stay.
 * @throws {RuleError} when it is no address that may be called.
 */
export async function nameSource(
  acting: Acting,
  startup: StartupTies,
  metricId: string,
  { address, version }: { address: string; version: number },
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const wanted = address.trim();
  const isPlausible =
    URL.canParse(wanted) &&
    /^https?:$/.test(new URL(wanted).protocol) &&
    new URL(wanted).username === '' &&
    wanted.length <= LONGEST_ADDRESS;
  if (wanted !== '' && !isPlausible)
    throw new RuleError(
      'Donnez une adresse entière, par exemple https://exemple.beta.gouv.fr/api/stats.',
      'adresse',
    );
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const rows = await readRows(
      tx,
      z.object({ version: z.number().nullable() }),
      sql`SELECT s.version FROM metric k LEFT JOIN stat_source s ON s.metric_id = k.id
          WHERE k.id = ${metricId}::uuid AND k.startup_id = ${startup.id}::uuid AND k.retired_at IS NULL FOR UPDATE OF k`,
    );
    if (!rows[0]) throw new RuleError('Cette mesure n’existe plus.');
    if ((rows[0].version ?? 0) !== version) throw new StaleError();
    await (wanted === ''
      ? tx.$executeRaw(sql`DELETE FROM stat_source WHERE metric_id = ${metricId}::uuid`)
      : tx.$executeRaw(
          sql`INSERT INTO stat_source (metric_id, address, manner, failures, due_at, version) VALUES (${metricId}::uuid, ${withoutFragment(wanted)}, 'get', 0, ${now}, 1)
              ON CONFLICT (metric_id) DO UPDATE SET address = excluded.address, manner = 'get', etag = NULL, failures = 0, due_at = ${now}, last_error = NULL, version = stat_source.version + 1,
                leased_until = NULL, asked_at = CASE WHEN stat_source.address = excluded.address THEN stat_source.asked_at END,
                succeeded_at = CASE WHEN stat_source.address = excluded.address THEN stat_source.succeeded_at END`,
        ));
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: wanted === '' ? 'end-collection' : 'name-source', thing: { kind: 'metric', id: metricId } },
    ]);
  });
}

export interface SourceState {
  address: string;
  version: number;
  succeededAt: Date | null;
  lastError: string | null;
  dueAt: Date;
}

export async function sourceOf(db: Sql, metricId: string): Promise<SourceState | null> {
  const rows = await readRows(
    db,
    z.object({
      address: z.string(),
      version: z.number(),
      succeededAt: z.date().nullable(),
      lastError: z.string().nullable(),
      dueAt: z.date(),
    }),
    sql`SELECT address, version, succeeded_at AS "succeededAt", last_error AS "lastError", due_at AS "dueAt" FROM stat_source WHERE metric_id = ${metricId}::uuid`,
  );
  return rows[0] ?? null;
}

/** The latest requests to a metric's address, each with its outcome. */
export const fetchesOf = (db: Sql, metricId: string, limit: number) =>
  readRows(
    db,
    z.object({
      startedAt: z.date(),
      outcome: z.enum(['succes', 'inchange', 'echec']),
      valueCount: z.number(),
      error: z.string().nullable(),
    }),
    sql`SELECT started_at AS "startedAt", outcome, value_count AS "valueCount", error FROM stat_fetch
        WHERE metric_id = ${metricId}::uuid ORDER BY started_at DESC LIMIT ${limit}`,
  );
