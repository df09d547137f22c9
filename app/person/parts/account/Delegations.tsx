import { Form } from '@remix-run/react';
import { Hidden, TextField } from '~/design/form/Field';
import { RowAction } from '~/design/form/RowAction';
import { ofName } from '~/design/formats';

/** Who may act in whose name, until when. */
export function Delegations({
  received,
  given,
  latestDay,
  typed,
  mistakes,
}: {
  received: ReadonlyArray<{ id: string; fromId: string; name: string; until: string }>;
  given: ReadonlyArray<{ id: string; name: string; until: string }>;
  latestDay: string;
  typed: Readonly<Record<string, string>>;
  mistakes: Readonly<Record<string, string>>;
}) {
  return (
    <section aria-labelledby="delegations">
      <h2 id="delegations">Délégations</h2>
      <p>
        Une personne de confiance peut agir en votre nom, pour un temps. Tout ce qu’elle fait porte son nom,
        « pour » le vôtre.
      </p>
      {received.map((delegation) => (
        <div key={delegation.id} className="carte mb-3 flex flex-wrap items-center justify-between gap-3">
          <span>
            {delegation.name} vous a donné délégation jusqu’au {delegation.until}.
          </span>
          <Form method="post" reloadDocument>
            <Hidden name="intention" value="agir-pour" />
            <Hidden name="personne" value={delegation.fromId} />
            <button type="submit" className="fr-btn fr-btn--sm">
              Agir pour {delegation.name}
            </button>
          </Form>
        </div>
      ))}
      {given.map((delegation) => (
        <div key={delegation.id} className="carte mb-3 flex flex-wrap items-center justify-between gap-3">
          <span>
            {delegation.name} peut agir pour vous jusqu’au {delegation.until}.
          </span>
          <RowAction
            fields={{ intention: 'finir-delegation', delegation: delegation.id }}
            label="Y mettre fin"
            name={`Mettre fin à la délégation ${ofName(delegation.name)}`}
          />
        </div>
      ))}
      <Form method="post" noValidate className="max-w-xl">
        <Hidden name="intention" value="deleguer" />
        <TextField
          name="delegue"
          type="email"
          label="Adresse de la personne"
          hint="Elle a déjà un accès à Jalons."
          value={typed['delegue']}
          mistake={typed['intention'] === 'deleguer' ? mistakes['courriel'] : undefined}
        />
        <TextField
          name="fin"
          type="date"
          label="Jusqu’au"
          hint={`Au plus tard le ${latestDay}.`}
          value={typed['fin']}
          mistake={mistakes['fin']}
        />
        <button type="submit" className="fr-btn fr-btn--secondary">
          Donner délégation
        </button>
      </Form>
    </section>
  );
}
