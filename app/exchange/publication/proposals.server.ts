import { z } from 'zod';
import { RuleError, StaleError, type Acting } from '~/person/acting';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { readDocument } from '~/platform/document/front-matter';
import { disagreements, type Disagreement } from './comparison';
import { baseBytes, withChanges } from './drafts.server';
import type { EditedCollection } from './editors';
import { keepFormerAddresses, keepIncubators, takeFields, type Choices } from './publish.server';
import { readFile, replaceBytes, type ContentFile } from './replace.server';

const proposalRow = z.object({
  id: z.string(),
  bytes: z.instanceof(Uint8Array),
  sha256: z.string(),
  upstream: z.string(),
  createdAt: z.date(),
});
export type Proposal = z.infer<typeof proposalRow>;

/** The version of the network that waits beside a page edited here, or null. */
export async function openProposal(db: Sql, fileId: string): Promise<Proposal | null> {
  const rows = await readRows(
    db,
    proposalRow,
    sql`SELECT p.id, p.bytes, p.sha256, f.upstream_sha256 AS upstream, p.created_at AS "createdAt" FROM content_proposal p JOIN content_file f ON f.id = p.content_file_id
        WHERE p.content_file_id = ${fileId}::uuid AND p.settled_at IS NULL`,
  );
  return rows[0] ?? null;
}

/** Where the page here and the network's version differ: « mine » is what the network sent. */
export async function proposalFields(
  db: Sql,
  file: ContentFile,
  proposal: Proposal,
): Promise<Disagreement[]> {
  const base = await baseBytes(db, file, proposal.upstream);
  return disagreements(
    file.collection as EditedCollection,
    base === null ? null : readDocument(base),
    readDocument(file.bytes),
    readDocument(proposal.bytes),
  );
}

/** Settles a proposal: the fields chosen from it are published, the others stay as they are here. */
export async function settleProposal(
  acting: Acting,
  target: { collection: EditedCollection; publicId: string; movesIncubators: boolean },
  { proposalId, seen, choices }: { proposalId: string; seen: string; choices: Choices },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const file = await readFile(tx, target.collection, target.publicId, { lock: true });
    const proposal = file && (await openProposal(tx, file.id));
    if (!file || !proposal || proposal.id !== proposalId) {
      throw new RuleError('Quelqu’un a déjà répondu à cette proposition.');
    }
    if (file.sha256 !== seen) throw new StaleError();
    const fields = await proposalFields(tx, file, proposal);
    if (fields.some(({ key }) => choices[key] === undefined)) {
      throw new RuleError('Choisissez une version pour chaque champ.');
    }
    const taken = takeFields(readDocument(proposal.bytes), fields, ({ key }) => choices[key] === 'mine');
    const all = fields.every(({ key }) => choices[key] === 'mine');
    // Taken whole, the file is the network's own to the byte: the next import finds nothing to say.
    const bytes = all ? proposal.bytes : withChanges(file.bytes, taken);
    const kept = keepFormerAddresses(file.bytes, bytes);
    keepIncubators(target, file.bytes, kept);
    await replaceBytes(tx, acting, file, kept, { nature: 'proposition' });
    await tx.$executeRaw(
      sql`UPDATE content_file SET upstream_sha256 = ${proposal.sha256} WHERE id = ${file.id}::uuid`,
    );
    await tx.$executeRaw(
      sql`UPDATE content_proposal SET settled_at = ${acting.clock.now()} WHERE id = ${proposal.id}::uuid`,
    );
  });
}
