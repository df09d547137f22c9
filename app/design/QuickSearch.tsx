import { Link, useNavigate } from '@remix-run/react';
import { useEffect } from 'react';

/** The way to the search, from everywhere: a link, and Ctrl+K or ⌘K where scripts run. No single key does anything. */
export function QuickSearch() {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      const field = document.querySelector<HTMLInputElement>('main [role="search"] input[type="search"]');
      if (field) field.select();
      else void navigate('/recherche');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
  return (
    <Link to="/recherche" className="sans-impression py-1 text-texte" aria-keyshortcuts="Control+K Meta+K">
      Rechercher
    </Link>
  );
}
