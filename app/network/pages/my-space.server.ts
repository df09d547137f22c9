import { z } from 'zod';
import { formatDay } from '~/design/formats';
import { isCurrent, isReadable, type PersonActor } from '~/person/rights';
import { GRACE_DAYS, ROLES } from '~/person/roles';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, daysBetween, type Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { uuidArray } from '~/person/where.server';
import { incubatorPath, startupPath } from '../addresses';
import type { Network, StartupFacts } from '../facts';
import { statusSentence } from '../life-line';
import { readSignalFacts } from '../signal-facts.server';
import { signalsFor, type Audience, type SignalFacts } from '../signals';

export interface SpaceStartup {
  publicId: string;
  title: string;
  path: string;
  code: PhaseCode | null;
  status: string;
  role: string;
  /** The mission is over: one reads, and may ask for more time. */
  readOnlyUntil: string | null;
  signals: Array<{ sentence: string; why: string; to: string; due: string | null }>;
  draft: boolean;
  changedByOthers: Array<{ when: Date; nature: string; author: string | null }>;
}

const AUDIENCE_OF = {
  intrapreneur: 'team',
  member: 'team',
  coach: 'coach',
} as const;

const recentRow = z.object({
  startupId: z.string(),
  when: z.date(),
  nature: z.string(),
  author: z.string().nullable(),
});
const SINCE_DAYS = 30;

/** Changes of the last month by others than the reader, the newest first. */
const recentChanges = (db: Sql, personId: string, startups: readonly StartupFacts[], today: Day) =>
  readRows(
    db,
    recentRow,
    sql`SELECT s.id AS "startupId", v.at AS when, v.nature, p.full_name AS author FROM content_version v JOIN startup s ON s.content_file_id = v.content_file_id
        LEFT JOIN person p ON p.id = v.person_id
        WHERE s.id = ANY(${uuidArray(startups.map(({ id }) => id))}) AND v.at > ${addDays(today, -SINCE_DAYS)}::date AND v.nature <> 'origine' AND v.person_id IS DISTINCT FROM ${personId}::uuid
        ORDER BY v.at DESC LIMIT 60`,
  );

const draftsOf = async (db: Sql, personId: string): Promise<Set<string>> =>
  new Set(
    (
      await readRows(
        db,
        z.object({ id: z.string() }),
        sql`SELECT s.id FROM content_draft d JOIN startup s ON s.content_file_id = d.content_file_id WHERE d.person_id = ${personId}::uuid`,
      )
    ).map(({ id }) => id),
  );

function signalsOf(facts: SignalFacts, audience: Audience, today: Day): SpaceStartup['signals'] {
  return signalsFor(facts, [audience], today).map(({ sentence, why, path, due }) => ({
    sentence,
    why,
    to: `${startupPath(facts.startup.publicId)}/${path}`,
    due: due === null ? null : formatDay(due),
  }));
}

/** What is expected of a person now: their startups, what is missing, what comes, what others changed. */
export async function mySpacePage(db: Sql, network: Network, actor: PersonActor, today: Day) {
  const byId = new Map(network.startups.map((startup) => [startup.id, startup]));
  const own = actor.missions.flatMap((mission) => {
    const startup = mission.startupId === null ? undefined : byId.get(mission.startupId);
    return startup && mission.role in AUDIENCE_OF && isReadable(mission, today) ? [{ mission, startup }] : [];
  });
  const startups = own.map(({ startup }) => startup);
  const facts = new Map((await readSignalFacts(db, network, startups)).map((one) => [one.startup.id, one]));
  const changes = await recentChanges(db, actor.personId, startups, today);
  const drafts = await draftsOf(db, actor.personId);
  const cards: SpaceStartup[] = own.map(({ mission, startup }) => {
    const over = !isCurrent(mission, today);
    const phase = currentPhase(startup.phases, today);
    return {
      publicId: startup.publicId,
      title: startup.title,
      path: startupPath(startup.publicId),
      code: phase?.code ?? null,
      status: statusSentence(phase, today),
      role: ROLES[mission.role].label,
      readOnlyUntil: over && mission.until !== null ? formatDay(addDays(mission.until, GRACE_DAYS)) : null,
      signals: over
        ? []
        : signalsOf(facts.get(startup.id)!, AUDIENCE_OF[mission.role as keyof typeof AUDIENCE_OF], today),
      draft: drafts.has(startup.id),
      changedByOthers: changes
        .filter(({ startupId }) => startupId === startup.id)
        .slice(0, 3)
        .map(({ when, nature, author }) => ({ when, nature, author })),
    };
  });
  const incubators = actor.missions.flatMap((mission) => {
    const incubator = network.incubators.find(({ id }) => id === mission.incubatorId);
    return incubator && isReadable(mission, today)
      ? [
          {
            title: incubator.title,
            path: incubatorPath(incubator.publicId),
            hidden: incubator.hidden,
            role: ROLES[mission.role].label,
          },
        ]
      : [];
  });
  const ends = actor.missions
    .filter((mission) => isCurrent(mission, today) && mission.until !== null)
    .map((mission) => ({
      until: mission.until!,
      days: daysBetween(today, mission.until!),
      what:
        byId.get(mission.startupId ?? '')?.title ??
        network.incubators.find(({ id }) => id === mission.incubatorId)?.title ??
        ROLES[mission.role].label,
    }))
    .sort((a, b) => a.days - b.days);
  const networkRoles = actor.missions
    .filter(
      (mission) => ROLES[mission.role].place === 'network' || ROLES[mission.role].place === 'organisation',
    )
    .filter((mission) => isCurrent(mission, today))
    .map(({ role }) => ROLES[role]);
  return {
    cards,
    incubators,
    dates: ends
      .slice(0, 5)
      .map(({ until, days, what }) => ({ what: `Fin de mission : ${what}`, day: formatDay(until), days })),
    roles: networkRoles.map(({ code, label, does }) => ({ code, label, does })),
    phases: [...new Set(cards.flatMap(({ code }) => (code === null ? [] : [code])))].map((code) => ({
      code,
      label: LIFECYCLE[code].label,
      question: LIFECYCLE[code].question,
      ends: LIFECYCLE[code].ends,
    })),
  };
}
export type MySpacePage = Awaited<ReturnType<typeof mySpacePage>>;
