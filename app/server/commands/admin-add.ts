import { addressField } from '~/platform/form-fields';
import { z } from 'zod';
import { findOrCreatePerson } from '~/person/people.server';
import { recordChanges } from '~/platform/audit.server';
import { systemClock } from '~/platform/clock.server';
import { sql } from '~/platform/database/sql.server';
import { newId } from '~/platform/identifier';
import { readInstallation } from '~/platform/installation.server';
import { readSettings } from '~/platform/settings';
import { openExisting, runCommand, UsageError } from './run';

const USAGE = 'Usage : npm run admin:add -- COURRIEL ["Prénom Nom"]';

/** Makes a real installation's first administrator, who signs in with this address from then on. */
await runCommand(async () => {
  const [mail, name, ...rest] = process.argv.slice(2);
  const address = addressField.safeParse(mail ?? '');
  if (!address.success || rest.length > 0)
    throw new UsageError(`${mail ? 'Cette adresse de courriel n’est pas complète.\n' : ''}${USAGE}`);
  const database = await openExisting(readSettings(process.env));
  try {
    if ((await readInstallation(database.prisma)).kind === 'demo') {
      throw new UsageError(
        'Cette base est une démonstration : ses personas suffisent, et personne de réel n’y entre.',
      );
    }
    const now = systemClock.now();
    const added = await database.transaction(async (tx) => {
      const { id } = await findOrCreatePerson(tx, {
        name: z.string().catch(address.data).parse(name),
        address: address.data,
      });
      const missionId = newId();
      const count = await tx.$executeRaw(
        sql`INSERT INTO mission (id, person_id, role, start_day, version) SELECT ${missionId}::uuid, ${id}::uuid, 'administrator', ${systemClock.today()}::date, 1
            WHERE NOT EXISTS (SELECT 1 FROM mission WHERE person_id = ${id}::uuid AND role = 'administrator' AND (end_day IS NULL OR end_day >= ${systemClock.today()}::date))`,
      );
      if (count > 0) {
        await recordChanges(tx, { actor: { kind: 'program', id: null }, at: now, requestId: null }, [
          { verb: 'admin-add', thing: { kind: 'mission', id: missionId } },
        ]);
      }
      return count > 0;
    });
    process.stdout.write(
      added
        ? `${address.data} administre maintenant cette installation. Connexion par ProConnect ou par lien, à l’adresse du service.\n`
        : `${address.data} administrait déjà cette installation : rien n’a changé.\n`,
    );
  } finally {
    await database.close();
  }
});
