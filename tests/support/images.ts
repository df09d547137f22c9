import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS } from '~/platform/database/open.server';
import { readMigrations } from '~/platform/database/migrate.server';

/** What a fresh database of a test begins with. */
export const CONTENTS = ['vide', 'demo'] as const;
export type Contents = (typeof CONTENTS)[number];

const CACHE = join(process.cwd(), '.cache');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .sort();
}

/** Changes with the migrations, the demo content and the code that brings it in. */
export function imageName(contents: Contents): string {
  const hash = createHash('sha256');
  for (const migration of readMigrations(MIGRATIONS)) hash.update(migration.sql);
  if (contents === 'demo') {
    for (const folder of [
      'content',
      'app/exchange',
      'app/person',
      'app/startup',
      'app/impact',
      'app/committee',
      'app/round',
      'app/server',
      'app/platform/document',
    ]) {
      for (const file of filesBelow(folder)) hash.update(file).update(readFileSync(file));
    }
  }
  return `${contents}-${hash.digest('hex').slice(0, 16)}`;
}

export function imageFile(contents: Contents): string {
  if (!existsSync(CACHE)) mkdirSync(CACHE);
  return join(CACHE, `base-${imageName(contents)}.tar`);
}

/** Tests run on this PostgreSQL server when it is named, else on the embedded database. */
export const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? null;

export const templateName = (contents: Contents): string =>
  `jalons_test_${imageName(contents).replace('-', '_')}`;

export function databaseUrl(name: string): string {
  const url = new URL(SERVER_URL!);
  url.pathname = `/${name}`;
  return url.href;
}
