import type { Network } from '~/network/facts';
import type { Role } from '~/person/roles';
import type { Database } from '~/platform/database/open.server';
import { Browserless } from './browserless';
import { startMailbox, type Mailbox } from './mailbox';
import { bearer, type Bearer } from './people';
import { handClock, idOf, realNetwork } from './real-network';
import { startSite } from './site';

export interface CommitteeNetwork {
  clock: ReturnType<typeof handClock>;
  database: Database;
  mailbox: Mailbox;
  url: string;
  dataDir: string;
  potagers: string;
  bancs: string;
  incubator: string;
  /** Somebody with one mission, and a browser in which they are signed in. */
  as(role: Role, placeId: string | null, name?: string): Promise<Bearer & { browser: Browserless }>;
  /** Days pass, and those who are signed in come back meanwhile. */
  moveTo(instant: string): Promise<void>;
  /** The network as the site has it in memory. */
  network(): Network;
  /** Shows what was written beside the program. */
  refresh(): Promise<void>;
  rows(query: string): Promise<Array<Record<string, unknown>>>;
}

/** A small real network with its server and a real mailbox, at an hour that the test moves. */
export async function committeeNetwork(instant: string): Promise<CommitteeNetwork> {
  const clock = handClock(instant);
  const database = await realNetwork(clock);
  const mailbox = await startMailbox();
  const { url, dataDir, site } = await startSite('vide', {
    clock,
    database,
    env: { SMTP_URL: mailbox.url, MAIL_FROM: 'Jalons <jalons@exemple.invalid>' },
  });
  return {
    clock,
    database,
    mailbox,
    url,
    dataDir,
    potagers: await idOf(database, 'startup', 'potagers'),
    bancs: await idOf(database, 'startup', 'bancs'),
    incubator: await idOf(database, 'incubator', 'atelier'),
    async as(role, placeId, name) {
      const person = await bearer(database, clock.now(), { role, placeId, ...(name ? { name } : {}) });
      return { ...person, browser: new Browserless(url, person.cookie) };
    },
    async moveTo(next) {
      clock.set(next);
      await database.pool.query('UPDATE session SET created_at = $1, seen_at = $1, expires_at = $2', [
        clock.now(),
        new Date(clock.now().getTime() + 3_600_000),
      ]);
    },
    network: () => site.network.current(),
    refresh: () => site.network.refresh(),
    rows: (query) => database.pool.query<Record<string, unknown>>(query).then(({ rows }) => rows),
  };
}
