import { z } from 'zod';
import { insertRows, join, readRows, sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { readPerson } from '../collections/people';
import { idsOf, oddOf, updates, type Project } from './context.server';

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
    updates(['full_name', 'role', 'domain', 'content_file_id']),
  );
  const rows = await readRows(
    tx,
    z.object({ id: z.string(), public_id: z.string() }),
    sql`SELECT id, public_id FROM person WHERE public_id = ANY(${files.map((file) => file.publicId)})`,
  );
  const ids = new Map(rows.map((row) => [row.public_id, row.id]));
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
      employer_kind: 'text',
      employer: 'text',
      start_day: 'date',
      end_day: 'date',
    },
    read.flatMap(({ file, missions }) =>
      missions.flatMap(({ startups: startupIds, ...mission }) =>
        (startupIds.length > 0 ? startupIds : [null]).map((startup) => ({
          id: newId(),
          person_id: ids.get(file.publicId),
          startup_id: startup === null ? null : (knownStartups.get(startup) ?? null),
          ...mission,
        })),
      ),
    ),
  );
  return read.flatMap(({ file, oddities }) => oddOf(file, oddities));
};
