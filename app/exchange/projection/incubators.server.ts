import { insertRows, join, sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { readIncubator } from '../collections/incubators';
import { idsOf, missingReference, oddOf, updates, type Project } from './context.server';

const INCUBATOR_FIELDS = {
  title: 'text',
  short_description: 'text',
  owner_public_id: 'text',
  website: 'text',
  github: 'text',
  contact: 'text',
  address: 'text',
  hidden: 'boolean',
  fictional: 'boolean',
  state: 'text',
  highlighted: 'text[]',
  content: 'text',
  content_file_id: 'uuid',
  revision: 'bigint',
} as const;

export const incubators: Project = async ({ tx, revision }, files) => {
  const knownOrganisations = await idsOf(tx, 'organisation');
  const read = files.map((file) => ({ file, ...readIncubator(file.publicId, file.document) }));
  await insertRows(
    tx,
    'incubator',
    { id: 'uuid', public_id: 'text', ...INCUBATOR_FIELDS },
    read.map(({ file, row }) => ({
      id: newId(),
      public_id: file.publicId,
      content_file_id: file.fileId,
      revision,
      ...row,
    })),
    updates(Object.keys(INCUBATOR_FIELDS)),
  );
  const ids = await idsOf(tx, 'incubator');
  await tx.$executeRaw(
    sql`DELETE FROM incubator_former_id WHERE incubator_id = ANY(ARRAY[${join(read.map(({ file }) => ids.get(file.publicId)!))}]::uuid[])`,
  );
  await insertRows(
    tx,
    'incubator_former_id',
    { former_id: 'text', incubator_id: 'uuid' },
    read.flatMap(({ file, formerIds }) =>
      formerIds.map((former_id) => ({ former_id, incubator_id: ids.get(file.publicId) })),
    ),
    'ON CONFLICT DO NOTHING',
  );
  return read.flatMap(({ file, row, oddities }) => {
    const found = oddOf(file, oddities);
    if (row.owner_public_id !== null && !knownOrganisations.has(row.owner_public_id)) {
      found.push(...missingReference(file, 'owner', row.owner_public_id));
    }
    return found;
  });
};
