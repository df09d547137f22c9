import { RuleError, StaleError, type Acting } from '~/person/acting';
import type { Network } from '~/network/facts';
import { typedOf, type Field, type Section, type Typed } from '~/platform/document/fields';
import { readDocument } from '~/platform/document/front-matter';
import { readSection } from '~/platform/document/section-reading';
import { EDITORS, fieldOf } from './editors';
import { withChanges } from './drafts.server';
import { listsFor } from './lists.server';
import { readFile, replaceBytes } from './replace.server';

/** Sections whose fields a program may write: phases, events and who carries a startup are said by people. */
const WRITABLE = ['presentation', 'liens', 'publics', 'conformite'] as const;
const isWritable = ({ code }: Section, { kind }: Field): boolean =>
  kind !== 'rows' && (WRITABLE as readonly string[]).includes(code);

export type FieldValue = string | boolean | null | readonly string[];

/** The fields that a program may write, as the form names them. */
export const writableFields = (): Array<{ key: string; label: string }> =>
  EDITORS['_startups'].sections.flatMap((section) =>
    section.fields
      .filter((field) => isWritable(section, field))
      .map((field) => ({ key: field.key, label: field.label })),
  );

/** Some fields cannot be written as they were sent: each with its reason. */
export class FieldMistakesError extends Error {
  constructor(readonly mistakes: ReadonlyArray<{ field: string; sentence: string }>) {
    super('fields with mistakes');
  }
}

const asTyped = (value: FieldValue): readonly string[] => {
  if (value === null) return [''];
  if (typeof value === 'boolean') return [value ? 'oui' : 'non'];
  return typeof value === 'string' ? [value] : value;
};

/**
 * Writes fields of a fiche at once, without a draft: what a program sends, read by the rules of the form, and only the
 * lines of what differs rewritten. The caller has asked for the right.
 * @param seen the digest of the fiche that the program read; null writes over whatever stands now.
 * @returns the digest of the fiche as it is now.
 * @throws {FieldMistakesError} {StaleError} {RuleError}
 */
export async function writeFields(
  acting: Acting,
  network: Network,
  publicId: string,
  fields: Readonly<Record<string, FieldValue>>,
  seen: string | null,
): Promise<string> {
  const unknown = Object.keys(fields).filter((key) => {
    const known = fieldOf('_startups', key);
    return known === null || !isWritable(known.section, known.field);
  });
  if (unknown.length > 0)
    throw new FieldMistakesError(
      unknown.map((field) => ({
        field,
        sentence: 'Ce champ n’existe pas, ou ne s’écrit pas par un programme.',
      })),
    );
  const sections = [...new Set(Object.keys(fields).map((key) => fieldOf('_startups', key)!.section))];
  return acting.database.transaction(async (tx) => {
    const file = await readFile(tx, '_startups', publicId, { lock: true });
    if (!file || file.archived)
      throw new RuleError('Cette fiche ne s’écrit pas : elle est archivée ou illisible.');
    if (seen !== null && seen !== file.sha256) throw new StaleError();
    let bytes: Uint8Array = file.bytes;
    const mistakes: Array<{ field: string; sentence: string }> = [];
    for (const section of sections) {
      const document = readDocument(bytes);
      const sent: Typed = Object.fromEntries(
        section.fields.flatMap(({ key }) =>
          Object.hasOwn(fields, key) ? [[key, asTyped(fields[key]!)]] : [],
        ),
      );
      const reading = readSection(
        section,
        { ...typedOf(section, document), ...sent },
        document,
        await listsFor(tx, network, section),
      );
      // What was wrong before and is not sent again is not this program's to mend.
      for (const [name, sentence] of Object.entries(reading.mistakes))
        if (Object.hasOwn(sent, name.split('.')[0]!)) mistakes.push({ field: name, sentence });
      bytes = withChanges(bytes, reading.changes);
    }
    if (mistakes.length > 0) throw new FieldMistakesError(mistakes);
    return (await replaceBytes(tx, acting, file, bytes, { nature: 'publication' })) ?? file.sha256;
  });
}

/** The digest of a fiche as it stands, which a program says back when it writes. */
export const ficheDigest = async (
  db: Parameters<typeof readFile>[0],
  publicId: string,
): Promise<string | null> => (await readFile(db, '_startups', publicId))?.sha256 ?? null;
