import { isLaureate, type Decision } from '../vocabulary';

/** Of those who recommended something on a file, how many would have it among the laureates. */
export interface Recommended {
  favourable: number;
  given: number;
}

export const recommendedOf = (opinions: ReadonlyArray<{ recommendation: Decision | null }>): Recommended => ({
  favourable: opinions.filter(({ recommendation }) => isLaureate(recommendation)).length,
  given: opinions.filter(({ recommendation }) => recommendation !== null).length,
});

/**
 * The order of files that bear no marks: the share in favour, then the number of those who said so. It opens the
 * discussion and is no rank; a file of which nobody said anything comes last.
 */
export const byRecommendation = (a: Recommended, b: Recommended): number =>
  share(b) - share(a) || b.favourable - a.favourable;

const share = ({ favourable, given }: Recommended): number => (given === 0 ? -1 : favourable / given);

/** How far a jury is from agreeing on a file that bears no marks: half for and half against is the furthest. */
export const disagreement = ({ favourable, given }: Recommended): number =>
  given === 0 ? 0 : Math.min(favourable, given - favourable) / given;
