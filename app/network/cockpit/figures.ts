import { countOf } from '~/design/formats';
import type { Day } from '~/platform/day';
import { portfolioHref } from '../portfolio/query';

/** The counts that an incubator's cockpit begins with: the same ones inside and, where it is published, outside. */
export interface CockpitFigure {
  label: string;
  value: number;
  rule: string;
  to?: string;
}

export const activeFigure = (count: number, incubatorPublicId: string): CockpitFigure => ({
  label: 'Startups en activité',
  value: count,
  rule: 'Les quatre phases et les opérées.',
  to: portfolioHref({ incubateur: [incubatorPublicId] }),
});

export const dueFigure = (count: number, to: string): CockpitFigure => ({
  label: 'Comités à tenir',
  value: count,
  rule: 'Dans les 45 jours : six mois après le dernier, ou avant la fin de l’argent.',
  to,
});

/** @param more what else is to be said of them; where they can be read, when they can. */
export function conditionsFigure(
  conditions: ReadonlyArray<{ due: Day }>,
  today: Day,
  { to, more = '' }: { to?: string; more?: string },
): CockpitFigure {
  const late = conditions.filter(({ due }) => due < today).length;
  const said =
    late === 0
      ? 'Aucune n’a passé sa date.'
      : `Dont ${countOf(late, 'a passé sa date', 'ont passé leur date')}.`;
  return {
    label: 'Conditions ouvertes',
    value: conditions.length,
    rule: `${said}${more}`,
    ...(to === undefined ? {} : { to }),
  };
}
