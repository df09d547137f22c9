import { Link } from '@remix-run/react';
import type { CountedThing } from '../pages/panorama-year';

/** What a figure counts, opened under its table. */
export function CountedThings({ title, things }: { title: string; things: readonly CountedThing[] }) {
  return (
    <section aria-label={title} className="carte mt-6">
      <h3 className="m-0">{title}</h3>
      {things.length === 0 ? (
        <p className="m-0 mt-2">Rien n’y est compté.</p>
      ) : (
        <ul className="m-0 grid list-none gap-x-8 p-0 sm:grid-cols-2">
          {things.map(({ name, to, detail }) => (
            <li key={`${name}/${to}/${detail}`} className="py-1">
              <Link to={to}>{name}</Link> <span className="text-sm text-discret">{detail}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
