import type { FormAnswer } from './Mistakes';

/** One of several forms of a page: `id` names what it changes, empty for something new. */
export interface OneOfForms {
  /** The hidden field that says which form was sent. */
  key: string;
  id: string;
  known: Readonly<Record<string, string>>;
  answer: FormAnswer | undefined;
}

/** Where the mistakes of the form that was sent lead. */
export const anchorsOf =
  (key: string, answer: FormAnswer | undefined) =>
  (field: string): string => {
    const id = answer?.typed[key] ?? '';
    return `#${id === '' ? field : `${field}-${id}`}`;
  };

/** The properties of a field of this form: what was typed into it comes back to it, with its mistake, and to no other. */
export function fieldsOf({ key, id, known, answer }: OneOfForms) {
  const mine = answer && (answer.typed[key] ?? '') === id ? answer : undefined;
  return (name: string) => ({
    name,
    id: id === '' ? name : `${name}-${id}`,
    value: mine?.typed[name] ?? known[name] ?? '',
    mistake: mine?.mistakes[name],
  });
}
