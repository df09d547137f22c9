import { z } from 'zod';
import type { StartupTies } from '~/person/rights';
import { uuidArray } from '~/person/where.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { cents, type Cents } from '~/platform/money';
import type { Phase } from '~/startup/life';
import { isPhaseCode } from '~/startup/rules';
import { OUTCOME_CODES, type Outcome } from './outcomes';
import {
  FUNDING_CODES,
  KIND_CODES,
  MEMBER_ROLE_CODES,
  type CommitteeKind,
  type Funding,
  type MemberRole,
} from './vocabulary';

const dayText = z.string().transform((text) => day(text));
const amount = z.coerce
  .number()
  .nullable()
  .transform((value): Cents | null => (value === null ? null : cents(value)));

const memberRow = z.object({
  id: z.string(),
  personId: z.string().nullable(),
  name: z.string(),
  role: z.enum(MEMBER_ROLE_CODES as [MemberRole, ...MemberRole[]]),
  present: z.boolean().nullable(),
  invited: z.boolean(),
});
export type Member = z.infer<typeof memberRow>;

const itemRow = z.object({
  id: z.string(),
  startupId: z.string(),
  publicId: z.string(),
  title: z.string(),
  incubatorIds: z.array(z.string()),
  position: z.number(),
  presentation: z.number(),
  questions: z.number(),
  deliberation: z.number(),
  state: z.enum(['ouvert', 'decide', 'reporte']),
  outcome: z.enum(OUTCOME_CODES as [Outcome, ...Outcome[]]).nullable(),
  funding: z.enum(FUNDING_CODES as [Funding, ...Funding[]]).nullable(),
  amount,
  months: z.number().nullable(),
  evidenceRequired: z.string().nullable(),
  phase: z.string().refine(isPhaseCode).nullable(),
  phaseStart: dayText.nullable(),
  objectives: z.string(),
  reasons: z.string(),
  nextOn: dayText.nullable(),
  postponedReason: z.string().nullable(),
  postponedTo: dayText.nullable(),
  version: z.number(),
});
export type Item = z.infer<typeof itemRow>;
/** Who is tied to the startup of an item, for questions of rights. */
export const itemTies = (item: Pick<Item, 'startupId' | 'incubatorIds'>): StartupTies => ({
  id: item.startupId,
  incubatorIds: item.incubatorIds,
});

const committeeRow = z.object({
  id: z.string(),
  kind: z.enum(KIND_CODES as [CommitteeKind, ...CommitteeKind[]]),
  heldOn: dayText,
  startsAt: z.coerce.date().nullable(),
  place: z.string().nullable(),
  visio: z.string().nullable(),
  state: z.enum(['prevu', 'clos', 'annule']),
  cancelledReason: z.string().nullable(),
  calendarSequence: z.number(),
  invitedAt: z.coerce.date().nullable(),
  version: z.number(),
  closedAt: z.coerce.date().nullable(),
  incubatorIds: z.array(z.string()),
  items: z.array(itemRow),
  members: z.array(memberRow),
});
export type Committee = z.infer<typeof committeeRow>;

/** Presentation, questions and deliberation of all its startups, in minutes. */
export const lengthOf = ({ items }: Pick<Committee, 'items'>): number =>
  items.reduce((sum, item) => sum + item.presentation + item.questions + item.deliberation, 0);

const committeesWhere = (db: Sql, condition: ReturnType<typeof sql>, limit = 500): Promise<Committee[]> =>
  readRows(
    db,
    committeeRow,
    sql`SELECT c.id, c.kind, c.held_on::text AS "heldOn", c.starts_at AS "startsAt", c.place, c.visio, c.state, c.cancelled_reason AS "cancelledReason",
          c.calendar_sequence AS "calendarSequence", c.invited_at AS "invitedAt", c.version, c.closed_at AS "closedAt",
          ARRAY(SELECT ci.incubator_id::text FROM committee_incubator ci WHERE ci.committee_id = c.id ORDER BY 1) AS "incubatorIds",
          coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'startupId', i.startup_id, 'publicId', s.public_id, 'title', s.title,
              'incubatorIds', ARRAY(SELECT si.incubator_id FROM startup_incubator si WHERE si.startup_id = s.id ORDER BY si.position),
              'position', i.position, 'presentation', i.presentation_minutes, 'questions', i.question_minutes, 'deliberation', i.deliberation_minutes,
              'state', i.state, 'outcome', i.outcome, 'funding', i.funding, 'amount', i.amount, 'months', i.months, 'evidenceRequired', i.evidence_required,
              'phase', i.phase, 'phaseStart', i.phase_start, 'objectives', i.objectives, 'reasons', i.reasons, 'nextOn', i.next_on,
              'postponedReason', i.postponed_reason, 'postponedTo', i.postponed_to, 'version', i.version) ORDER BY i.position)
            FROM committee_item i JOIN startup s ON s.id = i.startup_id WHERE i.committee_id = c.id), '[]') AS items,
          coalesce((SELECT jsonb_agg(jsonb_build_object('id', m.id, 'personId', m.person_id, 'name', m.name, 'role', m.role, 'present', m.present, 'invited', m.invited) ORDER BY m.id)
            FROM committee_member m WHERE m.committee_id = c.id), '[]') AS members
        FROM committee c WHERE ${condition} ORDER BY c.held_on DESC, c.id DESC LIMIT ${limit}`,
  );

export const committeeOf = async (db: Sql, id: string): Promise<Committee | null> =>
  (await committeesWhere(db, sql`c.id = ${id}::uuid`))[0] ?? null;

/** Those on which one of these startups was or will be, latest first. */
export const committeesOfStartups = (db: Sql, startupIds: readonly string[]): Promise<Committee[]> =>
  committeesWhere(
    db,
    sql`EXISTS (SELECT 1 FROM committee_item i WHERE i.committee_id = c.id AND i.startup_id = ANY(${uuidArray(startupIds)}))`,
  );

/** Those held by an incubator, latest first. */
export const committeesOfIncubator = (db: Sql, incubatorId: string): Promise<Committee[]> =>
  committeesWhere(
    db,
    sql`EXISTS (SELECT 1 FROM committee_incubator ci WHERE ci.committee_id = c.id AND ci.incubator_id = ${incubatorId}::uuid)`,
  );

/** Those on which a person is, latest first. */
export const committeesOfPerson = (db: Sql, personId: string, limit: number): Promise<Committee[]> =>
  committeesWhere(
    db,
    sql`EXISTS (SELECT 1 FROM committee_member m WHERE m.committee_id = c.id AND m.person_id = ${personId}::uuid)`,
    limit,
  );

const grantRow = z.object({
  id: z.string(),
  start: dayText,
  end: dayText,
  amount: z.coerce.number(),
  heldOn: dayText,
});

/** Money that committees granted to a startup, the latest first: an amount and the days that it covers. */
export const grantsOf = (db: Sql, startupId: string) =>
  readRows(
    db,
    grantRow,
    sql`SELECT f.id, f.start_day::text AS start, f.end_day::text AS end, f.amount, c.held_on::text AS "heldOn" FROM funding_period f
        JOIN committee_item i ON i.id = f.item_id JOIN committee c ON c.id = i.committee_id
        WHERE f.startup_id = ${startupId}::uuid AND f.amount IS NOT NULL ORDER BY f.start_day DESC`,
  );

/** The committee that holds an item. */
export const committeeOfItem = async (db: Sql, itemId: string): Promise<Committee | null> =>
  (
    await committeesWhere(
      db,
      sql`c.id = (SELECT committee_id FROM committee_item WHERE id = ${itemId}::uuid)`,
    )
  )[0] ?? null;

const phaseRow = z.object({
  code: z.string().refine(isPhaseCode),
  start: dayText,
  end: dayText.nullable(),
  origin: z.enum(['historique', 'declared', 'confirmed']),
});

/** The phases of a startup as they stand now. */
export const phasesOf = (db: Sql, startupId: string): Promise<Phase[]> =>
  readRows(
    db,
    phaseRow,
    sql`SELECT code, start_day::text AS start, end_day::text AS end, origin FROM phase WHERE startup_id = ${startupId}::uuid ORDER BY position`,
  );

const heldRow = z.object({
  startupId: z.string(),
  lastHeld: dayText.nullable(),
  moneyEnds: dayText.nullable(),
  agreed: dayText.nullable(),
  planned: dayText.nullable(),
});
export interface HeldFacts {
  startupId: string;
  lastHeld: Day | null;
  moneyEnds: Day | null;
  agreed: Day | null;
  planned: Day | null;
}

/** What the next committee of each startup depends on, in one query: a workshop decides nothing and does not count. */
export const heldFacts = (db: Sql, startupIds: readonly string[], today: Day): Promise<HeldFacts[]> =>
  readRows(
    db,
    heldRow,
    sql`SELECT s.id AS "startupId", last.held_on::text AS "lastHeld",
          (SELECT coalesce(i.next_on, i.postponed_to)::text FROM committee c JOIN committee_item i ON i.committee_id = c.id
            WHERE i.startup_id = s.id AND c.state = 'clos' AND c.kind <> 'atelier' AND i.state <> 'ouvert' ORDER BY c.held_on DESC LIMIT 1) AS agreed,
          (SELECT max(f.end_day)::text FROM funding_period f WHERE f.startup_id = s.id) AS "moneyEnds",
          (SELECT min(c.held_on)::text FROM committee c JOIN committee_item i ON i.committee_id = c.id
            WHERE i.startup_id = s.id AND c.state = 'prevu' AND c.kind <> 'atelier' AND c.held_on >= ${today}::date) AS planned
        FROM startup s LEFT JOIN LATERAL (SELECT c.held_on FROM committee c JOIN committee_item i ON i.committee_id = c.id
            WHERE i.startup_id = s.id AND c.state = 'clos' AND c.kind <> 'atelier' AND i.state = 'decide' ORDER BY c.held_on DESC LIMIT 1) last ON true
        WHERE s.id = ANY(${uuidArray(startupIds)})`,
  );

const tiesRow = z.object({ id: z.string(), incubatorIds: z.array(z.string()) });
/** Startups with what ties people to them; those unknown are left out. */
export const tiesOfStartups = (db: Sql, startupIds: readonly string[]): Promise<StartupTies[]> =>
  readRows(
    db,
    tiesRow,
    sql`SELECT s.id, ARRAY(SELECT si.incubator_id::text FROM startup_incubator si WHERE si.startup_id = s.id) AS "incubatorIds"
        FROM startup s WHERE s.id = ANY(${uuidArray(startupIds)})`,
  );

const periodRow = z.object({ itemId: z.string(), amount, start: dayText, end: dayText, team: z.string() });
/** The money that the decisions of a committee opened, with its days and the team that was asked for. */
export const fundingsOf = (db: Sql, committeeId: string) =>
  readRows(
    db,
    periodRow,
    sql`SELECT p.item_id AS "itemId", p.amount::float8 AS amount, p.start_day::text AS start, p.end_day::text AS end, coalesce(f.ask_team, '') AS team
        FROM funding_period p JOIN committee_item i ON i.id = p.item_id LEFT JOIN committee_file f ON f.item_id = i.id
        WHERE i.committee_id = ${committeeId}::uuid ORDER BY i.position`,
  );

/** The committee of this kind that is already planned for a startup on a day. */
export async function plannedCommittee(
  db: Sql,
  { startupId, kind, heldOn }: { startupId: string; kind: CommitteeKind; heldOn: Day },
): Promise<string | null> {
  const [row] = await readRows(
    db,
    z.object({ id: z.string() }),
    sql`SELECT c.id FROM committee c JOIN committee_item i ON i.committee_id = c.id
        WHERE i.startup_id = ${startupId}::uuid AND c.kind = ${kind} AND c.held_on = ${heldOn}::date AND c.state = 'prevu' ORDER BY c.created_at LIMIT 1`,
  );
  return row?.id ?? null;
}
