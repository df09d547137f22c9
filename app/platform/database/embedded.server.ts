import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Pool, type PoolConfig } from 'pg';

type Parse = (query: { types?: unknown }) => void;

/**
 * PostgreSQL inside this process, behind the same driver as a real server.
 * @param folder where it keeps its files; absent, it lives in memory.
 * @param prepared the image of a data directory to start from.
 */
export async function openEmbedded(
  folder: string | null,
  prepared?: Blob,
): Promise<{ pglite: PGlite; pool: Pool }> {
  const pglite = await PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    ...(prepared ? { loadDataDir: prepared } : {}),
    extensions: { pg_trgm, unaccent },
  });
  const config = createPgConfig(pglite);
  // Prisma names parameter types that the bridge would wait on for ever; without them PostgreSQL infers them.
  const parse = config.connection.parse.bind(config.connection) as Parse;
  (config.connection as unknown as { parse: Parse }).parse = (query) => parse({ ...query, types: [] });
  return { pglite, pool: new Pool({ ...(config as unknown as PoolConfig), max: 1 }) };
}
