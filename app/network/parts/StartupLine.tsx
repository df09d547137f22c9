import { Link } from '@remix-run/react';
import { startupPath } from '~/platform/addresses';
import { PhaseBadge } from '~/startup/parts/PhaseBadge';
import type { PhaseCode } from '~/startup/rules';

export interface ListedStartup {
  publicId: string;
  title: string;
  mission: string;
  code: PhaseCode | null;
  status: string;
}

/** One startup of a list: its name, where it stands, what it is for. */
export function StartupLine({ startup }: { startup: ListedStartup }) {
  return (
    <li className="border-b border-trait py-2.5">
      <span className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Link to={startupPath(startup.publicId)} className="font-bold">
          {startup.title}
        </Link>
        {startup.code && <PhaseBadge code={startup.code} label={startup.status} />}
      </span>
      <span className="block text-sm">{startup.mission}</span>
    </li>
  );
}
