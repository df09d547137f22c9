import type { Acting } from '~/person/acting';
import { recordChanges } from '~/platform/audit.server';
import type { Sql } from '~/platform/database/sql.server';

/** Writes what was done, never which mark, opinion or reason somebody gave. */
const toldOf =
  (kind: 'call' | 'application') =>
  (tx: Sql, acting: Acting, verb: string, id: string, after?: object): Promise<void> =>
    recordChanges(tx, { ...acting.audit, at: acting.clock.now() }, [
      { verb, thing: { kind, id }, ...(after === undefined ? {} : { after }) },
    ]);

export const toldCall = toldOf('call');
export const toldApplication = toldOf('application');
