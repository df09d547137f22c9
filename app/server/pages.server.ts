import type { RequestHandler, Request as ExpressRequest, Response as ExpressResponse } from 'express';
import { createRequestHandler, type AppLoadContext, type ServerBuild } from '@remix-run/node';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { REQUEST_NUMBER } from '~/design/ErrorPage';
import { requestIdOf } from '~/platform/http/app.server';
import { contentSecurityPolicy } from '~/platform/http/content-security.server';
import { PageCache, sendPage, storePage, type StoredPage } from '~/platform/http/page-cache.server';

export interface PageHandlerOptions {
  /** Asked at each request: in development the build changes. */
  build: () => Promise<ServerBuild>;
  mode: string;
  origin: () => string;
  contextOf: (request: ExpressRequest, response: ExpressResponse) => Promise<AppLoadContext>;
  /** What the same address may differ by: data version, day, theme, build. Null: nothing may be kept. */
  /** Origins besides ours to which a form may lead. */
  formTargets: readonly string[];
  keyOf: ((request: ExpressRequest, context: AppLoadContext) => string | null) | null;
}

function toWebRequest(request: ExpressRequest, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
    else if (value) for (const one of value) headers.append(name, one);
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && Buffer.isBuffer(request.body);
  return new Request(new URL(origin + request.originalUrl), {
    // A HEAD is answered from the page itself, so that both say the same headers.
    method: request.method === 'HEAD' ? 'GET' : request.method,
    headers,
    ...(hasBody ? { body: new Uint8Array(request.body as Buffer) } : {}),
  });
}

function headersOf(
  answer: Response,
  body: Buffer,
  { personal, formTargets }: { personal: boolean; formTargets: readonly string[] },
): Record<string, string> {
  const headers: Record<string, string> = {};
  answer.headers.forEach((value, name) => {
    if (name === 'content-length' || name === 'vary' || name === 'set-cookie') return;
    headers[name.replace(/(^|-)([a-z])/g, (letters) => letters.toUpperCase())] = value;
  });
  // What a signed-in person sees is theirs alone, also on a page that is public.
  if (personal || !headers['Cache-Control']) headers['Cache-Control'] = 'no-store';
  if (headers['Content-Type']?.startsWith('text/html')) {
    headers['Content-Security-Policy'] = contentSecurityPolicy(body.toString('utf8'), formTargets);
  }
  return headers;
}

const mayBeKept = (answer: Response): boolean =>
  answer.status === 200 &&
  (answer.headers.get('Cache-Control') ?? '').includes('public') &&
  !answer.headers.has('Set-Cookie');

/** Answers with Remix: pages kept as rendered where they may be, streams passed on as they come. */
export function createPageHandler(options: PageHandlerOptions): RequestHandler {
  const cache = new PageCache();

  const ask = async (request: ExpressRequest, context: AppLoadContext): Promise<Response> => {
    const handle = createRequestHandler(await options.build(), options.mode);
    return handle(toWebRequest(request, options.origin()), context);
  };

  const render = async (
    request: ExpressRequest,
    context: AppLoadContext,
    requestId: string,
  ): Promise<{ page: StoredPage; keep: boolean; answer: Response }> => {
    const answer = await ask(request, context);
    const rendered = Buffer.from(await answer.arrayBuffer());
    // Only a page that says a fault names its request: kept pages are the same for all.
    const body =
      answer.status >= 500
        ? Buffer.from(rendered.toString('utf8').replaceAll(REQUEST_NUMBER, requestId))
        : rendered;
    const headers = headersOf(answer, body, {
      personal: context.actor.kind !== 'public',
      formTargets: options.formTargets,
    });
    return { page: storePage(answer.status, headers, body), keep: mayBeKept(answer), answer };
  };

  return async (request, response, next) => {
    try {
      const context = await options.contextOf(request, response);
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const key = isRead && options.keyOf ? options.keyOf(request, context) : null;
      const kept = key === null ? undefined : cache.get(key);
      if (kept) return await sendPage(request, response, kept);
      if (isRead && isStreamed(request)) return await stream(await ask(request, context), response);
      // Cookies go to the one whose asking made them, and a page that sets some is never kept for others.
      let cookies: string[] = [];
      const rendered = async () => {
        const made = await render(request, context, requestIdOf(response));
        cookies = made.answer.headers.getSetCookie();
        return made;
      };
      const page = key === null ? (await rendered()).page : await cache.once(key, rendered);
      for (const cookie of cookies) response.appendHeader('Set-Cookie', cookie);
      await sendPage(request, response, page);
    } catch (error) {
      next(error);
    }
  };
}

/** The one answer that grows with the network: sent row by row, and not kept. */
export const isStreamed = (request: ExpressRequest): boolean => request.path === '/startups.csv';

async function stream(answer: Response, response: ExpressResponse): Promise<void> {
  response.status(answer.status);
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  if (!answer.body) return void response.end();
  await pipeline(Readable.fromWeb(answer.body as never), response).catch((error: NodeJS.ErrnoException) => {
    // The reader left in the middle: nothing is wrong here.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}
