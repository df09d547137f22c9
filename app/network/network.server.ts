import { DATA_VERSION_CHANNEL, readDataVersion } from '~/platform/data-version.server';
import type { Database } from '~/platform/database/open.server';
import type { Sql } from '~/platform/database/sql.server';
import { expectationsWith } from '~/startup/expectations';
import type { Award, Network, StartupFacts } from './facts';
import {
  loadAwards,
  loadExpectationSettings,
  loadImportedAt,
  loadIncubators,
  loadOrganisations,
  loadRounds,
  loadStartups,
} from './load.server';

const POLL_MS = 1_000;
/** A French dictionary's order: accents and case come after letters, numbers by their value. */
const collator = new Intl.Collator('fr', { sensitivity: 'variant', numeric: true });
const byTitle = (a: { title: string }, b: { title: string }) => collator.compare(a.title, b.title);

function awardsByStartup(awards: readonly Award[]): Map<string, Award[]> {
  const map = new Map<string, Award[]>();
  for (const award of awards) {
    if (award.startupPublicId === null) continue;
    const list = map.get(award.startupPublicId);
    if (list) list.push(award);
    else map.set(award.startupPublicId, [award]);
  }
  return map;
}

/**
 * The network at the database's present version. Of the startups only those written since `before` are read;
 * the smaller tables are read whole.
 */
async function loadNetwork(db: Sql, demo: boolean, before: Network | null): Promise<Network> {
  const version = await readDataVersion(db);
  const incubators = await loadIncubators(db);
  const organisations = await loadOrganisations(db);
  const bearings = {
    incubators: new Map(incubators.map((incubator) => [incubator.id, incubator])),
    organisations: new Map(organisations.map((organisation) => [organisation.id, organisation])),
  };
  const changed = await loadStartups(db, before?.version ?? 0, bearings);
  const rounds = await loadRounds(db);
  const awards = await loadAwards(db);
  const importedAt = await loadImportedAt(db);
  const expectations = expectationsWith(await loadExpectationSettings(db));

  const changedIds = new Set(changed.map((startup) => startup.id));
  const kept = [...(before?.startups ?? []), ...(before?.archivedById.values() ?? [])]
    .filter((startup) => !changedIds.has(startup.id))
    .map((startup) => ({
      ...startup,
      incubators: startup.incubators.flatMap(({ id }) => bearings.incubators.get(id) ?? []),
      organisations: startup.organisations.flatMap(({ id }) => bearings.organisations.get(id) ?? []),
    }));
  const awarded = awardsByStartup(awards);
  const all: StartupFacts[] = [...kept, ...changed]
    .map((startup) => ({ ...startup, awards: awarded.get(startup.publicId) ?? [] }))
    .sort(byTitle);
  const startups = all.filter(({ archived }) => !archived);
  const startupById = new Map(startups.map((startup) => [startup.publicId, startup]));
  return {
    version,
    demo,
    importedAt,
    expectations,
    startups,
    startupById,
    archivedById: new Map(
      all.filter(({ archived }) => archived).map((startup) => [startup.publicId, startup]),
    ),
    startupByFormerId: new Map(
      startups.flatMap((startup) =>
        startup.formerIds.filter((id) => !startupById.has(id)).map((id) => [id, startup] as const),
      ),
    ),
    incubators: [...incubators].sort(byTitle),
    incubatorById: new Map(incubators.map((incubator) => [incubator.publicId, incubator])),
    organisations: [...organisations].sort((a, b) => collator.compare(a.name, b.name)),
    organisationById: new Map(organisations.map((organisation) => [organisation.publicId, organisation])),
    rounds,
    awards,
  };
}

/** Keeps the published network in memory and follows the data version (decision record 0004). */
export interface NetworkReader {
  current(): Network;
  /** Reads the newest version now: called after a public write in this process. */
  refresh(): Promise<void>;
  stop(): void;
}

export async function followNetwork(database: Database, demo: boolean): Promise<NetworkReader> {
  let network = await loadNetwork(database.prisma, demo, null);
  let loading: Promise<void> | null = null;
  let stopped = false;

  const load = async () => {
    if (stopped || (await readDataVersion(database.prisma)) === network.version) return;
    network = await database.transaction((tx) => loadNetwork(tx, demo, network), { seconds: 120 });
  };
  const refresh = async () => {
    // A refresh under way may have read before the write that asks for this one: wait, then look again.
    await loading?.catch(() => undefined);
    loading = load().finally(() => {
      loading = null;
    });
    await loading;
  };
  const quietly = () => void refresh().catch(() => undefined);
  await database.listen(DATA_VERSION_CHANNEL, quietly);
  // One process alone hears of every write itself; on a server another process may have written.
  const timer = database.kind === 'server' ? setInterval(quietly, POLL_MS) : null;
  return {
    current: () => network,
    refresh,
    stop() {
      stopped = true;
      if (timer) clearInterval(timer);
    },
  };
}
