import type { Day } from '~/platform/day';
import { expectedAt, type Expectation, type Held } from './expectations';
import { currentPhase, inOrder, phaseOddities, type Phase } from './life';
import { LIFECYCLE, type PhaseCode } from './rules';

export interface PhaseAdvice {
  /** What is unusual in these dates, said and never refused. */
  warnings: string[];
  /** The phase that would be the present one, with what is asked there and not there yet. */
  current: { code: PhaseCode; question: string; ends: string; missing: string[] } | null;
}

/** What a team that dates its phases should know before it publishes. */
export function phaseAdvice(
  phases: readonly Phase[],
  fiche: Held,
  expectations: readonly Expectation[],
  today: Day,
): PhaseAdvice {
  const ordered = inOrder(phases);
  const jumps = ordered.flatMap((phase, index) => {
    const next = ordered[index + 1];
    if (!next || next.start === phase.start || LIFECYCLE[phase.code].next.includes(next.code)) return [];
    return [
      `${LIFECYCLE[next.code].label} après ${LIFECYCLE[phase.code].label.toLowerCase()} : c’est rare, vérifiez les dates.`,
    ];
  });
  const odd = phaseOddities(phases, today)
    .filter(({ kind }) => kind !== 'phase-ordre')
    .map(({ found, understood }) => `${found.charAt(0).toUpperCase()}${found.slice(1)} : ${understood}.`);
  const phase = currentPhase(phases, today);
  return {
    warnings: [...odd, ...jumps],
    current:
      phase === null
        ? null
        : {
            code: phase.code,
            question: LIFECYCLE[phase.code].question,
            ends: LIFECYCLE[phase.code].ends,
            missing: expectedAt(expectations, phase.code, fiche)
              .filter(({ held }) => !held)
              .map(({ label }) => label),
          },
  };
}
