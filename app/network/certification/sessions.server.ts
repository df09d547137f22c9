import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';

const dayText = z.string().transform((text) => day(text));
const sessionRow = z.object({
  id: z.string(),
  name: z.string(),
  heldOn: dayText,
  filesBy: dayText,
  version: z.number(),
  asked: z.number(),
  certified: z.number(),
});
export type CertificationSession = z.infer<typeof sessionRow>;

const sessionsWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<CertificationSession[]> =>
  readRows(
    db,
    sessionRow,
    sql`SELECT s.id, s.name, s.held_on::text AS "heldOn", s.files_by::text AS "filesBy", s.version,
          (SELECT count(*)::int FROM certification_candidate c WHERE c.session_id = s.id) AS asked,
          (SELECT count(*)::int FROM certification_candidate c WHERE c.session_id = s.id AND c.state = 'certifiee') AS certified
        FROM certification_session s WHERE ${condition} ORDER BY s.held_on DESC, s.id`,
  );

export const certificationSessions = (db: Sql): Promise<CertificationSession[]> =>
  sessionsWhere(db, sql`true`);

export const certificationSession = async (db: Sql, id: string): Promise<CertificationSession | null> =>
  (await sessionsWhere(db, sql`s.id = ${id}::uuid`))[0] ?? null;

/** Sessions that still take files on a day. */
export const openSessions = (db: Sql, today: Day): Promise<CertificationSession[]> =>
  sessionsWhere(db, sql`s.files_by >= ${today}::date`);

export interface SessionInput {
  name: string;
  heldOn: Day;
  /** The last day on which a file is taken. */
  filesBy: Day;
}

async function checkName(tx: Sql, name: string, id: string | null): Promise<void> {
  const [same] = await readRows(
    tx,
    z.object({ held: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM certification_session WHERE folded(name) = folded(${name}) AND id IS DISTINCT FROM ${id}::uuid) AS held`,
  );
  if (same!.held) throw new RuleError('Une session porte déjà ce nom.', 'nom');
}

export async function addSession(acting: Acting, input: SessionInput): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  const id = newId();
  await acting.database.transaction(async (tx) => {
    await checkName(tx, input.name, null);
    await tx.$executeRaw(
      sql`INSERT INTO certification_session (id, name, held_on, files_by, version) VALUES (${id}::uuid, ${input.name}, ${input.heldOn}::date, ${input.filesBy}::date, 1)`,
    );
    await toldSession(tx, acting, 'add-session', id);
  });
}

/** @throws {StaleError} when somebody changed it since. */
export async function changeSession(
  acting: Acting,
  { id, version }: { id: string; version: number },
  input: SessionInput,
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  await acting.database.transaction(async (tx) => {
    await checkName(tx, input.name, id);
    const count = await tx.$executeRaw(
      sql`UPDATE certification_session SET name = ${input.name}, held_on = ${input.heldOn}::date, files_by = ${input.filesBy}::date, version = version + 1
          WHERE id = ${id}::uuid AND version = ${version}`,
    );
    if (count === 0) throw new StaleError();
    await toldSession(tx, acting, 'change-session', id);
  });
}

/** Writes what was done of a session; who was certified is not repeated there. */
export const toldSession = (tx: Sql, acting: Acting, verb: string, id: string): Promise<void> =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'certification', id } },
  ]);
