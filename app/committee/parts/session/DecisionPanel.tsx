import { Form } from '@remix-run/react';
import { Hidden, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import type { Outcome } from '../../outcomes';
import { DecisionFields } from '../DecisionFields';

export interface DecidedItem {
  id: string;
  version: number;
  outcomes: readonly Outcome[];
  typed: Readonly<Record<string, string>>;
  /** What was decided or put off already, in words. */
  decided: string | null;
}

/** The item that a form is about, as it was when the form was opened. */
export const ItemFields = ({ item }: { item: Pick<DecidedItem, 'id' | 'version'> }) => (
  <>
    <Hidden name="point" value={item.id} />
    <Hidden name="version" value={item.version} />
  </>
);

/** The decision on one startup, or its being put off. */
export function DecisionPanel({
  item,
  decision,
  postponed,
}: {
  item: DecidedItem;
  decision: FormAnswer | undefined;
  postponed: FormAnswer | undefined;
}) {
  return (
    <>
      <h2 id="decision">Décision</h2>
      {item.decided && <p className="carte">{item.decided}</p>}
      <Form method="post" noValidate key={`${item.id}-${item.version}`}>
        <Hidden name="intention" value="decider" />
        <ItemFields item={item} />
        <DecisionFields
          outcomes={item.outcomes}
          typed={decision?.typed ?? item.typed}
          mistakes={decision?.mistakes ?? {}}
          prefix="decision"
        />
        <button type="submit" className="fr-btn">
          Noter la décision
        </button>
      </Form>
      <details className="mt-6" open={postponed !== undefined}>
        <summary className="lien cursor-pointer">Reporter plutôt</summary>
        <Form method="post" noValidate className="mt-4">
          <Hidden name="intention" value="reporter" />
          <ItemFields item={item} />
          <TextField
            name="raison"
            id="report-raison"
            label="Raison du report"
            value={postponed?.typed['raison']}
            mistake={postponed?.mistakes['raison']}
          />
          <TextField
            name="report"
            id="report-report"
            type="date"
            label="Nouvelle date"
            value={postponed?.typed['report']}
            mistake={postponed?.mistakes['report']}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Reporter
          </button>
        </Form>
      </details>
    </>
  );
}
