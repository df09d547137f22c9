import { z } from 'zod';
import { readRows, sql } from '~/platform/database/sql.server';
import { readDocument } from '~/platform/document/front-matter';
import type { Collection } from '../folder.server';
import type { FoundOddity, Project, ProjectionContext, ReadFile } from './context.server';
import { incubators } from './incubators.server';
import { organisations } from './organisations.server';
import { people } from './people.server';
import { rounds } from './rounds.server';
import { startups } from './startups.server';
import { teams } from './teams.server';

/** Kept byte for byte and shown as they are: nothing of them becomes rows. */
const nothing: Project = async () => [];

const PROJECTIONS: Readonly<Record<Collection, Project>> = {
  aide: nothing,
  _phases: nothing,
  _organisations: organisations,
  _incubators: incubators,
  _teams: teams,
  _fasts: rounds,
  _startups: startups,
  _authors: people,
};

/** Writes the rows that files of one collection say. @returns what was odd in them. */
export async function projectCollection(
  context: ProjectionContext,
  collection: Collection,
  files: readonly ReadFile[],
): Promise<FoundOddity[]> {
  return files.length === 0 ? [] : PROJECTIONS[collection](context, files);
}

/** Files that name something absent are read again at the end of a run: it may have come since. */
export async function refreshReferences(
  context: ProjectionContext,
): Promise<Array<{ collection: Collection; fileIds: string[]; oddities: FoundOddity[] }>> {
  const rows = await readRows(
    context.tx,
    z.object({
      id: z.string(),
      collection: z.enum(['_startups', '_incubators', '_teams']),
      path: z.string(),
      bytes: z.instanceof(Uint8Array),
    }),
    sql`SELECT DISTINCT f.id, f.collection, f.path, f.bytes FROM content_file f JOIN oddity o ON o.content_file_id = f.id
        WHERE o.kind = 'reference' AND o.found <> '' AND f.fault IS NULL AND (
          EXISTS (SELECT 1 FROM organisation r WHERE r.public_id = o.found AND r.revision = ${context.revision})
          OR EXISTS (SELECT 1 FROM incubator r WHERE r.public_id = o.found AND r.revision = ${context.revision}))`,
  );
  const again = [];
  for (const collection of ['_incubators', '_teams', '_startups'] as const) {
    const files = rows
      .filter((row) => row.collection === collection)
      .map((row) => ({
        fileId: row.id,
        path: row.path,
        publicId: row.path.replace(/\.md$/, '').normalize('NFC'),
        document: readDocument(row.bytes),
      }));
    if (files.length === 0) continue;
    again.push({
      collection,
      fileIds: files.map((file) => file.fileId),
      oddities: await projectCollection(context, collection, files),
    });
  }
  return again;
}
