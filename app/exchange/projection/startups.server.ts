import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { readFiche } from '~/startup/fiche/fiche';
import { writeFiches, type FicheToWrite } from '~/startup/fiche/write.server';
import type { PhaseOrigin } from '~/startup/rules';
import {
  missingReference,
  oddOf,
  type FoundOddity,
  type Project,
  type ProjectionContext,
  type ReadFile,
} from './context.server';
import { FAST, replaceAwards, roundIds } from './rounds.server';

const namedRow = z.object({
  kind: z.enum(['incubator', 'organisation', 'round']),
  name: z.string(),
  id: z.string(),
});

/** The internal ids of all that fiches name, in one query. */
async function idsNamed(
  tx: Sql,
  named: { incubators: string[]; organisations: string[]; editions: number[] },
) {
  const rows = await readRows(
    tx,
    namedRow,
    sql`SELECT 'incubator' AS kind, public_id AS name, id FROM incubator WHERE public_id = ANY(${named.incubators})
        UNION ALL SELECT 'organisation', public_id, id FROM organisation WHERE public_id = ANY(${named.organisations})
        UNION ALL SELECT 'round', r.edition::text, r.id FROM funding_round r JOIN funding_program p ON p.id = r.program_id
          WHERE p.public_id = ${FAST.publicId} AND r.edition = ANY(${named.editions}::int[])`,
  );
  const of = (kind: z.infer<typeof namedRow>['kind']) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ name, id }) => [name, id]));
  return { incubators: of('incubator'), organisations: of('organisation'), rounds: of('round') };
}

/** Fiches to rows. @param originOfNew what a phase not known before counts as. */
export async function projectStartups(
  { tx, revision, today }: ProjectionContext,
  files: readonly ReadFile[],
  originOfNew: PhaseOrigin,
): Promise<FoundOddity[]> {
  const read = files.map((file) => ({ file, ...readFiche(file.publicId, file.document, today) }));
  const editions = [...new Set(read.flatMap(({ fiche }) => fiche.awards.map((award) => award.edition)))];
  const known = await idsNamed(tx, {
    incubators: [...new Set(read.flatMap(({ fiche }) => fiche.incubators))],
    organisations: [...new Set(read.flatMap(({ fiche }) => fiche.sponsors))],
    editions,
  });
  const found: FoundOddity[] = [];
  const entries: FicheToWrite[] = read.map(({ file, fiche, oddities }) => {
    found.push(...oddOf(file, oddities));
    for (const id of fiche.incubators) {
      if (!known.incubators.has(id)) found.push(...missingReference(file, 'incubator', id));
    }
    for (const id of fiche.sponsors) {
      if (!known.organisations.has(id)) found.push(...missingReference(file, 'sponsors', id));
    }
    return {
      publicId: file.publicId,
      fileId: file.fileId,
      fiche,
      incubatorIds: fiche.incubators.flatMap((id) => known.incubators.get(id) ?? []),
      organisationIds: fiche.sponsors.flatMap((id) => known.organisations.get(id) ?? []),
    };
  });
  const ids = await writeFiches(tx, entries, { revision, originOfNew });
  const rounds = editions.every((edition) => known.rounds.has(String(edition)))
    ? known.rounds
    : new Map([...(await roundIds(tx, editions, revision))].map(([edition, id]) => [String(edition), id]));
  await replaceAwards(
    tx,
    files.map((file) => file.fileId),
    entries.flatMap(({ publicId, fileId, fiche }) =>
      fiche.awards.map((award) => ({
        id: newId(),
        round_id: rounds.get(String(award.edition)),
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

export const startups: Project = (context, files) => projectStartups(context, files, 'historique');
