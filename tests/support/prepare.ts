import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { importContent } from '~/exchange/import.server';
import { stoppedClock } from '~/platform/clock.server';
import { openInMemory, openServer, type Database } from '~/platform/database/open.server';
import { foundInstallation } from '~/platform/installation.server';
import { seedDemo } from '~/server/demo.server';
import { findBrowser, INSTALL_LINE } from './browser-path';
import { CONTENTS, databaseUrl, imageFile, SERVER_URL, templateName, type Contents } from './images';

const clock = stoppedClock('2026-11-21T10:00:00Z');

async function fill(database: Database, contents: Contents): Promise<void> {
  if (contents === 'vide') return;
  await foundInstallation(database.prisma, 'demo', clock.now());
  await importContent({ database, clock }, { dir: 'content' });
  await database.transaction((tx) => seedDemo(tx, clock.today()));
}

async function prepareEmbedded(): Promise<void> {
  for (const contents of CONTENTS) {
    const file = imageFile(contents);
    if (existsSync(file)) continue;
    for (const old of readdirSync('.cache'))
      if (old.startsWith(`base-${contents}-`)) rmSync(join('.cache', old));
    const database = await openInMemory();
    await fill(database, contents);
    writeFileSync(file, Buffer.from(await (await database.image()).arrayBuffer()));
    await database.close();
  }
}

async function prepareServer(): Promise<void> {
  const admin = new pg.Client({ connectionString: SERVER_URL! });
  await admin.connect();
  const { rows } = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'jalons\\_%'`,
  );
  const wanted = new Set(CONTENTS.map(templateName));
  for (const { datname } of rows) {
    if (!wanted.has(datname)) await admin.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  }
  for (const contents of CONTENTS) {
    const name = templateName(contents);
    if (rows.some((row) => row.datname === name)) continue;
    await admin.query(`CREATE DATABASE "${name}"`);
    const database = await openServer(databaseUrl(name));
    await fill(database, contents);
    await database.close();
  }
  await admin.end();
}

/** Once before all tests: the images that their databases begin with. */
export default async function prepare(): Promise<void> {
  if (!findBrowser())
    process.stderr.write(
      `\nAucun Chromium trouvé : les parcours dans un navigateur ne seront pas joués. ${INSTALL_LINE}\n\n`,
    );
  await (SERVER_URL ? prepareServer() : prepareEmbedded());
}
