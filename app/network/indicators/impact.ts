import { formatDay } from '~/design/formats';
import { countedStartup, countOfThings, type Indicator } from './indicator';

export const IMPACT: readonly Indicator[] = [
  {
    code: 'impact-national',
    family: 'finances',
    name: 'Produits qui atteignent un impact national',
    rule: 'Labels d’impact national dont l’année est celle-ci. L’année du label et le jour de l’événement sont deux données.',
    unit: 'nombre',
    period: 'année',
    source: 'labels des pages des startups',
    // A label of one year is often announced in the next: its year alone says where it counts.
    measure: ({ network }, { year, today }) =>
      countOfThings(
        network.startups.flatMap((startup) =>
          startup.impacts
            .filter(({ labelYear, day }) => labelYear === year && day <= today)
            .map(({ day }) => countedStartup(startup, `annoncé le ${formatDay(day)}`)),
        ),
        null,
      ),
  },
  {
    code: 'impact-national-cumul',
    family: 'activite',
    name: 'Labels d’impact national depuis l’origine',
    rule: 'Labels dont l’année est celle-ci ou une année d’avant.',
    unit: 'nombre',
    period: 'fin',
    source: 'labels des pages des startups',
    measure: ({ network }, { year }) =>
      countOfThings(
        network.startups.flatMap((startup) =>
          startup.impacts
            .filter(({ labelYear }) => labelYear !== null && labelYear <= year)
            .map(({ labelYear }) => countedStartup(startup, `label ${labelYear}`)),
        ),
      ),
  },
];
