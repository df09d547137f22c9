import { awardAmount, awardName, awardPath, byProgramAndEdition } from '../awards';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { formatTotal } from '~/design/formats';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { total } from '~/platform/money';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE, STAGE_LABELS, STAGES, STOPS } from '~/startup/rules';
import { isListed, type Network, type OrganisationFacts, type StartupFacts } from '../facts';
import { startupsByOrganisation } from '../groupings';
import { ganttRow, statusSentence } from '../life-line';
import { domainLabel, organisationKindLabel } from '../portfolio/labels';
import { portfolioHref, type PortfolioQuery } from '../portfolio/query';
import { activeIn, inStage, perennialIn, stockOf } from '../standing';
import type { CountedFigure } from './home';
import { codesIn } from './startup';

const firstStart = ({ phases }: StartupFacts): string =>
  phases.reduce((first, { start }) => (start < first ? start : first), '9999');

/** What an administration, or a whole ministry, carries: where it stands, what it received, what it became. */
export function carriedPortfolio(
  startups: readonly StartupFacts[],
  filter: Partial<PortfolioQuery>,
  today: Day,
) {
  const standing = startups.map((startup) => ({ startup, phase: currentPhase(startup.phases, today) }));
  const stock = stockOf(standing.map(({ phase }) => phase));
  const awards = startups.flatMap((startup) => startup.awards.map((award) => ({ startup, award })));
  const incubators = new Map<string, { title: string; to: string; count: number }>();
  for (const { incubators: own } of startups)
    for (const { publicId, title } of own.filter(isListed)) {
      const known = incubators.get(publicId) ?? { title, to: incubatorPath(publicId), count: 0 };
      known.count += 1;
      incubators.set(publicId, known);
    }
  const figures: CountedFigure[] = [...STAGES, ...STOPS].map((stage) => ({
    label: STAGE_LABELS[stage],
    value: inStage(stock, stage),
    rule:
      stage === 'passage-de-relais'
        ? 'Opérées au sein du réseau ou transférées.'
        : 'Startups dont c’est l’étape d’aujourd’hui.',
    to: portfolioHref({ ...filter, situation: 'toutes', etape: [stage] }),
  }));
  return {
    active: activeIn(stock),
    perennial: perennialIn(stock),
    figures: figures.filter(({ value }) => value > 0),
    startups: standing
      .map(({ startup, phase }) => ({
        publicId: startup.publicId,
        title: startup.title,
        mission: plainText(startup.mission),
        code: phase?.code ?? null,
        status: statusSentence(phase, today),
        order: phase === null ? 99 : STAGES.indexOf(LIFECYCLE[phase.code].stage as never) + 1 || 50,
      }))
      .sort((a, b) => a.order - b.order || a.title.localeCompare(b.title, 'fr')),
    gantt: [...startups]
      .filter((startup) => firstStart(startup) <= today)
      .sort((a, b) => (firstStart(a) < firstStart(b) ? -1 : 1))
      .map((startup) => ganttRow(startup, today)),
    codes: codesIn(startups.flatMap(({ phases }) => phases.map(({ code }) => code))),
    awards: awards
      .sort(
        (a, b) =>
          byProgramAndEdition(b.award, a.award) || a.startup.title.localeCompare(b.startup.title, 'fr'),
      )
      .map(({ startup, award }) => ({
        title: startup.title,
        to: startupPath(startup.publicId),
        name: awardName(award),
        round: awardPath(award),
        amount: awardAmount(award),
      })),
    awardTotal: formatTotal(total(awards.map(({ award }) => award.awarded))),
    labels: startups
      .flatMap((startup) =>
        startup.impacts.map(({ labelYear, day }) => ({
          title: startup.title,
          to: startupPath(startup.publicId),
          year: labelYear ?? Number(day.slice(0, 4)),
        })),
      )
      .sort((a, b) => b.year - a.year),
    incubators: [...incubators.values()].sort((a, b) => a.title.localeCompare(b.title, 'fr')),
  };
}
export type CarriedPortfolio = ReturnType<typeof carriedPortfolio>;

export function organisationPage(network: Network, organisation: OrganisationFacts, today: Day) {
  const startups = startupsByOrganisation(network).get(organisation.publicId) ?? [];
  return {
    publicId: organisation.publicId,
    name: organisation.name,
    acronym: organisation.acronym,
    domain:
      organisation.ministryDomain === null
        ? null
        : { value: organisation.ministryDomain, label: domainLabel(organisation.ministryDomain) },
    kind: organisation.kind === null ? null : organisationKindLabel(organisation.kind),
    carried: carriedPortfolio(startups, { organisation: [organisation.publicId] }, today),
    ids: startups.map(({ id }) => id),
  };
}

/** A ministry: everything that the administrations of its domain carry, each startup once. Null when nobody is of it. */
export function ministryPage(network: Network, domain: string, today: Day) {
  const organisations = network.organisations.filter(({ ministryDomain }) => ministryDomain === domain);
  if (organisations.length === 0) return null;
  const startups = network.startups.filter(({ organisations: own }) =>
    own.some(({ ministryDomain }) => ministryDomain === domain),
  );
  const counts = startupsByOrganisation(network);
  return {
    domain,
    label: domainLabel(domain),
    carried: carriedPortfolio(startups, { domaine: [domain] }, today),
    ids: startups.map(({ id }) => id),
    organisations: organisations.flatMap(({ publicId, name }) => {
      const count = counts.get(publicId)?.length ?? 0;
      return count === 0 ? [] : [{ publicId, name, count }];
    }),
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
