import { TextAreaField, TextField } from '~/design/form/Field';
import { USUAL_LENGTH, USUAL_RETENTION_MONTHS } from '../calls/call-schema';

/** The fields of a call: its words, its dates to the minute, its money. */
export function CallFields({
  typed,
  mistakes,
  means,
}: {
  typed: Readonly<Record<string, string>>;
  mistakes: Readonly<Record<string, string>> | undefined;
  /** Null: both are asked, since the program is not chosen yet. */
  means: 'enveloppe' | 'places' | null;
}) {
  const field = (name: string) => ({ name, value: typed[name], mistake: mistakes?.[name] });
  return (
    <>
      <TextField {...field('titre')} label="Titre" required maxLength={120} />
      <TextField {...field('edition')} label="Édition" inputMode="numeric" required />
      <TextAreaField
        {...field('presentation')}
        label="Présentation"
        hint="Vide : celle du programme."
        rows={4}
      />
      <fieldset className="m-0 border-0 p-0">
        <legend className="p-0 font-bold">Dates, à l’heure de Paris</legend>
        <div className="grid gap-x-6 sm:grid-cols-3">
          <TextField {...field('ouverture')} label="Ouverture" hint="Ex. 2026-05-04 09:00" required />
          <TextField {...field('cloture')} label="Clôture" hint="Minute exclue." required />
          <TextField
            {...field('finNotation')}
            label="Fin de la notation"
            hint="Les notes s’ouvrent alors à tous."
            required
          />
        </div>
      </fieldset>
      <fieldset className="m-0 border-0 p-0">
        <legend className="p-0 font-bold">Moyens</legend>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {means !== 'places' && (
            <TextField
              {...field('enveloppe')}
              label="Enveloppe, en euros"
              hint="Accompagnement compris."
              inputMode="decimal"
            />
          )}
          {means !== 'enveloppe' && (
            <TextField
              {...field('places')}
              label="Places"
              hint="Pour un programme sans argent."
              inputMode="numeric"
            />
          )}
          <TextField
            {...field('plafond')}
            label="Montant le plus haut, en euros"
            hint="Pour une candidature."
            inputMode="decimal"
          />
          <TextField
            {...field('cofinancement')}
            label="Part de l’administration, en %"
            hint="50 : un euro pour un euro."
            inputMode="numeric"
          />
          <TextField
            {...field('forfait')}
            label="Valeur de l’accompagnement, en euros"
            hint="Comptée pour chaque lauréat."
            inputMode="decimal"
          />
          <TextField
            {...field('longueur')}
            label="Caractères par réponse"
            hint={`D’ordinaire ${USUAL_LENGTH}.`}
            inputMode="numeric"
          />
        </div>
      </fieldset>
      <fieldset className="m-0 border-0 p-0">
        <legend className="p-0 font-bold">Textes du jury</legend>
        <TextField
          {...field('conservation')}
          label="Mois de conservation après les résultats"
          hint={`D’ordinaire ${USUAL_RETENTION_MONTHS}. Ensuite les avis, les commentaires et les retours de chaque personne sont effacés ; les notes et le retour approuvé restent.`}
          inputMode="numeric"
        />
        <TextAreaField
          {...field('mention')}
          label="Ce qui est dit à côté de chaque texte"
          hint="Facultatif. S’ajoute à « Qui peut lire ceci, et quand »."
          rows={2}
        />
      </fieldset>
    </>
  );
}
