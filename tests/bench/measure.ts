import autocannon from 'autocannon';

export interface Measure {
  p50: number;
  p95: number;
  perSecond: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

/** One address under `callers` at once. Milliseconds and requests a second. */
export async function load(
  url: string,
  callers: number,
  seconds: number,
  headers: Record<string, string> = {},
): Promise<Measure> {
  const spent: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      { url, connections: callers, duration: seconds, headers: { 'accept-encoding': 'br', ...headers } },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    );
    running.on('response', (_client, _status, _bytes, ms) => spent.push(ms));
  });
  // An answer that nothing changed is one too.
  const refused = result.non2xx - result['3xx'];
  if (refused > 0 || result.errors > 0) {
    throw new Error(`${url}: ${refused} refused, ${result.errors} failed`);
  }
  spent.sort((a, b) => a - b);
  return { p50: at(spent, 0.5), p95: at(spent, 0.95), perSecond: result.requests.total / result.duration };
}

/** The middle time of one request after another, in milliseconds with decimals. */
export async function oneByOne(url: string, times: number): Promise<number> {
  const spent: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const begun = performance.now();
    const answer = await fetch(url);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    spent.push(performance.now() - begun);
  }
  return spent.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}

/** A row of the report, and whether what it promises is kept. */
export class Report {
  missed = 0;

  line(text = ''): void {
    process.stdout.write(`${text}\n`);
  }

  ratio(name: string, value: number, bound: { atMost?: number; atLeast?: number }): void {
    const kept =
      (bound.atMost === undefined || value <= bound.atMost) &&
      (bound.atLeast === undefined || value >= bound.atLeast);
    if (!kept) this.missed += 1;
    const promise = bound.atMost === undefined ? `≥ ${bound.atLeast}` : `≤ ${bound.atMost}`;
    this.line(`  ${kept ? 'tenu  ' : 'MANQUÉ'} ${name} : ${value.toFixed(2)} (${promise})`);
  }
}
