import { z } from 'zod';
import { countOf, formatDay } from '~/design/formats';
import { openStartupRequestCounts } from '~/person/startup-requests.server';
import { can, isCurrent, isReadable, type PersonActor } from '~/person/rights';
import { GRACE_DAYS, NOTICE_DAYS, ROLE_CODES, ROLES } from '~/person/roles';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, daysBetween, type Day } from '~/platform/day';
import { currentPhase } from '~/startup/life';
import { LIFECYCLE, type PhaseCode } from '~/startup/rules';
import { uuidArray } from '~/person/where.server';
import { applicationPath, incubatorPath, organisationPath, startupPath } from '~/platform/addresses';
import type { Network, StartupFacts } from '../facts';
import { startupsOf } from '../groupings';
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
  edits: boolean;
  /** One's own mission ends soon: somebody else may prolong it. */
  endsSoon: string | null;
  signals: Array<{ sentence: string; why: string; to: string }>;
  draft: boolean;
  /** Who is who around it, role by role. */
  people: Array<{ role: string; names: string[] }>;
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

function signalsOf(
  facts: SignalFacts,
  reader: { personId: string; audience: Audience },
  today: Day,
): SpaceStartup['signals'] {
  // The end of one's own mission is said apart: it is for somebody else to prolong.
  const others = facts.missions.filter(({ personId }) => personId !== reader.personId);
  return signalsFor({ ...facts, missions: others }, [reader.audience], today).map(
    ({ sentence, why, path }) => ({
      sentence,
      why,
      // Whoever only reads is shown, not sent to a form.
      to: `${startupPath(facts.startup.publicId)}/${reader.audience === 'coach' ? 'interieur' : path}`,
    }),
  );
}

const proposedTo = ({ publicId }: { publicId: string }, count: number) =>
  count === 0
    ? []
    : [
        {
          text: countOf(
            count,
            'startup proposée attend une réponse',
            'startups proposées attendent une réponse',
          ),
          why: 'Qui propose attend de savoir : un oui ouvre la page, un non se dit avec sa raison.',
          to: `${incubatorPath(publicId)}/nouvelle-startup#demandes`,
        },
      ];

/** What awaits an incubator's people in their startups (requests, reported errors, versions, missions), and what comes there. */
async function awaitingByIncubator(db: Sql, network: Network, actor: PersonActor, today: Day) {
  const own = network.incubators.filter(({ id }) =>
    actor.missions.some((mission) => mission.incubatorId === id && isCurrent(mission, today)),
  );
  const startups = [...new Set(own.flatMap((incubator) => startupsOf(network, incubator)))];
  const facts = await readSignalFacts(db, network, startups, today);
  const proposed = await openStartupRequestCounts(
    db,
    own.map(({ id }) => id),
  );
  const signals = new Map(
    own.map((incubator) => [
      incubator.id,
      [
        ...proposedTo(incubator, proposed.get(incubator.id) ?? 0),
        ...facts
          .filter(({ startup }) => startup.incubators.some(({ id }) => id === incubator.id))
          .flatMap((one) =>
            signalsFor(one, ['incubator'], today)
              .filter(({ code }) => code !== 'fiche-incomplete')
              .map(({ sentence, why, path }) => ({
                text: `${one.startup.title} : ${sentence}`,
                why,
                to: `${startupPath(one.startup.publicId)}/${path}`,
              })),
          ),
      ],
    ]),
  );
  return { signals, dates: facts.flatMap(datesOf) };
}

const colleagueRow = z.object({ startupId: z.string(), name: z.string(), role: z.string() });

/** Who is who around these startups today: their teams and coaches, and those who lead their incubators. */
async function colleaguesOf(db: Sql, startups: readonly StartupFacts[], today: Day) {
  const ids = uuidArray(startups.map(({ id }) => id));
  const rows = await readRows(
    db,
    colleagueRow,
    sql`SELECT DISTINCT m.startup_id AS "startupId", p.full_name AS name, m.role FROM (
          SELECT startup_id, person_id, role, start_day, end_day, withdrawn_at FROM mission WHERE startup_id = ANY(${ids})
          UNION ALL SELECT si.startup_id, l.person_id, l.role, l.start_day, l.end_day, l.withdrawn_at FROM startup_incubator si
            JOIN mission l ON l.incubator_id = si.incubator_id AND l.role = 'lead' WHERE si.startup_id = ANY(${ids})) m
          JOIN person p ON p.id = m.person_id
        WHERE p.erased_at IS NULL AND m.withdrawn_at IS NULL
          AND (m.start_day IS NULL OR m.start_day <= ${today}::date) AND (m.end_day IS NULL OR m.end_day >= ${today}::date)
        ORDER BY 1, 3, 2`,
  );
  return (startupId: string): Array<{ role: string; names: string[] }> =>
    ROLE_CODES.flatMap((code) => {
      const names = rows
        .filter((row) => row.startupId === startupId && row.role === code)
        .map(({ name }) => name);
      return names.length === 0 ? [] : [{ role: ROLES[code].label, names }];
    });
}

interface ComingDate {
  what: string;
  on: Day;
  /** Where it is looked at. */
  to: string;
}

const MOST_DATES = 8;

/** What comes for a startup, as far as its signals' facts know. */
function datesOf({ startup, held, conditions, accreditedUntil }: SignalFacts): ComingDate[] {
  const path = startupPath(startup.publicId);
  return [
    ...(held.planned === null
      ? []
      : [{ what: `Comité : ${startup.title}`, on: held.planned, to: `${path}/comites` }]),
    ...conditions.map(({ text, due }) => ({
      what: `Condition de ${startup.title} : ${text}`,
      on: due,
      to: `${path}/comites#conditions`,
    })),
    ...(accreditedUntil === null
      ? []
      : [
          {
            what: `Fin de l’homologation : ${startup.title}`,
            on: accreditedUntil,
            to: `${path}/standards#homologation`,
          },
        ]),
  ];
}

/** The closing of calls to which one's startups have begun an application. */
async function callsClosing(db: Sql, startups: readonly StartupFacts[], today: Day): Promise<ComingDate[]> {
  const rows = await readRows(
    db,
    z.object({ id: z.string(), title: z.string(), on: z.string().transform((text) => day(text)) }),
    sql`SELECT a.id, c.title, (c.closes_at AT TIME ZONE 'Europe/Paris')::date::text AS on FROM application a JOIN call c ON c.id = a.call_id
        WHERE a.startup_id = ANY(${uuidArray(startups.map(({ id }) => id))}) AND a.withdrawn_at IS NULL AND c.closes_at >= ${today}::date`,
  );
  return rows.map(({ id, title, on }) => ({ what: `Clôture : ${title}`, on, to: applicationPath(id) }));
}

/** What is expected of a person now: their startups, what is missing, what comes, what others changed. */
export async function mySpacePage(db: Sql, network: Network, actor: PersonActor, today: Day) {
  const byId = new Map(network.startups.map((startup) => [startup.id, startup]));
  const own = actor.missions.flatMap((mission) => {
    const startup = mission.startupId === null ? undefined : byId.get(mission.startupId);
    return startup && mission.role in AUDIENCE_OF && isReadable(mission, today) ? [{ mission, startup }] : [];
  });
  const startups = own.map(({ startup }) => startup);
  const facts = new Map(
    (await readSignalFacts(db, network, startups, today)).map((one) => [one.startup.id, one]),
  );
  const changes = await recentChanges(db, actor.personId, startups, today);
  const drafts = await draftsOf(db, actor.personId);
  const people = await colleaguesOf(db, startups, today);
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
      edits: can(
        actor,
        'startup.modifier',
        { id: startup.id, incubatorIds: startup.incubators.map(({ id }) => id) },
        today,
      ).allowed,
      endsSoon:
        !over && mission.until !== null && mission.until <= addDays(today, NOTICE_DAYS[0])
          ? formatDay(mission.until)
          : null,
      signals: over
        ? []
        : signalsOf(
            facts.get(startup.id)!,
            { personId: actor.personId, audience: AUDIENCE_OF[mission.role as keyof typeof AUDIENCE_OF] },
            today,
          ),
      draft: drafts.has(startup.id),
      people: over ? [] : people(startup.id),
      changedByOthers: changes
        .filter(({ startupId }) => startupId === startup.id)
        .slice(0, 3)
        .map(({ when, nature, author }) => ({ when, nature, author })),
    };
  });
  const awaiting = await awaitingByIncubator(db, network, actor, today);
  const incubators = actor.missions.flatMap((mission) => {
    const incubator = network.incubators.find(({ id }) => id === mission.incubatorId);
    return incubator && isReadable(mission, today)
      ? [
          {
            title: incubator.title,
            path: incubatorPath(incubator.publicId),
            hidden: incubator.hidden,
            role: ROLES[mission.role].label,
            edits: can(actor, 'incubateur.modifier', { id: incubator.id }, today).allowed,
            creates: can(actor, 'incubateur.creer-startup', { id: incubator.id }, today).allowed,
            signals: awaiting.signals.get(incubator.id) ?? [],
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
    .map(({ role, organisationId }) => ({
      ...ROLES[role],
      organisation: network.organisations.find(({ id }) => id === organisationId) ?? null,
    }));
  return {
    coaches: actor.missions.some((mission) => mission.role === 'coach' && isCurrent(mission, today)),
    cards,
    incubators,
    dates: [
      ...ends.map(({ until, what }) => ({ what: `Fin de mission : ${what}`, on: until, to: null })),
      ...own
        .filter(({ mission }) => isCurrent(mission, today))
        .flatMap(({ startup }) => datesOf(facts.get(startup.id)!)),
      ...awaiting.dates,
      ...(await callsClosing(db, startups, today)),
    ]
      .filter(({ on }) => on >= today)
      .filter(
        (date, index, all) =>
          all.findIndex(({ what, on, to }) => what === date.what && on === date.on && to === date.to) ===
          index,
      )
      .sort((a, b) => a.on.localeCompare(b.on))
      .slice(0, MOST_DATES)
      .map(({ what, on, to }) => ({ what, to, day: formatDay(on), days: daysBetween(today, on) })),
    roles: networkRoles.map(({ code, label, does, organisation }) => ({
      code,
      label,
      does,
      committees: organisation === null ? null : `${organisationPath(organisation.publicId)}/comites`,
    })),
    phases: [...new Set(cards.flatMap(({ code }) => (code === null ? [] : [code])))].map((code) => ({
      code,
      label: LIFECYCLE[code].label,
      question: LIFECYCLE[code].question,
      ends: LIFECYCLE[code].ends,
    })),
  };
}
export type MySpacePage = Awaited<ReturnType<typeof mySpacePage>>;
