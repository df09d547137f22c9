import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { z } from 'zod';
import { readStored } from '~/platform/files/store.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';

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

Ce dossier « contenu » se relit tel quel par : npm run content:import -- contenu
`;

const anyRow = z.record(z.string(), z.unknown());

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
  const values = await readRows(
    db,
    anyRow,
    sql`SELECT s.public_id AS startup, d.name AS mesure, d.unit AS unite, v.start_day::text AS debut, v.end_day::text AS fin, v.value AS valeur, v.origin AS origine, v.recorded_at::text AS enregistree, v.replaced_at::text AS remplacee
        FROM metric_value v JOIN metric k ON k.id = v.metric_id JOIN startup s ON s.id = k.startup_id
        JOIN LATERAL (SELECT name, unit FROM metric_definition d WHERE d.metric_id = k.id ORDER BY number DESC LIMIT 1) d ON true
        WHERE k.startup_id IN (${mine}) ORDER BY 1, 2, v.start_day, v.revision`,
  );
  const budgets = await readRows(
    db,
    anyRow,
    sql`SELECT s.public_id AS startup, b.start_day::text AS debut, b.end_day::text AS fin, b.with_tax AS ttc, b.planned_total::text AS prevu_centimes, b.spent_total::text AS depense_centimes, b.public_share AS part_publique, b.published_at::text AS publie
        FROM budget_period b JOIN startup s ON s.id = b.startup_id WHERE b.startup_id IN (${mine}) ORDER BY 1, 2`,
  );
  const standards = await readRows(
    db,
    anyRow,
    sql`SELECT s.public_id AS startup, a.standard, a.criterion AS critere, a.answer AS reponse, a.reason AS raison, a.evidence AS preuve, a.catalogue, a.answered_on::text AS le, a.replaced_at::text AS remplacee
        FROM standard_answer a JOIN startup s ON s.id = a.startup_id WHERE a.startup_id IN (${mine}) ORDER BY 1, 2, 3, a.revision`,
  );
  const decisions = await readRows(
    db,
    anyRow,
    sql`SELECT s.public_id AS startup, c.kind AS comite, c.held_on::text AS le, c.state AS etat, i.state AS point, i.outcome AS decision, i.phase, i.funding AS argent, i.amount::text AS centimes_ttc, i.months AS mois,
          i.objectives AS objectifs, i.reasons AS raisons, i.postponed_reason AS report FROM committee_item i JOIN committee c ON c.id = i.committee_id JOIN startup s ON s.id = i.startup_id
        WHERE i.startup_id IN (${mine}) ORDER BY c.held_on, 1`,
  );
  const conditions = await readRows(
    db,
    anyRow,
    sql`SELECT s.public_id AS startup, k.text AS condition, k.owner AS qui, k.due_day::text AS echeance, k.state AS etat, k.evidence_note AS preuve, k.evidence_url AS lien, k.settled_reason AS raison, k.settled_on::text AS note_le
        FROM condition k JOIN startup s ON s.id = k.startup_id WHERE k.startup_id IN (${mine}) AND k.state <> 'projet' ORDER BY 1, k.due_day`,
  );
  const minutes = await readRows(
    db,
    z.object({ id: z.string(), on: z.string(), number: z.number(), body: z.string() }),
    sql`SELECT c.id, c.held_on::text AS on, m.number, m.body FROM committee_minutes m JOIN committee c ON c.id = m.committee_id
        WHERE NOT EXISTS (SELECT 1 FROM committee_item i WHERE i.committee_id = c.id AND i.startup_id NOT IN (${mine})) ORDER BY c.held_on`,
  );
  const archive: Zippable = {
    'LISEZ-MOI.txt': strToU8(READ_ME),
    'personnes.csv': strToU8(stringify(missions, { header: true, bom: true, escape_formulas: true })),
    'historique.csv': strToU8(
      stringify(
        versions.map(({ path, at, nature, author, sha256 }) => ({
          page: path,
          date: at.toISOString(),
          nature,
          auteur: author,
          sha256,
        })),
        { header: true, bom: true, escape_formulas: true },
      ),
    ),
    'valeurs.csv': strToU8(stringify(values, { header: true, bom: true, escape_formulas: true })),
    'budgets.csv': strToU8(stringify(budgets, { header: true, bom: true, escape_formulas: true })),
    'standards.csv': strToU8(stringify(standards, { header: true, bom: true, escape_formulas: true })),
    'comites.csv': strToU8(stringify(decisions, { header: true, bom: true, escape_formulas: true })),
    'conditions.csv': strToU8(stringify(conditions, { header: true, bom: true, escape_formulas: true })),
    'images.csv': strToU8(stringify(pictures, { header: true, bom: true, escape_formulas: true })),
  };
  for (const { collection, path, bytes } of files) archive[`contenu/${collection}/${path}`] = bytes;
  for (const { id, on, number, body } of minutes)
    archive[`releves/${on}-${id}-version-${number}.md`] = strToU8(body);
  for (const { path, at, bytes } of versions) {
    archive[`historique/${path}/${at.toISOString().replace(/[:.]/g, '-')}.md`] = bytes;
  }
  for (const { startup, sha256 } of pictures) {
    const file = await readStored(db, dataDir, sha256);
    if (file) archive[`images/${startup}.webp`] = new Uint8Array(file.bytes);
  }
  return zipSync(archive, { level: 6 });
}
