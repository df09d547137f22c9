import { countOf, formatDay } from '~/design/formats';
import { incubatorPath } from '~/platform/addresses';
import { addMonths } from '~/platform/calendar';
import { yearOf } from '~/platform/day';
import { inOrder } from '~/startup/life';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { isListed, type StartupFacts } from '../facts';
import { INCUBATOR_STATE_LABELS } from '../incubator-states';
import { standingOn } from '../standing';
import {
  countedStartup,
  countOfThings,
  shareOf,
  within,
  type Indicator,
  type IndicatorFacts,
  type Period,
} from './indicator';

const PHASES = 'phases des pages des startups';

function standing({ network }: IndicatorFacts, { end }: Period, codes: readonly PhaseCode[]) {
  const phases = standingOn(network, end);
  return network.startups.flatMap((startup, place) => {
    const phase = phases[place];
    return phase && codes.includes(phase.code)
      ? [countedStartup(startup, `${LIFECYCLE[phase.code].label} depuis le ${formatDay(phase.start)}`)]
      : [];
  });
}

const SUPPORTED: readonly PhaseCode[] = [
  'construction',
  'acceleration',
  'consolidation',
  'opere',
  'transfere',
];

/** Ruling 2: a launch is the start of the first construction. */
const launchOf = (startup: StartupFacts) =>
  inOrder(startup.phases).find(({ code }) => code === 'construction')?.start ?? null;

const launched = ({ network }: IndicatorFacts, period: Period, of: (startup: StartupFacts) => boolean) =>
  network.startups.flatMap((startup) => {
    const launch = launchOf(startup);
    return within(launch, period) && of(startup)
      ? [countedStartup(startup, `en construction le ${formatDay(launch!)}`)]
      : [];
  });

const isOfDinum = (startup: StartupFacts): boolean =>
  startup.incubators.some(({ ownerPublicId }) => ownerPublicId === 'dinum');

const OUT: readonly PhaseCode[] = ['opere', 'transfere', 'abandon', 'abandon-investigation'];

export const PORTFOLIO: readonly Indicator[] = [
  {
    code: 'lancements-dinum',
    family: 'finances',
    name: 'Produits lancés par la DINUM',
    rule: 'Startups d’un incubateur porté par la DINUM dont la première construction commence dans l’année. L’incubateur est celui d’aujourd’hui.',
    unit: 'nombre',
    period: 'année',
    source: PHASES,
    measure: (facts, period) => countOfThings(launched(facts, period, isOfDinum)),
  },
  {
    code: 'accompagnes-perennises',
    family: 'activite',
    name: 'Startups accompagnées ou pérennisées',
    rule: 'Startups en construction, accélération ou consolidation, opérées ou transférées le dernier jour. Les investigations sont comptées à part.',
    unit: 'nombre',
    period: 'fin',
    source: PHASES,
    measure: (facts, period) => countOfThings(standing(facts, period, SUPPORTED)),
  },
  {
    code: 'investigations',
    family: 'activite',
    name: 'Investigations en cours',
    rule: 'Startups en investigation le dernier jour.',
    unit: 'nombre',
    period: 'fin',
    source: PHASES,
    measure: (facts, period) => countOfThings(standing(facts, period, ['investigation'])),
  },
  {
    code: 'perennises',
    family: 'activite',
    name: 'Startups pérennisées',
    rule: 'Startups opérées au sein du réseau ou transférées le dernier jour. Les opérées comptent aussi parmi les actives.',
    unit: 'nombre',
    period: 'fin',
    source: PHASES,
    measure: (facts, period) => countOfThings(standing(facts, period, ['opere', 'transfere'])),
  },
  {
    code: 'lancements',
    family: 'activite',
    name: 'Startups lancées',
    rule: 'Startups dont la première construction commence dans l’année, tous incubateurs confondus, chacune une fois.',
    unit: 'nombre',
    period: 'année',
    source: PHASES,
    measure: (facts, period) => countOfThings(launched(facts, period, () => true)),
  },
  {
    code: 'problemes-investigues',
    family: 'activite',
    name: 'Problèmes investigués',
    rule: 'Startups dont une investigation commence dans l’année.',
    unit: 'nombre',
    period: 'année',
    source: PHASES,
    measure: (facts, period) =>
      countOfThings(
        facts.network.startups.flatMap((startup) => {
          const begun = startup.phases.find(
            ({ code, start }) => code === 'investigation' && within(start, period),
          );
          return begun ? [countedStartup(startup, `en investigation le ${formatDay(begun.start)}`)] : [];
        }),
      ),
  },
  {
    code: 'sorties-douze-mois',
    family: 'arrets',
    name: 'Sorties du cycle dans les douze mois',
    rule: 'Parmi les startups dont la première phase commence dans l’année, la part de celles qui sont opérées, transférées, arrêtées ou closes après investigation dans les douze mois de ce début.',
    unit: 'pourcent',
    period: 'année',
    source: PHASES,
    measure({ network }, period) {
      const cohort = network.startups.flatMap((startup) => {
        const ordered = inOrder(startup.phases);
        const first = ordered[0];
        if (!first || !within(first.start, period)) return [];
        const until = addMonths(first.start, 12);
        const out = ordered.find(
          ({ code, start }) => OUT.includes(code) && start <= until && start <= period.today,
        );
        return [
          countedStartup(
            startup,
            out
              ? `${LIFECYCLE[out.code].label} le ${formatDay(out.start)}`
              : `commencée le ${formatDay(first.start)}, pas sortie dans les douze mois`,
            out !== undefined,
          ),
        ];
      });
      const isWhole = addMonths(period.end, 12) <= period.today;
      return shareOf(cohort, isWhole ? null : 'Année incomplète : douze mois n’ont pas passé pour toutes.');
    },
  },
  {
    code: 'incubateurs-actifs',
    family: 'activite',
    name: 'Incubateurs actifs',
    rule: 'Incubateurs dont une startup au moins est active le dernier jour. Un incubateur que le réseau ne liste plus n’est pas compté.',
    unit: 'nombre',
    period: 'fin',
    source: PHASES,
    measure({ network }, { end }) {
      const phases = standingOn(network, end);
      const active = new Map<string, number>();
      network.startups.forEach((startup, place) => {
        const phase = phases[place];
        if (!phase || !LIFECYCLE[phase.code].active) return;
        for (const { publicId } of startup.incubators.filter(isListed))
          active.set(publicId, (active.get(publicId) ?? 0) + 1);
      });
      return countOfThings(
        network.incubators.flatMap(({ publicId, title }) =>
          active.has(publicId)
            ? [
                {
                  name: title,
                  to: incubatorPath(publicId),
                  detail: countOf(active.get(publicId)!, 'startup active', 'startups actives'),
                },
              ]
            : [],
        ),
      );
    },
  },
  {
    code: 'incubateurs-en-creation',
    family: 'activite',
    name: 'Incubateurs en création',
    rule: 'Incubateurs dont l’état est « en création ». Cet état n’est pas daté : une année passée se lit telle qu’elle a été comptée à sa fin.',
    undated: true,
    unit: 'nombre',
    period: 'fin',
    source: 'pages des incubateurs',
    measure({ network }, { running }) {
      if (!running)
        return {
          value: null,
          counted: [],
          note: 'Cet état n’est pas daté, et rien n’a été gardé de cette année.',
        };
      return countOfThings(
        network.incubators
          .filter((incubator) => isListed(incubator) && incubator.state === 'in_creation')
          .map(({ publicId, title }) => ({
            name: title,
            to: incubatorPath(publicId),
            detail: INCUBATOR_STATE_LABELS.in_creation,
          })),
      );
    },
  },
];

/** The first year of which anything is known. */
export const firstYear = ({ network }: IndicatorFacts, today: Period['today']): number =>
  network.startups.reduce(
    (least, startup) => startup.phases.reduce((year, { start }) => Math.min(year, yearOf(start)), least),
    yearOf(today),
  );
