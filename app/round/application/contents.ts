import { z } from 'zod';
import { contentsSchema } from '~/committee/file/contents';

/**
 * An application as a jury reads it: what Jalons knows of the startup, what the team answered, and what it promises.
 * Frozen when the call closes; read by this same schema years later: fields are added, never renamed.
 */
export const applicationContents = z.object({
  known: contentsSchema,
  pillars: z.array(z.object({ pillar: z.string(), text: z.string() })),
  /** Lines of the grid that the team says it holds: mandatory and complementary ones. */
  held: z.array(z.string()),
  amount: z.string(),
  cofunding: z.string(),
  sponsor: z.string(),
  targets: z.array(z.object({ label: z.string(), words: z.string() })),
  awards: z.array(z.object({ label: z.string(), words: z.string() })),
  links: z.array(z.object({ label: z.string(), href: z.string() })),
  /** Priority policies of the day that its incubator confirmed; absent from files frozen before they were known. */
  priorities: z.array(z.object({ title: z.string(), why: z.string() })).default([]),
});
export type ApplicationContents = z.infer<typeof applicationContents>;

/** A jury reads a file in eight minutes at most. */
export const LONGEST_READING_MINUTES = 8;
const WORDS_A_MINUTE = 220;

/** How long the team's own words take to read, in whole minutes: figures and curves are glanced at. */
export function readingMinutes({ pillars, known }: Pick<ApplicationContents, 'pillars' | 'known'>): number {
  const text = [known.mission, known.problem, ...pillars.map((one) => one.text)].join(' ');
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  return Math.max(1, Math.ceil(words / WORDS_A_MINUTE));
}
