import { newId } from '~/platform/identifier';
import { readFiche } from '~/startup/fiche/fiche';
import { writeFiches, type FicheToWrite } from '~/startup/fiche/write.server';
import type { PhaseOrigin } from '~/startup/rules';
import {
  idsOf,
  missingReference,
  oddOf,
  type FoundOddity,
  type Project,
  type ProjectionContext,
  type ReadFile,
} from './context.server';
import { replaceAwards, roundIds } from './rounds.server';

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

export const startups: Project = (context, files) => projectStartups(context, files, 'historique');
