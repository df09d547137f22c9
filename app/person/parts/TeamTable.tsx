import { daysAhead, ofName } from '~/design/formats';
import { Form } from '@remix-run/react';
import { Hidden, SelectField, TextField } from '~/design/form/Field';
import type { FormAnswer } from '~/design/form/Mistakes';

export interface TeamLine {
  id: string;
  name: string;
  role: string;
  roleLabel: string;
  employer: string | null;
  employerKind: string;
  from: string;
  until: string;
  fromText: string | null;
  untilText: string | null;
  /** Days left; null when there is no end. */
  daysLeft: number | null;
  state: 'current' | 'grace' | 'over' | 'coming';
  version: number;
  mine: boolean;
  leaving: Array<{ code: string; label: string; done: boolean }>;
}

const STATE_WORDS = {
  current: '',
  grace: 'terminée, lecture encore possible',
  over: 'terminée',
  coming: 'à venir',
} as const;

/** The people of a place, with what may be done for each by those who answer for it. */
export function TeamTable({
  lines,
  manages,
  roles,
  employers,
  empty,
}: {
  lines: readonly TeamLine[];
  manages: boolean;
  roles: ReadonlyArray<{ value: string; label: string }>;
  employers: ReadonlyArray<{ value: string; label: string }>;
  empty: string;
}) {
  if (lines.length === 0) return <p>{empty}</p>;
  return (
    <ul className="m-0 list-none p-0">
      {lines.map((line) => (
        <li key={line.id} className="border-b border-trait py-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p className="m-0">
              <strong>{line.name}</strong>
              {line.mine && ' (vous)'}
              <span className="block text-sm text-discret">
                {line.roleLabel}
                {line.employer && ` · ${line.employer}`}
              </span>
            </p>
            <p className="nombre m-0 text-sm">
              {line.fromText && `du ${line.fromText} `}
              {line.untilText ? `au ${line.untilText}` : 'sans fin prévue'}
              {STATE_WORDS[line.state] && (
                <span className="block font-medium">{STATE_WORDS[line.state]}</span>
              )}
              {line.state === 'current' && line.daysLeft !== null && line.daysLeft <= 30 && (
                <span className="block font-medium text-alerte">finit {daysAhead(line.daysLeft)}</span>
              )}
            </p>
          </div>
          {manages && <LineActions line={line} roles={roles} employers={employers} />}
        </li>
      ))}
    </ul>
  );
}

function LineActions({
  line,
  roles,
  employers,
}: {
  line: TeamLine;
  roles: ReadonlyArray<{ value: string; label: string }>;
  employers: ReadonlyArray<{ value: string; label: string }>;
}) {
  const common = (
    <>
      <Hidden name="mission" value={line.id} />
      <Hidden name="version" value={line.version} />
    </>
  );
  const isGivenHere = roles.some(({ value }) => value === line.role);
  const alive = line.state === 'current' || line.state === 'coming' || line.state === 'grace';
  return (
    <div className="mt-2 flex flex-wrap items-start gap-2">
      {isGivenHere && !line.mine && line.untilText !== null && (
        <Form method="post">
          {common}
          <button
            type="submit"
            name="intention"
            value="prolonger"
            className="fr-btn fr-btn--sm fr-btn--secondary"
            aria-label={`Prolonger la mission ${ofName(line.name)} de six mois`}
          >
            Prolonger de six mois
          </button>
        </Form>
      )}
      {isGivenHere && !line.mine && (
        <details>
          <summary
            className="fr-btn fr-btn--sm fr-btn--tertiary"
            aria-label={`Corriger la mission ${ofName(line.name)}`}
          >
            Corriger
          </summary>
          <Form method="post" noValidate className="carte mt-2 max-w-md">
            {common}
            <SelectField id={`role-${line.id}`} name="role" label="Rôle" value={line.role} choices={roles} />
            <SelectField
              id={`statut-${line.id}`}
              name="statut"
              label="Statut"
              value={line.employerKind}
              choices={employers}
              empty="Non renseigné"
            />
            <TextField id={`debut-${line.id}`} name="debut" type="date" label="Début" value={line.from} />
            <TextField id={`fin-${line.id}`} name="fin" type="date" label="Fin" value={line.until} />
            <button type="submit" name="intention" value="corriger" className="fr-btn fr-btn--sm">
              Enregistrer
            </button>
          </Form>
        </details>
      )}
      <details>
        <summary className="fr-btn fr-btn--sm fr-btn--tertiary" aria-label={`Départ ${ofName(line.name)}`}>
          {alive ? 'Départ' : 'Liste de départ'}
        </summary>
        <div className="carte mt-2 max-w-lg">
          <Form method="post">
            {common}
            <fieldset className="m-0 border-0 p-0">
              <legend className="mb-2 p-0 font-medium">Avant de se quitter</legend>
              {line.leaving.map((step) => (
                <div key={step.code} className="fr-checkbox-group fr-checkbox-group--sm mb-2">
                  <input
                    type="checkbox"
                    id={`${line.id}-${step.code}`}
                    name="fait"
                    value={step.code}
                    defaultChecked={step.done}
                  />
                  <label className="fr-label" htmlFor={`${line.id}-${step.code}`}>
                    {step.label}
                  </label>
                </div>
              ))}
            </fieldset>
            <button
              type="submit"
              name="intention"
              value="depart"
              className="fr-btn fr-btn--sm fr-btn--secondary"
            >
              Garder la liste
            </button>
          </Form>
          {alive && (
            <details className="mt-3">
              <summary className="fr-btn fr-btn--sm fr-btn--tertiary">
                {line.state === 'grace' ? 'Fermer l’accès' : 'Mettre fin à la mission'}
              </summary>
              <Form method="post" className="mt-2">
                {common}
                <p className="m-0 mb-2">
                  {line.mine
                    ? 'C’est votre propre mission : vos accès à cette startup s’arrêtent tout de suite.'
                    : 'Ses accès s’arrêtent tout de suite, sans jours de lecture.'}
                </p>
                <button
                  type="submit"
                  name="intention"
                  value="finir"
                  className="fr-btn fr-btn--sm"
                  aria-label={`Oui, mettre fin maintenant : ${line.name}`}
                >
                  Oui, maintenant
                </button>
              </Form>
            </details>
          )}
        </div>
      </details>
    </div>
  );
}

/** Invites someone, known or not, by their address. */
export function InvitationForm({
  roles,
  employers,
  answer,
  start,
}: {
  roles: ReadonlyArray<{ value: string; label: string }>;
  employers: ReadonlyArray<{ value: string; label: string }>;
  answer: FormAnswer | undefined;
  start: string;
}) {
  const mine = answer?.typed['intention'] === 'inviter' ? answer : undefined;
  const typed = mine?.typed ?? {};
  const mistakes = mine?.mistakes ?? {};
  return (
    <Form method="post" noValidate className="max-w-xl">
      <Hidden name="intention" value="inviter" />
      <TextField name="nom" label="Prénom et nom" value={typed['nom']} mistake={mistakes['nom']} />
      <TextField
        name="courriel"
        type="email"
        label="Adresse de courriel professionnelle"
        hint="Une invitation y part ; la personne se connecte avec cette adresse."
        value={typed['courriel']}
        mistake={mistakes['courriel']}
      />
      <SelectField
        name="role"
        label="Rôle"
        value={typed['role'] ?? (roles.length === 1 ? roles[0]!.value : '')}
        empty="Choisir"
        choices={roles}
        mistake={mistakes['role']}
      />
      <SelectField
        name="statut"
        label="Statut"
        value={typed['statut']}
        choices={employers}
        empty="Non renseigné"
        mistake={mistakes['statut']}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="debut"
          type="date"
          label="Début"
          value={typed['debut'] ?? start}
          mistake={mistakes['debut']}
        />
        <TextField name="fin" type="date" label="Fin" value={typed['fin']} mistake={mistakes['fin']} />
      </div>
      <button type="submit" className="fr-btn mt-4 justify-self-start">
        Inviter
      </button>
    </Form>
  );
}
