import { z } from 'zod';
import { daysAhead, formatDay, ofName } from '~/design/formats';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { addDays, day, daysBetween } from '~/platform/day';
import { queueMails, type MailToSend } from '~/platform/mail/outbox.server';
import { makeLink } from '~/platform/signed-links.server';
import { extensionOf } from './missions.server';
import { missionManagers, networkRoleGivers, peopleInCharge, type Contact } from './people.server';
import { GRACE_DAYS, NOTICE_DAYS } from './roles';

const endingRow = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  role: z.string(),
  address: z.string().nullable(),
  endDay: z.string(),
  noticed: z.array(z.number()),
  startupId: z.string().nullable(),
  incubatorId: z.string().nullable(),
  incubatorIds: z.array(z.string()),
  title: z.string(),
  /** Where its people are seen; for a role of the network or of an administration, the page where it is given. */
  path: z.string(),
  /** Given by those who give the network's roles, not by a team. */
  ofNetwork: z.boolean(),
});
type Ending = z.infer<typeof endingRow>;

const LINK_DAYS = 35;

const refusing = sql`EXISTS (SELECT 1 FROM mail_preference w WHERE w.person_id = p.id AND w.kind = 'missions' AND NOT w.wanted)`;

/** Missions that end within the longest notice, with the notices already given for that end. */
const endingMissions = (tx: Sql, now: Date): Promise<Ending[]> =>
  readRows(
    tx,
    endingRow,
    sql`SELECT m.id, p.id AS "personId", p.full_name AS name, m.role,
          CASE WHEN ${refusing} THEN NULL ELSE (SELECT min(address) FROM person_address a WHERE a.person_id = p.id) END AS address,
          m.end_day::text AS "endDay", ARRAY(SELECT days_before FROM mission_notice n WHERE n.mission_id = m.id AND n.end_day = m.end_day) AS noticed,
          m.startup_id AS "startupId", m.incubator_id AS "incubatorId",
          CASE WHEN m.startup_id IS NULL THEN array_remove(ARRAY[m.incubator_id::text], NULL) ELSE ARRAY(SELECT incubator_id::text FROM startup_incubator si WHERE si.startup_id = m.startup_id) END AS "incubatorIds",
          coalesce(s.title, i.title, o.name, 'le réseau') AS title,
          coalesce('/startups/' || s.public_id || '/equipe', '/incubateurs/' || i.public_id || '/equipe', '/reseau/organisations/' || o.public_id || '/sponsors', '/reseau/roles') AS path,
          m.startup_id IS NULL AND m.incubator_id IS NULL AS "ofNetwork"
        FROM mission m JOIN person p ON p.id = m.person_id LEFT JOIN startup s ON s.id = m.startup_id LEFT JOIN incubator i ON i.id = m.incubator_id
        LEFT JOIN organisation o ON o.id = m.organisation_id
        WHERE p.erased_at IS NULL AND m.team_id IS NULL
          AND m.end_day BETWEEN ${parisDay(now)}::date AND ${addDays(parisDay(now), NOTICE_DAYS[0])}::date`,
  );

/** The notice that is due for this end: the nearest of those whose day has come. */
const dueNotice = (daysLeft: number): number | undefined =>
  [...NOTICE_DAYS].sort((a, b) => a - b).find((notice) => daysLeft <= notice);

function toPerson(origin: string, mission: Ending, days: number): MailToSend {
  return {
    kind: 'missions',
    personId: mission.personId,
    address: mission.address!,
    topic: `mission ${mission.id}`,
    letter: {
      subject: `Votre mission pour ${mission.title} finit ${daysAhead(days)}`,
      paragraphs: [
        `Votre mission finit le ${formatDay(day(mission.endDay))}. ${
          mission.ofNetwork
            ? 'L’animation du réseau peut la prolonger.'
            : 'Une personne de l’équipe ou de l’incubateur peut la prolonger d’un clic.'
        }`,
        `Sans prolongation vous pourrez encore lire pendant ${GRACE_DAYS} jours ; vos brouillons sont gardés.`,
      ],
      action: mission.ofNetwork
        ? { label: 'Ouvrir mon espace', url: `${origin}/espace` }
        : { label: 'Voir l’équipe', url: `${origin}${mission.path}` },
      why: 'Vous recevez ce courriel parce que votre mission finit bientôt. Vous pouvez y renoncer dans « Mon compte ».',
    },
  };
}

const toManager = (
  origin: string,
  mission: Ending,
  days: number,
  manager: Contact,
  token: string,
): MailToSend => ({
  kind: 'missions',
  personId: manager.id,
  address: manager.address,
  topic: `mission ${mission.id}`,
  letter: {
    subject: `Une mission finit ${daysAhead(days)} : ${mission.title}`,
    paragraphs: [
      `La mission ${ofName(mission.name)} pour ${mission.title} finit le ${formatDay(day(mission.endDay))}. Si elle continue, un clic la prolonge de six mois.`,
    ],
    action: { label: 'Prolonger cette mission', url: `${origin}/liens/${token}` },
    why: 'Vous recevez ce courriel parce que vous répondez de cette équipe. Vous pouvez y renoncer dans « Mon compte ».',
  },
});

/** To those who give the network's roles: they prolong on the page where the role is given. */
const toRoleGiver = (origin: string, mission: Ending, days: number, giver: Contact): MailToSend => ({
  kind: 'missions',
  personId: giver.id,
  address: giver.address,
  topic: `mission ${mission.id}`,
  letter: {
    subject: `Une mission finit ${daysAhead(days)} : ${mission.title}`,
    paragraphs: [
      `La mission ${ofName(mission.name)} pour ${mission.title} finit le ${formatDay(day(mission.endDay))}. Si elle continue, prolongez-la sur la page où elle a été donnée.`,
    ],
    action: { label: 'Ouvrir cette page', url: `${origin}${mission.path}` },
    why: 'Vous recevez ce courriel parce que vous donnez les rôles du réseau. Vous pouvez y renoncer dans « Mon compte ».',
  },
});

/** Tells people whose mission ends, and those who may extend it, 30, 7 and 1 days before; runs every day. */
export async function sendMissionNotices(tx: Sql, now: Date, origin: string): Promise<void> {
  const today = parisDay(now);
  for (const mission of await endingMissions(tx, now)) {
    const days = daysBetween(today, day(mission.endDay));
    const notice = dueNotice(days);
    if (notice === undefined || mission.noticed.some((given) => given <= notice)) continue;
    await tx.$executeRaw(
      sql`INSERT INTO mission_notice (mission_id, end_day, days_before, sent_at) VALUES (${mission.id}::uuid, ${mission.endDay}::date, ${notice}, ${now}) ON CONFLICT DO NOTHING`,
    );
    const mails: MailToSend[] = mission.address === null ? [] : [toPerson(origin, mission, days)];
    if (mission.ofNetwork) {
      const givers = await networkRoleGivers(tx, today);
      mails.push(
        ...givers
          .filter(({ id }) => id !== mission.personId)
          .map((giver) => toRoleGiver(origin, mission, days, giver)),
      );
      await queueMails(tx, { now, origin }, mails);
      continue;
    }
    const managers =
      mission.startupId !== null
        ? await missionManagers(
            tx,
            today,
            { id: mission.startupId, incubatorIds: mission.incubatorIds },
            mission.role,
          )
        : await peopleInCharge(tx, today, { incubatorIds: mission.incubatorIds, incubator: ['lead'] });
    for (const manager of managers.filter(({ id }) => id !== mission.personId)) {
      const token = await makeLink(tx, now, {
        act: 'prolonger-mission',
        thingId: extensionOf(mission.id, mission.endDay),
        personId: manager.id,
        days: LINK_DAYS,
      });
      mails.push(toManager(origin, mission, days, manager, token));
    }
    await queueMails(tx, { now, origin }, mails);
  }
}
