import { z } from 'zod';
import { recordChanges, type AuditActor, type AuditEntry } from '~/platform/audit.server';
import type { Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { insertRows, join, readRows, sql, type Sql } from '~/platform/database/sql.server';
import { raiseDataVersion } from '~/platform/data-version.server';
import type { Oddity } from '~/platform/document/field-reader';
import { DocumentFault, readDocument, type FrontMatterDocument } from '~/platform/document/front-matter';
import { newId } from '~/platform/identifier';
import {
  COLLECTIONS,
  findContentFolder,
  listCollection,
  readOne,
  type Collection,
  type FolderFile,
} from './folder.server';
import { projectAwards } from './projection/rounds.server';
import { projectCollection, refreshReferences } from './projection/projection.server';
import { type ReadFile } from './projection/context.server';
import type { ImportReport } from './report';

export interface ImportOptions {
  dir: string;
  dryRun?: boolean;
  collections?: readonly Collection[];
  onProgress?: (done: number, total: number) => void;
}

interface KnownFile {
  id: string;
  /** What it is called here: a file renamed here is still found by the name that its network gives it. */
  path: string;
  sha256: string;
  /** Empty for a file that was made here. */
  upstream: string;
  drafted: boolean;
  /** The person of this file was erased: it is not read again. */
  erased: boolean;
}

/** Whether its version here may be replaced by the network's without anybody losing a word. */
const isTouched = (known: KnownFile): boolean => known.sha256 !== known.upstream || known.drafted;

const CHUNK = 500;
/** An import of the largest network measured takes minutes; its transaction may too. */
const LONGEST_IMPORT_SECONDS = 3600;

/** Thrown to undo the transaction of a dry run; it carries what would have been done. */
class DryRun extends Error {
  constructor(readonly report: ImportReport) {
    super('dry run');
  }
}

const idOf = (path: string): string => path.replace(/\.md$/, '').normalize('NFC');

async function knownFiles(tx: Sql, collections: readonly Collection[]): Promise<Map<string, KnownFile>> {
  const rows = await readRows(
    tx,
    z.object({
      id: z.string(),
      collection: z.string(),
      path: z.string(),
      upstreamPath: z.string(),
      sha256: z.string(),
      upstream: z.string(),
      drafted: z.boolean(),
      erased: z.boolean(),
    }),
    sql`SELECT f.id, f.collection, f.path, coalesce(f.upstream_path, f.path) AS "upstreamPath", f.sha256, f.upstream_sha256 AS upstream,
          EXISTS (SELECT 1 FROM content_draft d WHERE d.content_file_id = f.id) AS drafted, f.erased_at IS NOT NULL AS erased
        FROM content_file f WHERE f.collection = ANY(${[...collections]}) ORDER BY f.id`,
  );
  return new Map(
    rows.map(({ collection, upstreamPath, ...file }) => [`${collection}/${upstreamPath}`, file]),
  );
}

function readable(bytes: Uint8Array): { document: FrontMatterDocument } | { fault: DocumentFault } {
  try {
    return { document: readDocument(bytes) };
  } catch (error) {
    if (error instanceof DocumentFault) return { fault: error };
    throw error;
  }
}

/** One run: what it knows before, and what it has found so far. */
class ImportRun {
  readonly id = newId();
  private readonly audit: AuditEntry[] = [];
  private readonly seenIds = new Map<string, string>();
  private revision: number | null = null;
  private readonly flagged = new Set<string>();

  constructor(
    private readonly tx: Sql,
    private readonly now: Date,
    private readonly today: ReturnType<Clock['today']>,
    private readonly known: Map<string, KnownFile>,
    readonly report: ImportReport,
  ) {
    // An id belongs to the file that bore it first.
    for (const file of known.keys()) {
      const id = `${file.slice(0, file.indexOf('/'))}/${idOf(file.slice(file.indexOf('/') + 1))}`;
      if (!this.seenIds.has(id)) this.seenIds.set(id, file.slice(file.indexOf('/') + 1));
    }
  }

  async begin(): Promise<void> {
    await this.tx.$executeRaw(
      sql`INSERT INTO import_run (id, started_at, summary) VALUES (${this.id}::uuid, ${this.now}, '{}'::jsonb)`,
    );
  }

  /** The data version that this run's rows bear: raised at its first change only. */
  private async revisionNow(): Promise<number> {
    this.revision ??= await raiseDataVersion(this.tx);
    return this.revision;
  }

  async takeChunk(collection: Collection, files: readonly FolderFile[]): Promise<void> {
    const part = (this.report.byCollection[collection] ??= { read: 0, created: 0, changed: 0, unchanged: 0 });
    const toWrite: Array<{ file: FolderFile; known: KnownFile | undefined }> = [];
    for (const file of files) {
      part.read += 1;
      const known = this.known.get(`${collection}/${file.path}`);
      if (known && (known.erased || known.upstream === file.sha256)) part.unchanged += 1;
      else if (known && isTouched(known) && known.sha256 !== file.sha256) {
        await this.propose(collection, file, known);
      } else {
        part[known ? 'changed' : 'created'] += 1;
        toWrite.push({ file, known });
      }
    }
    if (toWrite.length > 0) await this.write(collection, toWrite);
  }

  /** What was edited here is never overwritten: the version read waits as a proposal. */
  private async propose(collection: Collection, file: FolderFile, known: KnownFile): Promise<void> {
    this.report.counts.proposals += 1;
    this.report.proposals.push(`${collection}/${file.path}`);
    await this.tx.$executeRaw(
      sql`DELETE FROM content_proposal WHERE content_file_id = ${known.id}::uuid AND settled_at IS NULL AND sha256 <> ${file.sha256}`,
    );
    await insertRows(
      this.tx,
      'content_proposal',
      {
        id: 'uuid',
        content_file_id: 'uuid',
        import_run_id: 'uuid',
        bytes: 'bytea',
        sha256: 'text',
        created_at: 'timestamptz',
      },
      [
        {
          id: newId(),
          content_file_id: known.id,
          import_run_id: this.id,
          bytes: file.bytes.toString('base64'),
          sha256: file.sha256,
          created_at: this.now.toISOString(),
        },
      ],
      'ON CONFLICT DO NOTHING',
    );
  }

  private async write(
    collection: Collection,
    entries: ReadonlyArray<{ file: FolderFile; known: KnownFile | undefined }>,
  ): Promise<void> {
    const revision = await this.revisionNow();
    const read = entries.map(({ file, known }) => ({
      fileId: known?.id ?? newId(),
      path: known?.path ?? file.path,
      publicId: idOf(known?.path ?? file.path),
      file,
      ...readable(file.bytes),
    }));
    const replaced = entries.flatMap(({ known }) => (known ? [known.id] : []));
    if (replaced.length > 0) await this.keepVersions(replaced, 'origine');
    await insertRows(
      this.tx,
      'content_file',
      {
        id: 'uuid',
        collection: 'text',
        path: 'text',
        bytes: 'bytea',
        sha256: 'text',
        upstream_sha256: 'text',
        fault: 'text',
        updated_at: 'timestamptz',
      },
      read.map((entry) => ({
        id: entry.fileId,
        collection,
        path: entry.path,
        bytes: entry.file.bytes.toString('base64'),
        sha256: entry.file.sha256,
        upstream_sha256: entry.file.sha256,
        fault: 'fault' in entry ? entry.fault.message : null,
        updated_at: this.now.toISOString(),
      })),
      'ON CONFLICT (collection, path) DO UPDATE SET bytes = EXCLUDED.bytes, sha256 = EXCLUDED.sha256, upstream_sha256 = EXCLUDED.upstream_sha256, fault = EXCLUDED.fault, updated_at = EXCLUDED.updated_at',
    );
    if (replaced.length > 0) await this.keepVersions(replaced, 'import');
    const documents: ReadFile[] = [];
    const oddities: Array<{ fileId: string; path: string; oddity: Oddity }> = [];
    for (const entry of read) {
      if ('fault' in entry) {
        this.refuse(collection, entry.path, entry.fault.message, entry.fault.line);
        continue;
      }
      const clash = this.clashOf(collection, entry.path);
      if (clash) oddities.push({ fileId: entry.fileId, path: entry.path, oddity: clash.oddity });
      if (!clash?.blocks) documents.push(entry);
    }
    const context = { revision, today: this.today, tx: this.tx };
    for (const found of await projectCollection(context, collection, documents)) oddities.push(found);
    await this.keepOddities(
      collection,
      read.map((entry) => entry.fileId),
      oddities,
    );
    for (const entry of read) {
      this.audit.push({
        verb: 'import',
        thing: { kind: 'content', id: `${collection}/${entry.path}` },
        before: this.known.get(`${collection}/${entry.path}`)?.sha256,
        after: entry.file.sha256,
      });
    }
  }

  /** What these files are now stays in their history, once for each state of their bytes. */
  private async keepVersions(fileIds: string[], nature: 'origine' | 'import'): Promise<void> {
    await this.tx.$executeRaw(
      sql`INSERT INTO content_version (id, content_file_id, sha256, bytes, at, nature)
          SELECT gen_random_uuid(), f.id, f.sha256, f.bytes, f.updated_at, ${nature} FROM content_file f
          WHERE f.id = ANY(ARRAY[${join(fileIds)}]::uuid[]) AND f.collection <> '_authors' AND f.fault IS NULL
            AND NOT EXISTS (SELECT 1 FROM content_version v WHERE v.content_file_id = f.id AND v.sha256 = f.sha256)`,
    );
  }

  /** Identifiers that differ by their Unicode form are one; by their case alone they stay two, and it is told. */
  private clashOf(collection: Collection, path: string): { oddity: Oddity; blocks: boolean } | null {
    const id = idOf(path);
    const same = this.seenIds.get(`${collection}/${id}`);
    if (same === undefined) this.seenIds.set(`${collection}/${id}`, path);
    const flag = (understood: string, blocks: boolean) => ({
      oddity: { kind: 'identifiant', line: null, field: 'identifiant', found: path, understood },
      blocks,
    });
    if (same !== undefined && same !== path)
      return flag(`même identifiant que ${same} : laissé de côté`, true);

    if (/[^\x21-\x7e]/.test(id)) return flag('caractères hors ASCII, gardés tels quels', false);
    if (collection === '_startups' && id !== id.toLowerCase()) return flag('majuscules gardées', false);
    if (collection !== '_fasts' && !path.endsWith('.md')) return flag('sans extension .md', false);
    if (collection === '_fasts' && !path.endsWith('.md'))
      return flag('sans extension .md, lu quand même', false);
    return null;
  }

  private async keepOddities(
    collection: Collection,
    fileIds: string[],
    found: ReadonlyArray<{ fileId: string; path: string; oddity: Oddity }>,
  ): Promise<void> {
    await this.tx.$executeRaw(
      sql`DELETE FROM oddity WHERE content_file_id = ANY(ARRAY[${join(fileIds)}]::uuid[])`,
    );
    await insertRows(
      this.tx,
      'oddity',
      {
        id: 'uuid',
        content_file_id: 'uuid',
        kind: 'text',
        line: 'integer',
        field: 'text',
        found: 'text',
        understood: 'text',
      },
      found.map(({ fileId, oddity }) => ({ id: newId(), content_file_id: fileId, ...oddity })),
    );
    for (const { path, oddity } of found) {
      this.report.oddities.push({ file: `${collection}/${path}`, ...oddity });
      this.flagged.add(`${collection}/${path}`);
    }
  }

  refuse(collection: Collection, path: string, reason: string, line: number | null = null): void {
    this.report.unreadable.push({ file: `${collection}/${path}`, line, reason });
  }

  async finish(seen: ReadonlySet<string>): Promise<void> {
    const { report } = this;
    if (this.revision !== null) {
      const context = { revision: this.revision, today: this.today, tx: this.tx };
      for (const again of await refreshReferences(context)) {
        await this.keepOddities(again.collection, again.fileIds, again.oddities);
      }
      await projectAwards(this.tx);
    }
    report.missing = [...this.known]
      .filter(([file, known]) => known.upstream !== '' && !seen.has(file))
      // The help pages are Jalons' own: a network's folder without any does not miss them.
      .filter(([file]) => !file.startsWith('aide/') || [...seen].some((one) => one.startsWith('aide/')))
      .map(([file]) => file)
      .sort();
    const parts = Object.values(report.byCollection);
    const sum = (of: 'read' | 'created' | 'changed' | 'unchanged') =>
      parts.reduce((n, part) => n + part[of], 0);
    Object.assign(report.counts, {
      read: sum('read'),
      created: sum('created'),
      changed: sum('changed'),
      unchanged: sum('unchanged'),
      flagged: this.flagged.size,
      unreadable: report.unreadable.length,
      missing: report.missing.length,
    });
    await this.tx.$executeRaw(
      sql`UPDATE import_run SET summary = ${JSON.stringify({ ...report.counts, byCollection: report.byCollection, unreadable: report.unreadable })}::jsonb WHERE id = ${this.id}::uuid`,
    );
    const actor: AuditActor = { kind: 'import', id: this.id };
    await recordChanges(this.tx, { actor, at: this.now, requestId: null }, this.audit);
  }
}

/**
 * Brings a folder of the network's content in, in one transaction: all of it or nothing.
 * A fault in the data never refuses a file; one that cannot be parsed is named and its bytes kept.
 * @throws {FolderError} when the folder is no content folder.
 */
export async function importContent(
  { database, clock }: { database: Database; clock: Clock },
  { dir, dryRun = false, collections = COLLECTIONS, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const folder = await findContentFolder(dir);
  const listed = new Map<Collection, string[]>();
  for (const collection of collections) listed.set(collection, await listCollection(folder, collection));
  const total = [...listed.values()].reduce((sum, paths) => sum + paths.length, 0);
  const report: ImportReport = {
    folder,
    dryRun,
    counts: {
      read: 0,
      created: 0,
      changed: 0,
      unchanged: 0,
      proposals: 0,
      flagged: 0,
      unreadable: 0,
      missing: 0,
    },
    byCollection: {},
    oddities: [],
    unreadable: [],
    proposals: [],
    missing: [],
  };
  const work = async (tx: Sql): Promise<ImportReport> => {
    const run = new ImportRun(tx, clock.now(), clock.today(), await knownFiles(tx, collections), report);
    await run.begin();
    const seen = new Set<string>();
    let done = 0;
    for (const [collection, paths] of listed) {
      for (let start = 0; start < paths.length; start += CHUNK) {
        const files: FolderFile[] = [];
        for (const path of paths.slice(start, start + CHUNK)) {
          seen.add(`${collection}/${path}`);
          const file = await readOne(folder, collection, path);
          if ('reason' in file) run.refuse(collection, path, file.reason);
          else files.push(file);
        }
        await run.takeChunk(collection, files);
        done += Math.min(CHUNK, paths.length - start);
        onProgress?.(done, total);
      }
    }
    await run.finish(seen);
    if (dryRun) throw new DryRun(report);
    return report;
  };
  try {
    return await database.transaction(work, { seconds: LONGEST_IMPORT_SECONDS });
  } catch (error) {
    if (error instanceof DryRun) return error.report;
    throw error;
  }
}
