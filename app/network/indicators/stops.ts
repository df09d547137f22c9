import { formatDay, inSentence } from '~/design/formats';
import { inOrder } from '~/startup/life';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { countedStartup, shareOf, type Indicator } from './indicator';

const PHASES = ['investigation', 'construction', 'acceleration', 'consolidation'] as const;

/** A stop after an investigation is a result, so it has its own sentence and is never added to the others. */
const RULES: Readonly<Record<(typeof PHASES)[number], { name: string; rule: string }>> = {
  investigation: {
    name: 'Investigations non concluantes',
    rule: 'Parmi les startups sorties d’une investigation depuis l’origine, la part de celles que suit une clôture ou un arrêt. C’est un résultat attendu de la méthode, jamais ajouté aux arrêts.',
  },
  construction: {
    name: 'Arrêts en construction',
    rule: 'Parmi les startups sorties d’une construction depuis l’origine, la part de celles que suit un arrêt.',
  },
  acceleration: {
    name: 'Arrêts en accélération',
    rule: 'Parmi les startups sorties d’une accélération depuis l’origine, la part de celles que suit un arrêt.',
  },
  consolidation: {
    name: 'Arrêts en consolidation',
    rule: 'Parmi les startups sorties d’une consolidation depuis l’origine, la part de celles que suit un arrêt.',
  },
};

const isStop = (code: PhaseCode): boolean => LIFECYCLE[code].kind === 'stop';

export const STOPS_BY_PHASE: readonly Indicator[] = PHASES.map((phase) => ({
  code: `arrets-${phase}`,
  family: 'arrets',
  name: RULES[phase].name,
  rule: `${RULES[phase].rule} Deux phases qui commencent le même jour ne comptent pas.`,
  unit: 'pourcent',
  period: 'fin',
  source: 'phases des pages des startups',
  measure: ({ network }, { end }) =>
    shareOf(
      network.startups.flatMap((startup) => {
        const ordered = inOrder(startup.phases.filter(({ start }) => start <= end));
        return ordered.flatMap(({ code, start }, index) => {
          const next = ordered[index + 1];
          if (code !== phase || next === undefined || next.start === start) return [];
          return [
            countedStartup(
              startup,
              `puis ${inSentence(LIFECYCLE[next.code].label)} le ${formatDay(next.start)}`,
              isStop(next.code),
            ),
          ];
        });
      }),
    ),
}));
