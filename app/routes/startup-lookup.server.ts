import { incubatorPath, startupPath } from '~/platform/addresses';
import { redirect } from '@remix-run/node';
import type { IncubatorFacts, Network, StartupFacts } from '~/network/facts';
import { oncePerVersion } from '~/network/memo';
import type { StartupTies } from '~/person/rights';
import { gone, notFound } from './answers.server';

/** Ids that differ from this one by their case alone, when there is exactly one. */
function onlyOtherCasing(network: Network, id: string): StartupFacts | null {
  const byCase = oncePerVersion(network, 'startups-by-case', () => {
    const map = new Map<string, StartupFacts[]>();
    for (const startup of network.startups) {
      const key = startup.publicId.toLowerCase();
      map.set(key, [...(map.get(key) ?? []), startup]);
    }
    return map;
  });
  const same = byCase.get(id.toLowerCase()) ?? [];
  return same.length === 1 ? same[0]! : null;
}

/**
 * The startup of an address. A former id, or another casing where only one can be meant, leads to its present page.
 * @throws a redirect or a 404 answer.
 */
export function startupOf(network: Network, id: string | undefined, rest = ''): StartupFacts {
  const asked = (id ?? '').normalize('NFC');
  const startup = network.startupById.get(asked);
  if (startup) return startup;
  if (network.archivedById.has(asked)) {
    throw gone('Cette page a été archivée par l’incubateur : elle n’est plus tenue à jour.');
  }
  const meant = network.startupByFormerId.get(asked) ?? onlyOtherCasing(network, asked);
  if (meant) throw redirect(`${startupPath(meant.publicId)}${rest}`, 301);
  throw notFound(
    'Aucune startup ne porte cet identifiant. Elle a peut-être changé de nom : cherchez-la ci-dessous.',
  );
}

/** @throws a redirect or a 404 answer; an incubator that its network hides has no page. */
export function incubatorOf(network: Network, id: string | undefined): IncubatorFacts {
  const asked = (id ?? '').normalize('NFC');
  const incubator = network.incubatorById.get(asked);
  if (incubator && !incubator.hidden) return incubator;
  const meant = network.incubators.find(
    (other) =>
      !other.hidden &&
      (other.formerIds.includes(asked) || other.publicId.toLowerCase() === asked.toLowerCase()),
  );
  if (meant && !incubator) throw redirect(incubatorPath(meant.publicId), 301);
  throw notFound('Aucun incubateur public ne porte cet identifiant.');
}

/** What ties people to a startup, for questions of rights. */
export const tiesOf = (startup: StartupFacts): StartupTies => ({
  id: startup.id,
  incubatorIds: startup.incubators.map(({ id }) => id),
});
