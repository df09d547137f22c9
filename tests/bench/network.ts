import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '~/platform/database/open.server';

/** A content folder of `size` startups: the demo's files again and again, each copy in copies of its incubators. */
export async function writeNetwork(folder: string, size: number): Promise<void> {
  const collections = ['_incubators', '_organisations', '_startups', '_fasts', 'aide'];
  for (const collection of collections) await mkdir(join(folder, collection), { recursive: true });
  let written = 0;
  for (let copy = 0; written < size; copy += 1) {
    const suffix = copy === 0 ? '' : `-${copy}`;
    for (const collection of collections) {
      if (copy > 0 && (collection === '_fasts' || collection === 'aide')) continue;
      for (const name of await readdir(join('content', collection))) {
        if (collection === '_startups' && written >= size) break;
        const text = await readFile(join('content', collection, name), 'utf8');
        const renamed = text
          .replace(/^(incubator: )(.+)$/m, `$1$2${suffix}`)
          .replace(/^( {2}- \/organisations\/)(.+)$/gm, `$1$2${suffix}`)
          .replace(/^(title: .+?)$/m, `$1${suffix}`);
        await writeFile(join(folder, collection, name.replace(/\.md$/, `${suffix}.md`)), renamed);
        if (collection === '_startups') written += 1;
      }
    }
  }
}

/** Every startup, incubator and organisation `times` times over, inside the database. */
export async function multiply(database: Database, times: number): Promise<void> {
  const copies = `generate_series(1, ${times - 1}) AS k`;
  const id = (column: string) => `md5(${column}::text || '/' || k)::uuid`;
  const statements = [
    `INSERT INTO organisation SELECT ${id('id')}, public_id || '-x' || k, name || ' ' || k, acronym, ministry_domain, kind, NULL, revision FROM organisation, ${copies}`,
    `INSERT INTO incubator SELECT ${id('id')}, public_id || '-x' || k, title || ' ' || k, short_description, owner_public_id, website, github, contact, address, hidden, fictional, state, highlighted, content, NULL, revision FROM incubator, ${copies}`,
    `INSERT INTO startup SELECT ${id('id')}, public_id || '-x' || k, title || ' ' || k, mission, content, link, repository, contact, stats, stats_url, impact_url, budget_url, dashlord_url, accessibility_status, risk_analysis, risk_analysis_url, secure_service, noindex, fictional, NULL, revision FROM startup, ${copies}`,
    `INSERT INTO startup_incubator SELECT ${id('startup_id')}, ${id('incubator_id')}, position FROM startup_incubator, ${copies}`,
    `INSERT INTO sponsorship SELECT ${id('startup_id')}, ${id('organisation_id')}, position FROM sponsorship, ${copies}`,
    `INSERT INTO phase SELECT ${id('id')}, ${id('startup_id')}, code, raw_code, start_day, end_day, origin, position FROM phase, ${copies}`,
    `INSERT INTO startup_event SELECT ${id('id')}, ${id('startup_id')}, kind, day, comment, position FROM startup_event, ${copies}`,
    `INSERT INTO national_impact SELECT ${id('id')}, ${id('startup_id')}, label_year, event_day FROM national_impact, ${copies}`,
    `INSERT INTO startup_term SELECT ${id('startup_id')}, term_id, position FROM startup_term, ${copies}`,
    `INSERT INTO award SELECT ${id('id')}, round_id, ${id('startup_id')}, NULL, NULL, awarded_cents, paid_cents, source, NULL FROM award, ${copies} WHERE startup_id IS NOT NULL`,
    'UPDATE data_version SET version = version + 1',
    'ANALYZE',
  ];
  for (const statement of statements) await database.pool.query(statement);
}
