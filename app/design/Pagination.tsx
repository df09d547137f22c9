import { Link } from '@remix-run/react';

/** Pages of a list, each with its own address. */
export function Pagination({
  page,
  pages,
  hrefOf,
}: {
  page: number;
  pages: number;
  hrefOf: (page: number) => string;
}) {
  if (pages <= 1) return null;
  const around = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages);
  return (
    <nav className="fr-pagination mt-8" aria-label="Pages de la liste">
      <ul className="fr-pagination__list">
        {page > 1 && (
          <li>
            <Link className="fr-pagination__link" to={hrefOf(page - 1)} rel="prev">
              Page précédente
            </Link>
          </li>
        )}
        {around.map((n, index) => (
          <li key={n}>
            {index > 0 && n - around[index - 1]! > 1 && <span className="px-2">…</span>}
            <Link
              className="fr-pagination__link"
              to={hrefOf(n)}
              aria-label={`Page ${n}`}
              {...(n === page ? { 'aria-current': 'page' as const } : {})}
            >
              {n}
            </Link>
          </li>
        ))}
        {page < pages && (
          <li>
            <Link className="fr-pagination__link" to={hrefOf(page + 1)} rel="next">
              Page suivante
            </Link>
          </li>
        )}
      </ul>
    </nav>
  );
}
