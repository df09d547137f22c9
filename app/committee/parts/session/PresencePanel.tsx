import { Form, Link } from '@remix-run/react';
import { CheckBoxes, Hidden } from '~/design/form/Field';

/** Who is there, among those of the committee. */
export function PresencePanel({
  members,
  itemId,
  path,
}: {
  members: ReadonlyArray<{ id: string; label: string; present: boolean }>;
  /** The item on screen, to come back to it. */
  itemId: string;
  path: string;
}) {
  return (
    <>
      <h2 id="presences" className="mt-8">
        Qui est là
      </h2>
      {members.length === 0 ? (
        <p>
          Personne dans la liste : <Link to={`${path}#membres`}>ajoutez les personnes</Link>.
        </p>
      ) : (
        <Form method="post">
          <Hidden name="intention" value="presences" />
          <Hidden name="point" value={itemId} />
          <CheckBoxes
            name="present"
            legend="Personnes présentes"
            choices={members.map(({ id, label }) => ({ value: id, label }))}
            checked={members.filter(({ present }) => present).map(({ id }) => id)}
          />
          <button type="submit" className="fr-btn fr-btn--secondary">
            Noter les présences
          </button>
        </Form>
      )}
    </>
  );
}
