import { cents, type Cents } from '~/platform/money';
import type { Call } from '../calls/calls.server';
import { isLaureate, type Decision } from '../vocabulary';
import { bestAllocation, downTheLine, type Given } from './allocation';

/** What one file is given in a sharing of the envelope, in cents. */
export interface ScenarioLine {
  id: string;
  decision: Decision;
  amount: number | null;
}
type Terms = Pick<Call, 'places' | 'envelope' | 'coachingValue'>;

const DECIDED: Readonly<Record<Given, Decision>> = {
  rien: 'refus',
  accompagnement: 'accompagnement',
  argent: 'argent',
};

export type SharingRule = 'ligne' | 'optimum';

/**
 * A sharing by the rule that is asked for: the line down the ranking, or the best total of the stated objective.
 * @param ranked the files in the jury's order.
 */
export function proposedSharing(
  rule: SharingRule,
  { places, envelope, coachingValue }: Terms,
  ranked: ReadonlyArray<{ id: string; amount: Cents | null; score: number | null }>,
  line: number,
): ScenarioLine[] {
  if (places !== null)
    return ranked.map(({ id }, index) => ({
      id,
      decision: index < Math.min(line, places) ? 'accompagnement' : 'refus',
      amount: null,
    }));
  const candidates = ranked.flatMap(({ id, amount, score }) =>
    score === null || score <= 0 ? [] : [{ id, score, amount: amount ?? cents(0) }],
  );
  const { given } =
    rule === 'optimum'
      ? bestAllocation(candidates, envelope ?? 0, coachingValue ?? 0)
      : downTheLine(candidates, line, envelope ?? 0, coachingValue ?? 0);
  return ranked.map(({ id, amount }) => {
    const decision = DECIDED[given.get(id) ?? 'rien'];
    // Who asks for nothing gets coaching alone, whatever is left.
    if (decision === 'argent' && (amount ?? 0) === 0) return { id, decision: 'accompagnement', amount: null };
    return { id, decision, amount: decision === 'argent' ? amount : null };
  });
}

/** What is shared: what a rule proposes where one is asked for, else what was decided so far. */
export const sharingBy = (
  rule: SharingRule | null,
  terms: Terms,
  ranked: ReadonlyArray<{
    application: { id: string; amount: Cents | null; decision: Decision | null; awarded: Cents | null };
    scored: { score: number | null };
  }>,
  line: number,
): ScenarioLine[] =>
  rule === null
    ? ranked.map(({ application: { id, decision, awarded } }) => ({
        id,
        decision: decision ?? 'refus',
        amount: awarded,
      }))
    : proposedSharing(
        rule,
        terms,
        ranked.map(({ application: { id, amount }, scored: { score } }) => ({ id, amount, score })),
        line,
      );

/** How laureates and amounts fall over incubators, or over administrations: a file of two counts in both. */
export function effectsOf(
  lines: readonly ScenarioLine[],
  namesOf: (id: string) => readonly string[],
): Array<{ name: string; count: number; amount: Cents }> {
  const sums = new Map<string, { count: number; amount: number }>();
  for (const { id, decision, amount } of lines.filter((one) => isLaureate(one.decision)))
    for (const name of namesOf(id)) {
      const sum = sums.get(name) ?? { count: 0, amount: 0 };
      sums.set(name, {
        count: sum.count + 1,
        amount: sum.amount + (decision === 'argent' ? (amount ?? 0) : 0),
      });
    }
  return [...sums].map(([name, { count, amount }]) => ({ name, count, amount: cents(amount) }));
}

/** What a sharing costs: amounts, and the coaching forfait of every laureate. */
export const costOf = (
  call: Pick<Terms, 'coachingValue'>,
  lines: ReadonlyArray<{ decision: Decision; amount: number | null }>,
): number =>
  lines.reduce(
    (sum, { decision, amount }) =>
      sum +
      (decision === 'argent' ? (amount ?? 0) + (call.coachingValue ?? 0) : 0) +
      (decision === 'accompagnement' ? (call.coachingValue ?? 0) : 0),
    0,
  );
export const placesOf = (lines: ReadonlyArray<{ decision: Decision }>): number =>
  lines.filter(({ decision }) => decision === 'argent' || decision === 'accompagnement').length;
