import { z } from 'zod';
import { insertRows, join, readRows, sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import type { Role } from '~/person/roles';
import { readPerson } from '../collections/people';
import { idsOf, oddOf, updates, type Project } from './context.server';

const ROLE_OF_DOMAIN: Readonly<Record<string, Role>> = { Intraprenariat: 'intrapreneur', Coaching: 'coach' };

/** The network's files name no role but a domain of work; the same rights go with either, but for coaches. */
const roleOf = (domain: string | null): Role =>
  domain !== null && Object.hasOwn(ROLE_OF_DOMAIN, domain) ? ROLE_OF_DOMAIN[domain]! : 'member';

export const people: Project = async ({ tx }, files) => {
  const knownStartups = await idsOf(tx, 'startup');
  const read = files.map((file) => ({ file, ...readPerson(file.publicId, file.document) }));
  await insertRows(
    tx,
    'person',
    {
      id: 'uuid',
      public_id: 'text',
      full_name: 'text',
      role: 'text',
      domain: 'text',
      content_file_id: 'uuid',
    },
    read.map(({ file, row }) => ({
      id: newId(),
      public_id: file.publicId,
      content_file_id: file.fileId,
      ...row,
    })),
    // What a person corrected here is not undone by their file.
    `${updates(['full_name', 'role', 'domain', 'content_file_id'])} WHERE NOT person.kept_here`,
  );
  const rows = await readRows(
    tx,
    z.object({ id: z.string(), public_id: z.string(), kept_here: z.boolean() }),
    sql`SELECT id, public_id, kept_here FROM person WHERE public_id = ANY(${files.map((file) => file.publicId)})`,
  );
  // The missions of someone whose dates were changed here are kept here: a file does not bring rights back.
  const ids = new Map(rows.filter((row) => !row.kept_here).map((row) => [row.public_id, row.id]));
  if (ids.size === 0) return read.flatMap(({ file, oddities }) => oddOf(file, oddities));
  await tx.$executeRaw(
    sql`DELETE FROM mission WHERE person_id = ANY(ARRAY[${join([...ids.values()])}]::uuid[])`,
  );
  await insertRows(
    tx,
    'mission',
    {
      id: 'uuid',
      person_id: 'uuid',
      startup_id: 'uuid',
      role: 'text',
      version: 'integer',
      employer_kind: 'text',
      employer: 'text',
      start_day: 'date',
      end_day: 'date',
    },
    read
      .filter(({ file }) => ids.has(file.publicId))
      .flatMap(({ file, row, missions }) =>
        missions.flatMap(({ startups: startupIds, ...mission }) =>
          (startupIds.length > 0 ? startupIds : [null]).map((startup) => ({
            id: newId(),
            person_id: ids.get(file.publicId),
            startup_id: startup === null ? null : (knownStartups.get(startup) ?? null),
            role: roleOf(row.domain),
            version: 1,
            ...mission,
          })),
        ),
      ),
  );
  return read.flatMap(({ file, oddities }) => oddOf(file, oddities));
};
