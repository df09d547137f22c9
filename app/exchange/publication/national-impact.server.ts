import { settleCandidate } from '~/impact/national/campaigns.server';
import { RuleError, type Acting } from '~/person/acting';
import { editDocument, readDocument } from '~/platform/document/front-matter';
import { readFile, replaceBytes } from './replace.server';

/**
 * Decides on a file of the yearly campaign. A startup that is recognised bears the event in its fiche from the same
 * transaction on: page, lists and export say it at once.
 * @param labelYear the year of the label, apart from the day of the decision; null when it is not recognised.
 */
export async function decideNationalImpact(
  acting: Acting,
  decision: { id: string; version: number; labelYear: number | null; reason: string },
): Promise<void> {
  if (decision.labelYear === null && decision.reason === '')
    throw new RuleError('Dites pourquoi : l’équipe le lira.', 'raison');
  await acting.database.transaction(async (tx) => {
    const publicId = await settleCandidate(tx, acting, decision);
    if (decision.labelYear === null) return;
    const file = await readFile(tx, '_startups', publicId, { lock: true });
    if (!file) throw new RuleError('La fiche de cette startup ne peut pas être lue.');
    const document = readDocument(file.bytes);
    const events = Array.isArray(document.attributes['events'])
      ? (document.attributes['events'] as unknown[])
      : [];
    const event = { name: 'national_impact', date: acting.clock.today() };
    const bytes = editDocument(file.bytes, { events: [...events, event] });
    await replaceBytes(tx, acting, file, bytes, {
      nature: 'publication',
      reason: `impact national ${decision.labelYear}`,
    });
  });
}
