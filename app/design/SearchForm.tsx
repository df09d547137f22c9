import { Form } from '@remix-run/react';
import { useId } from 'react';

/** A search field, the same everywhere; over the startups unless said otherwise. */
export function SearchForm({
  label,
  value = '',
  action = '/startups',
}: {
  label: string;
  value?: string;
  action?: '/startups' | '/recherche';
}) {
  const id = useId();
  return (
    <Form method="get" action={action} role="search" className="flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1 basis-64">
        <label htmlFor={id} className="fr-label">
          {label}
        </label>
        <input
          id={id}
          type="search"
          name="q"
          defaultValue={value}
          className="fr-input mt-1"
          maxLength={200}
          autoComplete="off"
        />
      </div>
      <button type="submit" className="fr-btn">
        Chercher
      </button>
    </Form>
  );
}
