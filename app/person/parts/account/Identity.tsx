import { Form } from '@remix-run/react';
import { Hidden, TextField } from '~/design/form/Field';
import { RowAction } from '~/design/form/RowAction';

/** Name and addresses, each of which opens the door. */
export function Identity({
  name,
  addresses,
  typed,
  mistakes,
}: {
  name: string;
  addresses: readonly string[];
  typed: Readonly<Record<string, string>>;
  mistakes: Readonly<Record<string, string>>;
}) {
  return (
    <section aria-labelledby="identite">
      <h2 id="identite">Qui je suis</h2>
      <Form method="post" noValidate className="max-w-xl">
        <Hidden name="intention" value="nom" />
        <TextField
          name="nom"
          label="Prénom et nom"
          autoComplete="name"
          value={typed['nom'] ?? name}
          mistake={mistakes['nom']}
        />
        <button type="submit" className="fr-btn fr-btn--secondary">
          Corriger
        </button>
      </Form>
      <h3 className="mt-6">Mes adresses</h3>
      <p>Vous pouvez vous connecter avec chacune d’elles.</p>
      <ul className="m-0 max-w-xl list-none p-0">
        {addresses.map((address) => (
          <li
            key={address}
            className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
          >
            <span className="wrap-anywhere">{address}</span>
            {addresses.length > 1 && (
              <RowAction
                fields={{ intention: 'retirer-adresse', adresse: address }}
                label="Retirer"
                name={`Retirer ${address}`}
              />
            )}
          </li>
        ))}
      </ul>
      <Form method="post" noValidate className="mt-4 max-w-xl">
        <Hidden name="intention" value="ajouter-adresse" />
        <TextField
          name="courriel"
          type="email"
          label="Ajouter une adresse"
          hint="Un courriel y part ; l’adresse compte une fois confirmée."
          autoComplete="email"
          value={typed['courriel']}
          mistake={mistakes['courriel']}
        />
        <button type="submit" className="fr-btn fr-btn--secondary">
          Ajouter
        </button>
      </Form>
    </section>
  );
}
