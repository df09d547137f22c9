import { Form } from '@remix-run/react';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';
import { RowAction } from '~/design/form/RowAction';
import { MEMBER_ROLE_CODES, MEMBER_ROLES } from '../vocabulary';

export interface ShownMember {
  id: string;
  name: string;
  role: string;
  reachable: boolean;
  invited: boolean;
  present: boolean | null;
}

const stateOf = ({ present, invited, reachable }: ShownMember): string =>
  present === true
    ? 'présence notée'
    : invited
      ? 'invitation envoyée'
      : reachable
        ? 'pas encore d’invitation'
        : 'sans adresse de courriel';

/** Who is of the committee; who holds it adds, invites and takes off. */
export function CommitteeMembers({
  members,
  holds,
  invitedAt,
  answer,
}: {
  members: readonly ShownMember[];
  holds: boolean;
  invitedAt: string | null;
  answer: FormAnswer | undefined;
}) {
  const field = (name: string) => ({ name, value: answer?.typed[name], mistake: answer?.mistakes[name] });
  return (
    <section aria-labelledby="membres" className="mt-10">
      <h2 id="membres">Personnes</h2>
      {members.length === 0 ? (
        <p>
          Personne encore.
          {holds && ' Ajoutez d’un coup l’équipe, son coaching et l’incubateur, puis le sponsor.'}
        </p>
      ) : (
        <table className="tableau empile">
          <caption className="sr-only">Personnes du comité</caption>
          <thead>
            <tr>
              <th scope="col">Nom</th>
              <th scope="col">Rôle</th>
              <th scope="col">Invitation</th>
              {holds && (
                <th scope="col">
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <th scope="row" className="font-normal">
                  {member.name}
                </th>
                <td data-label="Rôle">{member.role}</td>
                <td data-label="Invitation">{stateOf(member)}</td>
                {holds && (
                  <td>
                    <RowAction
                      fields={{ intention: 'retirer', membre: member.id }}
                      label="Retirer"
                      name={`Retirer ${member.name}`}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {holds && (
        <>
          {invitedAt && <p className="text-sm">Dernier envoi le {invitedAt}.</p>}
          <div className="mt-4 flex flex-wrap gap-2">
            <RowAction
              fields={{ intention: 'attendues' }}
              label="Ajouter l’équipe et l’incubateur"
              name="Ajouter l’équipe et l’incubateur"
            />
            <RowAction
              fields={{ intention: 'inviter' }}
              label="Envoyer les invitations"
              name="Envoyer les invitations"
            />
            <RowAction
              fields={{ intention: 'dossiers' }}
              label="Figer et envoyer les dossiers"
              name="Figer et envoyer les dossiers"
            />
          </div>
          <details className="mt-4" open={answer !== undefined}>
            <summary className="lien cursor-pointer">Ajouter une personne</summary>
            <Form method="post" noValidate className="mt-4 max-w-3xl">
              <Hidden name="intention" value="membre" />
              <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-3">
                <TextField {...field('nom')} label="Nom" />
                <TextField
                  {...field('courriel')}
                  type="email"
                  label="Courriel"
                  hint="Pour l’invitation, le dossier et la signature."
                />
                <SelectField
                  {...field('role')}
                  label="Rôle"
                  empty="Choisir…"
                  choices={MEMBER_ROLE_CODES.map((value) => ({ value, label: MEMBER_ROLES[value] }))}
                />
              </div>
              <button type="submit" className="fr-btn fr-btn--secondary">
                Ajouter
              </button>
            </Form>
          </details>
        </>
      )}
    </section>
  );
}
