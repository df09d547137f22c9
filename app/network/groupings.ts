import type { IncubatorFacts, Network, StartupFacts } from './facts';
import { oncePerVersion } from './memo';

/** Startups by what they share, made once a version: no page looks through the whole network for one group. */
function grouped(
  network: Network,
  by: string,
  keysOf: (startup: StartupFacts) => readonly string[],
): ReadonlyMap<string, readonly StartupFacts[]> {
  return oncePerVersion(network, `startups-by-${by}`, () => {
    const groups = new Map<string, StartupFacts[]>();
    for (const startup of network.startups) {
      for (const key of keysOf(startup)) {
        const group = groups.get(key);
        if (group) group.push(startup);
        else groups.set(key, [startup]);
      }
    }
    return groups;
  });
}

export const startupsByOrganisation = (network: Network) =>
  grouped(network, 'organisation', ({ organisations }) => organisations.map(({ publicId }) => publicId));

export const startupsOf = (network: Network, incubator: IncubatorFacts): readonly StartupFacts[] =>
  grouped(network, 'incubator', ({ incubators }) => incubators.map(({ publicId }) => publicId)).get(
    incubator.publicId,
  ) ?? [];

export const startupsOnTheme = (network: Network, theme: string): readonly StartupFacts[] =>
  grouped(network, 'theme', ({ themes }) => themes).get(theme) ?? [];
