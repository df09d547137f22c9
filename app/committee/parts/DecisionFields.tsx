import type { ReactNode } from 'react';
import { SelectField, TextAreaField, TextField } from '~/design/form/Field';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { OPENED_PHASES, OUTCOMES, type Outcome } from '../outcomes';
import { FUNDING_CODES, FUNDINGS } from '../vocabulary';

/** The decision on one startup: outcome and money are two questions. Ids carry a prefix where a page holds several. */
export function DecisionFields({
  outcomes,
  typed,
  mistakes,
  prefix = '',
  short = false,
  more = null,
}: {
  outcomes: readonly Outcome[];
  typed: Readonly<Record<string, string | undefined>>;
  mistakes: Readonly<Record<string, string>>;
  prefix?: string;
  /** Only what a past committee needs; the rest is folded. */
  short?: boolean;
  /** Fields of the page that are folded with the rest. */
  more?: ReactNode;
}) {
  const field = (name: string) => ({
    name,
    ...(prefix === '' ? {} : { id: `${prefix}-${name}` }),
    value: typed[name],
    mistake: mistakes[name],
  });
  const phases: PhaseCode[] =
    outcomes.includes('phase') || outcomes.includes('reprendre') ? OPENED_PHASES : [];
  const funding = (
    <SelectField
      {...field('argent')}
      label="Argent"
      hint="Comité."
      empty="Non décidé"
      choices={FUNDING_CODES.map((value) => ({ value, label: FUNDINGS[value] }))}
    />
  );
  const rest = (
    <>
      {more}
      {short && funding}
      <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
        <TextField
          {...field('debut')}
          type="date"
          label="Début de la phase"
          hint="Vide : le jour du comité."
        />
        <TextField {...field('prochain')} type="date" label="Prochain comité" hint="Dans six mois au plus." />
      </div>
      <TextAreaField
        {...field('preuves')}
        label="Preuves demandées"
        hint="Comité : pour un budget provisoire, ce qui doit être montré, et quand."
        rows={2}
      />
      <TextAreaField
        {...field('objectifs')}
        label="Objectifs à six mois"
        hint="Public : ils paraissent sur la page de la startup."
        rows={3}
      />
      <TextAreaField
        {...field('raisons')}
        label="Raisons"
        hint="Comité : lues par lui, l’équipe, son coaching et l’incubateur."
        rows={3}
      />
    </>
  );
  return (
    <>
      <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
        <SelectField
          {...field('issue')}
          label="Décision"
          hint="Public."
          empty="Choisir…"
          choices={outcomes.map((value) => ({ value, label: OUTCOMES[value].label }))}
        />
        {phases.length > 0 && (
          <SelectField
            {...field('phase')}
            label="Phase qui s’ouvre"
            hint="Pour « Changer de phase » ou « Reprendre »."
            empty="Aucune"
            choices={phases.map((value) => ({ value, label: LIFECYCLE[value].label }))}
          />
        )}
      </div>
      <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-3">
        {!short && funding}
        <TextField {...field('montant')} label="Montant, en euros TTC" hint="Comité." inputMode="decimal" />
        <TextField {...field('mois')} label="Pour combien de mois" hint="Comité." inputMode="numeric" />
      </div>
      {short ? (
        <details
          className="mb-6"
          open={['nature', 'argent', 'debut', 'prochain', 'preuves', 'objectifs', 'raisons'].some(
            (name) => mistakes[name] || typed[name],
          )}
        >
          <summary className="lien cursor-pointer">
            Nature du comité, argent refusé ou provisoire, objectifs, raisons, dates
          </summary>
          <div className="mt-4">{rest}</div>
        </details>
      ) : (
        rest
      )}
    </>
  );
}
