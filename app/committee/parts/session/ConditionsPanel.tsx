import { Form } from '@remix-run/react';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { ItemFields, type DecidedItem } from './DecisionPanel';

/** What the committee asks of one startup: who, by when, and the figure that would show it. */
export function ConditionsPanel({
  item,
  asked,
  metrics,
  answer,
}: {
  item: DecidedItem;
  asked: ReadonlyArray<{ id: string; text: string; owner: string; due: string }>;
  metrics: ReadonlyArray<{ value: string; label: string }>;
  answer: FormAnswer | undefined;
}) {
  const field = (name: string) => ({
    name,
    id: `condition-${name}`,
    value: answer?.typed[name],
    mistake: answer?.mistakes[name],
  });
  return (
    <>
      <h3 className="mt-8">Conditions</h3>
      {asked.length > 0 && (
        <ul className="m-0 mb-4 list-none p-0">
          {asked.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
            >
              <span>
                {one.text}
                <span className="block text-sm text-discret">
                  {one.owner}, pour le {one.due}
                </span>
              </span>
              <RowAction
                fields={{ intention: 'retirer-condition', condition: one.id, point: item.id }}
                label="Retirer"
                name={`Retirer la condition ${one.text}`}
              />
            </li>
          ))}
        </ul>
      )}
      <Form method="post" noValidate key={`condition-${asked.length}`}>
        <Hidden name="intention" value="condition" />
        <ItemFields item={item} />
        <TextField {...field('condition')} label="Condition" />
        <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
          <TextField {...field('qui')} label="Qui s’en charge" />
          <TextField {...field('echeance')} type="date" label="Échéance" />
          {metrics.length > 0 && (
            <>
              <SelectField
                {...field('mesure')}
                label="Mesure"
                hint="Si un chiffre peut la montrer."
                empty="Aucune"
                choices={metrics}
              />
              <TextField {...field('vise')} label="Valeur visée" inputMode="decimal" />
            </>
          )}
        </div>
        <button type="submit" className="fr-btn fr-btn--secondary">
          Ajouter la condition
        </button>
      </Form>
    </>
  );
}
