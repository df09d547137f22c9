import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { formatNumber } from './formats';

/** A number that says its rule and opens what it counts. */
export function Figure({
  value,
  label,
  rule,
  to,
  mark,
}: {
  value: number | string;
  label: string;
  rule: string;
  to?: string;
  mark?: ReactNode;
}) {
  const shown = typeof value === 'number' ? formatNumber(value) : value;
  return (
    <div className="carte flex flex-col gap-1">
      <p className="m-0 flex items-center gap-2 text-sm text-discret">
        {mark}
        {label}
      </p>
      <p className="nombre m-0 text-[2.25rem] leading-10 font-bold text-encre">
        {to ? (
          <Link to={to} className="carte-lien" aria-label={`${shown} : ${label}, voir la liste`}>
            {shown}
          </Link>
        ) : (
          shown
        )}
      </p>
      <p className="regle">{rule}</p>
    </div>
  );
}
