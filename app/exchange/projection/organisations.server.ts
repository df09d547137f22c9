import { insertRows } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { readOrganisation } from '../collections/organisations';
import { oddOf, updates, type Project } from './context.server';

export const organisations: Project = async ({ tx, revision }, files) => {
  const read = files.map((file) => ({ file, ...readOrganisation(file.publicId, file.document) }));
  await insertRows(
    tx,
    'organisation',
    {
      id: 'uuid',
      public_id: 'text',
      name: 'text',
      acronym: 'text',
      ministry_domain: 'text',
      kind: 'text',
      content_file_id: 'uuid',
      revision: 'bigint',
    },
    read.map(({ file, row }) => ({
      id: newId(),
      public_id: file.publicId,
      content_file_id: file.fileId,
      revision,
      ...row,
    })),
    updates(['name', 'acronym', 'ministry_domain', 'kind', 'content_file_id', 'revision']),
  );
  return read.flatMap(({ file, oddities }) => oddOf(file, oddities));
};
