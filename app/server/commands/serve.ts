import { createLog } from '~/platform/log.server';
import { readSettings } from '~/platform/settings';
import { createSite, type SiteOptions } from '../site.server';
import { closeServer, listen, prepareDatabase } from '../start.server';
import { runCommand, say } from './run';

async function developmentOptions(): Promise<Pick<SiteOptions, 'devBuild' | 'before'>> {
  const vite = await (await import('vite')).createServer({ server: { middlewareMode: true } });
  return {
    before: vite.middlewares,
    devBuild: () =>
      vite.ssrLoadModule('virtual:remix/server-build') as ReturnType<NonNullable<SiteOptions['devBuild']>>,
  };
}

await runCommand(async () => {
  const settings = readSettings(process.env);
  const development = process.argv.includes('--developpement');
  const { database, installation } = await prepareDatabase(settings, say);
  let address = 'http://localhost';
  const site = await createSite({
    database,
    settings: { ...settings, production: !development },
    log: createLog(process.env.JALONS_JOURNAL ?? (process.stdout.isTTY ? 'warn' : 'info')),
    address: () => address,
    ...(development ? await developmentOptions() : {}),
  });
  const { server, port } = await listen(site.app, settings);
  address = `http://localhost:${port}`;
  const counts = site.network.current();
  say('');
  say(`Jalons est prêt : ${settings.publicUrl ?? address}`);
  say(
    installation.kind === 'demo'
      ? `  Démonstration, données fictives : ${counts.startups.length} startups, ${counts.incubators.length} incubateurs.`
      : `  ${counts.startups.length} startups, ${counts.incubators.length} incubateurs.`,
  );
  if (database.kind === 'embedded') {
    say(
      '  Base embarquée : pour essayer, ou pour un petit usage avec des sauvegardes. En production : DATABASE_URL (PostgreSQL).',
    );
  }
  if (counts.startups.length === 0) say('  Aucune startup encore : npm run content:import -- DOSSIER');
  say('  Pour arrêter : Ctrl+C.');

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void (async () => {
      await closeServer(server);
      await site.stop();
      await database.close();
      process.exit(0);
    })();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
});
