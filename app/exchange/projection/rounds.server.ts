import { isEdition } from '~/startup/fiche/fiche';
import { z } from 'zod';
import { insertRows, join, raw, readRows, sql, storable, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { AWARD_COLUMNS } from '~/startup/fiche/columns';
import { readRound } from '../collections/rounds';
import { completed } from './told-editions.server';
import { oddOf, type Project } from './context.server';

export const FAST = {
  publicId: 'fast',
  name: 'Fonds d’accélération des startups d’État et de territoires (FAST)',
};

async function programId(tx: Sql): Promise<string> {
  await tx.$executeRaw(
    sql`INSERT INTO funding_program (id, public_id, name) VALUES (${newId()}::uuid, ${FAST.publicId}, ${FAST.name}) ON CONFLICT DO NOTHING`,
  );
  const rows = await readRows(
    tx,
    z.object({ id: z.string() }),
    sql`SELECT id FROM funding_program WHERE public_id = ${FAST.publicId}`,
  );
  return rows[0]!.id;
}

/** The rounds by edition; one that a fiche names and no file describes is made with its number alone. */
export async function roundIds(
  tx: Sql,
  editions: Iterable<number>,
  revision: number,
): Promise<Map<number, string>> {
  const program = await programId(tx);
  await insertRows(
    tx,
    'funding_round',
    {
      id: 'uuid',
      program_id: 'uuid',
      edition: 'smallint',
      title: 'text',
      content: 'text',
      revision: 'bigint',
    },
    [...new Set(editions)].map((edition) => ({
      id: newId(),
      program_id: program,
      edition,
      title: `FAST ${edition}`,
      content: '',
      revision,
    })),
    'ON CONFLICT DO NOTHING',
  );
  const rows = await readRows(
    tx,
    z.object({ id: z.string(), edition: z.number() }),
    sql`SELECT id, edition FROM funding_round WHERE program_id = ${program}::uuid`,
  );
  return new Map(rows.map((row) => [row.edition, row.id]));
}

const ROUND_FIELDS = {
  title: 'text',
  held_on: 'date',
  applications: 'integer',
  announced_cents: 'bigint',
  announced_laureates: 'integer',
  source: 'text',
  content: 'text',
  content_file_id: 'uuid',
  revision: 'bigint',
} as const;

export const rounds: Project = async ({ tx, revision }, files) => {
  const program = await programId(tx);
  const read = files
    .map((file) => {
      const { reader, oddities, ...round } = readRound(file.publicId, file.document);
      return { file, reader, oddities, ...completed(round) };
    })
    .map((entry, index, all) => {
      const first = all.findIndex(({ row }) => row.edition === entry.row.edition) === index;
      if (!first)
        entry.reader.flag(
          'fast',
          'promotion',
          entry.row.edition,
          'édition déjà décrite par un autre fichier : laissée de côté',
        );
      return { ...entry, usable: first && isEdition(entry.row.edition) };
    });
  await insertRows(
    tx,
    'funding_round',
    { id: 'uuid', program_id: 'uuid', edition: 'smallint', ...ROUND_FIELDS },
    read
      .filter(({ usable }) => usable)
      .map(({ file, row }) => ({
        id: newId(),
        program_id: program,
        content_file_id: file.fileId,
        revision,
        ...row,
      })),
    `ON CONFLICT (program_id, edition) DO UPDATE SET ${Object.keys(ROUND_FIELDS)
      .map((column) => `${column} = EXCLUDED.${column}`)
      .join(', ')}`,
  );
  const ids = await roundIds(tx, [], revision);
  await replaceAwards(
    tx,
    files.map((file) => file.fileId),
    read
      .filter(({ usable }) => usable)
      .flatMap(({ file, row, laureates, source }) =>
        laureates.map((laureate) => ({
          id: newId(),
          round_id: ids.get(row.edition),
          startup_id: null,
          incubator_id: null,
          laureate_name:
            laureate.name ??
            (laureate.startup ? `startup:${laureate.startup}` : `incubateur:${laureate.incubator}`),
          awarded_cents: laureate.awarded,
          source,
          content_file_id: file.fileId,
        })),
      ),
  );
  return read.flatMap(({ file, oddities }) => oddOf(file, oddities));
};

/** The awards that these files say, in place of those that they said before: one statement. */
export async function replaceAwards(
  tx: Sql,
  fileIds: string[],
  awards: Array<Record<string, unknown>>,
): Promise<void> {
  if (fileIds.length === 0) return;
  const columns = Object.entries(AWARD_COLUMNS);
  const names = columns.map(([name]) => name).join(', ');
  const shape = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  await tx.$executeRaw(
    sql`WITH gone AS (DELETE FROM award WHERE content_file_id = ANY(ARRAY[${join(fileIds)}]::uuid[]))
        ${raw(`INSERT INTO award (${names}) SELECT ${names} FROM jsonb_to_recordset(`)}${JSON.stringify(awards, storable)}${raw(`::jsonb) AS r(${shape})`)}`,
  );
}

/** Laureates that editions name, by the id of a startup or incubator or by a title that is one startup's alone, are tied to it once it is there. */
export async function projectAwards(tx: Sql): Promise<void> {
  await tx.$executeRaw(
    sql`UPDATE award SET startup_id = s.id, laureate_name = NULL FROM startup s WHERE laureate_name = 'startup:' || s.public_id`,
  );
  await tx.$executeRaw(
    sql`UPDATE award SET incubator_id = i.id, laureate_name = NULL FROM incubator i WHERE laureate_name = 'incubateur:' || i.public_id`,
  );
  await tx.$executeRaw(
    sql`UPDATE award SET startup_id = s.id, laureate_name = NULL FROM startup s
        WHERE folded(laureate_name) = folded(s.title) AND NOT EXISTS (SELECT 1 FROM startup o WHERE folded(o.title) = folded(s.title) AND o.id <> s.id)`,
  );
}
