import { Form } from '@remix-run/react';
import { useId } from 'react';

/** Search over the startups, the same everywhere. */
export function SearchForm({ label, value = '' }: { label: string; value?: string }) {
  const id = useId();
  return (
    <Form method="get" action="/startups" role="search" className="flex flex-wrap items-end gap-2">
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
