import { Link } from '@remix-run/react';
import { Ledger } from '~/design/Ledger';
import type { PlannedStartup } from '../pages/planning.server';

/** The committees to hold within the next 45 days, the latest first. */
export function DueCommittees({
  due,
  room = '',
}: {
  due: ReadonlyArray<Pick<PlannedStartup, 'title' | 'path' | 'planned' | 'dueText' | 'days'>>;
  /** The page of a startup that its line leads to; its own page when nothing is said. */
  room?: string;
}) {
  return (
    <Ledger
      id="comites"
      title="Comités à tenir"
      none="Aucun dans les 45 jours."
      lines={due.map(({ title, path, planned, dueText, days }) => ({
        what: (
          <>
            <Link to={`${path}${room}`}>{title}</Link>
            {planned && <span className="text-discret">, prévu le {planned}</span>}
          </>
        ),
        value: days < 0 ? <strong>en retard, {dueText}</strong> : dueText,
      }))}
    />
  );
}
