import { z } from 'zod';
import { oneself, permitted, RuleError, type Acting } from '~/person/acting';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { digest, randomToken } from '~/platform/secrets.server';
import { committeesOfIncubator, committeesOfPerson, type Committee } from '../reads.server';

const feedRow = z.object({
  id: z.string(),
  incubatorId: z.string().nullable(),
  incubator: z.string().nullable(),
  createdAt: z.date(),
});
export type CalendarFeed = z.infer<typeof feedRow>;

/** The private calendar addresses of a person; their secret part is shown once, when they are made. */
export const feedsOf = (db: Sql, personId: string): Promise<CalendarFeed[]> =>
  readRows(
    db,
    feedRow,
    sql`SELECT f.id, f.incubator_id AS "incubatorId", i.title AS incubator, f.created_at AS "createdAt" FROM calendar_feed f
        LEFT JOIN incubator i ON i.id = f.incubator_id WHERE f.person_id = ${personId}::uuid ORDER BY f.created_at`,
  );

const MOST_FEEDS = 10;

/** Makes an address for one's own committees, or those of an incubator that one may read. @returns its secret part. */
export async function makeFeed(acting: Acting, incubatorId: string | null): Promise<string> {
  const { personId } = oneself(acting);
  if (incubatorId !== null) permitted(acting, 'incubateur.voir-interieur', { id: incubatorId });
  const token = randomToken();
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(sql`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR UPDATE`);
    if ((await feedsOf(tx, personId)).length >= MOST_FEEDS)
      throw new RuleError(`${MOST_FEEDS} adresses au plus : retirez celles qui ne servent pas.`);
    const id = newId();
    await tx.$executeRaw(
      sql`INSERT INTO calendar_feed (id, person_id, incubator_id, token_sha256, created_at) VALUES (${id}::uuid, ${personId}::uuid, ${incubatorId}::uuid, ${digest(token)}, ${now})`,
    );
    await recordChanges(tx, { ...acting.audit, at: now }, [
      { verb: 'make-calendar', thing: { kind: 'calendar', id } },
    ]);
  });
  return token;
}

/** The address answers no more, at once. */
export async function dropFeed(acting: Acting, id: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`DELETE FROM calendar_feed WHERE id = ${id}::uuid AND person_id = ${personId}::uuid`,
    );
    if (count === 0) throw new RuleError('Cette adresse n’existe plus.');
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'drop-calendar', thing: { kind: 'calendar', id } },
    ]);
  });
}

const bearerRow = z.object({
  personId: z.string(),
  incubatorId: z.string().nullable(),
  incubator: z.string().nullable(),
});

/** What a feed shows, and whose right it follows; null when nobody bears this secret. */
export async function feedOfToken(db: Sql, token: string): Promise<z.infer<typeof bearerRow> | null> {
  const rows = await readRows(
    db,
    bearerRow,
    sql`SELECT f.person_id AS "personId", f.incubator_id AS "incubatorId", i.title AS incubator FROM calendar_feed f JOIN person p ON p.id = f.person_id
        LEFT JOIN incubator i ON i.id = f.incubator_id WHERE f.token_sha256 = ${digest(token)} AND p.erased_at IS NULL`,
  );
  return rows[0] ?? null;
}

const MOST_COMMITTEES = 200;

/** The committees of a feed: of an incubator, or those on which the person is. */
export const committeesOfFeed = (
  db: Sql,
  feed: { personId: string; incubatorId: string | null },
): Promise<Committee[]> =>
  feed.incubatorId === null
    ? committeesOfPerson(db, feed.personId, MOST_COMMITTEES)
    : committeesOfIncubator(db, feed.incubatorId);
