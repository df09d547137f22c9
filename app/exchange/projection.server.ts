import { z } from 'zod';
import { insertRows, join, readRows, sql, type Sql } from '~/platform/database/sql.server';
import type { Day } from '~/platform/day';
import { FieldReader, type Oddity } from '~/platform/document/field-reader';
import { readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { newId } from '~/platform/identifier';
import { AWARD_COLUMNS } from '~/startup/fiche/columns';
import { readFiche } from '~/startup/fiche/fiche';
import { writeFiches, type FicheToWrite } from '~/startup/fiche/write.server';
import type { PhaseOrigin } from '~/startup/rules';
import { readIncubator } from './collections/incubators';
import { readOrganisation } from './collections/organisations';
import { readPerson } from './collections/people';
import { readRound } from './collections/rounds';
import { readTeam } from './collections/teams';
import type { Collection } from './folder.server';

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

type Project = (context: ProjectionContext, files: readonly ReadFile[]) => Promise<FoundOddity[]>;

type Ids = Map<string, string>;

async function idsOf(tx: Sql, table: 'organisation' | 'incubator' | 'startup' | 'team'): Promise<Ids> {
  const query = {
    organisation: sql`SELECT id, public_id FROM organisation`,
    incubator: sql`SELECT id, public_id FROM incubator`,
    startup: sql`SELECT id, public_id FROM startup`,
    team: sql`SELECT id, public_id FROM team`,
  }[table];
  const rows = await readRows(tx, z.object({ id: z.string(), public_id: z.string() }), query);
  return new Map(rows.map((row) => [row.public_id, row.id]));
}

const updates = (columns: readonly string[]) =>
  `ON CONFLICT (public_id) DO UPDATE SET ${columns.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;

const oddOf = (file: ReadFile, oddities: readonly Oddity[]): FoundOddity[] =>
  oddities.map((oddity) => ({ fileId: file.fileId, path: file.path, oddity }));

const organisations: Project = async ({ tx, revision }, files) => {
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

const incubators: Project = async ({ tx, revision }, files) => {
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

function missingReference(file: ReadFile, field: string, id: string): FoundOddity[] {
  const reader = new FieldReader(file.document);
  reader.flag('reference', field, id, 'fiche absente : lien laissé de côté, gardé dans le fichier');
  return oddOf(file, reader.oddities);
}

const teams: Project = async ({ tx }, files) => {
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
async function roundIds(tx: Sql, editions: Iterable<number>, revision: number): Promise<Map<number, string>> {
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

const rounds: Project = async ({ tx, revision }, files) => {
  const program = await programId(tx);
  const read = files
    .map((file) => ({ file, ...readRound(file.publicId, file.document) }))
    .map((entry) => ({ ...entry, usable: Number.isInteger(entry.row.edition) && entry.row.edition > 0 }));
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
      .flatMap(({ file, row, laureates }) =>
        laureates.map((laureate) => ({
          id: newId(),
          round_id: ids.get(row.edition),
          startup_id: null,
          incubator_id: null,
          laureate_name:
            laureate.name ??
            (laureate.startup ? `startup:${laureate.startup}` : `incubateur:${laureate.incubator}`),
          awarded_cents: laureate.awarded,
          source: 'page de l’édition',
          content_file_id: file.fileId,
        })),
      ),
  );
  return read.flatMap(({ file, oddities }) => oddOf(file, oddities));
};

async function replaceAwards(
  tx: Sql,
  fileIds: string[],
  awards: Array<Record<string, unknown>>,
): Promise<void> {
  if (fileIds.length === 0) return;
  await tx.$executeRaw(sql`DELETE FROM award WHERE content_file_id = ANY(ARRAY[${join(fileIds)}]::uuid[])`);
  await insertRows(tx, 'award', AWARD_COLUMNS, awards);
}

/** Laureates that editions name by the id of a startup or incubator are tied to it once it is there. */
export async function projectAwards(tx: Sql): Promise<void> {
  await tx.$executeRaw(
    sql`UPDATE award SET startup_id = s.id, laureate_name = NULL FROM startup s WHERE laureate_name = 'startup:' || s.public_id`,
  );
  await tx.$executeRaw(
    sql`UPDATE award SET incubator_id = i.id, laureate_name = NULL FROM incubator i WHERE laureate_name = 'incubateur:' || i.public_id`,
  );
}

/** Fiches to rows. @param originOfNew what a phase not known before counts as. */
export async function projectStartups(
  { tx, revision, today }: ProjectionContext,
  files: readonly ReadFile[],
  originOfNew: PhaseOrigin,
): Promise<FoundOddity[]> {
  const knownIncubators = await idsOf(tx, 'incubator');
  const knownOrganisations = await idsOf(tx, 'organisation');
  const found: FoundOddity[] = [];
  const entries: Array<FicheToWrite & { file: ReadFile }> = files.map((file) => {
    const { fiche, oddities } = readFiche(file.publicId, file.document, today);
    found.push(...oddOf(file, oddities));
    for (const id of fiche.incubators) {
      if (!knownIncubators.has(id)) found.push(...missingReference(file, 'incubator', id));
    }
    for (const id of fiche.sponsors) {
      if (!knownOrganisations.has(id)) found.push(...missingReference(file, 'sponsors', id));
    }
    return {
      file,
      publicId: file.publicId,
      fileId: file.fileId,
      fiche,
      incubatorIds: fiche.incubators.flatMap((id) => knownIncubators.get(id) ?? []),
      organisationIds: fiche.sponsors.flatMap((id) => knownOrganisations.get(id) ?? []),
    };
  });
  const ids = await writeFiches(tx, entries, { revision, originOfNew });
  const editions = entries.flatMap(({ fiche }) => fiche.awards.map((award) => award.edition));
  const roundId = await roundIds(tx, editions, revision);
  await replaceAwards(
    tx,
    files.map((file) => file.fileId),
    entries.flatMap(({ publicId, fileId, fiche }) =>
      fiche.awards.map((award) => ({
        id: newId(),
        round_id: roundId.get(award.edition),
        startup_id: ids.get(publicId),
        incubator_id: null,
        laureate_name: null,
        awarded_cents: award.awarded,
        source: award.source,
        content_file_id: fileId,
      })),
    ),
  );
  return found;
}

const startups: Project = (context, files) => projectStartups(context, files, 'historique');

const people: Project = async ({ tx }, files) => {
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
