import { z } from 'zod';
import { isListed, type Network } from '~/network/facts';
import { audienceLabel } from '~/network/portfolio/labels';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Choice, ListName, Lists, Section } from '~/platform/document/fields';

/** The values of the network's kept lists that a form may propose; retired ones are not. */
export async function listsFor(db: Sql, network: Network, section: Section): Promise<Lists> {
  const wanted = new Set(section.fields.flatMap((field) => (field.kind === 'list' ? [field.of] : [])));
  if (wanted.size === 0) return {};
  const terms = await readRows(
    db,
    z.object({ kind: z.enum(['theme', 'audience', 'technology']), label: z.string() }),
    sql`SELECT kind, label FROM term WHERE retired_at IS NULL AND kind = ANY(${[...wanted]}) ORDER BY folded(label)`,
  );
  const of = (name: ListName): Choice[] => {
    switch (name) {
      case 'incubator':
        return network.incubators
          .filter(isListed)
          .map(({ publicId, title }) => ({ value: publicId, label: title }));
      case 'organisation':
        return network.organisations.map(({ publicId, name: label, acronym }) => ({
          value: publicId,
          label: acronym ? `${label} (${acronym})` : label,
        }));
      case 'startup':
        return network.startups.map(({ publicId, title }) => ({ value: publicId, label: title }));
      case 'audience':
        return terms
          .filter(({ kind }) => kind === 'audience')
          .map(({ label }) => ({ value: label, label: audienceLabel(label) }));
      case 'theme':
      case 'technology':
        return terms.filter(({ kind }) => kind === name).map(({ label }) => ({ value: label, label }));
    }
  };
  return Object.fromEntries([...wanted].map((name) => [name, of(name)]));
}
