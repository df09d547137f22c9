import { awardName, awardPath, awardRule } from '../awards';
import { incubatorPath, organisationPath } from '~/platform/addresses';
import { formatAmount, formatDay, formatMonths } from '~/design/formats';
import { monthsBetween } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import { plainText } from '~/platform/document/render.server';
import { currentPhase, inOrder } from '~/startup/life';
import { LIFECYCLE, PHASE_CODES, type PhaseCode, type PhaseOrigin } from '~/startup/rules';
import type { LifeLineData } from '~/startup/parts/life-line-geometry';
import { startupsOf, startupsOnTheme } from '../groupings';
import { isListed, type Network, type Picture, type StartupFacts } from '../facts';
import { audienceLabel } from '../portfolio/labels';
import { portfolioHref } from '../portfolio/query';
import { PUBLISHED_LABELS } from '../portfolio/choices';
import { publishes, statisticsAddress } from '../portfolio/portfolio';
import { eventLabel } from '~/startup/events';
import { lifeLineOf, lifeSentence, statusSentence } from '../life-line';

export interface LinkedName {
  name: string;
  to: string | null;
}

export interface FactTile {
  label: string;
  value: string;
  rule: string;
  to?: string;
}

export interface StartupPage {
  publicId: string;
  title: string;
  mission: string;
  status: string;
  code: PhaseCode | null;
  fictional: boolean;
  noindex: boolean;
  picture: Picture | null;
  incubators: LinkedName[];
  organisations: LinkedName[];
  lifeLine: LifeLineData;
  lifeSentence: string;
  phases: Array<{ code: PhaseCode; start: Day; startText: string; lasted: string; said: string | null }>;
  tiles: FactTile[];
  events: Array<{ day: Day; dayText: string; label: string; comment: string | null }>;
  links: Array<{ label: string; href: string | null; note: string | null }>;
  themes: LinkedName[];
  audiences: LinkedName[];
  technologies: string[];
  contact: string | null;
  neighbours: Array<{ publicId: string; title: string; mission: string; code: PhaseCode | null }>;
  upcoming: Array<{ code: PhaseCode; startText: string }>;
}

const TRANSPARENCY_COUNT = 5;

function tilesOf(startup: StartupFacts): FactTile[] {
  const awards = startup.awards.map((award) => ({
    label: awardName(award),
    value: award.awarded ? formatAmount(award.awarded) : 'Lauréate',
    rule: awardRule(award),
    to: awardPath(award),
  }));
  const impacts = startup.impacts.map((impact) => ({
    label: 'Impact national',
    value: impact.labelYear === null ? 'Reconnu' : String(impact.labelYear),
    rule: `Année du label ; événement daté du ${formatDay(impact.day)}.`,
    to: portfolioHref({ situation: 'toutes', national: 'oui' }),
  }));
  const published = (['code', 'statistiques', 'impact', 'budget', 'accessibilite'] as const).filter((what) =>
    publishes(startup, what),
  );
  return [
    ...awards,
    ...impacts,
    {
      label: 'Transparence',
      value: `${published.length} sur ${TRANSPARENCY_COUNT}`,
      rule:
        published.length === 0
          ? 'Rien n’est publié de : code, statistiques, impact, budget, accessibilité.'
          : `Publié : ${published.map((what) => PUBLISHED_LABELS[what].toLowerCase()).join(', ')}.`,
    },
  ];
}

function linksOf(startup: StartupFacts): StartupPage['links'] {
  const accessibility = startup.accessibilityStatus;
  return [
    { label: 'Service', href: startup.link, note: null },
    {
      label: 'Statistiques',
      href: statisticsAddress(startup),
      note: null,
    },
    { label: 'Impact', href: startup.impactUrl, note: null },
    { label: 'Budget', href: startup.budgetUrl, note: null },
    { label: 'Code source', href: startup.repository, note: null },
    { label: 'Bonnes pratiques (DashLord)', href: startup.dashlordUrl, note: null },
    { label: 'Accessibilité', href: null, note: accessibility },
    {
      label: 'Analyse de risques',
      href: startup.riskAnalysisUrl,
      note: startup.riskAnalysis ? 'faite' : null,
    },
    { label: 'MonServiceSécurisé', href: null, note: startup.secureService ? 'suivi' : null },
  ];
}

const NEIGHBOURS = 4;
/** Enough of a theme to choose from, however many a large network has. */
const THEME_SAMPLE = 200;

/** Startups near this one: of its incubators first, those that share themes before the others; then of its themes. */
function neighboursOf(network: Network, startup: StartupFacts, today: Day): StartupPage['neighbours'] {
  const themes = new Set(startup.themes);
  const shared = (other: StartupFacts) => other.themes.filter((theme) => themes.has(theme)).length;
  const nearestFirst = (others: readonly StartupFacts[]) => [...others].sort((a, b) => shared(b) - shared(a));
  const ofIncubators = startup.incubators.flatMap((incubator) => startupsOf(network, incubator));
  const ofThemes = startup.themes.flatMap((theme) => startupsOnTheme(network, theme).slice(0, THEME_SAMPLE));
  const near: StartupPage['neighbours'] = [];
  for (const other of new Set([...nearestFirst(ofIncubators), ...nearestFirst(ofThemes)])) {
    if (near.length === NEIGHBOURS) break;
    if (other.publicId === startup.publicId || other.fictional !== startup.fictional || other.noindex)
      continue;
    const phase = currentPhase(other.phases, today);
    if (phase === null || LIFECYCLE[phase.code].kind === 'stop') continue;
    near.push({
      publicId: other.publicId,
      title: other.title,
      mission: plainText(other.mission),
      code: phase.code,
    });
  }
  return near;
}

/** Who says that a phase began: nothing of what is history, which is not asked to be confirmed. */
const SAID: Readonly<Record<PhaseOrigin, string | null>> = {
  historique: null,
  declared: 'déclarée par l’équipe',
  confirmed: 'confirmée par un comité',
};

function phasesOf(startup: StartupFacts, today: Day): StartupPage['phases'] {
  const begun = inOrder(startup.phases.filter((phase) => phase.start <= today));
  return begun.map((phase, index) => {
    const next = begun[index + 1];
    const lasted =
      next === undefined
        ? LIFECYCLE[phase.code].kind === 'stop'
          ? '–'
          : `en cours, ${formatMonths(monthsBetween(phase.start, today))}`
        : next.start === phase.start
          ? 'inconnue (même jour que la suivante)'
          : formatMonths(monthsBetween(phase.start, next.start));
    return {
      code: phase.code,
      start: phase.start,
      startText: formatDay(phase.start),
      lasted,
      said: SAID[phase.origin],
    };
  });
}

export function startupPage(network: Network, startup: StartupFacts, today: Day): StartupPage {
  const phase = currentPhase(startup.phases, today);
  return {
    publicId: startup.publicId,
    title: startup.title,
    mission: plainText(startup.mission),
    status: statusSentence(phase, today),
    code: phase?.code ?? null,
    fictional: startup.fictional,
    noindex: startup.noindex,
    picture: startup.picture,
    incubators: startup.incubators.map((incubator) => ({
      name: incubator.title,
      to: isListed(incubator) ? incubatorPath(incubator.publicId) : null,
    })),
    organisations: startup.organisations.map(({ name, publicId }) => ({
      name,
      to: organisationPath(publicId),
    })),
    lifeLine: lifeLineOf(startup, today),
    lifeSentence: lifeSentence(startup, today),
    phases: phasesOf(startup, today),
    tiles: tilesOf(startup),
    events: startup.events
      .filter((event) => event.day <= today)
      .map((event) => ({
        day: event.day,
        dayText: formatDay(event.day),
        label: eventLabel(event.kind),
        comment: event.comment === null ? null : plainText(event.comment),
      }))
      .reverse(),
    links: linksOf(startup),
    themes: startup.themes.map((name) => ({ name, to: portfolioHref({ theme: [name] }) })),
    audiences: startup.audiences.map((name) => ({
      name: audienceLabel(name),
      to: portfolioHref({ public: [name] }),
    })),
    technologies: startup.technologies,
    contact: startup.contact,
    neighbours: neighboursOf(network, startup, today),
    upcoming: startup.phases
      .filter((next) => next.start > today)
      .map((next) => ({ code: next.code, startText: formatDay(next.start) })),
  };
}

export const codesIn = (codes: Iterable<PhaseCode>): PhaseCode[] => {
  const present = new Set(codes);
  return PHASE_CODES.filter((code) => present.has(code));
};
