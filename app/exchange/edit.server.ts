import { StaleError, type Acting } from '~/person/acting';
import { editDocument } from '~/platform/document/front-matter';
import { readFile, replaceBytes } from './publication/replace.server';

/** What changes in a fiche: top-level keys of its front matter (`undefined` removes one), and its text. */
export interface FicheEdit {
  attributes?: Readonly<Record<string, unknown>>;
  body?: string;
}

/**
 * Changes a startup's fiche for a program: its file keeps every byte that the edit does not touch, and the
 * startup's facts follow from the new file. One transaction with its audit.
 * @param basedOn sha256 of the file that the author of the edit saw.
 * @throws {StaleError} when the file is another one by now.
 * @throws {DocumentFault} when the file cannot be read.
 */
export async function editFiche(
  acting: Pick<Acting, 'database' | 'clock' | 'audit'>,
  { publicId, basedOn, edit }: { publicId: string; basedOn: string; edit: FicheEdit },
): Promise<void> {
  await acting.database.transaction(async (tx) => {
    const file = await readFile(tx, '_startups', publicId, { lock: true });
    if (!file || file.sha256 !== basedOn) throw new StaleError();
    const bytes = editDocument(file.bytes, edit.attributes ?? {}, edit.body);
    await replaceBytes(tx, acting, file, bytes, { nature: 'publication' });
  });
}
