import { Form, Link } from '@remix-run/react';
import { CheckBoxes, Hidden } from '~/design/form/Field';
import { RowAction } from '~/design/form/RowAction';

/** What one wants to be told, and of which pages. */
export function Mails({
  mails,
  wanted,
  follows,
}: {
  mails: ReadonlyArray<{ value: string; label: string }>;
  wanted: readonly string[];
  follows: ReadonlyArray<{ kind: string; id: string; title: string; path: string }>;
}) {
  return (
    <>
      <section aria-labelledby="mes-courriels">
        <h2 id="mes-courriels">Ce que je reçois</h2>
        <Form method="post">
          <Hidden name="intention" value="courriels" />
          <CheckBoxes
            name="courriels"
            legend="Courriels"
            hint="Invitations, liens de connexion et courriels de sécurité partent toujours."
            choices={mails}
            checked={wanted}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Enregistrer
          </button>
        </Form>
      </section>
      <section aria-labelledby="suivis">
        <h2 id="suivis">Les pages que je suis de près</h2>
        {follows.length === 0 ? (
          <p>
            Rien encore. Sur la page d’une startup ou d’un incubateur, le bouton « Suivre » l’ajoute ici et à
            votre résumé de la semaine.
          </p>
        ) : (
          <ul className="m-0 max-w-xl list-none p-0">
            {follows.map((thing) => (
              <li
                key={thing.id}
                className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
              >
                <Link to={thing.path}>{thing.title}</Link>
                <RowAction
                  fields={{ intention: 'ne-plus-suivre', nature: thing.kind, id: thing.id }}
                  label="Ne plus suivre"
                  name={`Ne plus suivre ${thing.title}`}
                />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
