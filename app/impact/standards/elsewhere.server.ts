import { formatDay } from '~/design/formats';
import type { Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { accreditationSentence } from './accreditation';
import { accreditationsOf } from './accreditation.server';
import { ANSWER_LABELS, domainFigures, wholeFigures } from './figures';
import { answersOf } from './standards.server';

/** What says a point of another list: a criterion, the accreditation, or the standards as a whole. */
type Source = { standard: string; criterion: number } | 'homologation' | 'ensemble';

/**
 * Points of the phases' checklists and of the exit list that the standards answer already: answered once, read
 * everywhere. Keyed by the code of the point.
 */
const ANSWERED_BY: Readonly<Record<string, Source>> = {
  'construction.5': { standard: 'l-equipe-suit-une-north-star-metric', criterion: 1 },
  'construction.7': { standard: 'l-open-source-et-les-communs-numeriques-sont-privilegies', criterion: 1 },
  'acceleration.4': { standard: 'la-page-stats-est-construite-selon-la-matrice-impact', criterion: 1 },
  'acceleration.5': {
    standard: 'l-equipe-recette-regulierement-l-accessibilite-de-son-service',
    criterion: 1,
  },
  'acceleration.6': 'homologation',
  'sortie.rgaa': { standard: 'le-produit-respecte-ses-obligations-declaratives', criterion: 1 },
  'sortie.homologation': 'homologation',
  'sortie.standards': 'ensemble',
  'sortie.statistiques': { standard: 'la-page-stats-est-construite-selon-la-matrice-impact', criterion: 1 },
  'sortie.code': { standard: 'l-open-source-et-les-communs-numeriques-sont-privilegies', criterion: 1 },
};
export const ANSWERED_ELSEWHERE = Object.entries(ANSWERED_BY);

/** For each point of another list, what the standards of this startup say of it; null where they say nothing. */
export async function standardsSay(
  db: Sql,
  startupId: string,
  today: Day,
): Promise<(code: string) => string | null> {
  const answers = await answersOf(db, [startupId]);
  const [accreditation] = await accreditationsOf(db, [startupId]);
  const whole = wholeFigures(domainFigures(answers));
  return (code) => {
    const source = ANSWERED_BY[code];
    if (source === undefined) return null;
    if (source === 'homologation') return accreditation ? accreditationSentence(accreditation, today) : null;
    if (source === 'ensemble')
      return whole.conformity === null
        ? null
        : `Selon les standards : ${whole.conformity} % de oui, ${whole.completion} % des critères remplis.`;
    const said = answers.find(
      ({ standard, criterion }) => standard === source.standard && criterion === source.criterion,
    );
    return said === undefined
      ? null
      : `Selon les standards : ${ANSWER_LABELS[said.answer].toLowerCase()}, le ${formatDay(said.answeredOn)}.`;
  };
}
