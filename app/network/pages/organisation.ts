import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { currentPhase } from '~/startup/life';
import type { Network, OrganisationFacts } from '../facts';
import { statusSentence } from '../life-line';
import { startupsByOrganisation } from '../groupings';
import { domainLabel, organisationKindLabel } from '../portfolio/labels';
import { activeIn, perennialIn, stockOf } from '../standing';

export function organisationPage(network: Network, organisation: OrganisationFacts, today: Day) {
  const startups = startupsByOrganisation(network).get(organisation.publicId) ?? [];
  const standing = startups.map((startup) => ({ startup, phase: currentPhase(startup.phases, today) }));
  const stock = stockOf(standing.map(({ phase }) => phase));
  return {
    publicId: organisation.publicId,
    name: organisation.name,
    acronym: organisation.acronym,
    domain:
      organisation.ministryDomain === null
        ? null
        : { value: organisation.ministryDomain, label: domainLabel(organisation.ministryDomain) },
    kind: organisation.kind === null ? null : organisationKindLabel(organisation.kind),
    active: activeIn(stock),
    perennial: perennialIn(stock),
    startups: standing.map(({ startup, phase }) => ({
      publicId: startup.publicId,
      title: startup.title,
      mission: plainText(startup.mission),
      code: phase?.code ?? null,
      status: statusSentence(phase, today),
    })),
  };
}

/** Organisations that carry at least one startup, by ministry domain, each list in alphabetical order. */
export function organisationList(network: Network) {
  const counts = startupsByOrganisation(network);
  const domains = new Map<
    string,
    Array<{ publicId: string; name: string; acronym: string | null; count: number }>
  >();
  for (const { publicId, name, acronym, ministryDomain } of network.organisations) {
    const count = counts.get(publicId)?.length ?? 0;
    if (count === 0) continue;
    const domain = ministryDomain ?? 'autres';
    domains.set(domain, [...(domains.get(domain) ?? []), { publicId, name, acronym, count }]);
  }
  return [...domains]
    .map(([domain, organisations]) => ({ domain, label: domainLabel(domain), organisations }))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'));
}
