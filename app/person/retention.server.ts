import { z } from 'zod';
import { recordChanges } from '~/platform/audit.server';
import { raw, readRows, sql, type Sql } from '~/platform/database/sql.server';
import { permitted, RefusedError, RuleError, type Acting } from './acting';
import { erasePeople } from './account.server';
import { NETWORK } from './rights';
import { endSessionsOf } from './session.server';

const DAY_MS = 86_400_000;
const before = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

interface RetentionRule {
  code: string;
  /** What is kept and how long, as the administrator and the privacy page read it. */
  label: string;
  days: number;
  table: ReturnType<typeof sql>;
  due: (limit: Date) => ReturnType<typeof sql>;
}

/** How long each kind of personal trace is kept: one table for the purge, the administrator and the privacy page. */
export const RETENTION: readonly RetentionRule[] = [
  {
    code: 'connexions',
    label: 'Journal des connexions',
    days: 180,
    table: sql`sign_in_event`,
    due: (limit) => sql`at < ${limit}`,
  },
  {
    code: 'sessions',
    label: 'Sessions terminées',
    days: 30,
    table: sql`session`,
    due: (limit) => sql`coalesce(ended_at, expires_at) < ${limit}`,
  },
  {
    code: 'liens-connexion',
    label: 'Liens de connexion',
    days: 1,
    table: sql`sign_in_link`,
    due: (limit) => sql`expires_at < ${limit}`,
  },
  {
    code: 'fournisseur',
    label: 'Connexions commencées chez le fournisseur d’identité',
    days: 1,
    table: sql`oidc_attempt`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'formulaires',
    label: 'Formulaires gardés après une session expirée',
    days: 0,
    table: sql`parked_form`,
    due: (limit) => sql`expires_at < ${limit}`,
  },
  {
    code: 'tableaux',
    label: 'Tableaux de valeurs lus et jamais confirmés',
    days: 1,
    table: sql`value_batch`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'liens-signes',
    label: 'Liens signés expirés',
    days: 30,
    table: sql`signed_link`,
    due: (limit) => sql`expires_at < ${limit}`,
  },
  {
    code: 'courriels',
    label: 'Courriels envoyés, refusés ou remplacés',
    days: 90,
    table: sql`mail`,
    due: (limit) => sql`state NOT IN ('waiting', 'sending') AND created_at < ${limit}`,
  },
  {
    code: 'demandes',
    label: 'Demandes d’accès, avec ou sans réponse',
    days: 365,
    table: sql`access_request`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'propositions',
    label: 'Startups proposées aux incubateurs, avec ou sans réponse',
    days: 365,
    table: sql`startup_request`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'signalements',
    label: 'Erreurs signalées par le public',
    days: 365,
    table: sql`error_report`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'notes-accompagnement',
    label: 'Notes et alertes d’accompagnement',
    days: 730,
    table: sql`coach_note`,
    due: (limit) => sql`written_at < ${limit}`,
  },
  {
    code: 'grilles',
    label: 'Grilles de fin de phase',
    days: 180,
    table: sql`review_grid`,
    due: (limit) => sql`updated_at < ${limit}`,
  },
  {
    code: 'signaux-sus',
    label: 'Signaux auxquels un coach a répondu',
    days: 0,
    table: sql`signal_rest`,
    due: (limit) => sql`until_day < ${limit}::date`,
  },
  {
    code: 'demandes-programmes',
    label: 'Demandes de programmes, pour leur répondre deux fois la même chose',
    days: 1,
    table: sql`api_request`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'envois',
    label: 'Messages envoyés aux adresses à prévenir',
    days: 30,
    table: sql`webhook_delivery`,
    due: (limit) => sql`created_at < ${limit}`,
  },
  {
    code: 'compteurs',
    label: 'Compteurs contre les abus',
    days: 1,
    table: sql`rate_limit`,
    due: (limit) => sql`window_start < ${limit}`,
  },
  {
    code: 'travaux',
    label: 'Travaux faits',
    days: 1,
    table: sql`job`,
    due: (limit) => sql`done_at < ${limit}`,
  },
];

/** Years after the last mission of a person before their record is due to be erased. */
export const FORGET_AFTER_DAYS = 730;

/** Takes away all that is older than its rule; runs every day. */
export async function purgeExpired(tx: Sql, now: Date): Promise<void> {
  for (const { table, due, days } of RETENTION) {
    await tx.$executeRaw(sql`DELETE FROM ${table} WHERE ${due(before(now, days))}`);
  }
}

const count = z.object({ n: z.number() });

/** What each rule keeps now. */
export async function retentionState(
  db: Sql,
): Promise<Array<{ code: string; label: string; days: number; kept: number }>> {
  const state = [];
  for (const { code, label, days, table } of RETENTION) {
    const [row] = await readRows(db, count, sql`SELECT count(*)::int AS n FROM ${table}`);
    state.push({ code, label, days, kept: row!.n });
  }
  return state;
}

const forgottenRow = z.object({ id: z.string(), name: z.string(), lastDay: z.string().nullable() });

/** People whose last mission ended long ago: nobody needs their name any more. */
export const peopleToForget = (db: Sql, now: Date) =>
  readRows(
    db,
    forgottenRow,
    sql`SELECT p.id, p.full_name AS name, max(m.end_day)::text AS "lastDay" FROM person p LEFT JOIN mission m ON m.person_id = p.id
        WHERE p.erased_at IS NULL GROUP BY p.id
        HAVING count(m.id) > 0 AND bool_and(m.end_day IS NOT NULL AND m.end_day < ${before(now, FORGET_AFTER_DAYS)}::date) ORDER BY max(m.end_day) LIMIT 500`,
  );

/** Erases those due, all at once. @returns how many. */
export async function forgetPeople(acting: Acting): Promise<number> {
  permitted(acting, 'administration.voir', NETWORK);
  return acting.database.transaction(async (tx) => {
    const due = await peopleToForget(tx, acting.clock.now());
    await erasePeople(
      tx,
      acting,
      due.map(({ id }) => id),
    );
    return due.length;
  });
}

const recordRow = z.object({
  id: z.string(),
  name: z.string(),
  addresses: z.array(z.string()),
  missions: z.array(z.string()),
});
const duplicateRow = z.object({ why: z.string(), records: z.array(recordRow) });

/** What an administrator compares before saying that two records are one person. */
const record = sql`jsonb_build_object('id', p.id, 'name', p.full_name,
  'addresses', coalesce((SELECT jsonb_agg(a.address ORDER BY a.address) FROM person_address a WHERE a.person_id = p.id), '[]'),
  'missions', coalesce((SELECT jsonb_agg(m.role || coalesce(' · ' || s.title, ' · ' || i.title, '') ORDER BY m.start_day) FROM mission m
    LEFT JOIN startup s ON s.id = m.startup_id LEFT JOIN incubator i ON i.id = m.incubator_id WHERE m.person_id = p.id), '[]'))`;

/** People who may be one: same name, or same address. */
export const possibleDuplicates = (db: Sql) =>
  readRows(
    db,
    duplicateRow,
    sql`SELECT 'même nom' AS why, jsonb_agg(${record} ORDER BY p.id) AS records FROM person p WHERE p.erased_at IS NULL GROUP BY folded(p.full_name) HAVING count(*) > 1
        UNION ALL
        SELECT 'même adresse', jsonb_agg(${record} ORDER BY p.id) FROM person_address x JOIN person p ON p.id = x.person_id GROUP BY x.address HAVING count(*) > 1
        LIMIT 200`,
  );

/**
 * Every column that names a person and of which one person may have many rows: read from the database itself, so that
 * a table added later is not forgotten. Those of which a person has one (a preference, a seat) are moved one by one.
 */
const columnsNamingPeople = (tx: Sql) =>
  readRows(
    tx,
    z.object({ table: z.string(), column: z.string() }),
    sql`SELECT c.conrelid::regclass::text AS table, a.attname AS column FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
        WHERE c.confrelid = 'person'::regclass AND c.contype = 'f' AND c.conrelid <> 'committee_minutes'::regclass
          AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indisunique AND a.attnum = ANY(i.indkey::int[])) ORDER BY 1, 2`,
  );

/**
 * Two records that resemble each other become one: everything of the second goes to the first, and the second is
 * gone, its sessions with it.
 */
export async function mergePeople(acting: Acting, keptId: string, goneId: string): Promise<void> {
  const actor = permitted(acting, 'administration.voir', NETWORK);
  // Rights go over with the missions: nobody takes another's by saying that they are one.
  if ([keptId, goneId].includes(actor.personId)) {
    throw new RefusedError('Votre propre fiche est fusionnée par une autre personne.');
  }
  await acting.database.transaction(async (tx) => {
    const pairs = await possibleDuplicates(tx);
    const isPair = pairs.some(({ records }) => {
      const ids = records.map(({ id }) => id);
      return keptId !== goneId && ids.includes(keptId) && ids.includes(goneId);
    });
    if (!isPair) throw new RuleError('Ces deux fiches ne se ressemblent plus : rien n’a été fusionné.');
    await endSessionsOf(tx, acting.clock.now(), goneId);
    // Nobody acts for themselves.
    await tx.$executeRaw(
      sql`DELETE FROM delegation WHERE from_person_id = ANY(${[keptId, goneId]}::uuid[]) AND to_person_id = ANY(${[keptId, goneId]}::uuid[])`,
    );
    for (const { table, column } of await columnsNamingPeople(tx))
      await tx.$executeRaw(
        sql`UPDATE ${raw(`"${table}"`)} SET ${raw(`"${column}"`)} = ${keptId}::uuid WHERE ${raw(`"${column}"`)} = ${goneId}::uuid`,
      );
    // Signed minutes never change: whoever was asked to sign them is told in their text.
    await tx.$executeRaw(
      sql`UPDATE committee_minutes SET asked_person_id = ${keptId}::uuid WHERE asked_person_id = ${goneId}::uuid AND signed_at IS NULL`,
    );
    // A mail refused on either record is refused.
    await tx.$executeRaw(
      sql`INSERT INTO mail_preference (person_id, kind, wanted) SELECT ${keptId}::uuid, kind, wanted FROM mail_preference WHERE person_id = ${goneId}::uuid
          ON CONFLICT (person_id, kind) DO UPDATE SET wanted = mail_preference.wanted AND excluded.wanted`,
    );
    await tx.$executeRaw(
      sql`UPDATE signal_rest SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid
          AND NOT EXISTS (SELECT 1 FROM signal_rest k WHERE k.person_id = ${keptId}::uuid AND k.startup_id = signal_rest.startup_id AND k.code = signal_rest.code)`,
    );
    await tx.$executeRaw(
      sql`INSERT INTO person_address (person_id, address) SELECT ${keptId}::uuid, address FROM person_address WHERE person_id = ${goneId}::uuid ON CONFLICT DO NOTHING`,
    );
    await tx.$executeRaw(
      sql`INSERT INTO follow (id, person_id, startup_id, incubator_id) SELECT gen_random_uuid(), ${keptId}::uuid, startup_id, incubator_id FROM follow WHERE person_id = ${goneId}::uuid ON CONFLICT DO NOTHING`,
    );
    await tx.$executeRaw(
      sql`UPDATE content_draft SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid
          AND NOT EXISTS (SELECT 1 FROM content_draft k WHERE k.person_id = ${keptId}::uuid AND k.content_file_id = content_draft.content_file_id)`,
    );
    // An opposition said on either record holds for the person.
    await tx.$executeRaw(
      sql`UPDATE person SET opposes_publication = true WHERE id = ${keptId}::uuid AND EXISTS (SELECT 1 FROM person g WHERE g.id = ${goneId}::uuid AND g.opposes_publication)`,
    );
    await tx.$executeRaw(
      sql`UPDATE jury_seat SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid
          AND NOT EXISTS (SELECT 1 FROM jury_seat k WHERE k.person_id = ${keptId}::uuid AND k.call_id = jury_seat.call_id)`,
    );
    // One certification, one demand a session.
    await tx.$executeRaw(
      sql`UPDATE certification_candidate SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid
          AND NOT EXISTS (SELECT 1 FROM certification_candidate k WHERE k.person_id = ${keptId}::uuid
            AND (k.session_id = certification_candidate.session_id OR (k.state = 'certifiee' AND certification_candidate.state = 'certifiee')))`,
    );
    await tx.$executeRaw(
      sql`UPDATE coach_days SET person_id = ${keptId}::uuid WHERE person_id = ${goneId}::uuid
          AND NOT EXISTS (SELECT 1 FROM coach_days k WHERE k.person_id = ${keptId}::uuid AND k.startup_id = coach_days.startup_id AND k.month = coach_days.month)`,
    );
    await tx.$executeRaw(sql`DELETE FROM person WHERE id = ${goneId}::uuid`);
    await tx.$executeRaw(sql`UPDATE person SET kept_here = true WHERE id = ${keptId}::uuid`);
    await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb: 'merge', thing: { kind: 'person', id: keptId }, before: { merged: goneId } },
    ]);
  });
}
