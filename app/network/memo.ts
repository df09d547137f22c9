import type { Network } from './facts';

const kept = new WeakMap<Network, Map<string, unknown>>();
const MOST = 200;

/** Computes something about one version of the network once; a new version forgets it all. */
export function oncePerVersion<T>(network: Network, key: string, compute: () => T): T {
  let values = kept.get(network);
  if (!values) kept.set(network, (values = new Map()));
  if (values.has(key)) return values.get(key) as T;
  const value = compute();
  if (values.size >= MOST) values.delete(values.keys().next().value!);
  values.set(key, value);
  // A reading that failed is not kept: the next one tries again.
  if (value instanceof Promise) value.catch(() => values.delete(key));
  return value;
}
