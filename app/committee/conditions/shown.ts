import { formatDay } from '~/design/formats';
import { formatMeasure } from '~/impact/views';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import type { ShownCondition } from '../parts/ConditionTable';
import { CONDITION_STATES } from '../vocabulary';
import { isReached, type Condition } from './conditions.server';

/** Who asked a condition, and when. */
export const askedBy = ({ callTitle, decidedOn }: Condition): string =>
  callTitle === null ? `Comité du ${formatDay(decidedOn)}` : `${callTitle}, le ${formatDay(decidedOn)}`;

/** A condition in words, as tables and exports tell it. */
export const shownCondition = (condition: Condition, today: Day): ShownCondition => ({
  id: condition.id,
  text: condition.text,
  owner: condition.owner,
  unreminded: condition.state === 'ouverte' && !condition.reminded,
  due: formatDay(condition.due),
  late: condition.state === 'ouverte' && condition.due < today,
  state: CONDITION_STATES[condition.state],
  open: condition.state === 'ouverte',
  measure:
    condition.metricName === null || condition.metricValue === null
      ? null
      : `${condition.metricName}\u00a0: ${
          condition.metricLast === null
            ? 'aucun chiffre'
            : formatMeasure(condition.metricLast, condition.metricUnit!)
        }, visé ${formatMeasure(condition.metricValue, condition.metricUnit!)}`,
  reached: isReached(condition),
  evidenceUrl: condition.evidenceUrl,
  evidenceNote: condition.evidenceNote,
  evidenceFile:
    condition.evidenceName === null
      ? null
      : {
          name: condition.evidenceName,
          href: `${startupPath(condition.publicId)}/conditions/${condition.id}/preuve`,
        },
  reason: condition.settledReason,
  startup: { title: condition.title, path: startupPath(condition.publicId) },
  askedBy: askedBy(condition),
  version: condition.version,
});
