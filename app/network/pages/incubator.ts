import { awardAmount, awardName, awardPath, byProgramAndEdition } from '../awards';
import { organisationPath, startupPath } from '~/platform/addresses';
import { formatDay, formatTotal } from '~/design/formats';
import type { Day } from '~/platform/day';
import { total } from '~/platform/money';
import { plainText } from '~/platform/document/render.server';
import { currentPhase, type Phase } from '~/startup/life';
import { LIFECYCLE, PHASE_CODES, STAGES, STAGE_LABELS, STOPS, type PhaseCode } from '~/startup/rules';
import type { GanttRow } from '~/startup/parts/Gantt';
import type { IncubatorFacts, Network, StartupFacts } from '../facts';
import { ganttRow, statusSentence } from '../life-line';
import { startupsOf } from '../groupings';
import { portfolioHref } from '../portfolio/query';
import { activeIn, inStage, perennialIn, stockOf } from '../standing';
import { stockOverTime } from './stock-over-time';
import type { CountedFigure } from './home';
import { codesIn, type LinkedName } from './startup';

const firstStart = (startup: StartupFacts): Day | null =>
  startup.phases.reduce<Day | null>(
    (first, phase) => (first === null || phase.start < first ? phase.start : first),
    null,
  );

/** A startup in one line, with where it stands. */
const lineOf = (
  { startup, phase }: { startup: StartupFacts; phase: ReturnType<typeof currentPhase<Phase>> },
  today: Day,
) => ({
  publicId: startup.publicId,
  title: startup.title,
  mission: plainText(startup.mission),
  code: phase?.code ?? null,
  status: statusSentence(phase, today),
});

export function incubatorPage(network: Network, incubator: IncubatorFacts, today: Day) {
  const startups = startupsOf(network, incubator);
  const standing = startups.map((startup) => ({ startup, phase: currentPhase(startup.phases, today) }));
  const stock = stockOf(standing.map(({ phase }) => phase));
  const firsts = startups.flatMap((startup) => firstStart(startup) ?? []).sort();
  const inAll = { situation: 'toutes' as const, incubateur: [incubator.publicId] };
  const figures: CountedFigure[] = [
    {
      label: 'Startups actives',
      value: activeIn(stock),
      rule: 'Les quatre phases et les opérées, portées par cet incubateur.',
      to: portfolioHref({ incubateur: [incubator.publicId] }),
    },
    {
      label: 'Pérennisées',
      value: perennialIn(stock),
      rule: 'Opérées au sein du réseau ou transférées.',
      to: portfolioHref({ ...inAll, situation: 'sorties' }),
    },
    ...STOPS.map((code) => ({
      label: STAGE_LABELS[code],
      value: stock[code],
      rule: code === 'abandon' ? 'Services qui ne sont plus accessibles.' : 'Sans création de service.',
      to: portfolioHref({ ...inAll, phase: [code] }),
    })),
  ];
  const byStage = [...STAGES, ...STOPS].map((stage) => ({
    stage,
    label: STAGE_LABELS[stage],
    count: inStage(stock, stage),
    startups: standing
      .filter(({ phase }) => phase !== null && LIFECYCLE[phase.code].stage === stage)
      .map((one) => lineOf(one, today)),
  }));
  const order = (startup: StartupFacts) => firstStart(startup) ?? '9999';
  const rows: GanttRow[] = [...startups]
    .filter((startup) => (firstStart(startup) ?? '9999') <= today)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((startup) => ganttRow(startup, today));
  const awards = [
    ...network.awards.filter((award) => award.incubatorPublicId === incubator.publicId),
    ...startups.flatMap((startup) => startup.awards),
  ].sort(byProgramAndEdition);
  const organisations = new Map<string, { name: string; to: string; count: number }>();
  for (const startup of startups) {
    for (const { publicId, name } of startup.organisations) {
      const known = organisations.get(publicId) ?? { name, to: organisationPath(publicId), count: 0 };
      known.count += 1;
      organisations.set(publicId, known);
    }
  }
  return {
    publicId: incubator.publicId,
    title: incubator.title,
    description: incubator.shortDescription === null ? null : plainText(incubator.shortDescription),
    state: incubator.state,
    fictional: incubator.fictional,
    owner: ownerOf(network, incubator),
    website: incubator.website,
    github: incubator.github,
    contact: incubator.contact,
    address: incubator.address,
    highlighted: incubator.highlighted.flatMap((id) => {
      const shown = standing.find(({ startup }) => startup.publicId === id);
      return shown ? [lineOf(shown, today)] : [];
    }),
    cockpitPublished: incubator.cockpitPublished,
    startupCount: startups.length,
    since: firsts[0] ?? null,
    figures,
    byStage,
    rows,
    codes: codesIn(startups.flatMap((startup) => startup.phases.map((phase) => phase.code))),
    history: stockOverTime(network, `incubator/${incubator.publicId}`, startups, today),
    awards: awards.map((award) => ({
      name: awardName(award),
      round: awardPath(award),
      laureate: award.incubatorPublicId
        ? incubator.title
        : (network.startupById.get(award.startupPublicId!)?.title ?? ''),
      to: award.startupPublicId ? startupPath(award.startupPublicId) : null,
      amount: awardAmount(award),
    })),
    awardTotal: formatTotal(total(awards.map((award) => award.awarded))),
    impacts: startups
      .flatMap((startup) =>
        startup.impacts.map((impact) => ({
          publicId: startup.publicId,
          title: startup.title,
          year: impact.labelYear,
          day: formatDay(impact.day),
        })),
      )
      .sort((a, b) => (b.year ?? 0) - (a.year ?? 0)),
    organisations: [...organisations.values()].sort((a, b) => b.count - a.count),
  };
}
export type IncubatorPage = ReturnType<typeof incubatorPage>;

function ownerOf(network: Network, incubator: IncubatorFacts): LinkedName | null {
  const owner =
    incubator.ownerPublicId === null ? undefined : network.organisationById.get(incubator.ownerPublicId);
  return owner ? { name: owner.name, to: organisationPath(owner.publicId) } : null;
}

/** The incubators in alphabetical order, never by size. */
export function incubatorList(network: Network, today: Day) {
  return network.incubators
    .filter((incubator) => !incubator.hidden)
    .map((incubator) => {
      const stock = stockOf(
        startupsOf(network, incubator).map((startup) => currentPhase(startup.phases, today)),
      );
      return {
        publicId: incubator.publicId,
        title: incubator.title,
        description: incubator.shortDescription === null ? '' : plainText(incubator.shortDescription),
        state: incubator.state,
        active: activeIn(stock),
        perennial: perennialIn(stock),
        byCode: PHASE_CODES.map((code): [PhaseCode, number] => [code, stock[code]]),
      };
    });
}
