import { z } from 'zod';
import { permitted, RuleError, StaleError, type Acting } from '~/person/acting';
import { NETWORK, type StartupTies } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { newId } from '~/platform/identifier';
import type { CandidateInput } from './criteria';

const dayText = z.string().transform((text) => day(text));
const campaignRow = z.object({ year: z.number(), opensOn: dayText, closesOn: dayText, version: z.number() });
export type Campaign = z.infer<typeof campaignRow>;

/** The campaigns, latest first. */
export const campaigns = (db: Sql): Promise<Campaign[]> =>
  readRows(
    db,
    campaignRow,
    sql`SELECT year, opens_on::text AS "opensOn", closes_on::text AS "closesOn", version FROM impact_campaign ORDER BY year DESC`,
  );

/** Files are taken until the end of the closing day, in Paris. */
export const isOpen = (campaign: Campaign, today: Day): boolean =>
  campaign.opensOn <= today && today <= campaign.closesOn;

/** Opens the campaign of a year, or moves its dates. */
export async function saveCampaign(
  acting: Acting,
  { year, opensOn, closesOn, version }: Campaign,
): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  if (closesOn < opensOn) throw new RuleError('La clôture vient après l’ouverture.', 'cloture');
  await acting.database.transaction(async (tx) => {
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO impact_campaign (year, opens_on, closes_on, version) VALUES (${year}, ${opensOn}::date, ${closesOn}::date, 1) ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE impact_campaign SET opens_on = ${opensOn}::date, closes_on = ${closesOn}::date, version = version + 1 WHERE year = ${year} AND version = ${version}`,
          );
    if (count === 0) throw new StaleError();
    await told(tx, acting, 'save-campaign', String(year));
  });
}

const candidateRow = z.object({
  id: z.string(),
  year: z.number(),
  startupId: z.string(),
  deploiement: z.string(),
  seuil: z.string(),
  standards: z.string(),
  preuve: z.string().nullable(),
  state: z.enum(['brouillon', 'depose', 'retenu', 'non-retenu']),
  reason: z.string().nullable(),
  labelYear: z.number().nullable(),
  decidedOn: dayText.nullable(),
  version: z.number(),
});
export type Candidate = z.infer<typeof candidateRow>;

const candidates = (db: Sql, condition: ReturnType<typeof sql>): Promise<Candidate[]> =>
  readRows(
    db,
    candidateRow,
    sql`SELECT id, year, startup_id AS "startupId", deployment AS deploiement, threshold AS seuil, standards, evidence AS preuve, state, reason,
          label_year AS "labelYear", decided_on::text AS "decidedOn", version FROM impact_candidate WHERE ${condition} ORDER BY year DESC, id`,
  );

export const candidatesOfStartup = (db: Sql, startupId: string) =>
  candidates(db, sql`startup_id = ${startupId}::uuid`);
/** What the network may read of a campaign: files that were deposited, never drafts. */
export const depositedIn = (db: Sql, year: number) =>
  candidates(db, sql`year = ${year} AND state <> 'brouillon'`);

/** Keeps or deposits the file of a startup while the campaign is open; until then it may be changed and taken back. */
export async function saveCandidate(
  acting: Acting,
  startup: StartupTies,
  { year, version }: { year: number; version: number },
  input: CandidateInput,
): Promise<void> {
  permitted(acting, 'startup.modifier', startup);
  const now = acting.clock.now();
  await acting.database.transaction(async (tx) => {
    const open = (await campaigns(tx)).find((campaign) => campaign.year === year);
    if (!open || !isOpen(open, acting.clock.today()))
      throw new RuleError('Cette campagne n’est pas ouverte : le dossier reste tel qu’il était.');
    const state = input.depose ? 'depose' : 'brouillon';
    const count =
      version === 0
        ? await tx.$executeRaw(
            sql`INSERT INTO impact_candidate (id, year, startup_id, deployment, threshold, standards, evidence, state, version, updated_at)
                VALUES (${newId()}::uuid, ${year}, ${startup.id}::uuid, ${input.deploiement}, ${input.seuil}, ${input.standards}, ${input.preuve || null}, ${state}, 1, ${now}) ON CONFLICT DO NOTHING`,
          )
        : await tx.$executeRaw(
            sql`UPDATE impact_candidate SET deployment = ${input.deploiement}, threshold = ${input.seuil}, standards = ${input.standards}, evidence = ${input.preuve || null},
                  state = ${state}, version = version + 1, updated_at = ${now}
                WHERE year = ${year} AND startup_id = ${startup.id}::uuid AND version = ${version} AND state IN ('brouillon', 'depose')`,
          );
    if (count === 0) throw new StaleError();
    await told(
      tx,
      acting,
      input.depose ? 'deposit-impact-file' : 'save-impact-file',
      `${year}/${startup.id}`,
    );
  });
}

/**
 * Within a transaction: the network's decision on a deposited file.
 * @returns the startup that it is about. @throws {StaleError} when it was decided or changed since it was read.
 */
export async function settleCandidate(
  tx: Sql,
  acting: Acting,
  {
    id,
    version,
    labelYear,
    reason,
  }: { id: string; version: number; labelYear: number | null; reason: string },
): Promise<string> {
  permitted(acting, 'reseau.modifier', NETWORK);
  const now = acting.clock.now();
  const rows = await readRows(
    tx,
    z.object({ publicId: z.string() }),
    sql`UPDATE impact_candidate c SET state = ${labelYear === null ? 'non-retenu' : 'retenu'}, label_year = ${labelYear}, reason = ${reason || null},
          decided_on = ${acting.clock.today()}::date, version = version + 1, updated_at = ${now}
        FROM startup s WHERE c.id = ${id}::uuid AND c.version = ${version} AND c.state = 'depose' AND s.id = c.startup_id RETURNING s.public_id AS "publicId"`,
  );
  if (!rows[0]) throw new StaleError();
  await told(tx, acting, labelYear === null ? 'refuse-national-impact' : 'grant-national-impact', id);
  return rows[0].publicId;
}

async function told(tx: Sql, acting: Acting, verb: string, id: string): Promise<void> {
  await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'national-impact', id } },
  ]);
  await raiseDataVersion(tx);
}
