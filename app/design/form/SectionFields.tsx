import { useState } from 'react';
import {
  rowIndexes,
  type Choice,
  type Field,
  type Lists,
  type Section,
  type Typed,
} from '~/platform/document/fields';
import { CheckBoxes, Hidden, SelectField, TextAreaField, TextField } from './Field';
import { MarkdownField } from './MarkdownField';

interface FieldProps<F extends Field = Field> {
  field: F;
  typed: Typed;
  lists: Lists;
  mistakes: Readonly<Record<string, string>>;
}
type Of<K extends Field['kind']> = FieldProps<Extract<Field, { kind: K }>>;

const first = (typed: Typed, name: string): string => typed[name]?.[0] ?? '';

const YES_NO: readonly Choice[] = [
  { value: 'oui', label: 'Oui' },
  { value: 'non', label: 'Non' },
];

/** Past this many choices a list is added to by name instead of showing them all. */
const MOST_BOXES = 12;

const labelOf = (choices: readonly Choice[], value: string): string =>
  choices.find((choice) => choice.value === value)?.label ?? value;

function ListField({ field, typed, lists, mistakes }: Of<'list'>) {
  const choices = lists[field.of] ?? [];
  const values = typed[field.key] ?? [];
  const mistake = mistakes[field.key];
  if (!field.open && choices.length <= MOST_BOXES) {
    const strangers = values.filter((value) => !choices.some((choice) => choice.value === value));
    return (
      <CheckBoxes
        name={field.key}
        legend={field.label}
        hint={field.hint}
        choices={[...choices, ...strangers.map((value) => ({ value, label: value }))]}
        checked={values}
        mistake={mistake}
        columns
      />
    );
  }
  const listId = `${field.key}-choix`;
  return (
    <div className="mb-6">
      {values.length > 0 ? (
        <CheckBoxes
          name={field.key}
          legend={field.label}
          hint={field.hint ?? 'Décochez ce qui n’a plus lieu d’être.'}
          choices={values.map((value) => ({ value, label: labelOf(choices, value) }))}
          checked={values}
          mistake={mistake}
        />
      ) : (
        <div id={field.key} tabIndex={-1} className="mb-2">
          <p className="fr-label m-0 font-medium">{field.label}</p>
          {field.hint && <p className="fr-hint-text m-0">{field.hint}</p>}
          <p className="m-0 mt-1 text-sm text-discret">Rien encore.</p>
          {mistake && <p className="fr-error-text">{mistake}</p>}
        </div>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <label htmlFor={`${field.key}.ajout`} className="fr-label text-sm">
            Ajouter
            <span className="fr-hint-text">
              {field.open
                ? 'Écrivez-le, ou choisissez-le dans la liste.'
                : 'Tapez quelques lettres, puis choisissez dans la liste.'}
            </span>
          </label>
          <input
            id={`${field.key}.ajout`}
            name={`${field.key}.ajout`}
            list={listId}
            className="fr-input mt-1"
            defaultValue={first(typed, `${field.key}.ajout`)}
            autoComplete="off"
            key={values.join('|')}
          />
          <datalist id={listId}>
            {choices
              .filter(({ value }) => !values.includes(value))
              .map(({ value, label }) => (
                <option key={value} value={label} />
              ))}
          </datalist>
        </div>
        <button type="submit" name="intention" value="ajouter" className="fr-btn fr-btn--secondary">
          Ajouter
        </button>
      </div>
    </div>
  );
}

function RowsField({ field, typed, mistakes }: Of<'rows'>) {
  const known = rowIndexes(typed, field.key);
  const next = (known.at(-1) ?? -1) + 1;
  const [more, setMore] = useState(0);
  const empty = field.single && known.length > 0 ? 0 : 1 + more;
  const indexes = [...known, ...Array.from({ length: empty }, (_, extra) => next + extra)];
  return (
    <div id={field.key} tabIndex={-1}>
      {indexes.map((index, place) => {
        const name = (column: string) => `${field.key}.${index}.${column}`;
        const isNew = index >= next;
        return (
          <fieldset key={index} className="m-0 mb-4 border-0 border-l-4 border-solid border-trait p-0 pl-4">
            <legend className="p-0 text-sm font-bold">
              {field.single
                ? field.label
                : isNew
                  ? `Ajouter ${field.one}`
                  : `${place + 1}. ${rowTitle(field, typed, index)}`}
            </legend>
            {!isNew && typed[name('rang')] && (
              <Hidden name={name('rang')} value={first(typed, name('rang'))} />
            )}
            {field.single && field.hint && <p className="fr-hint-text m-0 mb-2">{field.hint}</p>}
            <div className="grid gap-x-4 gap-y-2 sm:grid-cols-[1fr_auto_auto]">
              {field.columns.map((column) =>
                column.kind === 'choice' ? (
                  <SelectField
                    key={column.key}
                    name={name(column.key)}
                    label={column.label}
                    value={first(typed, name(column.key))}
                    choices={column.choices ?? []}
                    empty="Choisir"
                    mistake={mistakes[name(column.key)]}
                  />
                ) : (
                  <div key={column.key} className={column.kind === 'line' ? 'sm:col-span-full' : ''}>
                    <TextField
                      name={name(column.key)}
                      label={column.label}
                      type={column.kind === 'day' ? 'date' : 'text'}
                      inputMode={column.kind === 'number' ? 'numeric' : undefined}
                      value={first(typed, name(column.key))}
                      mistake={mistakes[name(column.key)]}
                    />
                  </div>
                ),
              )}
            </div>
            {!isNew && (
              <div className="fr-checkbox-group fr-checkbox-group--sm">
                <input
                  type="checkbox"
                  id={name('retirer')}
                  name={name('retirer')}
                  value="oui"
                  defaultChecked={first(typed, name('retirer')) !== ''}
                />
                <label className="fr-label" htmlFor={name('retirer')}>
                  Retirer cette ligne
                </label>
              </div>
            )}
          </fieldset>
        );
      })}
      {!field.single && (
        <button
          type="submit"
          name="intention"
          value="ajouter"
          className="fr-btn fr-btn--secondary mb-6"
          onClick={(event) => {
            event.preventDefault();
            setMore((count) => count + 1);
          }}
        >
          Ajouter {field.one} de plus
        </button>
      )}
    </div>
  );
}

function rowTitle(field: Extract<Field, { kind: 'rows' }>, typed: Typed, index: number): string {
  const column = field.columns[0]!;
  const value = first(typed, `${field.key}.${index}.${column.key}`);
  return labelOf(column.choices ?? [], value) || `Nouvelle ligne`;
}

function OneField(props: FieldProps) {
  const { field, typed, mistakes } = props;
  const common = {
    name: field.key,
    label: field.required ? `${field.label} (nécessaire)` : field.label,
    hint: field.hint,
    mistake: mistakes[field.key],
    value: first(typed, field.key),
  };
  switch (field.kind) {
    case 'line':
      return <TextField {...common} maxLength={field.max} />;
    case 'paragraph':
      return <TextAreaField {...common} rows={3} />;
    case 'address':
      return <TextField {...common} type="url" inputMode="url" maxLength={2000} />;
    case 'choice':
      return <SelectField {...common} choices={field.choices} empty="Non renseigné" />;
    case 'yes-no':
      return <SelectField {...common} choices={YES_NO} empty="Non renseigné" />;
    case 'markdown':
      return <MarkdownField {...common} />;
    case 'list':
      return <ListField {...props} field={field} />;
    case 'rows':
      return <RowsField {...props} field={field} />;
  }
}

/** Every field of a section, as what it is. */
export const SectionFields = ({ section, ...props }: { section: Section } & Omit<FieldProps, 'field'>) =>
  section.fields.map((field) => <OneField key={field.key} field={field} {...props} />);
