import type { AuditActor } from '~/platform/audit.server';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import type { Settings } from '~/platform/settings';
import type { Network } from '~/network/facts';
import type { Actor } from '~/person/rights';

/** What every loader and action is given. */
export interface SiteContext {
  database: Database;
  clock: Clock;
  settings: Settings;
  /** The network as published when the request came. */
  network: Network;
  /** To be called after a public write, so that its author sees it at once. */
  refreshNetwork: () => Promise<void>;
  actor: Actor;
  audit: { actor: AuditActor; requestId: string };
  /** Who sends, for limits only: never kept as it is. */
  remoteAddress: string;
  /** Where this site is reached, for addresses that leave it. */
  origin: string;
  theme: 'light' | 'dark' | 'system';
}

declare module '@remix-run/node' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the only way to name a module's type
  interface AppLoadContext extends SiteContext {}
}
