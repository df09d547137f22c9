import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { can, isCurrent, type StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day } from '~/platform/day';
import { line, optionalCode, optionalDayField, prose } from '~/platform/form-fields';
import {
  CAUSE_CODES,
  namesIn,
  RESCUE_ENDS,
  STOP_PATHS,
  type Cause,
  type RescueEnd,
  type StopPath,
} from './causes';

const dayText = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : day(text)));
const row = z.object({
  path: z.enum(Object.keys(STOP_PATHS) as [StopPath, ...StopPath[]]),
  cause: z.enum(CAUSE_CODES as [Cause, ...Cause[]]).nullable(),
  teamAgreedOn: dayText,
  incubatorAgreedOn: dayText,
  rescueUntil: dayText,
  sought: z.string(),
  rescueEnd: z.enum(Object.keys(RESCUE_ENDS) as [RescueEnd, ...RescueEnd[]]).nullable(),
  restart: z.string(),
  postmortem: z.string(),
  publishedOn: dayText,
  withheldReason: z.string().nullable(),
  version: z.number(),
});
export type Stop = z.infer<typeof row>;

/** How a startup is being stopped; null when it is not. */
export async function stopOf(db: Sql, startupId: string): Promise<Stop | null> {
  const rows = await readRows(
    db,
    row,
    sql`SELECT path, cause, team_agreed_on::text AS "teamAgreedOn", incubator_agreed_on::text AS "incubatorAgreedOn", rescue_until::text AS "rescueUntil", sought,
          rescue_end AS "rescueEnd", restart, postmortem, published_on::text AS "publishedOn", withheld_reason AS "withheldReason", version
        FROM startup_stop WHERE startup_id = ${startupId}::uuid`,
  );
  return rows[0] ?? null;
}

export const stopSchema = z.object({
  chemin: z.enum(Object.keys(STOP_PATHS) as [StopPath, ...StopPath[]], {
    error: 'Dites pourquoi le service s’arrête.',
  }),
  cause: optionalCode(CAUSE_CODES, 'Choisissez une cause de la liste.'),
  sauvegarde: optionalDayField('Fin de la sauvegarde'),
  sponsors: prose('Sponsors sollicités', { max: 2000 }).default(''),
  issue: optionalCode(Object.keys(RESCUE_ENDS) as RescueEnd[], 'Cette issue n’existe pas.'),
  relance: prose('Dossier de relance', { max: 10_000 }).default(''),
  recit: prose('Retour d’expérience', { max: 20_000 }).default(''),
});
export type StopInput = z.infer<typeof stopSchema>;
export const withheldSchema = z.object({ raison: line('Raison', { max: 500 }) });

const told = (tx: Sql, acting: Acting, verb: string, startupId: string) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'stop', id: startupId } },
  ]);

/**
 * Keeps what is known of the stop. Another cause than the one agreed on is to be agreed on again.
 * @throws {StaleError} {RuleError} once the post-mortem is published.
 */
export async function saveStop(
  acting: Acting,
  startup: StartupTies,
  version: number,
  input: StopInput,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO startup_stop (startup_id, path, opened_on, cause, rescue_until, sought, rescue_end, restart, postmortem, version, updated_at)
                VALUES (${startup.id}::uuid, ${input.chemin}, ${acting.clock.today()}::date, ${input.cause}, ${input.sauvegarde}::date, ${input.sponsors}, ${input.issue}, ${input.relance}, ${input.recit}, 1, ${now})
                ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE startup_stop SET path = ${input.chemin}, rescue_until = ${input.sauvegarde}::date, sought = ${input.sponsors}, rescue_end = ${input.issue},
                  restart = ${input.relance}, postmortem = ${input.recit},
                  team_agreed_on = CASE WHEN cause IS NOT DISTINCT FROM ${input.cause} THEN team_agreed_on END,
                  incubator_agreed_on = CASE WHEN cause IS NOT DISTINCT FROM ${input.cause} THEN incubator_agreed_on END,
                  cause = ${input.cause}, version = version + 1, updated_at = ${now}
                WHERE startup_id = ${startup.id}::uuid AND version = ${version} AND published_on IS NULL`,
          );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'save-stop', startup.id);
  });
}

/** Team and incubator each agree on the wording that the public will read; who is of both agrees for both. */
export async function agreeOnCause(acting: Acting, startup: StartupTies, version: number): Promise<void> {
  const actor = permitted(acting, 'startup.modifier', startup);
  const today = acting.clock.today();
  const incubator = can(acting.actor, 'startup.decider', startup, today).allowed;
  const team = actor.missions.some(
    (mission) =>
      mission.startupId === startup.id &&
      (mission.role === 'intrapreneur' || mission.role === 'member') &&
      isCurrent(mission, today),
  );
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE startup_stop SET team_agreed_on = CASE WHEN ${team} THEN ${today}::date ELSE team_agreed_on END,
            incubator_agreed_on = CASE WHEN ${incubator} THEN ${today}::date ELSE incubator_agreed_on END, version = version + 1
          WHERE startup_id = ${startup.id}::uuid AND version = ${version} AND cause IS NOT NULL AND published_on IS NULL`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'agree-on-cause', startup.id);
  });
}

/** Everyone who had a mission on the startup: no post-mortem names them. */
const peopleOf = (db: Sql, startupId: string) =>
  readRows(
    db,
    z.object({ name: z.string() }),
    sql`SELECT DISTINCT p.full_name AS name FROM mission m JOIN person p ON p.id = m.person_id WHERE m.startup_id = ${startupId}::uuid AND p.erased_at IS NULL`,
  );

/**
 * Within a transaction: the stop whose post-mortem can be published now, locked.
 * @throws {RuleError} when team and incubator have not agreed, when it is empty, or when it names somebody.
 */
export async function lockPublishable(
  tx: Sql,
  acting: Acting,
  startup: StartupTies,
  version: number,
): Promise<Stop & { cause: Cause }> {
  permitted(acting, 'startup.modifier', startup);
  await tx.$executeRaw(sql`SELECT 1 FROM startup_stop WHERE startup_id = ${startup.id}::uuid FOR UPDATE`);
  const stop = await stopOf(tx, startup.id);
  if (!stop || stop.version !== version || stop.publishedOn !== null) throw new StaleError();
  if (stop.cause === null || stop.teamAgreedOn === null || stop.incubatorAgreedOn === null)
    throw new RuleError('L’équipe et l’incubateur choisissent d’abord ensemble la cause publique.', 'cause');
  if (stop.postmortem === '')
    throw new RuleError('Écrivez le retour d’expérience avant de le publier.', 'recit');
  const named = namesIn(
    stop.postmortem,
    (await peopleOf(tx, startup.id)).map(({ name }) => name),
  );
  if (named.length > 0)
    throw new RuleError(
      `Ce texte nomme des personnes (${named.join(', ')}) : parlez de ce qui a été fait, pas de qui l’a fait.`,
      'recit',
    );
  return { ...stop, cause: stop.cause };
}

export async function markPublished(tx: Sql, acting: Acting, startupId: string): Promise<void> {
  await tx.$executeRaw(
    sql`UPDATE startup_stop SET published_on = ${acting.clock.today()}::date, withheld_reason = NULL, version = version + 1 WHERE startup_id = ${startupId}::uuid`,
  );
  await told(tx, acting, 'publish-postmortem', startupId);
}

/** The post-mortem is published by default: keeping it back needs a reason, and the incubator's word. */
export async function withholdPostmortem(
  acting: Acting,
  startup: StartupTies,
  { version, reason }: { version: number; reason: string },
): Promise<void> {
  permitted(acting, 'startup.decider', startup);
  await acting.database.transaction(async (tx) => {
    const count = await tx.$executeRaw(
      sql`UPDATE startup_stop SET withheld_reason = ${reason}, version = version + 1 WHERE startup_id = ${startup.id}::uuid AND version = ${version} AND published_on IS NULL`,
    );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'withhold-postmortem', startup.id);
  });
}
