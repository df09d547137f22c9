import { z } from 'zod';
import { raw, readRows, sql, storable, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import type { PhaseOrigin } from '../rules';
import { EVENT_COLUMNS, IMPACT_COLUMNS, PHASE_COLUMNS, STARTUP_COLUMNS } from './columns';
import type { Fiche } from './fiche';

export interface FicheToWrite {
  publicId: string;
  fileId: string;
  fiche: Fiche;
  /** Internal ids, already resolved: a reference to nothing is told by the caller and left out. */
  incubatorIds: string[];
  organisationIds: string[];
}

const knownRow = z.object({
  id: z.string(),
  publicId: z.string(),
  phases: z.array(
    z.tuple([z.string(), z.string(), z.string(), z.enum(['historique', 'declared', 'confirmed'])]),
  ),
});

interface KeptPhase {
  id: string;
  origin: PhaseOrigin;
}

/** What is known already of these startups: their id, and their phases, which keep their identity and origin. */
async function readKnown(tx: Sql, publicIds: string[]) {
  const rows = await readRows(
    tx,
    knownRow,
    sql`SELECT s.id, s.public_id AS "publicId",
          coalesce((SELECT jsonb_agg(jsonb_build_array(p.id, p.code, p.start_day, p.origin) ORDER BY p.position) FROM phase p WHERE p.startup_id = s.id), '[]') AS phases
        FROM startup s WHERE s.public_id = ANY(${publicIds})`,
  );
  const ids = new Map(rows.map((row) => [row.publicId, row.id]));
  const phases = new Map<string, KeptPhase>();
  for (const row of rows) {
    for (const [id, code, start, origin] of row.phases)
      phases.set(`${row.id}/${code}/${start}`, { id, origin });
  }
  return { ids, phases };
}

const startupRow = (id: string, { publicId, fileId, fiche }: FicheToWrite, revision: number) => ({
  id,
  public_id: publicId,
  title: fiche.title,
  mission: fiche.mission,
  content: fiche.content,
  link: fiche.link,
  repository: fiche.repository,
  contact: fiche.contact,
  stats: fiche.stats,
  stats_url: fiche.statsUrl,
  impact_url: fiche.impactUrl,
  budget_url: fiche.budgetUrl,
  dashlord_url: fiche.dashlordUrl,
  accessibility_status: fiche.accessibilityStatus,
  risk_analysis: fiche.riskAnalysis,
  risk_analysis_url: fiche.riskAnalysisUrl,
  secure_service: fiche.secureService,
  noindex: fiche.noindex,
  fictional: fiche.fictional,
  content_file_id: fileId,
  revision,
});

/** Tables whose rows say what one fiche says: all of a startup's are taken away and written anew. */
const PARTS = {
  startup_former_id: { former_id: 'text', startup_id: 'uuid' },
  startup_incubator: { startup_id: 'uuid', incubator_id: 'uuid', position: 'smallint' },
  sponsorship: { startup_id: 'uuid', organisation_id: 'uuid', position: 'smallint' },
  phase: PHASE_COLUMNS,
  startup_event: EVENT_COLUMNS,
  national_impact: IMPACT_COLUMNS,
} as const;
const PART_NAMES = Object.keys(PARTS) as Array<keyof typeof PARTS>;

type Rows = Array<Record<string, unknown>>;

const names = (columns: Readonly<Record<string, string>>) => Object.keys(columns).join(', ');
const shape = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns)
    .map(([name, type]) => `"${name}" ${type}`)
    .join(', ');
const quoted = (columns: Readonly<Record<string, string>>) =>
  Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(', ');

const UPDATES = Object.keys(STARTUP_COLUMNS)
  .filter((column) => column !== 'id' && column !== 'public_id')
  .map((column) => `${column} = EXCLUDED.${column}`)
  .join(', ');

/** One statement takes away every part, whatever there is of it. */
const DELETION = {
  before: 'WITH these AS (SELECT unnest(',
  after: `::uuid[]) AS id), ${PART_NAMES.map(
    (table) => `d_${table} AS (DELETE FROM ${table} WHERE startup_id IN (SELECT id FROM these))`,
  ).join(', ')} DELETE FROM startup_term WHERE startup_id IN (SELECT id FROM these)`,
};

/**
 * One statement writes startups and every part of them out of one JSON value; terms not known yet are made. The value
 * is asked for by each part and never joined: a join would carry it whole beside every row.
 */
const INSERTION = {
  before: 'WITH doc AS (SELECT ',
  after: `::jsonb AS j),
  s AS (INSERT INTO startup (${names(STARTUP_COLUMNS)}) SELECT ${quoted(STARTUP_COLUMNS)} FROM jsonb_to_recordset((SELECT j->'startup' FROM doc)) AS r(${shape(STARTUP_COLUMNS)})
        ON CONFLICT (public_id) DO UPDATE SET ${UPDATES}),
  ${PART_NAMES.map(
    (table) =>
      `i_${table} AS (INSERT INTO ${table} (${names(PARTS[table])}) SELECT ${quoted(PARTS[table])} FROM jsonb_to_recordset((SELECT j->'${table}' FROM doc)) AS r(${shape(PARTS[table])}))`,
  ).join(',\n  ')},
  wanted AS (SELECT * FROM jsonb_to_recordset((SELECT j->'term' FROM doc)) AS r(startup_id uuid, kind text, label text, position smallint, id uuid)),
  made AS (INSERT INTO term (id, kind, label) SELECT DISTINCT ON (kind, label) id, kind, label FROM wanted ORDER BY kind, label, id ON CONFLICT DO NOTHING RETURNING id, kind, label)
  INSERT INTO startup_term (startup_id, term_id, position)
    SELECT w.startup_id, t.id, w.position FROM wanted w JOIN (SELECT id, kind, label FROM term UNION ALL SELECT id, kind, label FROM made) t USING (kind, label)`,
};

function termRows(id: string, fiche: Fiche): Rows {
  return (
    [
      ['theme', fiche.themes],
      ['audience', fiche.audiences],
      ['technology', fiche.technologies],
    ] as const
  ).flatMap(([kind, labels]) =>
    labels.map((label, position) => ({ startup_id: id, kind, label, position, id: newId() })),
  );
}

/**
 * Writes what fiches say, whole: the one door by which a startup's facts change. Rows that an earlier version of
 * the fiche had and this one has not are gone after it. Three statements, however many the fiches.
 * @param originOfNew what a phase not known before counts as: `historique` on import, `declared` by a team.
 * @returns internal ids by public id.
 */
export async function writeFiches(
  tx: Sql,
  entries: readonly FicheToWrite[],
  { revision, originOfNew }: { revision: number; originOfNew: PhaseOrigin },
): Promise<Map<string, string>> {
  if (entries.length === 0) return new Map();
  const known = await readKnown(
    tx,
    entries.map((entry) => entry.publicId),
  );
  const written = entries.map((entry) => ({ ...entry, id: known.ids.get(entry.publicId) ?? newId() }));
  if (known.ids.size > 0) {
    await tx.$executeRaw(sql`${raw(DELETION.before)}${[...known.ids.values()]}${raw(DELETION.after)}`);
  }
  const used = new Set<string>();
  const phaseRow = (id: string, phase: Fiche['phases'][number], position: number) => {
    const same = known.phases.get(`${id}/${phase.code}/${phase.start}`);
    const mine = same && !used.has(same.id) ? same : undefined;
    if (mine) used.add(mine.id);
    return {
      id: mine?.id ?? newId(),
      startup_id: id,
      code: phase.code,
      raw_code: phase.rawCode,
      start_day: phase.start,
      end_day: phase.end,
      origin: mine?.origin ?? originOfNew,
      position,
    };
  };
  const parts: Record<keyof typeof PARTS | 'startup' | 'term', Rows> = {
    startup: written.map((entry) => startupRow(entry.id, entry, revision)),
    startup_former_id: written.flatMap(({ id, fiche }) =>
      fiche.formerIds.map((former_id) => ({ former_id, startup_id: id })),
    ),
    startup_incubator: written.flatMap(({ id, incubatorIds }) =>
      incubatorIds.map((incubator_id, position) => ({ startup_id: id, incubator_id, position })),
    ),
    sponsorship: written.flatMap(({ id, organisationIds }) =>
      organisationIds.map((organisation_id, position) => ({ startup_id: id, organisation_id, position })),
    ),
    phase: written.flatMap(({ id, fiche }) =>
      fiche.phases.map((phase, position) => phaseRow(id, phase, position)),
    ),
    startup_event: written.flatMap(({ id, fiche }) =>
      fiche.events.map((event, position) => ({ id: newId(), startup_id: id, ...event, position })),
    ),
    national_impact: written.flatMap(({ id, fiche }) =>
      fiche.nationalImpacts.map((impact) => ({
        id: newId(),
        startup_id: id,
        label_year: impact.labelYear,
        event_day: impact.day,
      })),
    ),
    term: written.flatMap(({ id, fiche }) => termRows(id, fiche)),
  };
  await tx.$executeRaw(
    sql`${raw(INSERTION.before)}${JSON.stringify(parts, storable)}${raw(INSERTION.after)}`,
  );
  return new Map(written.map((entry) => [entry.publicId, entry.id]));
}
