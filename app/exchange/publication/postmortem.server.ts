import { CAUSES, POSTMORTEM_HEADING } from '~/committee/stop/causes';
import { lockPublishable, markPublished } from '~/committee/stop/stop.server';
import { RuleError, type Acting } from '~/person/acting';
import type { StartupTies } from '~/person/rights';
import { editDocument, readDocument } from '~/platform/document/front-matter';
import { readFile, replaceBytes } from './replace.server';

/**
 * Puts the post-mortem at the end of the startup's page, under the cause that team and incubator agreed on: nothing
 * else of the page changes.
 * @throws {RuleError} {StaleError} {RefusedError}
 */
export async function publishPostmortem(
  acting: Acting,
  startup: StartupTies & { publicId: string },
  version: number,
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const stop = await lockPublishable(tx, acting, startup, version);
    const file = await readFile(tx, '_startups', startup.publicId, { lock: true });
    if (!file || file.archived) throw new RuleError('La page de cette startup ne peut pas être écrite.');
    const { body } = readDocument(file.bytes);
    const section = `${POSTMORTEM_HEADING}\n\n${CAUSES[stop.cause]}\n\n${stop.postmortem}\n`;
    const bytes = editDocument(
      file.bytes,
      {},
      `${body.trimEnd()}${body.trim() === '' ? '' : '\n\n'}${section}`,
    );
    await replaceBytes(tx, acting, file, bytes, { nature: 'publication', reason: 'retour d’expérience' });
    await markPublished(tx, acting, startup.id);
  });
}
