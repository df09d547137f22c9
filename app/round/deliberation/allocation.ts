import type { Cents } from '~/platform/money';

/** What one application may be given: nothing, coaching, or coaching with an amount. */
export interface Candidate {
  id: string;
  /** Its score, any number above zero. */
  score: number;
  amount: Cents;
}
export type Given = 'rien' | 'accompagnement' | 'argent';
export interface Allocation {
  given: Map<string, Given>;
  cost: number;
  /** What the objective counts: the score of each funded application, half of it for coaching alone. */
  value: number;
}

/** What coaching alone is worth beside coaching with money, in the objective that is stated on the page. */
export const COACHING_SHARE = 0.5;
/** More undominated ways than this are not all kept: far above what a round of thirty files makes. */
const MOST_WAYS = 200_000;

interface Way {
  cost: number;
  value: number;
  choice: Given;
  before: Way | null;
}

/**
 * The allocation of highest value within the envelope: exact, by keeping after each application the ways that no
 * other one beats both in cost and in value. Coaching costs its forfait, an amount comes on top of it.
 * @param envelope in cents, never exceeded.
 */
export function bestAllocation(
  candidates: readonly Candidate[],
  envelope: number,
  coachingCost: number,
): Allocation {
  let ways: Way[] = [{ cost: 0, value: 0, choice: 'rien', before: null }];
  for (const { score, amount } of candidates) {
    const next = ways.flatMap((before): Way[] => [
      { ...before, choice: 'rien', before },
      {
        cost: before.cost + coachingCost,
        value: before.value + score * COACHING_SHARE,
        choice: 'accompagnement',
        before,
      },
      { cost: before.cost + coachingCost + amount, value: before.value + score, choice: 'argent', before },
    ]);
    ways = undominated(next.filter(({ cost }) => cost <= envelope));
  }
  const best = ways.at(-1)!;
  const given = new Map<string, Given>();
  let way: Way | null = best;
  for (const { id } of [...candidates].reverse()) {
    given.set(id, way!.choice);
    way = way!.before;
  }
  return { given, cost: best.cost, value: best.value };
}

/** By rising cost, each worth more than all cheaper ones. */
function undominated(ways: Way[]): Way[] {
  ways.sort((a, b) => a.cost - b.cost || b.value - a.value);
  const kept: Way[] = [];
  for (const way of ways) if (kept.length === 0 || way.value > kept.at(-1)!.value + 1e-12) kept.push(way);
  return kept.length > MOST_WAYS ? kept.slice(-MOST_WAYS) : kept;
}

/** The applications above the line, in the order of the jury: each gets what it asks while the envelope lasts. */
export function downTheLine(
  ordered: readonly Candidate[],
  line: number,
  envelope: number,
  coachingCost: number,
): Allocation {
  const given = new Map<string, Given>();
  let cost = 0;
  let value = 0;
  ordered.forEach(({ id, score, amount }, index) => {
    const choice: Given =
      index >= line || cost + coachingCost > envelope
        ? 'rien'
        : cost + coachingCost + amount <= envelope
          ? 'argent'
          : 'accompagnement';
    given.set(id, choice);
    cost += choice === 'rien' ? 0 : coachingCost + (choice === 'argent' ? amount : 0);
    value += choice === 'rien' ? 0 : choice === 'argent' ? score : score * COACHING_SHARE;
  });
  return { given, cost, value };
}
