import { z } from 'zod';
import { insertRows, join, readRows, sql, type Sql } from '~/platform/database/sql.server';
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

const uuids = (ids: readonly string[]) => sql`ARRAY[${join([...ids])}]::uuid[]`;

async function startupIdsOf(tx: Sql, publicIds: string[]): Promise<Map<string, string>> {
  const rows = await readRows(
    tx,
    z.object({ id: z.string(), public_id: z.string() }),
    sql`SELECT id, public_id FROM startup WHERE public_id = ANY(${publicIds})`,
  );
  return new Map(rows.map((row) => [row.public_id, row.id]));
}

interface KeptPhase {
  id: string;
  origin: PhaseOrigin;
}

/** Phases already known keep their identity and their origin: a committee's confirmation outlives an edit. */
async function keptPhases(tx: Sql, startupIds: string[]): Promise<Map<string, KeptPhase>> {
  const rows = await readRows(
    tx,
    z.object({
      id: z.string(),
      startup_id: z.string(),
      code: z.string(),
      start_day: z.string(),
      origin: z.enum(['historique', 'declared', 'confirmed']),
    }),
    sql`SELECT id, startup_id, code, start_day::text, origin FROM phase WHERE startup_id = ANY(${uuids(startupIds)}) ORDER BY position`,
  );
  return new Map(rows.map((row) => [`${row.startup_id}/${row.code}/${row.start_day}`, row]));
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

const UPDATES = Object.keys(STARTUP_COLUMNS)
  .filter((column) => column !== 'id' && column !== 'public_id')
  .map((column) => `${column} = EXCLUDED.${column}`)
  .join(', ');

async function writeTerms(tx: Sql, written: ReadonlyArray<FicheToWrite & { id: string }>): Promise<void> {
  const wanted = written.flatMap(({ id, fiche }) =>
    (
      [
        ['theme', fiche.themes],
        ['audience', fiche.audiences],
        ['technology', fiche.technologies],
      ] as const
    ).flatMap(([kind, labels]) =>
      labels.map((label, position) => ({ startup_id: id, kind, label, position })),
    ),
  );
  const distinct = [
    ...new Map(wanted.map(({ kind, label }) => [`${kind}/${label}`, { kind, label }])).values(),
  ];
  await insertRows(
    tx,
    'term',
    { id: 'uuid', kind: 'text', label: 'text' },
    distinct.map((term) => ({ id: newId(), ...term })),
    'ON CONFLICT DO NOTHING',
  );
  const terms = await readRows(
    tx,
    z.object({ id: z.string(), kind: z.string(), label: z.string() }),
    sql`SELECT id, kind, label FROM term`,
  );
  const termId = new Map(terms.map((term) => [`${term.kind}/${term.label}`, term.id]));
  await insertRows(
    tx,
    'startup_term',
    { startup_id: 'uuid', term_id: 'uuid', position: 'smallint' },
    wanted.map(({ startup_id, kind, label, position }) => ({
      startup_id,
      term_id: termId.get(`${kind}/${label}`),
      position,
    })),
  );
}

/**
 * Writes what fiches say, whole: the one door by which a startup's facts change. Rows that an earlier version of
 * the fiche had and this one has not are gone after it.
 * @param originOfNew what a phase not known before counts as: `historique` on import, `declared` by a team.
 * @returns internal ids by public id.
 */
export async function writeFiches(
  tx: Sql,
  entries: readonly FicheToWrite[],
  { revision, originOfNew }: { revision: number; originOfNew: PhaseOrigin },
): Promise<Map<string, string>> {
  if (entries.length === 0) return new Map();
  const known = await startupIdsOf(
    tx,
    entries.map((entry) => entry.publicId),
  );
  const written = entries.map((entry) => ({ ...entry, id: known.get(entry.publicId) ?? newId() }));
  const ids = written.map((entry) => entry.id);
  const kept = await keptPhases(tx, ids);

  await insertRows(
    tx,
    'startup',
    STARTUP_COLUMNS,
    written.map((entry) => startupRow(entry.id, entry, revision)),
    `ON CONFLICT (public_id) DO UPDATE SET ${UPDATES}`,
  );
  if (known.size > 0) {
    const these = uuids(ids);
    await tx.$executeRaw(sql`DELETE FROM startup_former_id WHERE startup_id = ANY(${these})`);
    await tx.$executeRaw(sql`DELETE FROM startup_incubator WHERE startup_id = ANY(${these})`);
    await tx.$executeRaw(sql`DELETE FROM sponsorship WHERE startup_id = ANY(${these})`);
    await tx.$executeRaw(sql`DELETE FROM phase WHERE startup_id = ANY(${these})`);
    await tx.$executeRaw(sql`DELETE FROM startup_event WHERE startup_id = ANY(${these})`);
    await tx.$executeRaw(sql`DELETE FROM national_impact WHERE startup_id = ANY(${these})`);
    await tx.$executeRaw(sql`DELETE FROM startup_term WHERE startup_id = ANY(${these})`);
  }
  await insertRows(
    tx,
    'startup_former_id',
    { former_id: 'text', startup_id: 'uuid' },
    written.flatMap(({ id, fiche }) => fiche.formerIds.map((former_id) => ({ former_id, startup_id: id }))),
  );
  await insertRows(
    tx,
    'startup_incubator',
    { startup_id: 'uuid', incubator_id: 'uuid', position: 'smallint' },
    written.flatMap(({ id, incubatorIds }) =>
      incubatorIds.map((incubator_id, position) => ({ startup_id: id, incubator_id, position })),
    ),
  );
  await insertRows(
    tx,
    'sponsorship',
    { startup_id: 'uuid', organisation_id: 'uuid', position: 'smallint' },
    written.flatMap(({ id, organisationIds }) =>
      organisationIds.map((organisation_id, position) => ({ startup_id: id, organisation_id, position })),
    ),
  );
  const used = new Set<string>();
  await insertRows(
    tx,
    'phase',
    PHASE_COLUMNS,
    written.flatMap(({ id, fiche }) =>
      fiche.phases.map((phase, position) => {
        const same = kept.get(`${id}/${phase.code}/${phase.start}`);
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
      }),
    ),
  );
  await insertRows(
    tx,
    'startup_event',
    EVENT_COLUMNS,
    written.flatMap(({ id, fiche }) =>
      fiche.events.map((event, position) => ({ id: newId(), startup_id: id, ...event, position })),
    ),
  );
  await insertRows(
    tx,
    'national_impact',
    IMPACT_COLUMNS,
    written.flatMap(({ id, fiche }) =>
      fiche.nationalImpacts.map((impact) => ({
        id: newId(),
        startup_id: id,
        label_year: impact.labelYear,
        event_day: impact.day,
      })),
    ),
  );
  await writeTerms(tx, written);
  return new Map(written.map((entry) => [entry.publicId, entry.id]));
}
