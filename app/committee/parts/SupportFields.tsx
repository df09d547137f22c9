import { Form } from '@remix-run/react';
import { Hidden, SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { fieldsOf } from '~/design/form/fields-of';
import type { FormAnswer } from '~/design/form/Mistakes';
import { SUPPORT_KINDS, SUPPORT_LABELS } from '../supports/support-schema';

/** The form of one support, or of a new one. */
export function SupportFields({
  id,
  known,
  answer,
}: {
  id: string;
  known: Readonly<Record<string, string>>;
  answer: FormAnswer | undefined;
}) {
  const field = fieldsOf({ key: 'soutien', id, known, answer });
  return (
    <Form method="post" noValidate className="mt-3 max-w-2xl">
      <Hidden name="intention" value="ecrire" />
      {id !== '' && <Hidden name="soutien" value={id} />}
      {id !== '' && <Hidden name="version" value={known['version'] ?? ''} />}
      <SelectField
        {...field('nature')}
        label="Nature"
        choices={SUPPORT_KINDS.map((kind) => ({ value: kind, label: SUPPORT_LABELS[kind] }))}
      />
      <TextField {...field('quoi')} label="Ce qui est fait" maxLength={300} />
      <TextField
        {...field('qui')}
        label="Qui l’apporte"
        hint="Une équipe, un marché, une administration."
        maxLength={200}
      />
      <div className="grid gap-x-6 sm:grid-cols-2">
        <TextField {...field('debut')} type="date" label="Début" />
        <TextField {...field('fin')} type="date" label="Fin, si elle est connue" />
      </div>
      <TextAreaField
        {...field('contrat')}
        label="Contrat de réussite, s’il y en a un"
        hint="Ce à quoi le ministère s’engage en retour : une personne, un budget, une décision."
        rows={4}
      />
      <TextField
        {...field('revue')}
        type="date"
        label="À revoir le"
        hint="Le coaching et l’incubateur sont prévenus deux semaines avant."
      />
      <button type="submit" className="fr-btn fr-btn--secondary">
        {id === '' ? 'Ajouter le soutien' : 'Enregistrer'}
      </button>
    </Form>
  );
}
