import { openFolder } from '~/platform/database/open.server';

/** A process of its own that keeps the embedded database of a folder open until it is killed. */
await openFolder(process.argv[2]!);
process.stdout.write('held\n');
setInterval(() => undefined, 1000);
