import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const MAX_BYTES = 96 * 1024 * 1024;
/** Past this, brotli takes much longer for little. */
const QUALITY = 6;
const WORTH_COMPRESSING = 900;
const TEXT = /^(text\/|application\/(json|xml|atom\+xml)|image\/svg)/;

export type Encoding = 'br' | 'gzip' | 'identity';

interface Variant {
  body: Buffer;
  headers: Record<string, string>;
  etag: string;
}

/** A rendered answer kept in memory: its bytes, and the same compressed once for all who ask. */
export interface StoredPage {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  digest: string;
  variants: Map<Encoding, Promise<Variant>>;
  bytes: number;
}

export function storePage(status: number, headers: Record<string, string>, body: Buffer): StoredPage {
  return {
    status,
    headers,
    body,
    digest: createHash('sha256')
      .update(body)
      .update(JSON.stringify(headers))
      .digest('base64url')
      .slice(0, 27),
    variants: new Map(),
    bytes: body.byteLength,
  };
}

async function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return brotli(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
        },
      });
    case 'gzip':
      return zip(body, { level: 6 });
    case 'identity':
      return body;
  }
}

function variantOf(page: StoredPage, encoding: Encoding): Promise<Variant> {
  let variant = page.variants.get(encoding);
  if (!variant) {
    variant = compress(page.body, encoding).then((body) => {
      const etag = `"${page.digest}-${encoding}"`;
      return {
        body,
        etag,
        headers: {
          ...page.headers,
          ETag: etag,
          Vary: 'Accept-Encoding, Cookie',
          'Content-Length': String(body.byteLength),
          ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
        },
      };
    });
    page.variants.set(encoding, variant);
  }
  return variant;
}

function encodingFor(request: Request, page: StoredPage): Encoding {
  if (page.body.byteLength < WORTH_COMPRESSING || !TEXT.test(page.headers['Content-Type'] ?? ''))
    return 'identity';
  const accepted = request.headers['accept-encoding'];
  if (typeof accepted !== 'string') return 'identity';
  if (/\bbr\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/.test(accepted) ? 'gzip' : 'identity';
}

const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/** Sends a kept answer: 304 when the reader has it, else its bytes in the best encoding that the reader takes. */
export async function sendPage(request: Request, response: Response, page: StoredPage): Promise<void> {
  const { body, etag, headers } = await variantOf(page, encodingFor(request, page));
  if (page.status === 200 && matches(request.headers['if-none-match'], etag)) {
    const {
      'Content-Length': _length,
      'Content-Encoding': _encoding,
      'Content-Type': _type,
      ...kept
    } = headers;
    response.writeHead(304, kept).end();
    return;
  }
  response.writeHead(page.status, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Answers kept by what they depend on; concurrent first readers of one page share its rendering. */
export class PageCache {
  private readonly kept = new LRUCache<string, StoredPage>({
    maxSize: MAX_BYTES,
    // The page, what it weighs compressed, its key, and what holding them costs.
    sizeCalculation: (page, key) => page.bytes * 2 + key.length * 2 + 4096,
  });
  private readonly underWay = new Map<string, Promise<StoredPage | null>>();

  get(key: string): StoredPage | undefined {
    return this.kept.get(key);
  }

  /** @param render gives null when it has answered by itself and nothing may be kept. */
  async once(key: string, render: () => Promise<{ page: StoredPage; keep: boolean }>): Promise<StoredPage> {
    const waiting = this.underWay.get(key);
    if (waiting) {
      const page = await waiting;
      if (page) return page;
    }
    const rendering = render();
    this.underWay.set(
      key,
      rendering.then(
        ({ page, keep }) => (keep ? page : null),
        () => null,
      ),
    );
    try {
      const { page, keep } = await rendering;
      if (keep) this.kept.set(key, page);
      return page;
    } finally {
      this.underWay.delete(key);
    }
  }
}
