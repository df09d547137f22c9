import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { z } from 'zod';
import { readStored } from '~/platform/files/store.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { archiveTables } from './incubator-archive-tables.server';

const fileRow = z.object({
  id: z.string(),
  collection: z.string(),
  path: z.string(),
  bytes: z.instanceof(Uint8Array),
});
const versionRow = z.object({
  path: z.string(),
  at: z.date(),
  nature: z.string(),
  author: z.string().nullable(),
  sha256: z.string(),
  bytes: z.instanceof(Uint8Array),
});
const missionRow = z.object({
  nom: z.string(),
  courriels: z.string().nullable(),
  startup: z.string().nullable(),
  role: z.string(),
  statut: z.string().nullable(),
  debut: z.string().nullable(),
  fin: z.string().nullable(),
});

const READ_ME = `Archive d’un incubateur, écrite par Jalons.

contenu/        les pages de l’incubateur, de ses startups et de ses équipes transverses, octet pour octet
historique/     chaque version de ces pages
historique.csv  qui a changé quoi, et quand
personnes.csv   les personnes et leurs missions
images/         les images des startups, avec leur texte dans images.csv
releves/        les relevés de décision des comités qui ne parlent que de cet incubateur
documents/      les documents des comités, décrits par documents.csv, et les preuves des conditions
*.csv           le reste de ce que chaque page montre, avec son passé : valeurs, définitions et cibles des
                mesures, budgets, standards, comités, dossiers figés, conditions, carnets d’accompagnement,
                passages de relais, arrêts, soutiens, homologations, candidatures, versements

Ce dossier « contenu » se relit tel quel par : npm run content:import -- contenu
`;

/** A table as a spreadsheet reads it, whatever people typed in it. */
const asCsv = (rows: Array<Record<string, unknown>>): Uint8Array =>
  strToU8(stringify(rows, { header: true, bom: true, escape_formulas: true }));

/** Files that committees and conditions hold: decks, letters, minutes signed on paper, evidence. */
const documentsOf = (db: Sql, mine: ReturnType<typeof sql>) =>
  readRows(
    db,
    z.object({ startup: z.string(), name: z.string(), sha256: z.string() }),
    sql`SELECT s.public_id AS startup, d.name, d.sha256 FROM committee_document d JOIN committee_item i ON i.id = d.item_id JOIN startup s ON s.id = i.startup_id
          WHERE d.sha256 IS NOT NULL AND i.startup_id IN (${mine})
        UNION SELECT s.public_id, coalesce(k.evidence_name, 'preuve'), k.evidence_sha256 FROM condition k JOIN startup s ON s.id = k.startup_id
          WHERE k.evidence_sha256 IS NOT NULL AND k.startup_id IN (${mine}) ORDER BY 1, 2`,
  );

/** Everything that is an incubator's own, as one archive. The caller has asked for the right. */
export async function incubatorArchive(
  db: Sql,
  dataDir: string,
  incubator: { id: string; publicId: string },
): Promise<Uint8Array> {
  const files = await readRows(
    db,
    fileRow,
    sql`SELECT f.id, f.collection, f.path, f.bytes FROM content_file f WHERE f.id IN (
          SELECT content_file_id FROM incubator WHERE id = ${incubator.id}::uuid
          UNION SELECT content_file_id FROM team WHERE incubator_id = ${incubator.id}::uuid
          UNION SELECT s.content_file_id FROM startup s JOIN startup_incubator si ON si.startup_id = s.id WHERE si.incubator_id = ${incubator.id}::uuid)
        ORDER BY f.collection, f.path`,
  );
  const ids = files.map(({ id }) => id);
  const versions = await readRows(
    db,
    versionRow,
    sql`SELECT f.collection || '/' || f.path AS path, v.at, v.nature, p.full_name AS author, v.sha256, v.bytes
        FROM content_version v JOIN content_file f ON f.id = v.content_file_id LEFT JOIN person p ON p.id = v.person_id
        WHERE v.content_file_id = ANY(${ids}::uuid[]) ORDER BY 1, v.at`,
  );
  const missions = await readRows(
    db,
    missionRow,
    sql`SELECT p.full_name AS nom, (SELECT string_agg(address, ' ' ORDER BY address) FROM person_address a WHERE a.person_id = p.id) AS courriels,
          s.public_id AS startup, m.role, m.employer_kind AS statut, m.start_day::text AS debut, m.end_day::text AS fin
        FROM mission m JOIN person p ON p.id = m.person_id LEFT JOIN startup s ON s.id = m.startup_id
        WHERE p.erased_at IS NULL AND (m.incubator_id = ${incubator.id}::uuid OR m.startup_id IN (SELECT startup_id FROM startup_incubator WHERE incubator_id = ${incubator.id}::uuid))
        ORDER BY folded(p.full_name), m.start_day`,
  );
  const pictures = await readRows(
    db,
    z.object({ startup: z.string(), sha256: z.string(), texte: z.string() }),
    sql`SELECT s.public_id AS startup, pi.large_sha256 AS sha256, pi.alternative AS texte FROM picture pi JOIN startup s ON s.id = pi.startup_id
        JOIN startup_incubator si ON si.startup_id = s.id WHERE si.incubator_id = ${incubator.id}::uuid`,
  );
  const mine = sql`SELECT startup_id FROM startup_incubator WHERE incubator_id = ${incubator.id}::uuid`;
  const minutes = await readRows(
    db,
    z.object({ id: z.string(), on: z.string(), number: z.number(), body: z.string() }),
    sql`SELECT c.id, c.held_on::text AS on, m.number, m.body FROM committee_minutes m JOIN committee c ON c.id = m.committee_id
        WHERE NOT EXISTS (SELECT 1 FROM committee_item i WHERE i.committee_id = c.id AND i.startup_id NOT IN (${mine})) ORDER BY c.held_on`,
  );
  const archive: Zippable = {
    'LISEZ-MOI.txt': strToU8(READ_ME),
    'personnes.csv': asCsv(missions),
    'historique.csv': asCsv(
      versions.map(({ path, at, nature, author, sha256 }) => ({
        page: path,
        date: at.toISOString(),
        nature,
        auteur: author,
        sha256,
      })),
    ),
    'images.csv': asCsv(pictures),
  };
  for (const { name, rows } of await archiveTables(db, incubator.id)) archive[`${name}.csv`] = asCsv(rows);
  for (const { collection, path, bytes } of files) archive[`contenu/${collection}/${path}`] = bytes;
  for (const { id, on, number, body } of minutes)
    archive[`releves/${on}-${id}-version-${number}.md`] = strToU8(body);
  for (const { path, at, bytes } of versions) {
    archive[`historique/${path}/${at.toISOString().replace(/[:.]/g, '-')}.md`] = bytes;
  }
  for (const { startup, name, sha256 } of await documentsOf(db, mine)) {
    const file = await readStored(db, dataDir, sha256);
    // Two documents may bear one name: what they hold tells them apart.
    // Documents and pictures are compressed already: they are only put in.
    if (file)
      archive[`documents/${startup}/${sha256.slice(0, 8)}-${name}`] = [
        new Uint8Array(file.bytes),
        { level: 0 },
      ];
  }
  for (const { startup, sha256 } of pictures) {
    const file = await readStored(db, dataDir, sha256);
    if (file) archive[`images/${startup}.webp`] = [new Uint8Array(file.bytes), { level: 0 }];
  }
  return zipSync(archive, { level: 6 });
}
