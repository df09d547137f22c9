import type { Cents } from '~/platform/money';

/** What a budget is made of, short form; the reference grid refines it. */
export const PARTS = ['staff', 'contractors', 'hosting', 'other'] as const;
export type Part = (typeof PARTS)[number];
export const PART_LABELS: Readonly<Record<Part, string>> = {
  staff: 'Agents publics',
  contractors: 'Prestations',
  hosting: 'Hébergement',
  other: 'Autres dépenses',
};
export const NATURES = ['planned', 'spent'] as const;
export type Nature = (typeof NATURES)[number];
export const NATURE_LABELS: Readonly<Record<Nature, string>> = { planned: 'Prévu', spent: 'Dépensé' };

/** Amounts of one nature, in cents; null where nobody knows. */
export type Amounts = Readonly<Record<Part, Cents | null>> & { total: Cents | null };
