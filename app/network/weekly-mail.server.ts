import { z } from 'zod';
import { restsOf } from '~/committee/coaching/coaching.server';
import { countOf } from '~/design/formats';
import { isCurrent, type ActorMission } from '~/person/rights';
import { missionsOfAll } from '~/person/session.server';
import { parisDay } from '~/platform/calendar';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { queueMails } from '~/platform/mail/outbox.server';
import { makeLink } from '~/platform/signed-links.server';
import { startupPath } from '~/platform/addresses';
import type { Network, StartupFacts } from './facts';
import { readSignalFacts } from './signal-facts.server';
import { signalsFor, type Audience } from './signals';

const WEEK_MS = 7 * 86_400_000;
const MOST_ITEMS = 12;
const UNSUBSCRIBE_DAYS = 90;

const readerRow = z.object({ id: z.string(), address: z.string(), follows: z.array(z.string()) });

const readers = (tx: Sql) =>
  readRows(
    tx,
    readerRow,
    sql`SELECT p.id, min(a.address) AS address,
          ARRAY(SELECT f.startup_id::text FROM follow f WHERE f.person_id = p.id AND f.startup_id IS NOT NULL
                UNION SELECT si.startup_id::text FROM follow f JOIN startup_incubator si ON si.incubator_id = f.incubator_id WHERE f.person_id = p.id) AS follows
        FROM person p JOIN person_address a ON a.person_id = p.id
        WHERE p.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM mail_preference w WHERE w.person_id = p.id AND w.kind = 'hebdomadaire' AND NOT w.wanted)
        GROUP BY p.id`,
  );

const changedRow = z.object({ startupId: z.string(), by: z.string().nullable() });

/** Startups whose page changed this week, with who changed it. */
const changedThisWeek = (tx: Sql, now: Date) =>
  readRows(
    tx,
    changedRow,
    sql`SELECT DISTINCT s.id AS "startupId", v.person_id AS by FROM content_version v JOIN startup s ON s.content_file_id = v.content_file_id
        WHERE v.at > ${new Date(now.getTime() - WEEK_MS)} AND v.nature <> 'origine'`,
  );

const OF_INCUBATOR = new Set(['lead', 'incubator_team', 'portfolio_manager']);

/** Startup by startup, in what quality somebody is spoken to: a coach of one is no coach of another. */
export function audiencesOf(
  missions: ReadonlyArray<Pick<ActorMission, 'role' | 'startupId' | 'incubatorId'>>,
  network: Network,
): Map<StartupFacts, Audience[]> {
  const spokenTo = new Map<StartupFacts, Audience[]>();
  const add = (startup: StartupFacts, audience: Audience) =>
    spokenTo.set(startup, [...new Set([...(spokenTo.get(startup) ?? []), audience])]);
  for (const { role, startupId, incubatorId } of missions) {
    for (const startup of network.startups) {
      if (startup.id === startupId && (role === 'intrapreneur' || role === 'member')) add(startup, 'team');
      if (startup.id === startupId && role === 'coach') add(startup, 'coach');
      const carries = startup.incubators.some(({ id }) => id === incubatorId);
      if (carries && OF_INCUBATOR.has(role)) add(startup, 'incubator');
    }
  }
  return spokenTo;
}

const AUDIENCES: readonly Audience[] = ['team', 'coach', 'incubator'];
/** One’s own team first: a mail has room for few things. */
const nearness = (spokenTo: ReadonlyMap<StartupFacts, readonly Audience[]>, startup: StartupFacts): number =>
  Math.min(...spokenTo.get(startup)!.map((audience) => AUDIENCES.indexOf(audience)));

const isOnlyCoach = (audience: readonly Audience[]): boolean =>
  audience.length === 1 && audience[0] === 'coach';

/** One mail a week to each person who has something to read in it; none to the others. Runs on Mondays. */
export async function sendWeeklyMails(tx: Sql, now: Date, origin: string, network: Network): Promise<void> {
  const today = parisDay(now);
  const byId = new Map(network.startups.map((startup) => [startup.id, startup]));
  const changes = await changedThisWeek(tx, now);
  const missionsOf = await missionsOfAll(tx);
  const facts = new Map(
    (await readSignalFacts(tx, network, network.startups, today)).map((one) => [one.startup.id, one]),
  );
  // « Known, because… »: a signal that somebody knows is not told to them again.
  const rests = new Set(
    (await restsOf(tx, today)).map(({ personId, startupId, code }) => `${personId}/${startupId}/${code}`),
  );
  for (const reader of await readers(tx)) {
    const missions = (missionsOf.get(reader.id) ?? []).filter((mission) => isCurrent(mission, today));
    // Who has no mission any more has no access, and nothing to be told.
    if (missions.length === 0) continue;
    const spokenTo = audiencesOf(missions, network);
    const own = [...spokenTo.keys()].sort(
      (one, other) => nearness(spokenTo, one) - nearness(spokenTo, other),
    );
    const asked = own.flatMap((startup) => {
      const audience = spokenTo.get(startup)!;
      return (
        signalsFor(facts.get(startup.id)!, audience, today)
          .filter(({ code }) => !rests.has(`${reader.id}/${startup.id}/${code}`))
          // What a page lacks is its team's to write: an incubator reads it on its board.
          .filter(({ code }) => code !== 'fiche-incomplete' || audience.some((one) => one !== 'incubator'))
          .map((signal) => ({
            text: `${startup.title} : ${signal.sentence}`,
            // Whoever only reads is shown, not sent to a form.
            url: `${origin}${startupPath(startup.publicId)}/${isOnlyCoach(audience) ? 'interieur' : signal.path}`,
          }))
      );
    });
    const watched = new Set([...reader.follows, ...own.map(({ id }) => id)]);
    const changed = [
      ...new Set(
        changes
          .filter(({ startupId, by }) => watched.has(startupId) && by !== reader.id)
          .map(({ startupId }) => startupId),
      ),
    ]
      .flatMap((id): StartupFacts[] => {
        const startup = byId.get(id);
        return startup ? [startup] : [];
      })
      .map(({ title, publicId }) => ({
        text: `${title} : page modifiée`,
        url: `${origin}${startupPath(publicId)}/historique`,
      }));
    const items = [...asked, ...changed];
    if (items.length === 0) continue;
    const token = await makeLink(tx, now, {
      act: 'ne-plus-recevoir',
      thingId: 'hebdomadaire',
      personId: reader.id,
      days: UNSUBSCRIBE_DAYS,
    });
    await queueMails(tx, { now, origin }, [
      {
        kind: 'hebdomadaire',
        personId: reader.id,
        address: reader.address,
        topic: 'hebdomadaire',
        letter: {
          subject: `Votre semaine sur Jalons : ${countOf(items.length, 'point', 'points')}`,
          paragraphs: [
            asked.length > 0
              ? 'Voici ce qui est attendu de vous, et ce qui a changé chez celles que vous suivez.'
              : 'Voici ce qui a changé cette semaine chez les startups que vous suivez.',
          ],
          items: items.slice(0, MOST_ITEMS),
          action: { label: 'Ouvrir mon espace', url: `${origin}/espace` },
          why: `Ce résumé part le lundi, quand il y a quelque chose à dire. Pour ne plus le recevoir : ${origin}/liens/${token}`,
        },
      },
    ]);
  }
}
