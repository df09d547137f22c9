import { callPath } from '~/platform/addresses';
import { Link } from '@remix-run/react';

/** The rooms of a call for those who work on it. */
export function CallRooms({
  id,
  holds,
  reads,
  judges,
}: {
  id: string;
  holds: boolean;
  reads: boolean;
  judges: boolean;
}) {
  const rooms = [
    judges && { to: 'lectures', label: 'Mes lectures' },
    holds && { to: 'instruction', label: 'Instruction' },
    holds && { to: 'jury', label: 'Jury' },
    reads && { to: 'deliberation', label: 'Délibération' },
    holds && { to: 'resultats', label: 'Résultats' },
    reads && { to: 'suivi', label: 'Suivi' },
    holds && { to: 'reglages', label: 'Réglages' },
  ].filter((room) => room !== false);
  if (rooms.length === 0) return null;
  return (
    <nav aria-label="Cet appel" className="sans-impression my-6 flex flex-wrap gap-2">
      {rooms.map(({ to, label }) => (
        <Link key={to} to={`${callPath(id)}/${to}`} className="fr-btn fr-btn--sm fr-btn--secondary">
          {label}
        </Link>
      ))}
    </nav>
  );
}
