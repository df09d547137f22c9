import { z } from 'zod';
import { OUTCOME_CODES } from '~/committee/outcomes';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { cents, type Cents } from '~/platform/money';
import type { ExpectationSetting } from '~/startup/expectations';
import { isPhaseCode } from '~/startup/rules';
import { TOLD_HERE } from './awards';
import type { Award, IncubatorFacts, OrganisationFacts, Round, StartupFacts } from './facts';

const optionalDay = z
  .string()
  .nullable()
  .transform((text): Day | null => (text === null ? null : day(text)));
const amount = z.coerce
  .number()
  .nullable()
  .transform((value): Cents | null => (value === null ? null : cents(value)));
const text = z.string().nullable();

const startupRow = z.object({
  id: z.string(),
  public_id: z.string(),
  title: z.string(),
  mission: z.string(),
  link: text,
  repository: text,
  contact: text,
  stats: z.boolean(),
  stats_url: text,
  impact_url: text,
  budget_url: text,
  dashlord_url: text,
  accessibility_status: text,
  risk_analysis: z.boolean(),
  risk_analysis_url: text,
  secure_service: z.boolean(),
  noindex: z.boolean(),
  fictional: z.boolean(),
  archived: z.boolean(),
  picture_large: text,
  picture_small: text,
  picture_width: z.number().nullable(),
  picture_height: z.number().nullable(),
  picture_text: text,
  former_ids: z.array(z.string()),
  incubators: z.array(z.string()),
  organisations: z.array(z.string()),
  terms: z.array(z.tuple([z.enum(['theme', 'audience', 'technology']), z.string()])),
  phases: z.array(
    z.tuple([
      z.string().refine(isPhaseCode),
      z.string(),
      z.string().nullable(),
      z.enum(['historique', 'declared', 'confirmed']),
    ]),
  ),
  events: z.array(z.tuple([z.string(), z.string(), z.string().nullable(), z.enum(OUTCOME_CODES).nullable()])),
  impacts: z.array(z.tuple([z.string(), z.number().nullable()])),
});

/** Incubators and organisations by internal id, to hang on the startups. */
export interface Bearings {
  incubators: ReadonlyMap<string, IncubatorFacts>;
  organisations: ReadonlyMap<string, OrganisationFacts>;
}

/** Startups written after `sinceRevision`, without their awards. */
export async function loadStartups(
  db: Sql,
  sinceRevision: number,
  bearings: Bearings,
): Promise<StartupFacts[]> {
  const rows = await readRows(
    db,
    startupRow,
    sql`
    WITH touched AS (SELECT * FROM startup WHERE revision > ${sinceRevision}),
    f AS (SELECT startup_id, jsonb_agg(former_id ORDER BY former_id) v FROM startup_former_id WHERE startup_id IN (SELECT id FROM touched) GROUP BY 1),
    i AS (SELECT startup_id, jsonb_agg(incubator_id ORDER BY position) v FROM startup_incubator WHERE startup_id IN (SELECT id FROM touched) GROUP BY 1),
    o AS (SELECT startup_id, jsonb_agg(organisation_id ORDER BY position) v FROM sponsorship WHERE startup_id IN (SELECT id FROM touched) GROUP BY 1),
    t AS (SELECT startup_id, jsonb_agg(jsonb_build_array(kind, label) ORDER BY kind, position) v FROM startup_term JOIN term ON term.id = term_id WHERE startup_id IN (SELECT id FROM touched) GROUP BY 1),
    p AS (SELECT startup_id, jsonb_agg(jsonb_build_array(code, start_day, end_day, origin) ORDER BY position) v FROM phase WHERE startup_id IN (SELECT id FROM touched) GROUP BY 1),
    e AS (SELECT e.startup_id, jsonb_agg(jsonb_build_array(e.kind, e.day, e.comment, d.outcome) ORDER BY e.day, e.position) v FROM startup_event e
          LEFT JOIN LATERAL (SELECT ci.outcome FROM committee_item ci JOIN committee c ON c.id = ci.committee_id
            WHERE e.kind = 'committee' AND ci.startup_id = e.startup_id AND c.state = 'clos' AND c.held_on = e.day AND ci.state = 'decide' ORDER BY c.id LIMIT 1) d ON true
          WHERE e.startup_id IN (SELECT id FROM touched) GROUP BY 1),
    n AS (SELECT n.startup_id, jsonb_agg(jsonb_build_array(event_day, coalesce(c.label_year, n.label_year)) ORDER BY event_day) v FROM national_impact n
          LEFT JOIN impact_candidate c ON c.startup_id = n.startup_id AND c.decided_on = n.event_day AND c.state = 'retenu' WHERE n.startup_id IN (SELECT id FROM touched) GROUP BY 1)
    SELECT s.id, public_id, title, mission, link, repository, contact, coalesce(stats, false) AS stats, stats_url, impact_url, budget_url, dashlord_url,
      accessibility_status, coalesce(risk_analysis, false) AS risk_analysis, risk_analysis_url, coalesce(secure_service, false) AS secure_service,
      noindex, fictional, coalesce((SELECT c.archived_at IS NOT NULL FROM content_file c WHERE c.id = s.content_file_id), false) AS archived,
      pic.large_sha256 AS picture_large, pic.small_sha256 AS picture_small, pic.width AS picture_width, pic.height AS picture_height, pic.alternative AS picture_text,
      coalesce(f.v, '[]') AS former_ids, coalesce(i.v, '[]') AS incubators, coalesce(o.v, '[]') AS organisations, coalesce(t.v, '[]') AS terms,
      coalesce(p.v, '[]') AS phases, coalesce(e.v, '[]') AS events, coalesce(n.v, '[]') AS impacts
    FROM touched s LEFT JOIN f ON f.startup_id = s.id LEFT JOIN i ON i.startup_id = s.id LEFT JOIN o ON o.startup_id = s.id
      LEFT JOIN t ON t.startup_id = s.id LEFT JOIN p ON p.startup_id = s.id LEFT JOIN e ON e.startup_id = s.id LEFT JOIN n ON n.startup_id = s.id
      LEFT JOIN picture pic ON pic.startup_id = s.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    publicId: row.public_id,
    title: row.title,
    mission: row.mission,
    link: row.link,
    repository: row.repository,
    contact: row.contact,
    stats: row.stats,
    statsUrl: row.stats_url,
    impactUrl: row.impact_url,
    budgetUrl: row.budget_url,
    dashlordUrl: row.dashlord_url,
    accessibilityStatus: row.accessibility_status,
    riskAnalysis: row.risk_analysis,
    riskAnalysisUrl: row.risk_analysis_url,
    secureService: row.secure_service,
    noindex: row.noindex,
    fictional: row.fictional,
    archived: row.archived,
    picture:
      row.picture_large === null || row.picture_small === null
        ? null
        : {
            large: row.picture_large,
            small: row.picture_small,
            width: row.picture_width ?? 0,
            height: row.picture_height ?? 0,
            alternative: row.picture_text ?? '',
          },
    formerIds: row.former_ids,
    incubators: row.incubators.map((id) => bearings.incubators.get(id)!),
    organisations: row.organisations.flatMap((id) => bearings.organisations.get(id) ?? []),
    phases: row.phases.map(([code, start, end, origin]) => ({
      code,
      start: day(start),
      end: end === null ? null : day(end),
      origin,
    })),
    events: row.events.map(([kind, on, comment, outcome]) => ({ kind, day: day(on), comment, outcome })),
    impacts: row.impacts.map(([on, labelYear]) => ({ day: day(on), labelYear })),
    awards: [],
    themes: row.terms.filter(([kind]) => kind === 'theme').map(([, label]) => label),
    audiences: row.terms.filter(([kind]) => kind === 'audience').map(([, label]) => label),
    technologies: row.terms.filter(([kind]) => kind === 'technology').map(([, label]) => label),
  }));
}

const incubatorRow = z.object({
  id: z.string(),
  publicId: z.string(),
  title: z.string(),
  shortDescription: text,
  ownerPublicId: text,
  website: text,
  github: text,
  contact: text,
  address: text,
  hidden: z.boolean(),
  fictional: z.boolean(),
  state: z.enum(['in_creation', 'active', 'operator', 'closed']),
  highlighted: z.array(z.string()),
  cockpitPublished: z.boolean(),
  formerIds: z.array(z.string()),
});

export const loadIncubators = (db: Sql): Promise<IncubatorFacts[]> =>
  readRows(
    db,
    incubatorRow,
    sql`SELECT id, public_id AS "publicId", title, short_description AS "shortDescription", owner_public_id AS "ownerPublicId",
        website, github, contact, address, hidden, fictional, state, highlighted, cockpit_published_at IS NOT NULL AS "cockpitPublished",
        ARRAY(SELECT former_id FROM incubator_former_id f WHERE f.incubator_id = incubator.id) AS "formerIds" FROM incubator`,
  );

const organisationRow = z.object({
  id: z.string(),
  publicId: z.string(),
  name: z.string(),
  acronym: text,
  ministryDomain: text,
  kind: text,
});

export const loadOrganisations = (db: Sql): Promise<OrganisationFacts[]> =>
  readRows(
    db,
    organisationRow,
    sql`SELECT id, public_id AS "publicId", name, acronym, ministry_domain AS "ministryDomain", kind FROM organisation o
        WHERE NOT EXISTS (SELECT 1 FROM content_file c WHERE c.id = o.content_file_id AND c.archived_at IS NOT NULL)`,
  );

const roundRow = z.object({
  id: z.string(),
  edition: z.number(),
  title: z.string(),
  heldOn: optionalDay,
  applications: z.number().nullable(),
  announced: amount,
  announcedLaureates: z.number().nullable(),
  source: text,
});

/** The editions of FAST; other programs have a page of their own for each call. */
export const loadRounds = (db: Sql): Promise<Round[]> =>
  readRows(
    db,
    roundRow,
    sql`SELECT id, edition, title, held_on::text AS "heldOn", applications, announced_cents::float8 AS announced,
        announced_laureates AS "announcedLaureates", source FROM funding_round WHERE program_id = (SELECT id FROM funding_program WHERE public_id = 'fast') ORDER BY edition`,
  );

const awardRow = z.object({
  program: z.string(),
  edition: z.number(),
  title: z.string(),
  announced: z.number().nullable(),
  callId: text,
  heldOn: optionalDay,
  startupPublicId: text,
  incubatorPublicId: text,
  name: text,
  awarded: amount,
  paid: amount,
  source: z.string(),
});

const laureateOf = (
  award: Pick<z.infer<typeof awardRow>, 'startupPublicId' | 'incubatorPublicId' | 'name'>,
): string => award.startupPublicId ?? award.incubatorPublicId ?? award.name ?? '';

/**
 * An edition's page and a startup's fiche may both tell of one award: the page's amount is taken, then the fiche's,
 * then what Jalons knew of the edition.
 */
export async function loadAwards(db: Sql): Promise<Award[]> {
  const rows = await readRows(
    db,
    awardRow,
    sql`SELECT p.public_id AS program, r.edition, coalesce(c.title, r.title) AS title, r.announced_laureates AS announced, c.id AS "callId", r.held_on::text AS "heldOn", s.public_id AS "startupPublicId", i.public_id AS "incubatorPublicId",
        regexp_replace(a.laureate_name, '^(startup|incubateur):', '') AS name, a.awarded_cents::float8 AS awarded, a.paid_cents::float8 AS paid, a.source
        FROM award a JOIN funding_round r ON r.id = a.round_id JOIN funding_program p ON p.id = r.program_id LEFT JOIN call c ON c.round_id = r.id LEFT JOIN startup s ON s.id = a.startup_id LEFT JOIN incubator i ON i.id = a.incubator_id
        ORDER BY p.public_id <> 'fast', p.public_id, r.edition, a.source = ${TOLD_HERE}, (a.source LIKE 'fiche%'), a.id`,
  );
  const awards = new Map<string, Award>();
  const announced = new Map<string, number | null>();
  for (const { source, announced: laureates, ...row } of rows) {
    announced.set(`${row.program}/${row.edition}`, laureates);
    const key = `${row.program}/${row.edition}/${laureateOf(row)}`;
    const known = awards.get(key);
    if (known === undefined) awards.set(key, { ...row, sources: [source] });
    else {
      known.awarded ??= row.awarded;
      known.paid ??= row.paid;
      known.sources.push(source);
    }
  }
  return withoutRetold([...awards.values()], announced);
}

/** A laureate known by name alone who would be one more than were announced is one that a fiche tells under another title. */
function withoutRetold(awards: Award[], announced: ReadonlyMap<string, number | null>): Award[] {
  const round = ({ program, edition }: Award) => `${program}/${edition}`;
  const counts = new Map<string, number>();
  for (const award of awards) counts.set(round(award), (counts.get(round(award)) ?? 0) + 1);
  return awards.filter((award) => {
    const count = counts.get(round(award))!;
    const named = award.startupPublicId === null && award.incubatorPublicId === null;
    const retold =
      named &&
      award.sources.every((source) => source === TOLD_HERE) &&
      count > (announced.get(round(award)) ?? count);
    if (retold) counts.set(round(award), count - 1);
    return !retold;
  });
}

/** When the network's own content was last read; the help pages that the program ships are not of it. */
export const loadImportedAt = async (db: Sql): Promise<Date | null> => {
  const rows = await readRows(
    db,
    z.object({ at: z.date().nullable() }),
    sql`SELECT max(r.started_at) AS at FROM import_run r WHERE CASE WHEN r.summary->'byCollection' IS NULL
          THEN (r.summary->>'created')::int + (r.summary->>'changed')::int > 0
          ELSE EXISTS (SELECT 1 FROM jsonb_each(r.summary->'byCollection') c WHERE starts_with(c.key, '_') AND (c.value->>'read')::int > 0) END`,
  );
  return rows[0]?.at ?? null;
};

const expectationRow = z.object({
  code: z.string(),
  phases: z.array(z.string().refine(isPhaseCode)),
  why: z.string(),
});

/** What the network expects of a fiche where it says otherwise than the program does. */
export const loadExpectationSettings = (db: Sql): Promise<ExpectationSetting[]> =>
  readRows(db, expectationRow, sql`SELECT code, phases, why FROM expectation_setting`);
