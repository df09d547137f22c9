import { Form, Link } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';

/** What a signed-in reader may do on the page of a startup or an incubator. */
export function PageTools({
  path,
  mine,
  history = false,
  committees = false,
}: {
  path: string;
  /** Whether committees are held about it. */
  committees?: boolean;
  /** Whether the page has a history of its own. */
  history?: boolean;
  mine: { edits: boolean; sees: boolean; follows: boolean };
}) {
  return (
    <div
      className="sans-impression mb-4 flex flex-wrap items-center gap-2"
      role="group"
      aria-label="Agir sur cette page"
    >
      {mine.edits && (
        <Link to={`${path}/modifier`} className="fr-btn fr-btn--sm">
          Modifier
        </Link>
      )}
      {mine.sees && (
        <>
          <Link to={`${path}/interieur`} className="fr-btn fr-btn--sm fr-btn--tertiary">
            Vue intérieure
          </Link>
          <Link to={`${path}/impact`} className="fr-btn fr-btn--sm fr-btn--tertiary">
            Impact
          </Link>
          {committees && (
            <Link to={`${path}/comites`} className="fr-btn fr-btn--sm fr-btn--tertiary">
              Comités
            </Link>
          )}
          {committees && (
            <Link to={`${path}/candidatures`} className="fr-btn fr-btn--sm fr-btn--tertiary">
              Candidatures
            </Link>
          )}
          <Link to={`${path}/equipe`} className="fr-btn fr-btn--sm fr-btn--tertiary">
            Équipe
          </Link>
        </>
      )}
      {committees && (
        <Link to={`${path}/presentations`} className="fr-btn fr-btn--sm fr-btn--tertiary">
          Présentations
        </Link>
      )}
      {history && (
        <Link to={`${path}/historique`} className="fr-btn fr-btn--sm fr-btn--tertiary">
          Historique
        </Link>
      )}
      <Form method="post" action={path}>
        <Hidden name="suivre" value={mine.follows ? 'non' : 'oui'} />
        <button type="submit" className="fr-btn fr-btn--sm fr-btn--tertiary">
          {mine.follows ? 'Ne plus suivre' : 'Suivre'}
        </button>
      </Form>
    </div>
  );
}
