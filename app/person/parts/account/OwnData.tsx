import { Form } from '@remix-run/react';
import { CheckBoxes, Hidden, TextField } from '~/design/form/Field';

/** What is known of oneself: taken away, or erased. */
export function OwnData({
  mistakes,
  opposes,
}: {
  mistakes: Readonly<Record<string, string>>;
  opposes: boolean;
}) {
  return (
    <section aria-labelledby="donnees">
      <h2 id="donnees">Mes données</h2>
      <p>
        <a href="/espace/compte/donnees.json" download>
          Télécharger tout ce que Jalons sait de moi
        </a>{' '}
        (JSON).
      </p>
      <Form method="post" className="max-w-2xl">
        <Hidden name="intention" value="publication" />
        <CheckBoxes
          name="publication"
          legend="Listes publiques de membres"
          hint="Un réseau peut publier la liste de ses membres. Vous pouvez ne pas y paraître."
          choices={[{ value: 'non', label: 'Je m’oppose à y être nommé ou nommée' }]}
          checked={opposes ? ['non'] : []}
        />
        <button type="submit" className="fr-btn fr-btn--secondary">
          Enregistrer mon choix
        </button>
      </Form>
      <h3>M’effacer</h3>
      <p className="max-w-2xl">
        Votre nom, vos adresses et vos brouillons disparaissent, vos accès s’arrêtent. Ce que vous avez publié
        reste, signé « personne partie » : ce sont des faits de service public. Cela ne se défait pas.
      </p>
      <Form method="post" noValidate className="max-w-xl">
        <Hidden name="intention" value="effacer" />
        <TextField name="mot" label="Écrivez EFFACER pour confirmer" mistake={mistakes['mot']} />
        <button type="submit" className="fr-btn fr-btn--tertiary">
          M’effacer définitivement
        </button>
      </Form>
    </section>
  );
}
