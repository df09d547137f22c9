import {
  cell,
  first,
  listOf,
  rowsIn,
  shownText,
  typedOf,
  type Field,
  type Lists,
  type Section,
  type Typed,
} from './fields';
import type { FrontMatterDocument } from './front-matter';
import { listValues, mistakesIn, sameLine, texts, typedRows } from './section-schema';

export interface Changes {
  /** Keys of the front matter with their new value; `undefined` takes the key away. */
  attributes: Record<string, unknown>;
  body?: string;
}

export type SectionReading = { changes: Changes; mistakes: Record<string, string> };
type Attributes = Readonly<Record<string, unknown>>;

const sameText = (a: unknown, b: string): boolean => shownText(a).replaceAll('\r\n', '\n') === b;
const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/**
 * Reads what was typed in a section against the document that it is about: only what differs becomes a change, so
 * that spaces, quotes and forms of the file that nobody touched stay as they are; what is to be corrected changes
 * nothing.
 */
export function readSection(
  section: Section,
  typed: Typed,
  document: FrontMatterDocument,
  lists: Lists,
): SectionReading {
  const changes: Changes = { attributes: {} };
  const before = typedOf(section, document);
  const mistakes = mistakesIn(section, typed, before, lists);
  for (const field of section.fields) {
    if (Object.keys(mistakes).some((name) => name === field.key || name.startsWith(`${field.key}.`)))
      continue;
    Object.assign(changes.attributes, changedAttributes(field, typed, before, document.attributes, lists));
    if (field.kind !== 'markdown') continue;
    const text = texts.markdown(first(typed, field.key));
    if (text !== document.body.replaceAll('\r\n', '\n')) changes.body = ended(text);
  }
  return { changes, mistakes };
}

function changedAttributes(
  field: Field,
  typed: Typed,
  shown: Typed,
  before: Attributes,
  lists: Lists,
): Attributes {
  const { key } = field;
  const written = first(typed, key);
  switch (field.kind) {
    case 'line':
      if (sameLine(first(shown, key), written.trim())) return {};
      return textChange(field, texts.line(written), before);
    case 'paragraph':
    case 'address':
      return textChange(field, texts[field.kind](written), before);
    case 'choice':
      return textChange(field, written, before);
    case 'yes-no':
      if (written === first(shown, key)) return {};
      return { [key]: written === '' ? undefined : written === 'oui' };
    case 'list':
      return listChange(field, listValues(field, typed, lists).values, before);
    case 'rows':
      return rowsChange(field, typed, before);
    case 'markdown':
      return {};
  }
}

function textChange({ key, keptEmpty }: Field, text: string, before: Attributes): Attributes {
  if (sameText(before[key], text)) return {};
  return { [key]: text !== '' ? text : keptEmpty && key in before ? '' : undefined };
}

function listChange(
  field: Extract<Field, { kind: 'list' }>,
  values: readonly string[],
  before: Attributes,
): Attributes {
  if (JSON.stringify(listOf(field, before)) === JSON.stringify(values)) return {};
  const written = values.map((value) => `${field.prefix ?? ''}${value}`);
  const { key, singleKey, single } = field;
  if (single) return { [key]: written[0] };
  if (singleKey === undefined) return { [key]: written.length === 0 ? undefined : written };
  const several = written.length > 1 ? { [key]: written } : key in before ? { [key]: undefined } : {};
  return { [singleKey]: written[0], ...several };
}

function rowsChange(field: Extract<Field, { kind: 'rows' }>, typed: Typed, before: Attributes): Attributes {
  const was = rowsIn(before[field.key]);
  const rows = typedRows(field, typed).map(({ rank, cells }) => {
    const original = rank === null ? undefined : was[rank];
    const row: Record<string, unknown> = { ...original };
    for (const column of field.columns) {
      const text = cells[column.key]!;
      if (original !== undefined && sameLine(cell(column, original[column.key]), text)) continue;
      if (text === '') delete row[column.key];
      else row[column.key] = column.kind === 'number' ? Number(text) : text;
    }
    return row;
  });
  if (JSON.stringify(rows) === JSON.stringify(was)) return {};
  if (field.single) return { [field.key]: rows[0] };
  return { [field.key]: rows.length === 0 ? undefined : rows };
}
