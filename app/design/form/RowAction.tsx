import { Form } from '@remix-run/react';
import { Hidden } from './Field';

/** One act on one line of a list: a form of a single button, whose name says the line to whoever does not see it. */
export function RowAction({
  fields,
  label,
  name,
}: {
  fields: Readonly<Record<string, string | number>>;
  label: string;
  /** The label with the line that it is about. */
  name: string;
}) {
  return (
    <Form method="post">
      {Object.entries(fields).map(([field, value]) => (
        <Hidden key={field} name={field} value={value} />
      ))}
      <button type="submit" className="fr-btn fr-btn--sm fr-btn--tertiary" aria-label={name}>
        {label}
      </button>
    </Form>
  );
}
