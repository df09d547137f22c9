import { z } from 'zod';
import { oneself, permitted, RuleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { formatDay } from '~/design/formats';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { queueMails } from '~/platform/mail/outbox.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { certificationSession, toldSession } from './sessions.server';

export const CANDIDATE_STATES = {
  demandee: 'demande déposée',
  certifiee: 'certification donnée',
  'non-certifiee': 'pas cette fois',
} as const;
export type CandidateState = keyof typeof CANDIDATE_STATES;

const dayText = z.string().transform((text) => day(text));
const row = z.object({
  sessionId: z.string(),
  session: z.string(),
  personId: z.string(),
  name: z.string(),
  fullTime: z.boolean(),
  fileUrl: z.string(),
  appliedOn: dayText,
  state: z.enum(['demandee', 'certifiee', 'non-certifiee']),
  decidedOn: dayText.nullable(),
});
export type Candidate = z.infer<typeof row>;

const candidatesWhere = (db: Sql, condition: ReturnType<typeof sql>): Promise<Candidate[]> =>
  readRows(
    db,
    row,
    sql`SELECT c.session_id AS "sessionId", s.name AS session, c.person_id AS "personId", p.full_name AS name, c.full_time AS "fullTime", c.file_url AS "fileUrl",
          c.applied_on::text AS "appliedOn", c.state, c.decided_on::text AS "decidedOn"
        FROM certification_candidate c JOIN certification_session s ON s.id = c.session_id JOIN person p ON p.id = c.person_id
        WHERE ${condition} ORDER BY s.held_on DESC, folded(p.full_name), p.id`,
  );

export const candidatesOf = (db: Sql, sessionId: string): Promise<Candidate[]> =>
  candidatesWhere(db, sql`c.session_id = ${sessionId}::uuid`);
export const candidaciesOf = (db: Sql, personId: string): Promise<Candidate[]> =>
  candidatesWhere(db, sql`c.person_id = ${personId}::uuid`);

export interface CandidacyInput {
  fullTime: boolean;
  /** Where the file is kept; empty until it is ready. */
  fileUrl: string;
}

async function notCertified(tx: Sql, personId: string): Promise<void> {
  const [certified] = await candidatesWhere(
    tx,
    sql`c.person_id = ${personId}::uuid AND c.state = 'certifiee'`,
  );
  if (certified)
    throw new RuleError(`La certification est déjà donnée, depuis le ${formatDay(certified.decidedOn!)}.`);
}

/** Asks for oneself, or says it anew, until the files are due. What is missing is left to the animation to judge. */
export async function askForCertification(
  acting: Acting,
  sessionId: string,
  { fullTime, fileUrl }: CandidacyInput,
): Promise<void> {
  const { personId } = oneself(acting);
  const today = acting.clock.today();
  await acting.database.transaction(async (tx) => {
    const session = await certificationSession(tx, sessionId);
    if (session === null) throw new RuleError('Cette session n’existe plus.');
    if (session.filesBy < today)
      throw new RuleError(`Les dossiers étaient attendus jusqu’au ${formatDay(session.filesBy)}.`);
    await notCertified(tx, personId);
    const count = await tx.$executeRaw(
      sql`INSERT INTO certification_candidate (session_id, person_id, full_time, file_url, applied_on, state)
          VALUES (${sessionId}::uuid, ${personId}::uuid, ${fullTime}, ${fileUrl}, ${today}::date, 'demandee')
          ON CONFLICT (session_id, person_id) DO UPDATE SET full_time = EXCLUDED.full_time, file_url = EXCLUDED.file_url WHERE certification_candidate.state = 'demandee'`,
    );
    if (count === 0) throw new RuleError('Cette demande a déjà sa décision.');
    await toldSession(tx, acting, 'ask-certification', sessionId);
  });
}

export async function withdrawCandidacy(acting: Acting, sessionId: string): Promise<void> {
  const { personId } = oneself(acting);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`DELETE FROM certification_candidate WHERE session_id = ${sessionId}::uuid AND person_id = ${personId}::uuid AND state = 'demandee'`,
    );
    if (count === 0) throw new RuleError('Cette demande a déjà sa décision, ou n’existe plus.');
    await toldSession(tx, acting, 'withdraw-certification', sessionId);
  });
}

/** The animation writes down somebody who asked otherwise, or who was certified before Jalons. */
export async function enterCandidate(acting: Acting, sessionId: string, personId: string): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  await acting.database.transaction(async (tx) => {
    await notCertified(tx, personId);
    await tx.$executeRaw(
      sql`INSERT INTO certification_candidate (session_id, person_id, full_time, file_url, applied_on, state)
          SELECT ${sessionId}::uuid, id, true, '', ${acting.clock.today()}::date, 'demandee' FROM person WHERE id = ${personId}::uuid AND erased_at IS NULL
          ON CONFLICT DO NOTHING`,
    );
    await toldSession(tx, acting, 'enter-candidate', sessionId);
  });
}

/**
 * What the session decided of one person, on its day; said anew when it was wrong, taken back with « demandee ».
 * The person is told by mail, what was said anew too.
 */
export async function decideCandidate(
  acting: Acting,
  { sessionId, personId, state }: { sessionId: string; personId: string; state: CandidateState },
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const session = await certificationSession(tx, sessionId);
    if (session === null) throw new RuleError('Cette session n’existe plus.');
    if (state !== 'demandee' && session.heldOn > acting.clock.today())
      throw new RuleError(`La session se tient le ${formatDay(session.heldOn)} : rien n’est encore décidé.`);
    // Two that decide of one person at once wait for each other, and the second reads what the first has done.
    await tx.$executeRaw(sql`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR UPDATE`);
    const [present] = await candidatesWhere(
      tx,
      sql`c.session_id = ${sessionId}::uuid AND c.person_id = ${personId}::uuid`,
    );
    if (!present) throw new RuleError('Cette demande n’existe plus.');
    if (present.state === state) return;
    if (state === 'certifiee') await notCertified(tx, personId);
    await tx.$executeRaw(
      sql`UPDATE certification_candidate SET state = ${state}, decided_on = ${state === 'demandee' ? null : session.heldOn}::date
          WHERE session_id = ${sessionId}::uuid AND person_id = ${personId}::uuid`,
    );
    await toldSession(tx, acting, 'decide-certification', sessionId);
    await raiseDataVersion(tx);
    if (state === 'demandee') return;
    const reached = await readRows(
      tx,
      z.object({ address: z.string() }),
      sql`SELECT min(address) AS address FROM person_address WHERE person_id = ${personId}::uuid HAVING min(address) IS NOT NULL`,
    );
    await queueMails(
      tx,
      { now, origin: acting.origin },
      reached.map(({ address }) => ({
        kind: 'certification',
        personId,
        address,
        topic: `certification/${sessionId}/${personId}`,
        letter: {
          subject: `Certification, ${session.name}`,
          paragraphs: [
            state === 'certifiee'
              ? 'La certification « Concevoir un service public numérique » vous est donnée. Bravo.'
              : 'La certification ne vous est pas donnée cette fois. Vous pouvez revenir à une session suivante ; l’animation du réseau vous dira pourquoi.',
          ],
          action: { label: 'Voir ma certification', url: `${acting.origin}/espace/certification` },
          why: 'Vous recevez ce courriel parce que vous avez demandé la certification.',
        },
      })),
    );
  });
}

/** How many people the sessions of each year certified. Never who. */
export async function certifiedByYear(db: Sql): Promise<ReadonlyMap<number, number>> {
  const rows = await readRows(
    db,
    z.object({ year: z.number(), count: z.number() }),
    sql`SELECT extract(year FROM decided_on)::int AS year, count(*)::int AS count FROM certification_candidate WHERE state = 'certifiee' GROUP BY 1`,
  );
  return new Map(rows.map(({ year, count }) => [year, count]));
}
