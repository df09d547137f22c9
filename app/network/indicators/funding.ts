import { countOf, formatAmount } from '~/design/formats';
import { incubatorPath, startupPath } from '~/platform/addresses';
import { FEWEST_CASES } from '~/startup/durations';
import { isFast } from '../awards';
import type { Award } from '../facts';
import {
  countedStartup,
  countOfThings,
  shareOf,
  within,
  type Counted,
  type Indicator,
  type IndicatorFacts,
  type Period,
} from './indicator';

const AWARDS = 'lauréats des éditions du FAST';

const awardsIn = ({ network }: IndicatorFacts, period: Period): Award[] =>
  network.awards.filter((award) => isFast(award) && within(award.heldOn, period));

const laureate = ({ network }: IndicatorFacts, award: Award): Counted => {
  const amount = award.awarded === null ? 'montant non publié' : formatAmount(award.awarded);
  const startup = award.startupPublicId === null ? null : network.startupById.get(award.startupPublicId);
  const incubator =
    award.incubatorPublicId === null ? null : network.incubatorById.get(award.incubatorPublicId);
  return {
    name: startup?.title ?? incubator?.title ?? award.name ?? award.startupPublicId ?? '',
    to: startup
      ? startupPath(startup.publicId)
      : incubator && !incubator.hidden
        ? incubatorPath(incubator.publicId)
        : null,
    detail: `FAST ${award.edition}, ${amount}`,
  };
};

export const FUNDING: readonly Indicator[] = [
  {
    code: 'fast-soutenus',
    family: 'finances',
    name: 'Financements FAST accordés',
    rule: 'Lauréats des éditions annoncées dans l’année, un par lauréat et par édition, incubateurs compris. Les éditions dont les lauréats ne sont pas connus ici ne comptent pas.',
    unit: 'nombre',
    period: 'année',
    source: AWARDS,
    measure: (facts, period) => countOfThings(awardsIn(facts, period).map((award) => laureate(facts, award))),
  },
  {
    code: 'fast-montant',
    family: 'activite',
    name: 'Montant accordé par le FAST',
    rule: 'Somme des montants connus des lauréats des éditions annoncées dans l’année. Ce qui est versé est une autre donnée.',
    unit: 'euros',
    period: 'année',
    source: AWARDS,
    measure(facts, period) {
      const awards = awardsIn(facts, period);
      const unknown = awards.filter(({ awarded }) => awarded === null).length;
      return {
        value:
          awards.length === 0 || unknown === awards.length
            ? null
            : awards.reduce((sum, { awarded }) => sum + (awarded ?? 0), 0),
        counted: awards.map((award) => laureate(facts, award)),
        note: unknown === 0 ? null : `${countOf(unknown, 'montant non publié', 'montants non publiés')}.`,
      };
    },
  },
  {
    code: 'fast-cibles',
    family: 'finances',
    name: 'Produits financés qui atteignent 80 % de leurs cibles',
    rule: `Parmi les candidatures au FAST retenues dans l’année dont tous les résultats sont connus, la part de celles qui atteignent 80 % de leurs cibles, chacune à 80 % au moins (pour une cible qui descend, à 80 % du chemin). Pas de taux sous ${FEWEST_CASES} cas.`,
    unit: 'pourcent',
    period: 'année',
    source: 'résultats notés dans le suivi des appels',
    measure({ promises }, { year }) {
      const ofYear = promises.filter((promise) => promise.year === year);
      const known = ofYear.filter(({ kept }) => kept !== null);
      const unknown = ofYear.length - known.length;
      return shareOf(
        known.map(({ startup, kept }) =>
          countedStartup(startup, kept ? 'promesse tenue' : 'promesse non tenue', kept === true),
        ),
        unknown === 0
          ? null
          : `${countOf(unknown, 'financement dont un résultat manque ne compte', 'financements dont un résultat manque ne comptent')} pas encore.`,
      );
    },
  },
];
