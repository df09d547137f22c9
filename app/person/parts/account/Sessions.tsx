import { Form } from '@remix-run/react';
import { Hidden } from '~/design/form/Field';
import { RowAction } from '~/design/form/RowAction';

/** The browsers that are signed in, each with its way out. */
export function Sessions({
  sessions,
}: {
  sessions: ReadonlyArray<{
    id: string;
    device: string;
    method: string;
    since: string;
    seen: string;
    current: boolean;
  }>;
}) {
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Mes sessions ouvertes</h2>
      <ul className="m-0 list-none p-0">
        {sessions.map((open) => (
          <li
            key={open.id}
            className="flex flex-wrap items-center justify-between gap-2 border-b border-trait py-2"
          >
            <span>
              <strong>{open.device}</strong>
              {open.current && ' (celle-ci)'}
              <span className="block text-sm text-discret">
                Par {open.method}, depuis le {open.since} ; dernière activité le {open.seen}.
              </span>
            </span>
            {!open.current && (
              <RowAction
                fields={{ intention: 'fermer-session', session: open.id }}
                label="Fermer"
                name={`Fermer la session ${open.device}`}
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form method="post" className="mt-3">
          <Hidden name="intention" value="fermer-autres" />
          <button type="submit" className="fr-btn fr-btn--sm fr-btn--secondary">
            Fermer toutes les autres
          </button>
        </Form>
      )}
    </section>
  );
}
