import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { Transform } from 'node:stream';

const GIVE_UP_MS = 10_000;

/**
 * React 18 writes its text into a buffer of fixed size, and leaves zero bytes where the last letter
 * with an accent no longer fits: a page holds none of its own, so they are taken out.
 */
const withoutZeroBytes = () =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });

/** Pages leave whole, never streamed: without script a reader would see only what stands in for the content. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} />, {
      onAllReady() {
        clearTimeout(timer);
        const body = withoutZeroBytes();
        headers.set('Content-Type', 'text/html; charset=utf-8');
        resolve(
          new Response(createReadableStreamFromReadable(body), { status: failed ? 500 : status, headers }),
        );
        pipe(body);
      },
      onShellError(error) {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
      onError(error) {
        failed = true;
        console.error(error);
      },
    });
    const timer = setTimeout(() => {
      abort();
      reject(new Error('page not rendered in time'));
    }, GIVE_UP_MS);
  });
}

/** Bad addresses and refusals are answers, not faults: only faults are worth a line. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (isRouteErrorResponse(error) && error.status < 500) return;
  if (!request.signal.aborted) console.error(error);
}
