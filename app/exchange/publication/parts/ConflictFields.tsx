/** One field that two versions tell differently, ready to be chosen. */
export interface ConflictField {
  key: string;
  label: string;
  base: string | null;
  theirs: string;
  mine: string;
  who: 'theirs' | 'mine' | 'both';
}

const shown = (text: string) => (text.trim() === '' ? <em>vide</em> : text);

/** Both versions field by field, each with a choice; a field that only one side changed is chosen already. */
export function ConflictFields({
  fields,
  theirsLabel,
  mineLabel,
  missing,
}: {
  fields: readonly ConflictField[];
  theirsLabel: string;
  mineLabel: string;
  /** Fields for which nothing was chosen. */
  missing: readonly string[];
}) {
  return fields.map((field) => {
    const name = `choix.${field.key}`;
    const isMissing = missing.includes(field.key);
    return (
      <fieldset
        key={field.key}
        id={name}
        className="m-0 mb-6 border-0 border-t border-solid border-trait p-0 pt-4"
      >
        <legend className="p-0 text-lg font-bold">{field.label}</legend>
        {field.who === 'both' && <p className="m-0 mb-2 text-sm">Changé des deux côtés : choisissez.</p>}
        {isMissing && <p className="fr-error-text">Choisissez une version de ce champ.</p>}
        {field.base !== null && field.who === 'both' && (
          <details className="mb-2 text-sm">
            <summary>Ce que c’était avant</summary>
            <p className="whitespace-pre-wrap">{shown(field.base)}</p>
          </details>
        )}
        <div className="grid gap-4 md:grid-cols-2">
          {(
            [
              ['theirs', theirsLabel, field.theirs],
              ['mine', mineLabel, field.mine],
            ] as const
          ).map(([value, label, text]) => (
            <label key={value} className="carte block cursor-pointer">
              <span className="flex items-baseline gap-2 font-medium">
                <input type="radio" name={name} value={value} defaultChecked={field.who === value} />
                {label}
              </span>
              <span className="mt-2 block max-h-72 overflow-auto whitespace-pre-wrap text-sm" tabIndex={0}>
                {shown(text)}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    );
  });
}
