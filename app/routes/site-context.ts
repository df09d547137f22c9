import type { Settings } from '~/platform/settings';
import type { Network } from '~/network/facts';
import type { Acting } from '~/person/acting';
import type { Session } from '~/person/session.server';
import type { Provider } from '~/person/sign-in/provider.server';

/** What every loader and action is given. */
export interface SiteContext extends Acting {
  settings: Settings;
  /** The network as published when the request came. */
  network: Network;
  /** To be called after a public write, so that its author sees it at once. */
  refreshNetwork: () => Promise<void>;
  /** Who is signed in; null for the public. */
  session: Session | null;
  /** The identity provider, where one is set. */
  provider: Provider | null;
  /** What seals short codes. */
  secret: string;
  mail: {
    /** Whether mails leave: without a mail server they wait. */
    leaves: boolean;
    /** To be called after a write that queued a mail which somebody waits for. */
    wake: () => void;
  };
  /** Who sends, for limits only: never kept as it is. */
  remoteAddress: string;
  theme: 'light' | 'dark' | 'system';
}

declare module '@remix-run/node' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the only way to name a module's type
  interface AppLoadContext extends SiteContext {}
}
