/** One mark of one juror on one line. Null: « sans objet ». A line that was not judged has no mark at all. */
export interface Mark {
  seatId: string;
  code: string;
  value: number | null;
}
export interface WeightedLine {
  code: string;
  weight: number;
}

/** An exact fraction: two applications are tied when their fractions are equal, not when their decimals look alike. */
interface Fraction {
  top: bigint;
  bottom: bigint;
}
const ZERO: Fraction = { top: 0n, bottom: 1n };
const plus = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
});
const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};
const toNumber = ({ top, bottom }: Fraction): number =>
  Number((top * 1_000_000_000_000n) / bottom) / 1_000_000_000_000;

/** The values given on each line; « sans objet » gives none. */
function valuesByLine(marks: readonly Mark[]): ReadonlyMap<string, number[]> {
  const values = new Map<string, number[]>();
  for (const { code, value } of marks) {
    if (value === null) continue;
    const own = values.get(code);
    if (own) own.push(value);
    else values.set(code, [value]);
  }
  return values;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The mean of each judged line, weighted; lines that nobody judged, or found « sans objet », are as if not there. */
function weightedMean(marks: readonly Mark[], lines: readonly WeightedLine[]): Fraction | null {
  const byLine = valuesByLine(marks);
  let sum = ZERO;
  let weights = 0;
  for (const { code, weight } of lines) {
    const values = byLine.get(code);
    if (values === undefined) continue;
    sum = plus(sum, { top: BigInt(sumOf(values) * weight), bottom: BigInt(values.length) });
    weights += weight;
  }
  return weights === 0 ? null : { top: sum.top, bottom: sum.bottom * BigInt(weights) };
}

export interface LineScore {
  code: string;
  mean: number | null;
  count: number;
  lowest: number | null;
  highest: number | null;
}

export interface Scored {
  id: string;
  /** The weighted mean over the lines of each line's mean over jurors; null when nobody judged anything. */
  score: number | null;
  /** Of the jurors' own weighted means. */
  median: number | null;
  /** Highest less lowest of the jurors' own weighted means: disagreement, and the order of the agenda. */
  spread: number | null;
  jurors: number;
  lines: LineScore[];
  /** 1 for the best; applications of equal score bear the same rank, and the next rank is skipped. */
  rank: number | null;
  tied: boolean;
}

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const jurorMeans = (marks: readonly Mark[], lines: readonly WeightedLine[]): Map<string, number> => {
  const bySeat = new Map<string, Mark[]>();
  for (const mark of marks) {
    const own = bySeat.get(mark.seatId);
    if (own) own.push(mark);
    else bySeat.set(mark.seatId, [mark]);
  }
  return new Map(
    [...bySeat].flatMap(([seatId, own]) => {
      const mean = weightedMean(own, lines);
      return mean === null ? [] : [[seatId, toNumber(mean)] as const];
    }),
  );
};

/** What marks make of one file, by themselves: its place needs the others. */
export interface FileScore {
  exact: Fraction | null;
  means: ReadonlyMap<string, number>;
  lines: LineScore[];
}

export function fileScore(marks: readonly Mark[], lines: readonly WeightedLine[]): FileScore {
  const byLine = valuesByLine(marks);
  return {
    exact: weightedMean(marks, lines),
    means: jurorMeans(marks, lines),
    lines: lines.map(({ code }) => {
      const values = byLine.get(code);
      return values === undefined
        ? { code, mean: null, count: 0, lowest: null, highest: null }
        : {
            code,
            mean: sumOf(values) / values.length,
            count: values.length,
            lowest: Math.min(...values),
            highest: Math.max(...values),
          };
    }),
  };
}

/** Ranks files by their exact scores. */
export function placed(files: ReadonlyArray<{ id: string; own: FileScore }>): Scored[] {
  const order = files
    .flatMap(({ id, own }) => (own.exact === null ? [] : [{ id, exact: own.exact }]))
    .sort((a, b) => compare(b.exact, a.exact));
  const places = new Map<string, { rank: number; tied: boolean }>();
  order.forEach((one, index) => {
    const before = order[index - 1];
    const after = order[index + 1];
    const isSame = (other: typeof before) => other !== undefined && compare(other.exact, one.exact) === 0;
    places.set(one.id, {
      rank: isSame(before) ? places.get(before!.id)!.rank : index + 1,
      tied: isSame(before) || isSame(after),
    });
  });
  return files.map(({ id, own }) => {
    const means = [...own.means.values()];
    return {
      id,
      score: own.exact === null ? null : toNumber(own.exact),
      median: median(means),
      spread: means.length === 0 ? null : Math.max(...means) - Math.min(...means),
      jurors: means.length,
      lines: own.lines,
      rank: places.get(id)?.rank ?? null,
      tied: places.get(id)?.tied ?? false,
    };
  });
}

/** Scores and ranks applications. The order of jurors and of applications does not matter. */
export const ranked = (
  applications: ReadonlyArray<{ id: string; marks: readonly Mark[] }>,
  lines: readonly WeightedLine[],
): Scored[] => placed(applications.map(({ id, marks }) => ({ id, own: fileScore(marks, lines) })));

/** Fewer readings than this by each juror say nothing of how severe somebody is. */
export const FEWEST_FOR_SEVERITY = 5;

/**
 * Each score with its jurors' severity taken away: what a juror gives below or above the others on the files that they
 * share. An appendix, never the rank: a severe juror who read the weak files looks just the same as a fair one.
 * @returns null below the stated minimum of readings.
 */
export function withoutSeverity(
  files: ReadonlyArray<{ id: string; own: Pick<FileScore, 'means'> }>,
): Map<string, number> | null {
  const means = new Map(files.map(({ id, own }) => [id, own.means]));
  const totals = new Map(files.map(({ id, own }) => [id, sumOf([...own.means.values()])]));
  const seats = new Set(files.flatMap(({ own }) => [...own.means.keys()]));
  const gaps = new Map([...seats].map((seat) => [seat, { sum: 0, count: 0 }]));
  for (const [id, own] of means) {
    if (own.size < 2) continue;
    for (const [seat, mine] of own) {
      const gap = gaps.get(seat)!;
      gap.sum += mine - (totals.get(id)! - mine) / (own.size - 1);
      gap.count += 1;
    }
  }
  if ([...gaps.values()].some(({ count }) => count < FEWEST_FOR_SEVERITY)) return null;
  const leanings = new Map([...gaps].map(([seat, { sum, count }]) => [seat, sum / count]));
  if (seats.size < 2) return null;
  return new Map(
    [...means].flatMap(([id, own]) => {
      const corrected = [...own].map(([seat, value]) => value - leanings.get(seat)!);
      return corrected.length === 0
        ? []
        : [[id, corrected.reduce((sum, value) => sum + value, 0) / corrected.length] as const];
    }),
  );
}

/** Whether the answers of mandatory and « at least » lines hold: the mandatory all, of the others so many. */
export function holdsBase(
  held: ReadonlySet<string>,
  lines: ReadonlyArray<{ code: string; kind: string }>,
  atLeast: number,
): boolean {
  return (
    lines.every(({ code, kind }) => kind !== 'obligatoire' || held.has(code)) &&
    lines.filter(({ code, kind }) => kind === 'au-moins' && held.has(code)).length >= atLeast
  );
}
