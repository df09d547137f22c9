import type { ActionFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import { FieldMistakesError } from '~/exchange/publication/write-fields.server';
import type { StartupFacts } from '~/network/facts';
import { RefusedError, RuleError, StaleError, type Acting } from '~/person/acting';
import { claimRequest, keepAnswer, letGo } from '~/person/programs/requests.server';
import { bearerOfToken, type Bearer } from '~/person/programs/tokens.server';
import { can, NOTHING_SHARED, type Actor } from '~/person/rights';
import { TOKEN_SCOPES, type TokenScope } from '~/person/programs/scopes';
import { readMissions } from '~/person/session.server';
import { countTry, type Allowance } from '~/platform/rate-limit.server';
import { digest } from '~/platform/secrets.server';
import { problem } from './open-data.server';
import type { SiteContext } from './site-context';
import { tiesOf } from './startup-lookup.server';

const A_MINUTE = 60;
/** Printable, and short: a UUID as a rule. */
const KEY = /^[\x21-\x7e]{1,200}$/;

export interface Written {
  context: SiteContext;
  startup: StartupFacts;
  acting: Acting;
  request: Request;
}

interface Writing<Body> {
  method: 'POST' | 'PATCH';
  scope: TokenScope;
  schema: z.ZodType<Body>;
  /** The body that is expected, in words. */
  expects: string;
  act: (written: Written, body: Body) => Promise<{ status?: number; answer: object }>;
}

const limits = ({ limit, remaining, reset }: Allowance): Record<string, string> => ({
  'RateLimit-Limit': String(limit),
  'RateLimit-Remaining': String(remaining),
  'RateLimit-Reset': String(reset),
});

/** Whoever made a token writes through it, with the missions of today and nothing of a session. */
async function actorOf({ database }: SiteContext, { madeBy }: Bearer): Promise<Actor> {
  if (madeBy === null) return { kind: 'public' };
  return {
    kind: 'person',
    personId: madeBy,
    delegateId: null,
    missions: await readMissions(database.prisma, madeBy),
    repairs: [],
    shared: NOTHING_SHARED,
    seats: [],
  };
}

/** What a refusal of a verb is for a program. */
function refusal(error: unknown): Response {
  if (error instanceof FieldMistakesError)
    return problem(422, 'Rien n’a été écrit : des champs sont à corriger.', {
      erreurs: error.mistakes.map(({ field, sentence }) => ({ champ: field, message: sentence })),
    });
  if (error instanceof StaleError)
    return problem(412, 'Cela a changé depuis que vous l’avez lu : relisez, puis recommencez.');
  if (error instanceof RefusedError) return problem(403, error.message);
  if (error instanceof RuleError)
    return problem(409, error.message, error.field === null ? {} : { champ: error.field });
  throw error;
}

interface Admitted {
  bearer: Bearer;
  startup: StartupFacts;
  actor: Actor;
  /** What every answer says of the pace. */
  paced: Record<string, string>;
}

/** The token of a request, what it opens, its pace, and its maker's right of the day. @throws {Response} a refusal. */
async function admitted(
  { context, params, request }: ActionFunctionArgs,
  method: string,
  scope: TokenScope,
): Promise<Admitted> {
  const { prisma } = context.database;
  const now = context.clock.now();
  const bearer = await bearerOfToken(prisma, request.headers.get('Authorization'), now);
  if (!bearer)
    throw problem(401, 'Un jeton valable est attendu.', {}, { 'WWW-Authenticate': 'Bearer realm="Jalons"' });
  if (request.method !== method) throw problem(405, `Envoyez par ${method}.`, {}, { Allow: method });
  const allowance = await countTry(prisma, now, {
    name: 'api-ecriture',
    subject: bearer.id,
    limit: A_MINUTE,
    minutes: 1,
  });
  const paced = limits(allowance);
  const refuse = (status: number, title: string) => problem(status, title, {}, paced);
  if (!allowance.within)
    throw problem(
      429,
      'Trop d’envois : attendez, puis recommencez.',
      {},
      { ...paced, 'Retry-After': String(allowance.reset) },
    );
  const startup = context.network.startupById.get((params['id'] ?? '').normalize('NFC'));
  if (!startup || startup.id !== bearer.startupId) throw refuse(403, 'Ce jeton n’ouvre pas cette startup.');
  const { label, needs } = TOKEN_SCOPES[scope];
  if (!bearer.scopes.includes(scope)) throw refuse(403, `Ce jeton n’écrit pas : ${label.toLowerCase()}.`);
  const actor = await actorOf(context, bearer);
  // A token made before tokens were somebody's brings figures alone, as it always did.
  const isNobodys = bearer.madeBy === null && scope === 'valeurs';
  if (!isNobodys && !can(actor, needs, tiesOf(startup), context.clock.today()).allowed)
    throw refuse(403, 'La personne qui a fait ce jeton n’a plus ce droit : faites-en un autre.');
  return { bearer, startup, actor, paced };
}

/** Does a request once under its Idempotency-Key, and answers the same again to the same request. */
async function once(
  { context, request }: ActionFunctionArgs,
  { id: tokenId }: Bearer,
  text: string,
  work: () => Promise<Response>,
): Promise<Response> {
  const key = request.headers.get('Idempotency-Key');
  if (key === null) return work();
  if (!KEY.test(key))
    return problem(400, 'Idempotency-Key : 200 signes visibles au plus, un UUID par exemple.');
  const { prisma } = context.database;
  const asked = [
    `${request.method} ${new URL(request.url).pathname}`,
    request.headers.get('If-Match') ?? '',
    text,
  ].join('\n');
  const claim = await claimRequest(prisma, context.clock.now(), {
    tokenId,
    key,
    requestSha256: digest(asked),
  });
  switch (claim.kind) {
    case 'other':
      return problem(422, 'Cette Idempotency-Key a servi pour une autre demande.');
    case 'at-work':
      return problem(409, 'La même demande est en cours.', {}, { 'Retry-After': '2' });
    case 'answered':
      return new Response(claim.body, {
        status: claim.status,
        headers: { ...typeOf(claim.status), 'Idempotent-Replayed': 'true' },
      });
    case 'first':
      try {
        const answer = await work();
        await keepAnswer(prisma, tokenId, key, {
          status: answer.status,
          body: await answer.clone().text(),
        });
        return answer;
      } catch (error) {
        await letGo(prisma, tokenId, key);
        throw error;
      }
  }
}

/**
 * One way in for programs that write: the token and what it opens, its pace, a body that is checked, a request that
 * may be sent twice under one Idempotency-Key, and every refusal as problem+json.
 */
export const writing =
  <Body>({ method, scope, schema, expects, act }: Writing<Body>) =>
  async (args: ActionFunctionArgs): Promise<Response> => {
    const { context, request } = args;
    const { bearer, startup, actor, paced } = await admitted(args, method, scope);
    const text = await request.text();
    const acting: Acting = {
      database: context.database,
      clock: context.clock,
      origin: context.origin,
      actor,
      audit: {
        actor: { kind: 'token', id: bearer.id, onBehalfOf: bearer.madeBy },
        requestId: context.audit.requestId,
      },
    };
    const answer = await once(args, bearer, text, async () => {
      const parsed = schema.safeParse(json(text));
      if (!parsed.success)
        return problem(400, `Le corps attendu est ${expects}.`, {
          erreurs: parsed.error.issues
            .slice(0, 20)
            .map(({ path, message }) => ({ champ: path.join('.'), message })),
        });
      try {
        const done = await act({ context, startup, acting, request }, parsed.data);
        await context.refreshNetwork();
        const status = done.status ?? 200;
        return new Response(JSON.stringify(done.answer), { status, headers: typeOf(status) });
      } catch (error) {
        return refusal(error);
      }
    });
    for (const [name, value] of Object.entries(paced)) answer.headers.set(name, value);
    return answer;
  };

const typeOf = (status: number): Record<string, string> => ({
  'Content-Type': `application/${status < 400 ? 'json' : 'problem+json'}; charset=utf-8`,
  'Cache-Control': 'no-store',
});

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
