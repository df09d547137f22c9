import { closeCommittee } from '~/exchange/publication/committee-closing.server';
import { openDatabase, type Database } from '~/platform/database/open.server';
import { stoppedClock } from '~/platform/clock.server';
import type { Sql } from '~/platform/database/sql.server';
import { readSettings } from '~/platform/settings';
import { actingAs } from './acting';

/**
 * A process that closes a committee and kills itself right before its nth statement; 0 lets it finish and says how
 * many there are.
 */
const [committeeId = '', personId = '', nth = '0', now = ''] = process.argv.slice(2);
const database = await openDatabase(readSettings(process.env));
let statements = 0;
const counted = (tx: Sql): Sql =>
  new Proxy(tx, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if ((name !== '$queryRaw' && name !== '$executeRaw') || typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        statements += 1;
        if (statements === Number(nth)) process.kill(process.pid, 'SIGKILL');
        return (member as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
const watched: Database = {
  ...database,
  prisma: database.prisma,
  pool: database.pool,
  transaction: (work, options) => database.transaction((tx) => work(counted(tx) as typeof tx), options),
};
const acting = await actingAs(watched, stoppedClock(now), personId);
process.stdout.write('ready\n');
await closeCommittee(acting, { id: committeeId, version: 1 });
process.stdout.write(`done ${statements}\n`);
await database.close();
