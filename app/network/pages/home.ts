import { addMonths } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import {
  codesOfStage,
  LIFECYCLE,
  PHASE_CODES,
  STAGES,
  STAGE_LABELS,
  STOPS,
  type PhaseCode,
  type Stage,
} from '~/startup/rules';
import { currentPhase } from '~/startup/life';
import { isListed, type Network } from '../facts';
import { portfolioHref } from '../portfolio/query';
import { activeIn, enteredBetween, inStage, perennialIn, stockOn } from '../standing';
import { oncePerVersion } from '../memo';

export interface CountedFigure {
  label: string;
  value: number;
  rule: string;
  to: string;
}

export interface LatestChange {
  publicId: string;
  title: string;
  code: PhaseCode;
  day: Day;
}

/** What the network is now, each number with its rule and its list. */
export interface HomePage {
  activeCount: number;
  incubatorCount: number;
  stages: Array<CountedFigure & { stage: Stage; swatch: PhaseCode }>;
  totals: CountedFigure[];
  flow: Array<{ code: PhaseCode; count: number; to: string }>;
  since: Day;
  latest: LatestChange[];
}

const RULES: Readonly<Record<Stage, string>> = {
  investigation: 'Startups dont la phase en cours est l’investigation.',
  construction: 'Startups dont la phase en cours est la construction.',
  acceleration: 'Startups dont la phase en cours est l’accélération.',
  consolidation: 'Startups dont la phase en cours est la consolidation.',
  'passage-de-relais': 'Startups opérées au sein du réseau ou transférées.',
};

const LATEST = 8;

export function homePage(network: Network, today: Day): HomePage {
  return oncePerVersion(network, `home/${today}`, () => {
    const stock = stockOn(network, today);
    const since = addMonths(today, -12);
    const stages = STAGES.map((stage) => ({
      stage,
      swatch: codesOfStage(stage)[0]!,
      label: STAGE_LABELS[stage],
      value: inStage(stock, stage),
      rule: RULES[stage],
      to: portfolioHref({ situation: 'toutes', etape: [stage] }),
    }));
    const totals: CountedFigure[] = [
      {
        label: 'Startups actives',
        value: activeIn(stock),
        rule: 'En investigation, construction, accélération, consolidation, ou opérées au sein du réseau.',
        to: portfolioHref({}),
      },
      {
        label: 'Startups pérennisées',
        value: perennialIn(stock),
        rule: 'Opérées au sein du réseau ou transférées. Les opérées comptent aussi parmi les actives.',
        to: portfolioHref({ situation: 'sorties' }),
      },
      {
        label: STAGE_LABELS[STOPS[0]],
        value: stock[STOPS[0]],
        rule: 'Investigations closes sans créer de service : un résultat, jamais ajouté aux arrêts.',
        to: portfolioHref({ situation: 'arrets', phase: [STOPS[0]] }),
      },
      {
        label: STAGE_LABELS[STOPS[1]],
        value: stock[STOPS[1]],
        rule: 'Services arrêtés pendant l’incubation ou après, qui ne sont plus accessibles.',
        to: portfolioHref({ situation: 'arrets', phase: [STOPS[1]] }),
      },
    ];
    const flow = PHASE_CODES.map((code) => ({
      code,
      count: network.startups.filter((startup) => enteredBetween(startup, code, since, today)).length,
      to: portfolioHref({ situation: 'toutes', entree: code, depuis: since, jusque: today, tri: 'recentes' }),
    }));
    const latest = network.startups
      .flatMap((startup) =>
        startup.phases
          .filter((phase) => phase.start <= today)
          .map((phase) => ({
            publicId: startup.publicId,
            title: startup.title,
            code: phase.code,
            day: phase.start,
          })),
      )
      .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
      .slice(0, LATEST);
    return {
      activeCount: activeIn(stock),
      incubatorCount: new Set(
        network.startups.flatMap((startup) => {
          const phase = currentPhase(startup.phases, today);
          return phase && LIFECYCLE[phase.code].active
            ? startup.incubators.filter(isListed).map(({ publicId }) => publicId)
            : [];
        }),
      ).size,
      stages,
      totals,
      flow,
      since,
      latest,
    };
  });
}

export const flowLabel = (code: PhaseCode): string => LIFECYCLE[code].label;
