import ipaddr from 'ipaddr.js';
import { lookup as systemLookup } from 'node:dns/promises';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';

/** The one way in which the program asks another server for something that somebody named. */
export interface Outgoing {
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface OutgoingAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** Why a request was not made, or came to nothing; the message is for people. */
export class OutgoingError extends Error {}

export interface OutgoingLimits {
  bytes: number;
  milliseconds: number;
  /** Tests only: servers of this machine may be asked. */
  allowLoopback?: boolean;
}
export const OUTGOING_LIMITS: OutgoingLimits = { bytes: 2 * 1024 * 1024, milliseconds: 10_000 };
const MOST_REDIRECTS = 3;

/** Ranges that are routed to nobody, and that the library takes for ordinary ones. */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3');
const UNROUTED = new BlockList();
UNROUTED.addSubnet('198.18.0.0', 15);
UNROUTED.addSubnet('100::', 64, 'ipv6');

/**
 * Whether an address is one of the public internet. IPv4 written inside IPv6 is judged as IPv4; private, loopback,
 * link-local, metadata, carrier and documentation ranges are refused, and every form that tunnels to another.
 */
export function isPublicAddress(address: string, allowLoopback = false): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (UNROUTED.check(parsed.toString(), parsed.kind())) return false;
  // Of IPv6 only what is given out today; loopback is the one exception, and for tests alone.
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GIVEN_OUT)) return allowLoopback && range === 'loopback';
  return range === 'unicast' || (allowLoopback && range === 'loopback');
}

/** The address that a name leads to, looked up once: the connection goes there and nowhere else. */
async function publicAddressOf(
  url: URL,
  allowLoopback: boolean,
  signal: AbortSignal,
): Promise<{ address: string; family: number }> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const found = ipaddr.isValid(name)
    ? [{ address: name, family: ipaddr.parse(name).kind() === 'ipv6' ? 6 : 4 }]
    : await Promise.race([
        systemLookup(name, { all: true, verbatim: true }).catch(() => []),
        new Promise<never>((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('too late')), { once: true }),
        ),
      ]);
  if (found.length === 0) throw new OutgoingError('cette adresse ne mène à aucun serveur');
  // One private address among several is enough to refuse: another answer could be taken next time.
  if (!found.every(({ address }) => isPublicAddress(address, allowLoopback)))
    throw new OutgoingError('cette adresse mène à un réseau privé : elle n’est pas appelée');
  return found[0]!;
}

function checked(text: string | URL): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new OutgoingError('ce n’est pas une adresse');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new OutgoingError('seules les adresses http et https sont appelées');
  if (url.username !== '' || url.password !== '')
    throw new OutgoingError('une adresse avec un mot de passe n’est pas appelée');
  return url;
}

const DECODERS = { gzip: createGunzip, br: createBrotliDecompress } as const;

/** The body as it was before it was compressed; an answer that is cut ends what reads it. */
function decoded(answer: IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding'] ?? '';
  if (!Object.hasOwn(DECODERS, encoding)) return answer;
  const decoder = DECODERS[encoding as keyof typeof DECODERS]();
  pipeline(answer, decoder, () => undefined);
  return decoder;
}

/** One exchange, to an address that was looked up; the whole of it within the time and the bytes. */
async function exchange(url: URL, asked: Outgoing, limits: OutgoingLimits, signal: AbortSignal) {
  const { address, family } = await publicAddressOf(url, limits.allowLoopback === true, signal);
  const options: RequestOptions & { servername?: string } = {
    method: asked.method,
    host: address,
    family,
    port: url.port || (url.protocol === 'https:' ? 443 : 80),
    path: url.pathname + url.search,
    headers: {
      Host: url.host,
      'User-Agent': 'Jalons (collecte de statistiques publiques)',
      Accept: 'application/json',
      'Accept-Encoding': 'gzip, br',
      Connection: 'close',
      ...asked.headers,
      ...(asked.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(asked.body)) }),
    },
    agent: false,
    signal,
    ...(url.protocol === 'https:' && !ipaddr.isValid(url.hostname) ? { servername: url.hostname } : {}),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? secureRequest : plainRequest)(options, resolve);
    sent.on('error', reject);
    sent.end(asked.body);
  });
  const parts: Buffer[] = [];
  let bytes = 0;
  if (Number(answer.headers['content-length'] ?? 0) > limits.bytes) {
    answer.destroy();
    throw tooBig(limits);
  }
  for await (const part of decoded(answer) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limits.bytes) {
      answer.destroy();
      throw tooBig(limits);
    }
    parts.push(part);
  }
  return { answer, body: Buffer.concat(parts) };
}

const tooBig = ({ bytes }: OutgoingLimits) =>
  new OutgoingError(`la réponse dépasse ${Math.round(bytes / 1024 / 1024)} Mo`);

/**
 * Asks an address that somebody gave, without credentials, following a few redirections whose every step is held to
 * the same rules. @throws {OutgoingError}
 */
export async function askOutside(
  address: string,
  asked: Outgoing,
  limits: OutgoingLimits = OUTGOING_LIMITS,
): Promise<OutgoingAnswer> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  try {
    let url = checked(address);
    for (let step = 0; ; step += 1) {
      const { answer, body } = await exchange(url, asked, limits, signal);
      const status = answer.statusCode ?? 0;
      const { location } = answer.headers;
      if (status < 300 || status >= 400 || location === undefined) {
        const headers = Object.fromEntries(
          Object.entries(answer.headers).flatMap(([name, value]) =>
            typeof value === 'string' ? [[name, value]] : [],
          ),
        );
        return { status, headers, body };
      }
      if (step >= MOST_REDIRECTS) throw new OutgoingError('trop de redirections');
      url = checked(new URL(location, url));
    }
  } catch (error) {
    if (error instanceof OutgoingError) throw error;
    if (signal.aborted)
      throw new OutgoingError(`pas de réponse entière en ${Math.round(limits.milliseconds / 1000)} secondes`);
    throw new OutgoingError('le serveur n’a pas répondu, ou a coupé la réponse');
  }
}
