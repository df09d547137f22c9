import type { Day } from '~/platform/day';
import { currentPhase, inOrder, type Phase } from '~/startup/life';
import { LIFECYCLE, lifecycleOrder, PHASE_CODES, type PhaseCode } from '~/startup/rules';

/** What a committee may decide of a startup, as a table: the decision form, the session and the help draw it. */
export const OUTCOMES = {
  continuer: { label: 'Continuer', public: 'La startup continue' },
  prolonger: { label: 'Prolonger la phase', public: 'La phase est prolongée' },
  pivoter: { label: 'Pivoter', public: 'L’équipe repart d’un autre problème' },
  phase: { label: 'Changer de phase', public: 'La startup change de phase' },
  transferer: { label: 'Transférer', public: 'Le service est transféré' },
  operer: { label: 'Opérer au sein du réseau', public: 'Le service est opéré au sein du réseau' },
  arreter: { label: 'Arrêter', public: 'Le service s’arrête' },
  ailleurs: { label: 'Continuer hors du réseau', public: 'Le projet continue hors du réseau' },
  reprendre: { label: 'Reprendre', public: 'La startup reprend' },
} as const;
export type Outcome = keyof typeof OUTCOMES;
export const OUTCOME_CODES = Object.keys(OUTCOMES) as Outcome[];

/** The four phases that a decision may open by name. */
export const OPENED_PHASES = PHASE_CODES.filter((code) => LIFECYCLE[code].kind === 'phase').reverse();

/** What may be decided from each state: skips, returns and a second acceleration are allowed, never a move from nowhere. */
export function outcomesFrom(code: PhaseCode | null): Outcome[] {
  if (code === null) return ['phase', 'arreter'];
  switch (LIFECYCLE[code].kind) {
    case 'phase':
      return [
        'continuer',
        'prolonger',
        ...(code === 'investigation' || code === 'construction' ? (['pivoter'] as const) : []),
        'phase',
        'transferer',
        'operer',
        'arreter',
        'ailleurs',
      ];
    case 'exit':
      return code === 'opere'
        ? ['continuer', 'transferer', 'arreter', 'reprendre']
        : ['continuer', 'operer', 'arreter', 'reprendre'];
    case 'stop':
      return ['reprendre'];
  }
}

/** The phase that an outcome leads to; null when it stays where it is. `phase` is the one chosen by name. */
export function phaseAfter(
  outcome: Outcome,
  from: PhaseCode | null,
  chosen: PhaseCode | null,
): PhaseCode | null {
  switch (outcome) {
    case 'continuer':
    case 'prolonger':
      return null;
    case 'pivoter':
      return 'investigation';
    case 'phase':
    case 'reprendre':
      return chosen;
    case 'transferer':
      return 'transfere';
    case 'operer':
      return 'opere';
    case 'arreter':
      return from === 'investigation' || from === null ? 'abandon-investigation' : 'abandon';
    // Before anything was built there is no service to go on: it is an investigation that ended.
    case 'ailleurs':
      return from === 'investigation' ? 'abandon-investigation' : 'transfere';
  }
}

/** Whether the phase is chosen by name. */
export const choosesPhase = (outcome: Outcome): boolean => outcome === 'phase' || outcome === 'reprendre';

export interface PhaseEffect {
  /** A new phase, written into the fiche. */
  opens: { code: PhaseCode; start: Day } | null;
  /** A phase that a team had declared, and that the committee now confirms. */
  confirms: { code: PhaseCode; start: Day } | null;
}

interface PhaseDecision {
  outcome: Outcome;
  phase: PhaseCode | null;
  /** The first day of the phase that the decision opens. */
  start: Day;
}

/** The phase that begins on the very day of a decision which asks for it: the fiche told it before the committee was noted. */
function toldThatDay(phases: readonly Phase[], { outcome, phase, start }: PhaseDecision): Phase | null {
  const before = currentPhase(
    phases.filter((one) => one.start < start),
    start,
  );
  if (!outcomesFrom(before?.code ?? null).includes(outcome)) return null;
  const target = phaseAfter(outcome, before?.code ?? null, phase);
  return phases.find((one) => one.start === start && one.code === target) ?? null;
}

const confirmed = (phase: Phase | null): PhaseEffect['confirms'] =>
  phase?.origin === 'declared' ? { code: phase.code, start: phase.start } : null;

/**
 * What a decision does to the phases of a startup. A phase that was declared, or told before the committee was
 * noted, is that one and is not opened twice; staying confirms the present one.
 */
export function effectOf(phases: readonly Phase[], decision: PhaseDecision): PhaseEffect {
  const told = toldThatDay(phases, decision);
  if (told) return { opens: null, confirms: confirmed(told) };
  const current = currentPhase(phases, decision.start);
  const target = phaseAfter(decision.outcome, current?.code ?? null, decision.phase);
  if (target === null || (current?.code === target && current.origin === 'declared'))
    return { opens: null, confirms: confirmed(current) };
  const next = inOrder(phases).find(({ start }) => start > decision.start);
  if (next?.code === target) return { opens: null, confirms: confirmed(next) ?? confirmed(current) };
  return { opens: { code: target, start: decision.start }, confirms: confirmed(current) };
}

/** Why a decision cannot be taken as it stands, by field; nothing when it can. */
export function decisionFaults(phases: readonly Phase[], decision: PhaseDecision): Record<string, string> {
  if (choosesPhase(decision.outcome)) {
    if (decision.phase === null) return { phase: 'Choisissez la phase qui s’ouvre.' };
    if (LIFECYCLE[decision.phase].kind !== 'phase') return { phase: 'Cette phase ne s’ouvre pas ainsi.' };
  }
  if (toldThatDay(phases, decision)) return {};
  const current = currentPhase(phases, decision.start);
  const from = current?.code ?? null;
  if (!outcomesFrom(from).includes(decision.outcome))
    return {
      issue: `« ${OUTCOMES[decision.outcome].label} » ne se décide pas ${from === null ? 'avant toute phase' : `d’une startup ${LIFECYCLE[from].state.toLowerCase()}`}.`,
    };
  const stays =
    decision.outcome === 'phase' &&
    decision.phase === from &&
    from !== 'acceleration' &&
    current?.origin !== 'declared';
  if (stays)
    return {
      phase: 'La startup est déjà dans cette phase : choisissez « Continuer » ou « Prolonger la phase ».',
    };
  return samePlace(current, phaseAfter(decision.outcome, from, decision.phase), decision.start);
}

/** On one day the later phase of the cycle holds (ruling 4): a decision that nobody would see there is refused. */
function samePlace(current: Phase | null, target: PhaseCode | null, start: Day): Record<string, string> {
  if (current === null || target === null || current.start !== start) return {};
  if (target === current.code)
    return current.origin === 'declared' ? {} : { phase: 'Cette phase commence déjà ce jour-là.' };
  return lifecycleOrder(target) < lifecycleOrder(current.code)
    ? { debut: 'La phase actuelle commence ce même jour : donnez un autre début.' }
    : {};
}

/** An investigation that shows no way is a result: nothing was built, nothing stops. */
const INCONCLUSIVE = 'L’investigation a donné son résultat\u00a0: il ne faut pas construire ce service';

/**
 * What the public reads of a decision: its outcome and the six-month objectives, never money, reasons or conditions.
 * @param opens the phase that it opens, where it opens one.
 */
export function publicWords(
  item: { outcome: Outcome | null; objectives: string },
  opens: PhaseCode | null = null,
): string {
  const told =
    item.outcome === 'arreter' && opens === 'abandon-investigation'
      ? INCONCLUSIVE
      : item.outcome === null
        ? ''
        : OUTCOMES[item.outcome].public;
  const outcome = told === '' ? '' : `${told}.`;
  const objectives = item.objectives.replace(/\s+/g, ' ').trim();
  return objectives === '' ? outcome : `${outcome} Objectifs à six mois\u00a0: ${objectives}`;
}
