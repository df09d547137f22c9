import { Link } from '@remix-run/react';
import { formatNumber } from '~/design/formats';
import { startupPath } from '~/platform/addresses';

/** Startups in columns, one a stage, in the order of the life of a startup. */
export function StageBoard({
  board,
}: {
  board: ReadonlyArray<{
    stage: string;
    label: string;
    count: number;
    startups: ReadonlyArray<{ publicId: string; title: string }>;
  }>;
}) {
  if (board.length === 0) return null;
  return (
    <section aria-labelledby="tableau" className="mt-10">
      <h2 id="tableau">Par étape</h2>
      <div className="defile" tabIndex={0} role="group" aria-label="Startups par étape">
        <div className="colonnes">
          {board.map(({ stage, label, count, startups }) => (
            <section key={stage} aria-labelledby={`colonne-${stage}`} className="carte">
              <h3 id={`colonne-${stage}`} className="m-0 mb-2 text-base">
                {label} <span className="font-normal text-discret">({formatNumber(count)})</span>
              </h3>
              <ul className="m-0 list-none p-0 text-sm">
                {startups.map(({ publicId, title }) => (
                  <li key={publicId} className="border-t border-trait py-1.5">
                    <Link to={startupPath(publicId)}>{title}</Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </section>
  );
}
