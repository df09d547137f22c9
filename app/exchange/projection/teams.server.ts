import { insertRows } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { readTeam } from '../collections/teams';
import { idsOf, missingReference, oddOf, updates, type Project } from './context.server';

export const teams: Project = async ({ tx }, files) => {
  const knownIncubators = await idsOf(tx, 'incubator');
  const read = files.map((file) => ({ file, ...readTeam(file.publicId, file.document) }));
  await insertRows(
    tx,
    'team',
    {
      id: 'uuid',
      public_id: 'text',
      name: 'text',
      mission: 'text',
      incubator_id: 'uuid',
      content_file_id: 'uuid',
    },
    read.map(({ file, row, incubator }) => ({
      id: newId(),
      public_id: file.publicId,
      content_file_id: file.fileId,
      incubator_id: incubator === null ? null : (knownIncubators.get(incubator) ?? null),
      ...row,
    })),
    updates(['name', 'mission', 'incubator_id', 'content_file_id']),
  );
  return read.flatMap(({ file, incubator, oddities }) => [
    ...oddOf(file, oddities),
    ...(incubator !== null && !knownIncubators.has(incubator)
      ? missingReference(file, 'incubator', incubator)
      : []),
  ]);
};
