import { notePresence } from '~/committee/committees.server';
import { addCondition, dropCondition } from '~/committee/conditions/conditions.server';
import { conditionSchema, decisionSchema, measureSchema, postponeSchema } from '~/committee/decision-schema';
import { decideItem, postponeItem } from '~/committee/decisions.server';
import { writeNotes } from '~/committee/minutes/shared-notes.server';
import type { Committee } from '~/committee/reads.server';
import { closeCommittee } from '~/exchange/publication/committee-closing.server';
import { RuleError } from '~/person/acting';
import { isId } from '~/platform/identifier';
import { textsOf, tried, triedWith, versionOf } from './guards.server';
import type { SiteContext } from './site-context';

const wantedId = (typed: Readonly<Record<string, string>>, name: string): string => {
  if (!isId(typed[name] ?? '')) throw new RuleError('Cela n’existe plus : rechargez la page.');
  return typed[name]!;
};

/** A condition, with the metric that would show it. */
const withMeasure = conditionSchema.and(measureSchema.transform((metric) => ({ metric })));

/** What the forms of a session do, by their intention. @returns the mistakes by field, or null when it is done. */
export function doInSession(
  context: SiteContext,
  committee: Committee,
  form: FormData,
): Promise<Record<string, string> | null> {
  const typed = textsOf(form);
  const version = versionOf(typed);
  const where = { itemId: typed['point'] ?? '', version };
  switch (typed['intention']) {
    case 'decider':
      return triedWith(decisionSchema, typed, (decision) =>
        decideItem(context, committee.id, where, decision),
      );
    case 'reporter':
      return triedWith(postponeSchema, typed, ({ raison, report }) =>
        postponeItem(context, committee.id, where, { reason: raison, to: report }),
      );
    case 'condition':
      return triedWith(withMeasure, typed, (input) =>
        addCondition(context, committee.id, where.itemId, input),
      );
    case 'retirer-condition':
      return tried(async () => dropCondition(context, committee.id, wantedId(typed, 'condition')));
    case 'presences':
      return tried(() => notePresence(context, committee.id, form.getAll('present').map(String)));
    case 'notes':
      return tried(async () =>
        writeNotes(context, wantedId(typed, 'point'), {
          seen: typed['vu'] ?? '',
          text: typed['texte'] ?? '',
        }),
      );
    case 'clore':
      return tried(() => closeCommittee(context, { id: committee.id, version }));
    default:
      return tried(() => Promise.reject(new RuleError('Cette action n’existe pas.')));
  }
}
