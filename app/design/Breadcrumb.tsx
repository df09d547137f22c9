import { Link } from '@remix-run/react';

/** Where the page stands, above its title. */
export function Breadcrumb({
  path,
  here,
}: {
  path: ReadonlyArray<{ label: string; to: string }>;
  here: string;
}) {
  return (
    <nav aria-label="Vous êtes ici" className="sans-impression mb-4 text-sm text-discret">
      <ol className="m-0 flex list-none flex-wrap gap-x-1 p-0">
        {[{ label: 'Accueil', to: '/' }, ...path].map(({ label, to }) => (
          <li key={to} className="p-0">
            <Link to={to}>{label}</Link>
            <span aria-hidden="true"> › </span>
          </li>
        ))}
        <li className="p-0" aria-current="page">
          {here}
        </li>
      </ol>
    </nav>
  );
}
