import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Network } from '~/network/facts';
import { readRows, sql, type Sql } from '~/platform/database/sql.server';
import { day, type Day } from '~/platform/day';
import { DATASETS } from './datasets';
import { datasetCsv } from './descriptor';

/** Keeps each dataset as it stands, when it is another one than the last that was kept. Runs every night. */
export async function keepDatasets(tx: Sql, network: Network, today: Day): Promise<number> {
  let kept = 0;
  for (const dataset of DATASETS) {
    const csv = Buffer.from(datasetCsv(dataset, network, today));
    const sha256 = createHash('sha256').update(csv).digest('hex');
    kept += await tx.$executeRaw(
      sql`INSERT INTO dataset_version (name, day, sha256, gzip)
          SELECT ${dataset.name}, ${today}::date, ${sha256}, ${new Uint8Array(gzipSync(csv))}
          WHERE ${sha256} IS DISTINCT FROM (SELECT v.sha256 FROM dataset_version v WHERE v.name = ${dataset.name} AND v.day < ${today}::date ORDER BY v.day DESC LIMIT 1)
          ON CONFLICT (name, day) DO UPDATE SET sha256 = EXCLUDED.sha256, gzip = EXCLUDED.gzip`,
    );
  }
  return kept;
}

const days = z.object({ name: z.string(), on: z.string().transform((text) => day(text)) });

/** The days of which a version is kept, by dataset, the newest first. */
export const versionDays = (db: Sql) =>
  readRows(db, days, sql`SELECT name, day::text AS on FROM dataset_version ORDER BY name, day DESC`);

/** A dataset as it stood on a day: its last version until then; null before the first. */
export async function datasetOn(db: Sql, name: string, on: Day): Promise<{ csv: string; on: Day } | null> {
  const [row] = await readRows(
    db,
    z.object({ on: z.string().transform((text) => day(text)), gzip: z.instanceof(Uint8Array) }),
    sql`SELECT day::text AS on, gzip FROM dataset_version WHERE name = ${name} AND day <= ${on}::date ORDER BY day DESC LIMIT 1`,
  );
  return row ? { csv: gunzipSync(row.gzip).toString('utf8'), on: row.on } : null;
}
