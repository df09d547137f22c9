import { Form, Link } from '@remix-run/react';
import { Breadcrumb } from '~/design/Breadcrumb';
import { Hidden } from '~/design/form/Field';
import { MistakeSummary, type FormAnswer } from '~/design/form/Mistakes';
import { ConflictFields, type ConflictField } from './ConflictFields';

/** Two versions of one page, side by side: the choice, field by field. */
export function ProposalPage({
  above,
  title,
  edit,
  proposal,
  seen,
  answer,
}: {
  /** The pages that it stands below. */
  above: ReadonlyArray<{ label: string; to: string }>;
  title: string;
  /** Where the page is edited. */
  edit: string;
  proposal: { id: string; when: string; fields: ConflictField[] } | null;
  /** The digest of the page that the choice is made on. */
  seen: string;
  answer: FormAnswer | undefined;
}) {
  return (
    <div className="page max-w-5xl py-10">
      <Breadcrumb path={above} here="Version du réseau" />
      <h1>Une autre version de {title}</h1>
      <MistakeSummary mistakes={answer?.mistakes} answer={answer} title="Rien n’a été publié" />
      {proposal === null ? (
        <p>
          Aucune version n’attend votre choix. <Link to={edit}>Revenir à la page</Link>
        </p>
      ) : (
        <Form method="post">
          <p className="text-lg">
            Le contenu du réseau, lu le {proposal.when}, et la page tenue ici ont changé chacun de leur côté.
            Rien n’a été écrasé : choisissez, champ par champ.
          </p>
          <Hidden name="proposition" value={proposal.id} />
          <Hidden name="vu" value={seen} />
          <ConflictFields
            fields={proposal.fields}
            theirsLabel="La page d’ici"
            mineLabel="La version du réseau"
            missing={[]}
          />
          <button type="submit" className="fr-btn">
            Publier ces choix
          </button>
        </Form>
      )}
    </div>
  );
}
