import { z } from 'zod';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, type Day } from '~/platform/day';
import { DocumentFault, readDocument } from '~/platform/document/front-matter';
import { isSaid, listed, maps, printed } from './printed';
import type { Site, SiteDocument, SiteMember } from './site';

const COLLECTIONS = ['_startups', '_incubators', '_organisations', '_authors'] as const;
type Read = (typeof COLLECTIONS)[number];

const fileRow = z.object({
  collection: z.enum(COLLECTIONS),
  path: z.string(),
  bytes: z.instanceof(Uint8Array),
});

/** Who may be published: nobody, or active members and those gone for so many days at most. */
export type MembersRule = null | { goneForDays: number };

/** A file that cannot be read is not on the site either. */
function documentOf(path: string, bytes: Uint8Array): SiteDocument | null {
  try {
    const { attributes, body } = readDocument(bytes);
    return { id: path.replace(/\.md$/, ''), data: attributes, body };
  } catch (error) {
    if (error instanceof DocumentFault) return null;
    throw error;
  }
}

/**
 * The public site's documents, read from the files as they are published now. Archived ones and those of people who
 * were erased or oppose their publication are left out.
 */
export async function readSite(db: Sql, url: string, today: Day, rule: MembersRule): Promise<Site> {
  const wanted = rule === null ? COLLECTIONS.filter((name) => name !== '_authors') : COLLECTIONS;
  const rows = await readRows(
    db,
    fileRow,
    sql`SELECT f.collection, f.path, f.bytes FROM content_file f
        WHERE f.collection = ANY(${[...wanted]}::text[]) AND f.archived_at IS NULL AND f.erased_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM person p WHERE p.content_file_id = f.id AND p.opposes_publication)
        ORDER BY f.path COLLATE "C"`,
  );
  const documents = (collection: Read): SiteDocument[] =>
    rows
      .filter((row) => row.collection === collection)
      .flatMap(({ path, bytes }) => documentOf(path, bytes) ?? []);
  return {
    url,
    startups: documents('_startups'),
    incubators: documents('_incubators').filter(({ data }) => data['hidden'] !== true),
    organisations: documents('_organisations'),
    members: rule === null ? [] : documents('_authors').flatMap((one) => memberOf(one, today, rule) ?? []),
  };
}

function memberOf(
  { id, data }: SiteDocument,
  today: Day,
  { goneForDays }: { goneForDays: number },
): SiteMember | null {
  const missions = maps(data['missions']).map((mission) => ({
    start: printed(mission['start']),
    end: printed(mission['end']),
    status: printed(mission['status']),
    employer: printed(mission['employer']),
    // Older files name the startups once, beside the missions.
    startups: (isSaid(mission['startups']) ? listed(mission['startups']) : listed(data['startups'])).map(
      printed,
    ),
  }));
  const since = addDays(today, -goneForDays);
  const kept = missions.filter(({ end }) => end === '' || end >= since);
  if (kept.length === 0) return null;
  return {
    id,
    fullname: printed(data['fullname']),
    role: printed(data['role']),
    domaine: printed(data['domaine']),
    link: printed(data['link']),
    github: isSaid(data['github']) ? printed(data['github']) : null,
    missions: kept,
  };
}
