import { CheckBoxes, SelectField, TextField } from '~/design/form/Field';
import { COMMITTEE_KINDS, KIND_CODES, USUAL_AGENDA } from '../vocabulary';

/** When, where, on which startups and for how long a committee is held. */
export function PlanFields({
  startups,
  chosen,
  typed,
  mistakes,
}: {
  startups: ReadonlyArray<{ id: string; title: string }>;
  chosen: readonly string[];
  typed: Readonly<Record<string, string | undefined>>;
  mistakes: Readonly<Record<string, string>>;
}) {
  const field = (name: string) => ({ name, value: typed[name], mistake: mistakes[name] });
  return (
    <>
      <SelectField
        {...field('nature')}
        label="Comité"
        choices={KIND_CODES.map((value) => ({ value, label: COMMITTEE_KINDS[value].label }))}
      />
      <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-2">
        <TextField {...field('date')} type="date" label="Date" />
        <TextField {...field('heure')} label="Heure" hint="À Paris, par exemple 14:30." maxLength={5} />
        <TextField {...field('lieu')} label="Lieu" hint="Facultatif." />
        <TextField
          {...field('visio')}
          type="url"
          label="Visioconférence"
          hint="Facultatif, une adresse https."
        />
      </div>
      {startups.length > 1 && (
        <CheckBoxes
          name="startups"
          legend="Startups à l’ordre du jour"
          choices={startups.map(({ id, title }) => ({ value: id, label: title }))}
          checked={chosen}
          mistake={mistakes['startups']}
          columns
        />
      )}
      {startups.length === 1 && <input type="hidden" name="startups" value={startups[0]!.id} />}
      <fieldset className="m-0 mb-4 border-0 p-0">
        <legend className="p-0 font-bold">Minutes par startup</legend>
        <div className="grid grid-cols-1 items-end gap-x-4 sm:grid-cols-3">
          <TextField
            {...field('presentation')}
            value={typed['presentation'] ?? String(USUAL_AGENDA.presentation)}
            label="Présentation"
            inputMode="numeric"
          />
          <TextField
            {...field('questions')}
            value={typed['questions'] ?? String(USUAL_AGENDA.questions)}
            label="Questions"
            inputMode="numeric"
          />
          <TextField
            {...field('deliberation')}
            value={typed['deliberation'] ?? String(USUAL_AGENDA.deliberation)}
            label="Délibération"
            inputMode="numeric"
          />
        </div>
      </fieldset>
    </>
  );
}
