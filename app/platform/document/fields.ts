import { parseDay } from '../day';
import type { FrontMatterDocument } from './front-matter';

/** Where the values of a list come from: kept lists of the network, by name. */
export type ListName = 'incubator' | 'organisation' | 'startup' | 'theme' | 'audience' | 'technology';

export interface Choice {
  value: string;
  label: string;
}
export type Lists = Readonly<Partial<Record<ListName, readonly Choice[]>>>;

export interface Column {
  key: string;
  label: string;
  /** A number is whole, and written as one. */
  kind: 'line' | 'day' | 'choice' | 'number';
  choices?: readonly Choice[];
  required?: boolean;
}

interface FieldBase {
  /** The key of the front matter; `corps` is the text below it. */
  key: string;
  label: string;
  hint?: string;
  required?: boolean;
  /** Emptied, the key stays with an empty text, as the network writes it. */
  keptEmpty?: boolean;
}

/** What a field of a content file is, for its form, its check and its comparison. */
export type Field = FieldBase &
  (
    | { kind: 'line'; max: number; input?: 'email' }
    | { kind: 'paragraph'; max: number }
    | { kind: 'address' }
    | { kind: 'yes-no' }
    | { kind: 'choice'; choices: readonly Choice[] }
    | {
        kind: 'list';
        of: ListName;
        /** Written before each id (`/organisations/`). */
        prefix?: string;
        /** Values that the network's list does not hold may be added. */
        open?: boolean;
        /** A single value is written under this key, and several under both, as the network does. */
        singleKey?: string;
        /** The key holds one value, not a list of them. */
        single?: true;
      }
    | {
        kind: 'rows';
        columns: readonly Column[];
        one: string;
        /** The key holds one such row, not a list of them. */
        single?: true;
      }
    | { kind: 'markdown'; max: number }
  );

export interface Section {
  code: string;
  title: string;
  about: string;
  fields: readonly Field[];
}

/** What was typed in a form, name by name: right or wrong, nothing of it is lost. */
export type Typed = Readonly<Record<string, readonly string[]>>;

export const BODY = 'corps';

const asText = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
const asList = (value: unknown): unknown[] =>
  value === null || value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value];

export const shownText = (value: unknown): string => asText(value).trim();

export function listOf(
  field: Extract<Field, { kind: 'list' }>,
  attributes: Readonly<Record<string, unknown>>,
): string[] {
  const single = field.singleKey === undefined ? [] : asList(attributes[field.singleKey]);
  const several = asList(attributes[field.key]);
  const prefix = field.prefix ?? '';
  const values = [...single, ...several].map((value) => {
    const text = asText(value).trim();
    return (text.startsWith(prefix) ? text.slice(prefix.length) : text).normalize('NFC');
  });
  return [...new Set(values)].filter((value) => value !== '');
}

export const rowsIn = (value: unknown): Array<Record<string, unknown>> =>
  asList(value).filter(
    (item): item is Record<string, unknown> =>
      typeof item === 'object' && item !== null && !Array.isArray(item),
  );

/** A day as a date field shows it: a full instant keeps its day. */
export const cell = (column: Column, value: unknown): string =>
  column.kind === 'day' ? (parseDay(asText(value).slice(0, 10)) ?? asText(value)) : shownText(value);

/** What the form of a section shows of a document, before anybody typed. */
export function typedOf(section: Section, document: FrontMatterDocument): Typed {
  const { attributes } = document;
  const typed: Record<string, string[]> = {};
  for (const field of section.fields) {
    switch (field.kind) {
      case 'markdown':
        typed[field.key] = [document.body];
        break;
      case 'list':
        typed[field.key] = listOf(field, attributes);
        break;
      case 'rows':
        rowsIn(attributes[field.key]).forEach((row, index) => {
          typed[`${field.key}.${index}.rang`] = [String(index)];
          for (const column of field.columns) {
            typed[`${field.key}.${index}.${column.key}`] = [cell(column, row[column.key])];
          }
        });
        break;
      case 'yes-no': {
        const value = attributes[field.key];
        typed[field.key] = [
          value === true || value === 'true' ? 'oui' : value === false || value === 'false' ? 'non' : '',
        ];
        break;
      }
      case 'line':
      case 'paragraph':
      case 'address':
      case 'choice':
        typed[field.key] = [shownText(attributes[field.key])];
    }
  }
  return typed;
}

export const first = (typed: Typed, name: string): string => typed[name]?.[0] ?? '';

/** The rows of a table field that were typed, in their order. */
export function rowIndexes(typed: Typed, key: string): number[] {
  const indexes = new Set<number>();
  for (const name of Object.keys(typed)) {
    const match = new RegExp(`^${key}\\.(\\d{1,4})\\.`).exec(name);
    if (match) indexes.add(Number(match[1]));
  }
  return [...indexes].sort((a, b) => a - b);
}

/** The names that a section's form may send: anything else is nobody's and is dropped. */
export function keepOwnFields(section: Section, sent: Iterable<[string, string]>): Typed {
  const typed: Record<string, string[]> = {};
  for (const [name, value] of sent) {
    const [key, index, column] = name.split('.');
    const field = section.fields.find((one) => one.key === key);
    if (!field) continue;
    const isOwn =
      field.kind === 'rows'
        ? /^\d{1,3}$/.test(index ?? '') &&
          ['rang', 'retirer', ...field.columns.map((one) => one.key)].includes(column ?? '')
        : index === undefined || (field.kind === 'list' && index === 'ajout');
    if (isOwn) (typed[name] ??= []).push(value);
  }
  return typed;
}

/** Whether two states of a form say the same; names without a value do not count. */
export function sameTyped(a: Typed, b: Typed): boolean {
  const plain = (typed: Typed) =>
    JSON.stringify(
      Object.entries(typed)
        .map(([name, values]) => [name, values.map((value) => value.replaceAll('\r\n', '\n'))] as const)
        .filter(([name, values]) => !name.endsWith('.rang') && values.some((value) => value !== ''))
        .sort(([x], [y]) => (x < y ? -1 : 1)),
    );
  return plain(a) === plain(b);
}
