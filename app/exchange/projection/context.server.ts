import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { FieldReader, type Oddity } from '~/platform/document/field-reader';
import type { FrontMatterDocument } from '~/platform/document/front-matter';

/** A file that could be read, on its way to the rows that it says. */
export interface ReadFile {
  fileId: string;
  path: string;
  publicId: string;
  document: FrontMatterDocument;
}

export interface ProjectionContext {
  tx: Sql;
  revision: number;
  today: Day;
}

export interface FoundOddity {
  fileId: string;
  path: string;
  oddity: Oddity;
}

export type Project = (context: ProjectionContext, files: readonly ReadFile[]) => Promise<FoundOddity[]>;

export type Ids = Map<string, string>;

export async function idsOf(tx: Sql, table: 'organisation' | 'incubator' | 'startup' | 'team'): Promise<Ids> {
  const query = {
    organisation: sql`SELECT id, public_id FROM organisation`,
    incubator: sql`SELECT id, public_id FROM incubator`,
    startup: sql`SELECT id, public_id FROM startup`,
    team: sql`SELECT id, public_id FROM team`,
  }[table];
  const rows = await readRows(tx, z.object({ id: z.string(), public_id: z.string() }), query);
  return new Map(rows.map((row) => [row.public_id, row.id]));
}

export const updates = (columns: readonly string[]) =>
  `ON CONFLICT (public_id) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;

export const oddOf = (file: ReadFile, oddities: readonly Oddity[]): FoundOddity[] =>
  oddities.map((oddity) => ({ fileId: file.fileId, path: file.path, oddity }));

export function missingReference(file: ReadFile, field: string, id: string): FoundOddity[] {
  const reader = new FieldReader(file.document);
  reader.flag('reference', field, id, 'fiche absente : lien laissé de côté, gardé dans le fichier');
  return oddOf(file, reader.oddities);
}
