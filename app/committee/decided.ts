import { formatDay, inSentence } from '~/design/formats';
import type { Day } from '~/platform/day';
import { committeePath, startupPath } from '~/platform/addresses';
import { decisionWords } from './minutes/compose';
import { fundingWords } from './money';
import type { ShownDecision } from './parts/DecisionTable';
import type { Committee, Item } from './reads.server';
import { COMMITTEE_KINDS } from './vocabulary';

/** What was decided of one startup, and its money, in one line. */
export function decidedInShort(item: Item, heldOn: Day): string {
  if (item.state === 'reporte') return `reporté, ${item.postponedReason ?? ''}`;
  const money = fundingWords(item);
  return [inSentence(decisionWords(item, null, heldOn)), money === '–' ? null : inSentence(money)]
    .filter(Boolean)
    .join(', ');
}

/** What a committee decided of one startup, in words, wherever decisions are listed. */
export const shownDecision = (committee: Committee, item: Item): ShownDecision => ({
  id: item.id,
  startup: { title: item.title, path: startupPath(item.publicId) },
  path: committeePath(committee.id),
  day: formatDay(committee.heldOn),
  kind: COMMITTEE_KINDS[committee.kind].label,
  decision:
    committee.state === 'annule'
      ? `Annulé\u00a0: ${committee.cancelledReason ?? ''}`
      : committee.state === 'prevu'
        ? 'À venir'
        : item.state === 'reporte'
          ? `Reporté\u00a0: ${item.postponedReason ?? ''}`
          : item.outcome === null
            ? 'Sans décision'
            : decisionWords(item, null, committee.heldOn),
  money: committee.state === 'clos' && item.state === 'decide' ? fundingWords(item) : '–',
  objectives: item.objectives,
});
