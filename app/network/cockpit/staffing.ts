/** How many full-time people an incubator of so many products takes, by the white paper's rule of thumb. */
const RULE_OF_THUMB = [
  { below: 5, people: 2 },
  { below: 10, people: 4 },
  { below: 20, people: 8 },
  { below: 30, people: 10 },
] as const;

/** @returns null above what the rule tells. */
export const staffingFor = (products: number): number | null =>
  RULE_OF_THUMB.find(({ below }) => products < below)?.people ?? null;
