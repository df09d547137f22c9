import { Form } from '@remix-run/react';
import { ConditionTable, type ShownCondition } from '~/committee/parts/ConditionTable';
import { SettleCondition } from '~/committee/parts/SettleCondition';
import { Hidden, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';

/** The conditions that came with one award, how each ended, and one more. */
export function AwardConditions({
  application,
  conditions,
  holds,
  answer,
}: {
  application: { id: string; title: string };
  conditions: readonly ShownCondition[];
  holds: boolean;
  answer: FormAnswer | undefined;
}) {
  const mine =
    answer?.typed['dossier'] === application.id && answer.typed['intention'] === 'condition'
      ? answer
      : undefined;
  const field = (name: string) => ({
    name,
    id: `${name}-${application.id}`,
    value: mine?.typed[name],
    mistake: mine?.mistakes[name],
  });
  return (
    <>
      {conditions.length > 0 && (
        <ConditionTable
          conditions={conditions}
          caption="Conditions du financement"
          {...(holds
            ? {
                acts: (condition: ShownCondition) => (
                  <details open={answer?.typed['condition'] === condition.id}>
                    <summary className="lien cursor-pointer" aria-label={`Noter l’état de ${condition.text}`}>
                      Noter
                    </summary>
                    <SettleCondition
                      condition={condition}
                      answer={answer}
                      also={{ dossier: application.id }}
                    />
                  </details>
                ),
              }
            : {})}
        />
      )}
      {holds && (
        <details className="sans-impression mt-3" open={mine !== undefined}>
          <summary
            className="lien cursor-pointer"
            aria-label={`Ajouter une condition à ${application.title}`}
          >
            Ajouter une condition
          </summary>
          <Form method="post" noValidate className="mt-3">
            <Hidden name="dossier" value={application.id} />
            <TextField {...field('condition')} label="Condition" maxLength={500} />
            <div className="grid gap-x-6 sm:grid-cols-2">
              <TextField
                {...field('qui')}
                label="Qui s’en charge"
                hint="Le nom d’une personne de l’équipe ou de l’incubateur lui envoie les rappels."
              />
              <TextField {...field('echeance')} type="date" label="À tenir pour le" />
            </div>
            <button type="submit" name="intention" value="condition" className="fr-btn fr-btn--sm">
              Ajouter la condition
            </button>
          </Form>
        </details>
      )}
    </>
  );
}
