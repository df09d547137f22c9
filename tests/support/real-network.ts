import { z } from 'zod';
import { importContent } from '~/exchange/import.server';
import { stoppedClock, type Clock } from '~/platform/clock.server';
import type { Database } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { foundInstallation } from '~/platform/installation.server';
import { freshDatabase } from './database';
import { ficheFile, folderOf } from './folders';

/** A clock that a test moves by hand. */
export function handClock(
  instant: string,
): Clock & { set(instant: string): void; add(minutes: number): void } {
  let now = new Date(instant);
  const at = () => stoppedClock(now.toISOString());
  return {
    now: () => now,
    today: () => at().today(),
    set: (next) => void (now = new Date(next)),
    add: (minutes) => void (now = new Date(now.getTime() + minutes * 60_000)),
  };
}

const PHASES =
  'phases:\n  - name: investigation\n    start: 2023-01-09\n    end: 2023-04-03\n  - name: construction\n    start: 2023-04-03';

export const REAL_CONTENT = {
  '_startups/potagers.md': ficheFile(
    `title: Potagers\nmission: 'Aider les communes'\nsponsors:\n  - /organisations/direction\nincubator: atelier\nlink: ''\ncontact: contact@exemple.invalid\nthematiques:\n  - Territoires\nusertypes:\n  - etat\ncle_inconnue:\n  gardee: "telle quelle"   # avec son commentaire\n${PHASES}`,
    '## Le problème\n\nUn problème.\n',
  ),
  '_startups/bancs.md': ficheFile(
    `title: Bancs\nmission: Faire une pause\nincubator: atelier\nthematiques:\n  - Lieux\n${PHASES}`,
  ),
  '_startups/ailleurs.md': ficheFile(`title: Ailleurs\nmission: Être ailleurs\nincubator: loin\n${PHASES}`),
  '_incubators/atelier.md': ficheFile('title: Atelier\ncontact: atelier@exemple.invalid'),
  '_incubators/loin.md': ficheFile('title: Loin'),
  '_organisations/direction.md': ficheFile(
    'name: Direction\nacronym: D\ndomaine_ministeriel: autres\ntype: autre',
  ),
  '_organisations/agence.md': ficheFile(
    'name: Agence\nacronym: A\ndomaine_ministeriel: autres\ntype: operateur',
  ),
};

/** A small real network on a database of its own. */
export async function realNetwork(clock: Clock): Promise<Database> {
  const database = await freshDatabase('vide');
  await foundInstallation(database.prisma, 'real', clock.now());
  await importContent({ database, clock }, { dir: await folderOf(REAL_CONTENT) });
  return database;
}

/** The internal id of a startup or an incubator. */
export async function idOf(
  database: Database,
  table: 'startup' | 'incubator',
  publicId: string,
): Promise<string> {
  const query = {
    startup: sql`SELECT id FROM startup WHERE public_id = ${publicId}`,
    incubator: sql`SELECT id FROM incubator WHERE public_id = ${publicId}`,
  }[table];
  return (await readRows(database.prisma, z.object({ id: z.string() }), query))[0]!.id;
}

/** The first value of a query, for looking into the database from a test. */
export async function valueOf<T>(database: Database, query: ReturnType<typeof sql>): Promise<T> {
  const rows = await readRows(database.prisma, z.record(z.string(), z.unknown()), query);
  return Object.values(rows[0] ?? {})[0] as T;
}
