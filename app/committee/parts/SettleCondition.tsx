import { Form } from '@remix-run/react';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import type { ShownCondition } from './ConditionTable';

const STATES = [
  { value: 'tenue', label: 'Tenue' },
  { value: 'non-tenue', label: 'Non tenue' },
  { value: 'levee', label: 'Levée' },
  { value: 'ouverte', label: 'Rouvrir' },
];

/** A field of the form of one condition among others: what was typed for this one comes back to it. */
export const conditionField =
  (condition: ShownCondition, answer: FormAnswer | undefined) => (name: string) => {
    const mine = answer?.typed['condition'] === condition.id ? answer : undefined;
    return {
      name,
      id: `${name}-${condition.id}`,
      value: mine?.typed[name],
      mistake: mine?.mistakes[name],
    };
  };

/** How a condition ended, said by whoever holds it; `also` says besides what the page needs to know. */
export function SettleCondition({
  condition,
  answer,
  also = {},
}: {
  condition: ShownCondition;
  answer: FormAnswer | undefined;
  also?: Readonly<Record<string, string>>;
}) {
  const field = conditionField(condition, answer);
  return (
    <Form method="post" noValidate className="mt-4">
      <Hidden name="condition" value={condition.id} />
      <Hidden name="version" value={condition.version} />
      {Object.entries(also).map(([name, value]) => (
        <Hidden key={name} name={name} value={value} />
      ))}
      <SelectField
        {...field('etat')}
        label="État"
        empty="Choisir…"
        choices={STATES.filter(({ value }) => (value === 'ouverte') !== condition.open)}
      />
      <TextField {...field('raison')} label="Raison" hint="Nécessaire si elle est levée ou non tenue." />
      <button type="submit" name="intention" value="regler" className="fr-btn fr-btn--sm">
        Noter l’état
      </button>
    </Form>
  );
}
