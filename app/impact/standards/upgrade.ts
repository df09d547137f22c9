import { STANDARDS, type Standard } from './catalogue';
import type { StandardAnswer } from './figures';

type Listed = Pick<Standard, 'id' | 'criteria'>;

export interface CatalogueChange {
  id: string;
  kind: 'nouveau' | 'retiré' | 'critères changés';
}

/** What another version of the catalogue changed, by identifier: answers to what both hold stay as they are. */
export function catalogueChanges(before: readonly Listed[], after: readonly Listed[]): CatalogueChange[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const now = new Map(after.map((one) => [one.id, one]));
  return [
    ...after.flatMap(({ id, criteria }): CatalogueChange[] => {
      const former = old.get(id);
      if (!former) return [{ id, kind: 'nouveau' }];
      return former.criteria === criteria ? [] : [{ id, kind: 'critères changés' }];
    }),
    ...before.filter(({ id }) => !now.has(id)).map(({ id }): CatalogueChange => ({ id, kind: 'retiré' })),
  ];
}

/** Answers given to another version that the present one has no place for: kept and shown, counted nowhere. */
export const answersWithoutPlace = <A extends Pick<StandardAnswer, 'standard' | 'criterion'>>(
  answers: readonly A[],
  catalogue: readonly Listed[] = STANDARDS,
): A[] =>
  answers.filter(({ standard, criterion }) => {
    const present = catalogue.find(({ id }) => id === standard);
    return !present || criterion > present.criteria;
  });
