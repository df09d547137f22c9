import { expect, test } from 'vitest';
import { z } from 'zod';
import { editFiche } from '~/exchange/edit.server';
import { followNetwork } from '~/network/network.server';
import { stoppedClock } from '~/platform/clock.server';
import { openServer } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { createServerDatabase } from '../support/database';
import { SERVER_URL } from '../support/images';
import { PROGRAM } from '../support/site';

test.skipIf(!SERVER_URL)('what one process publishes, another sees within two seconds', async () => {
  const url = await createServerDatabase('demo');
  const [here, there] = [await openServer(url), await openServer(url)];
  const reader = await followNetwork(there, true);
  const rows = await readRows(
    here.prisma,
    z.object({ sha256: z.string() }),
    sql`SELECT sha256 FROM content_file WHERE path = 'fictif-potagers-partages.md'`,
  );
  await editFiche(
    { database: here, clock: stoppedClock('2026-11-21T10:00:00Z'), audit: PROGRAM },
    {
      publicId: 'fictif-potagers-partages',
      basedOn: rows[0]!.sha256,
      edit: { attributes: { title: 'Nouveau nom' } },
    },
  );
  await expect
    .poll(() => reader.current().startupById.get('fictif-potagers-partages')?.title, { timeout: 2_000 })
    .toBe('Nouveau nom');
  reader.stop();
  await here.close();
  await there.close();
});
