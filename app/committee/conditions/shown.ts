import { formatDay } from '~/design/formats';
import { formatMeasure } from '~/impact/views';
import { startupPath } from '~/platform/addresses';
import type { Day } from '~/platform/day';
import type { ShownCondition } from '../parts/ConditionTable';
import { CONDITION_STATES } from '../vocabulary';
import { isReached, type Condition } from './conditions.server';

/** A condition in words, as tables and exports tell it. */
export const shownCondition = (condition: Condition, today: Day): ShownCondition => ({
  id: condition.id,
  text: condition.text,
  owner: condition.owner,
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
  reason: condition.settledReason,
  startup: { title: condition.title, path: startupPath(condition.publicId) },
  decidedOn: formatDay(condition.decidedOn),
  version: condition.version,
});
