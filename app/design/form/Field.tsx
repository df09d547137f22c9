import type { InputHTMLAttributes, ReactNode } from 'react';

interface Common {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  mistake?: string | undefined;
  /** The id of the field, when its name alone would not be one of a kind on the page. */
  id?: string;
}

const idOf = ({ id, name }: Common): string => id ?? name;
const messageId = (id: string) => `${id}-erreur`;
const described = (id: string, mistake: string | undefined) =>
  mistake ? { 'aria-invalid': true as const, 'aria-describedby': messageId(id) } : {};

/** Label, hint, field and mistake, always in this order and tied together. */
function Group({ common, children }: { common: Common; children: ReactNode }) {
  const id = idOf(common);
  const { label, hint, mistake } = common;
  return (
    <div className={`fr-input-group ${mistake ? 'fr-input-group--error' : ''}`}>
      <label htmlFor={id} className="fr-label">
        {label}
        {hint && <span className="fr-hint-text">{hint}</span>}
      </label>
      {children}
      {mistake && (
        <p id={messageId(id)} className="fr-error-text">
          {mistake}
        </p>
      )}
    </div>
  );
}

export function TextField({
  type = 'text',
  value,
  maxLength,
  autoComplete,
  required,
  list,
  inputMode,
  ...common
}: Common & {
  type?: 'text' | 'email' | 'url' | 'date' | 'number' | 'search';
  value?: string | undefined;
} & Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'maxLength' | 'autoComplete' | 'required' | 'list' | 'inputMode'
  >) {
  const id = idOf(common);
  return (
    <Group common={common}>
      <input
        id={id}
        name={common.name}
        type={type}
        defaultValue={value ?? ''}
        className="fr-input"
        maxLength={maxLength}
        autoComplete={autoComplete ?? 'off'}
        aria-required={required || undefined}
        list={list}
        inputMode={inputMode}
        {...described(id, common.mistake)}
      />
    </Group>
  );
}

export function TextAreaField({
  value,
  rows = 4,
  tools,
  ...common
}: Common & {
  value?: string | undefined;
  rows?: number;
  /** What helps to write, between the label and the text. */
  tools?: ReactNode;
}) {
  const id = idOf(common);
  return (
    <Group common={common}>
      {tools}
      <textarea
        id={id}
        name={common.name}
        rows={rows}
        defaultValue={value ?? ''}
        className="fr-input"
        {...described(id, common.mistake)}
      />
    </Group>
  );
}

export function SelectField({
  value,
  choices,
  empty,
  ...common
}: Common & {
  value?: string | undefined;
  choices: ReadonlyArray<{ value: string; label: string }>;
  /** The words for no choice; absent, one is always chosen. */
  empty?: string;
}) {
  const id = idOf(common);
  const stranger = value && !choices.some((choice) => choice.value === value);
  return (
    <Group common={common}>
      <select
        id={id}
        name={common.name}
        defaultValue={value ?? ''}
        className="fr-select"
        {...described(id, common.mistake)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {stranger && <option value={value}>{value} (hors de la liste)</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Group>
  );
}

export function FileField({ accept, ...common }: Common & { accept: string }) {
  const id = idOf(common);
  return (
    <Group common={common}>
      <input
        id={id}
        name={common.name}
        type="file"
        accept={accept}
        className="mt-2 max-w-full"
        {...described(id, common.mistake)}
      />
    </Group>
  );
}

/** Several of a list, or one of two: boxes with their labels, under a legend. */
export function CheckBoxes({
  name,
  legend,
  hint,
  choices,
  checked,
  mistake,
  columns = false,
}: {
  name: string;
  legend: ReactNode;
  hint?: ReactNode;
  choices: ReadonlyArray<{ value: string; label: ReactNode; hint?: ReactNode }>;
  checked: readonly string[];
  mistake?: string | undefined;
  columns?: boolean;
}) {
  return (
    <fieldset
      className="m-0 mb-6 border-0 p-0"
      id={name}
      tabIndex={-1}
      aria-describedby={mistake ? messageId(name) : undefined}
    >
      <legend className="fr-label mb-2 p-0 font-medium">
        {legend}
        {hint && <span className="fr-hint-text">{hint}</span>}
      </legend>
      <div className={columns ? 'grid gap-x-8 sm:grid-cols-2' : ''}>
        {choices.map((choice) => {
          const id = `${name}-${choice.value}`.replace(/\s+/g, '-');
          return (
            <div key={choice.value} className="fr-checkbox-group fr-checkbox-group--sm mb-2">
              <input
                type="checkbox"
                id={id}
                name={name}
                value={choice.value}
                defaultChecked={checked.includes(choice.value)}
              />
              <label className="fr-label" htmlFor={id}>
                {choice.label}
                {choice.hint && <span className="fr-hint-text">{choice.hint}</span>}
              </label>
            </div>
          );
        })}
      </div>
      {mistake && (
        <p id={messageId(name)} className="fr-error-text">
          {mistake}
        </p>
      )}
    </fieldset>
  );
}

export const Hidden = ({ name, value }: { name: string; value: string | number }) => (
  <input type="hidden" name={name} value={value} />
);
