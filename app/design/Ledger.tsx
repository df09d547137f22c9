import type { ReactNode } from 'react';

/** A titled list of things, each with its amount, year or count at the right; says so when there are none. */
export function Ledger({
  id,
  title,
  none,
  total,
  lines,
}: {
  id: string;
  title: string;
  none: string;
  total?: string;
  lines: ReadonlyArray<{ what: ReactNode; value: ReactNode }>;
}) {
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="text-xl">
        {title}
      </h2>
      {lines.length === 0 ? (
        <p>{none}</p>
      ) : (
        <>
          {total && <p className="font-medium">{total}</p>}
          <ul className="m-0 list-none p-0 text-sm">
            {lines.map(({ what, value }, index) => (
              <li key={index} className="flex flex-wrap justify-between gap-x-4 border-b border-trait py-1.5">
                <span className="min-w-0">{what}</span>
                <span className="nombre ml-auto text-right">{value}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
