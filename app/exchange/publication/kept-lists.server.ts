import { z } from 'zod';
import { permitted, RuleError, type Acting } from '~/person/acting';
import { NETWORK } from '~/person/rights';
import { recordChanges } from '~/platform/audit.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { editDocument, readDocument } from '~/platform/document/front-matter';
import { newId } from '~/platform/identifier';
import { readFile, replaceBytes } from './replace.server';

/** The network's kept lists of words, each with the key under which a fiche names them. */
export const TERM_KINDS = {
  theme: { address: 'themes', label: 'Thèmes', one: 'thème', key: 'thematiques' },
  audience: { address: 'publics', label: 'Publics', one: 'public', key: 'usertypes' },
  technology: { address: 'technologies', label: 'Technologies', one: 'technologie', key: 'techno' },
} as const;
export type TermKind = keyof typeof TERM_KINDS;

export const termKindOf = (address: string): TermKind | null =>
  (Object.keys(TERM_KINDS) as TermKind[]).find((kind) => TERM_KINDS[kind].address === address) ?? null;

const termRow = z.object({
  id: z.string(),
  label: z.string(),
  retired: z.boolean(),
  version: z.number(),
  startups: z.number(),
});
export type Term = z.infer<typeof termRow>;

/** Every word of a list with the number of startups that bear it. */
export const readTerms = (db: Sql, kind: TermKind): Promise<Term[]> =>
  readRows(
    db,
    termRow,
    sql`SELECT t.id, t.label, t.retired_at IS NOT NULL AS retired, t.version,
          (SELECT count(*)::int FROM startup_term st JOIN startup s ON s.id = st.startup_id WHERE st.term_id = t.id) AS startups
        FROM term t WHERE t.kind = ${kind} ORDER BY t.retired_at IS NOT NULL, folded(t.label)`,
  );

const MOST_SECONDS = 120;

const record = (tx: Sql, acting: Acting, verb: string, id: string, after?: unknown) =>
  recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
    { verb, thing: { kind: 'term', id }, ...(after === undefined ? {} : { after }) },
  ]);

/** Adds a word that fiches may bear from now on; one that was retired comes back. */
export async function addTerm(acting: Acting, kind: TermKind, label: string): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  await acting.database.transaction(async (tx) => {
    const id = newId();
    const alike = await readRows(
      tx,
      z.object({ label: z.string() }),
      sql`SELECT label FROM term WHERE kind = ${kind} AND folded(label) = folded(${label}) AND label <> ${label} AND retired_at IS NULL LIMIT 1`,
    );
    if (alike[0]) throw new RuleError(`« ${alike[0].label} » est déjà dans la liste.`, 'libelle');
    const changed = await tx.$executeRaw(
      sql`INSERT INTO term (id, kind, label, version) VALUES (${id}::uuid, ${kind}, ${label}, 1)
          ON CONFLICT (kind, label) DO UPDATE SET retired_at = NULL, version = term.version + 1 WHERE term.retired_at IS NOT NULL`,
    );
    if (changed === 0) throw new RuleError('Ce mot est déjà dans la liste.', 'libelle');
    await record(tx, acting, 'add-term', id, { kind, label });
  });
}

/** Whether forms propose the word: fiches that bear it keep it. */
export async function retireTerm(acting: Acting, termId: string, retired: boolean): Promise<void> {
  permitted(acting, 'reseau.modifier', NETWORK);
  await acting.database.transaction(async (tx) => {
    await tx.$executeRaw(
      sql`UPDATE term SET retired_at = ${retired ? acting.clock.now() : null}::timestamptz, version = version + 1 WHERE id = ${termId}::uuid`,
    );
    await record(tx, acting, retired ? 'retire-term' : 'unretire-term', termId);
  });
}

const touchedRow = z.object({ publicId: z.string(), title: z.string() });

/** The startups whose fiche bears a word: what a merge would touch. */
export const startupsWithTerm = (db: Sql, termId: string) =>
  readRows(
    db,
    touchedRow,
    sql`SELECT s.public_id AS "publicId", s.title FROM startup s JOIN startup_term st ON st.startup_id = s.id WHERE st.term_id = ${termId}::uuid ORDER BY folded(s.title)`,
  );

/** In each of these fiches, one value of a list takes the place of another. Within a transaction. */
async function replaceInFiches(
  tx: Sql,
  acting: Acting,
  publicIds: readonly string[],
  key: string,
  [from, to]: [from: string, to: string],
): Promise<void> {
  for (const publicId of publicIds) {
    const file = await readFile(tx, '_startups', publicId, { lock: true });
    if (!file) continue;
    const value = readDocument(file.bytes).attributes[key];
    const list = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
      (entry) => entry !== undefined,
    );
    const isFrom = (entry: unknown) =>
      [from, from.replace('/organisations/', '')].includes(String(entry).trim());
    const next = [...new Set(list.map((entry) => (isFrom(entry) ? to : entry)))];
    await replaceBytes(tx, acting, file, editDocument(file.bytes, { [key]: next }), { nature: 'liste' });
  }
}

/**
 * Every fiche that bears the first word bears the second instead, and the first is retired; a word that is not in
 * the list yet becomes its new name.
 */
export async function mergeTerm(
  acting: Acting,
  kind: TermKind,
  fromId: string,
  toLabel: string,
): Promise<number> {
  permitted(acting, 'reseau.modifier', NETWORK);
  return acting.database.transaction(
    async (tx) => {
      const terms = await readRows(
        tx,
        z.object({ label: z.string() }),
        sql`SELECT label FROM term WHERE id = ${fromId}::uuid AND kind = ${kind} FOR UPDATE`,
      );
      const from = terms[0]?.label;
      if (from === undefined) throw new RuleError('Ce mot n’est plus dans la liste.');
      if (from === toLabel) throw new RuleError('C’est déjà son nom.', 'vers');
      const touched = await startupsWithTerm(tx, fromId);
      await tx.$executeRaw(
        sql`INSERT INTO term (id, kind, label, version) VALUES (${newId()}::uuid, ${kind}, ${toLabel}, 1)
            ON CONFLICT (kind, label) DO UPDATE SET retired_at = NULL`,
      );
      await replaceInFiches(
        tx,
        acting,
        touched.map(({ publicId }) => publicId),
        TERM_KINDS[kind].key,
        [from, toLabel],
      );
      await tx.$executeRaw(
        sql`UPDATE term SET retired_at = ${acting.clock.now()}, version = version + 1 WHERE id = ${fromId}::uuid`,
      );
      await record(tx, acting, 'merge-term', fromId, { into: toLabel, startups: touched.length });
      return touched.length;
    },
    { seconds: MOST_SECONDS },
  );
}

/** The startups that an administration carries: what a merge would touch. */
export const startupsOfOrganisation = (db: Sql, publicId: string) =>
  readRows(
    db,
    touchedRow,
    sql`SELECT s.public_id AS "publicId", s.title FROM startup s JOIN sponsorship sp ON sp.startup_id = s.id JOIN organisation o ON o.id = sp.organisation_id
        WHERE o.public_id = ${publicId} ORDER BY folded(s.title)`,
  );

/** What else names an administration: the incubators that are its own, how many sponsors and shares of budgets it has. */
export async function tiesOfOrganisation(db: Sql, publicId: string) {
  const incubators = await readRows(
    db,
    touchedRow,
    sql`SELECT public_id AS "publicId", title FROM incubator WHERE owner_public_id = ${publicId} ORDER BY folded(title)`,
  );
  const [sponsors] = await readRows(
    db,
    z.object({ count: z.number() }),
    sql`SELECT count(*)::int AS count FROM mission m JOIN organisation o ON o.id = m.organisation_id WHERE o.public_id = ${publicId}`,
  );
  const [shares] = await readRows(
    db,
    z.object({ count: z.number() }),
    sql`SELECT count(*)::int AS count FROM budget_share b JOIN organisation o ON o.id = b.organisation_id WHERE o.public_id = ${publicId}`,
  );
  return { incubators, sponsors: sponsors!.count, shares: shares!.count };
}

/** The incubators and the sponsors of the first administration are the second's. Within a transaction. */
async function moveTies(
  tx: Sql,
  acting: Acting,
  [from, to]: [from: string, to: string],
  incubators: ReadonlyArray<{ publicId: string }>,
): Promise<void> {
  for (const { publicId } of incubators) {
    const file = await readFile(tx, '_incubators', publicId, { lock: true });
    if (!file) continue;
    await replaceBytes(tx, acting, file, editDocument(file.bytes, { owner: `/organisations/${to}` }), {
      nature: 'liste',
    });
  }
  await tx.$executeRaw(
    sql`INSERT INTO budget_share (budget_id, organisation_id, amount)
        SELECT b.budget_id, o.id, b.amount FROM budget_share b JOIN organisation gone ON gone.id = b.organisation_id AND gone.public_id = ${from}, organisation o WHERE o.public_id = ${to}
        ON CONFLICT (budget_id, organisation_id) DO UPDATE SET amount = budget_share.amount + excluded.amount`,
  );
  await tx.$executeRaw(
    sql`DELETE FROM budget_share WHERE organisation_id = (SELECT id FROM organisation WHERE public_id = ${from})`,
  );
  await tx.$executeRaw(
    sql`UPDATE mission SET organisation_id = (SELECT id FROM organisation WHERE public_id = ${to})
        WHERE organisation_id = (SELECT id FROM organisation WHERE public_id = ${from})`,
  );
}

/**
 * Every startup, incubator and sponsor of the first administration is the second's from now on; the first leaves
 * lists and exports.
 */
export async function mergeOrganisation(acting: Acting, from: string, to: string | null): Promise<number> {
  permitted(acting, 'reseau.modifier', NETWORK);
  return acting.database.transaction(
    async (tx) => {
      const touched = await startupsOfOrganisation(tx, from);
      const { incubators, sponsors, shares } = await tiesOfOrganisation(tx, from);
      if (to === null && touched.length + incubators.length + sponsors + shares > 0) {
        throw new RuleError(
          'Des startups, des incubateurs, des sponsors ou des budgets dépendent de cette administration : fusionnez-la avec une autre.',
        );
      }
      if (to !== null) {
        if (to === from || !(await readFile(tx, '_organisations', to))) {
          throw new RuleError('Choisissez une autre administration de la liste.', 'vers');
        }
        await replaceInFiches(
          tx,
          acting,
          touched.map(({ publicId }) => publicId),
          'sponsors',
          [`/organisations/${from}`, `/organisations/${to}`],
        );
        await moveTies(tx, acting, [from, to], incubators);
      }
      await tx.$executeRaw(
        sql`UPDATE content_file SET archived_at = ${acting.clock.now()} WHERE collection = '_organisations' AND path IN (${`${from}.md`}, ${`${from}.md`.normalize('NFD')})`,
      );
      await raiseDataVersion(tx);
      await recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
        {
          verb: to === null ? 'retire-organisation' : 'merge-organisation',
          thing: { kind: 'organisation', id: from },
          after: { into: to, startups: touched.length + incubators.length },
        },
      ]);
      return touched.length + incubators.length;
    },
    { seconds: MOST_SECONDS },
  );
}
