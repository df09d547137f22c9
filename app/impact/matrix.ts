import { addMonths, monthsBetween } from '~/platform/calendar';
import type { Day } from '~/platform/day';
import { CONCEPTS, type Concept } from './vocabulary';

/** A figure that the matrix asks of every service. */
export interface MandatoryIndicator {
  code: string;
  label: string;
  concept: Concept;
  /** Computed by Jalons from budget and metrics, never typed. */
  computed?: true;
}

export interface MatrixDefinition {
  version: string;
  /** Where the definition was read. */
  source: string;
  indicators: readonly MandatoryIndicator[];
}

/** The impact matrix as the network defines it; a new definition is added, an old one stays for what it judged. */
export const MATRICES: readonly MatrixDefinition[] = [
  {
    version: '2025-07',
    source: 'Matrice d’impact de la DINUM, été 2025',
    indicators: [
      { code: 'facilite', label: 'Note de facilité d’utilisation', concept: 'utilisable' },
      { code: 'utilisateurs-actifs', label: 'Personnes actives par mois', concept: 'utilise' },
      { code: 'transactions', label: 'Actes menés à bien par mois', concept: 'utilise' },
      { code: 'penetration', label: 'Part du marché prioritaire atteinte', concept: 'utilise' },
      { code: 'satisfaction', label: 'Part des personnes qui le trouvent utile', concept: 'utile' },
      { code: 'impact', label: 'Impact produit', concept: 'impactant' },
      { code: 'cout-usage', label: 'Coût par usage', concept: 'efficient', computed: true },
    ],
  },
];
export const MATRIX = MATRICES[0]!;

/** Months within which the first figures are due (quality standard « impact »). */
export const FIRST_FIGURES_MONTHS = 18;
/** A figure older than the time between two committees no longer says anything to the next one. */
export const FRESH_MONTHS = 6;

export interface Measured {
  indicator: string | null;
  /** First day of the month of the last figure; null when there is none. */
  lastMonth: Day | null;
}

export interface IndicatorState extends MandatoryIndicator {
  state: 'held' | 'stale' | 'empty' | 'missing';
  lastMonth: Day | null;
}

/** What the matrix asks for and what of it is there, concept by concept. */
export function matrixState(
  metrics: readonly Measured[],
  computed: Readonly<Record<string, boolean>>,
  today: Day,
): Record<Concept, IndicatorState[]> {
  const state = Object.fromEntries(CONCEPTS.map((concept) => [concept, [] as IndicatorState[]])) as Record<
    Concept,
    IndicatorState[]
  >;
  for (const indicator of MATRIX.indicators) {
    const held = metrics.find(({ indicator: code }) => code === indicator.code);
    const lastMonth = held?.lastMonth ?? null;
    state[indicator.concept].push({
      ...indicator,
      lastMonth,
      state: indicator.computed
        ? computed[indicator.code]
          ? 'held'
          : 'missing'
        : !held
          ? 'missing'
          : lastMonth === null
            ? 'empty'
            : monthsBetween(lastMonth, today) > FRESH_MONTHS
              ? 'stale'
              : 'held',
    });
  }
  return state;
}

/**
 * The day by which the first figures are due: eighteen months after the first construction, or after the first phase
 * of a startup that had none. Null for a startup without a dated phase.
 */
export function firstFiguresDue(phases: ReadonlyArray<{ code: string; start: Day }>): Day | null {
  const inOrder = [...phases].sort((a, b) => (a.start < b.start ? -1 : 1));
  const start = inOrder.find(({ code }) => code === 'construction')?.start ?? inOrder[0]?.start;
  return start === undefined ? null : addMonths(start, FIRST_FIGURES_MONTHS);
}
