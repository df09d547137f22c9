import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RequestListener } from 'node:http';
import { importContent } from '~/exchange/import.server';
import { COLLECTIONS, type Collection } from '~/exchange/folder.server';
import { systemClock } from '~/platform/clock.server';
import { openDatabase, type Database } from '~/platform/database/open.server';
import { foundInstallation, type Installation } from '~/platform/installation.server';
import type { Settings } from '~/platform/settings';
import { seedDemo } from './demo.server';

export const SHIPPED_CONTENT = join(process.cwd(), 'content');
const HELP: readonly Collection[] = ['aide'];

export type Say = (sentence: string) => void;

/**
 * The database of the settings, brought to the newest version, founded, and holding what the program ships:
 * help pages everywhere, the demo network in a demo.
 */
export async function prepareDatabase(
  settings: Settings,
  say: Say,
): Promise<{ database: Database; installation: Installation }> {
  say(
    settings.databaseUrl
      ? 'Connexion à PostgreSQL…'
      : `Ouverture de la base embarquée (${settings.dataDir})…`,
  );
  const database = await openDatabase(settings);
  try {
    if (database.applied.length > 0) say(`Base mise à jour : ${database.applied.length} étape(s).`);
    const installation = await foundInstallation(
      database.prisma,
      settings.demo ? 'demo' : 'real',
      systemClock.now(),
    );
    const collections = installation.kind === 'demo' ? COLLECTIONS : HELP;
    const { counts } = await importContent(
      { database, clock: systemClock },
      { dir: SHIPPED_CONTENT, collections },
    );
    if (installation.kind === 'demo') {
      await database.transaction((tx) => seedDemo(tx, systemClock.today()));
    }
    if (counts.created + counts.changed > 0) {
      say(
        installation.kind === 'demo'
          ? `Réseau de démonstration chargé : ${counts.created} fichiers créés, ${counts.changed} mis à jour.`
          : `Pages d’aide chargées : ${counts.created + counts.changed}.`,
      );
    }
    return { database, installation };
  } catch (error) {
    await database.close();
    throw error;
  }
}

const NEXT_PORTS = 20;

/** Listens on the port of the settings; where none was asked for, on the next free one. */
export async function listen(
  handler: RequestListener,
  settings: Pick<Settings, 'port' | 'portIsChosen' | 'host'>,
): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  const last = settings.portIsChosen ? settings.port : settings.port + NEXT_PORTS;
  for (let port = settings.port; ; port += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, settings.host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return { server, port: (server.address() as AddressInfo).port };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (port >= last) {
        throw new PortInUseError(
          settings.portIsChosen
            ? `Le port ${port} est déjà pris. Choisissez-en un autre avec PORT.`
            : `Les ports ${settings.port} à ${last} sont pris. Choisissez-en un avec PORT.`,
        );
      }
    }
  }
}

/** Said to the person who starts the program. */
export class PortInUseError extends Error {}

const PATIENCE_MS = 10_000;

/** Stops taking requests, lets those under way end, then closes. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(timer);
}
