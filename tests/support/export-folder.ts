/** A process of its own that exports into a folder again and again, until it is killed. */
import { exportContent } from '~/exchange/export.server';
import { openDatabase } from '~/platform/database/open.server';
import { readSettings } from '~/platform/settings';

const dir = process.argv[2]!;
const database = await openDatabase(readSettings(process.env));
process.stdout.write('ready\n');
for (;;) await exportContent({ database }, { dir, demo: true });
