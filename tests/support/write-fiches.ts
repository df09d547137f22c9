import { z } from 'zod';
import { editFiche } from '~/exchange/edit.server';
import { systemClock } from '~/platform/clock.server';
import { openDatabase } from '~/platform/database/open.server';
import { readRows, sql } from '~/platform/database/sql.server';
import { readSettings } from '~/platform/settings';

/** A process that edits fiches without end, saying each one that is written, until it is killed. */
const database = await openDatabase(readSettings(process.env));
const rows = await readRows(
  database.prisma,
  z.object({ publicId: z.string(), sha256: z.string() }),
  sql`SELECT s.public_id AS "publicId", f.sha256 FROM startup s JOIN content_file f ON f.id = s.content_file_id WHERE s.fictional ORDER BY 1`,
);
for (let round = 0; ; round += 1) {
  const { publicId } = rows[round % rows.length]!;
  const [now] = await readRows(
    database.prisma,
    z.object({ sha256: z.string() }),
    sql`SELECT f.sha256 FROM startup s JOIN content_file f ON f.id = s.content_file_id WHERE s.public_id = ${publicId}`,
  );
  const mission = `Mission ${process.pid} ${round}`;
  await editFiche(
    { database, clock: systemClock, audit: { actor: { kind: 'program', id: null }, requestId: null } },
    {
      publicId,
      basedOn: now!.sha256,
      edit: { attributes: { mission } },
    },
  );
  process.stdout.write(`${JSON.stringify({ publicId, mission })}\n`);
  // Ready to be killed once writing is under way.
  if (round === 0) process.stdout.write('ready\n');
}
