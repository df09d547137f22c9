import { systemClock } from '~/platform/clock.server';
import { openDatabase } from '~/platform/database/open.server';
import { createLog } from '~/platform/log.server';
import { smtpCarrier } from '~/platform/mail/carrier.server';
import { deliverDueMails } from '~/platform/mail/deliver.server';
import { readSettings } from '~/platform/settings';

/** A process that sends what is due to the mail server of its settings, and ends. */
const settings = readSettings(process.env);
const database = await openDatabase(settings);
process.stdout.write('ready\n');
await deliverDueMails({
  database,
  clock: systemClock,
  log: createLog('silent'),
  carrier: smtpCarrier(settings.smtpUrl!, settings.mailFrom!),
});
await database.close();
