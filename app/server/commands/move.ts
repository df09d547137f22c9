import { move } from '~/platform/database/dump.server';
import { openFolder, openServer } from '~/platform/database/open.server';
import { readSettings } from '~/platform/settings';
import { runCommand, sayCounts, UsageError } from './run';

/** From the embedded database of DATA_DIR to the PostgreSQL server of DATABASE_URL; files stay in DATA_DIR. */
await runCommand(async () => {
  const settings = readSettings({ PUBLIC_URL: 'http://localhost', ...process.env });
  if (!settings.databaseUrl || process.argv.length > 2) {
    throw new UsageError(
      'Usage : DATA_DIR=donnees DATABASE_URL=postgresql://… npm run move\nDéplace la base embarquée de DATA_DIR vers PostgreSQL, qui doit être vide.',
    );
  }
  const from = await openFolder(settings.dataDir);
  try {
    const to = await openServer(settings.databaseUrl);
    try {
      sayCounts(
        'Déplacé',
        await move(
          { database: from, dataDir: settings.dataDir },
          { database: to, dataDir: settings.dataDir },
        ),
      );
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
});
