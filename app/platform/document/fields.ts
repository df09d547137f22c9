import { z } from 'zod';
import { parseDay } from '../day';
import { folded } from '../folding';
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
  kind: 'line' | 'day' | 'choice';
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
      }
    | { kind: 'rows'; columns: readonly Column[]; one: string }
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

const attributesOf = (document: FrontMatterDocument) => document.attributes;
const asText = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
const asList = (value: unknown): unknown[] =>
  value === null || value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value];

const shownText = (value: unknown): string => asText(value).trim();

function listOf(
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

const rowsIn = (value: unknown): Array<Record<string, unknown>> =>
  asList(value).filter(
    (item): item is Record<string, unknown> =>
      typeof item === 'object' && item !== null && !Array.isArray(item),
  );

/** A day as a date field shows it: a full instant keeps its day. */
const cell = (column: Column, value: unknown): string =>
  column.kind === 'day' ? (parseDay(asText(value).slice(0, 10)) ?? asText(value)) : shownText(value);

/** What the form of a section shows of a document, before anybody typed. */
export function typedOf(section: Section, document: FrontMatterDocument): Typed {
  const attributes = attributesOf(document);
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

/** The rows of a table field that were typed, in their order. */
export function rowIndexes(typed: Typed, key: string): number[] {
  const indexes = new Set<number>();
  for (const name of Object.keys(typed)) {
    const match = new RegExp(`^${key}\\.(\\d{1,4})\\.`).exec(name);
    if (match) indexes.add(Number(match[1]));
  }
  return [...indexes].sort((a, b) => a - b);
}

export interface Changes {
  /** Keys of the front matter with their new value; `undefined` takes the key away. */
  attributes: Record<string, unknown>;
  body?: string;
}

export type SectionReading = { changes: Changes; mistakes: Record<string, string> };

const nonEmpty = (field: FieldBase) => `${field.label} : ce champ est nécessaire.`;
const MOST_VALUES = 30;
const LONGEST_VALUE = 200;
const sentence = (text: string) => text.toWellFormed().replaceAll('\0', '');

/** The check of one line of text, shared by browser and server; the other kinds have theirs beside it. */
const schemas = {
  line: (field: Extract<Field, { kind: 'line' }>) => {
    const text = z
      .string()
      .transform((value) =>
        sentence(value)
          .replace(/[\r\n\t]+/g, ' ')
          .trim(),
      )
      .pipe(
        z
          .string()
          .min(field.required ? 1 : 0, { error: nonEmpty(field) })
          .max(field.max, { error: `${field.label} : ${field.max} caractères au plus.` }),
      );
    return field.input === 'email'
      ? text.pipe(
          z.literal('').or(
            z.email({
              error: `${field.label} : cette adresse de courriel n’est pas complète, par exemple equipe@exemple.fr.`,
            }),
          ),
        )
      : text;
  },
  paragraph: (field: Extract<Field, { kind: 'paragraph' }>) =>
    z
      .string()
      .transform((value) => sentence(value).replaceAll('\r\n', '\n').trim())
      .pipe(
        z
          .string()
          .min(field.required ? 1 : 0, { error: nonEmpty(field) })
          .max(field.max, {
            error: `${field.label} : ${field.max.toLocaleString('fr-FR')} caractères au plus.`,
          }),
      ),
  address: (field: FieldBase) =>
    z
      .string()
      .transform((value) => sentence(value).trim())
      .pipe(
        z.literal('').or(
          z
            .url({
              protocol: /^https?$/,
              hostname: /^[^.]+(\.[^.]+)+$|^localhost$/,
              error: `${field.label} : donnez une adresse entière, par exemple https://exemple.beta.gouv.fr.`,
            })
            .max(2000, { error: `${field.label} : 2 000 caractères au plus.` }),
        ),
      ),
  'yes-no': () => z.enum(['', 'oui', 'non'], { error: 'Choisissez oui, non, ou rien.' }),
  markdown: (field: Extract<Field, { kind: 'markdown' }>) =>
    z
      .string()
      .transform((value) => sentence(value).replaceAll('\r\n', '\n'))
      .pipe(
        z.string().max(field.max, {
          error: `${field.label} : ${field.max.toLocaleString('fr-FR')} caractères au plus.`,
        }),
      ),
};

const sameText = (a: unknown, b: string): boolean => shownText(a).replaceAll('\r\n', '\n') === b;
/** A field of one line has no room for line ends: a browser drops them, and dropping them is no change. */
const sameLine = (a: string, b: string): boolean => a.replace(/[\r\n]+/g, '') === b.replace(/[\r\n]+/g, '');
const first = (typed: Typed, name: string): string => typed[name]?.[0] ?? '';

/**
 * Reads what was typed in a section against the document that it is about: only what differs becomes a change, so
 * that spaces, quotes and forms of the file that nobody touched stay as they are.
 */
export function readSection(
  section: Section,
  typed: Typed,
  document: FrontMatterDocument,
  lists: Lists,
): SectionReading {
  const changes: Changes = { attributes: {} };
  const mistakes: Record<string, string> = {};
  const before = attributesOf(document);
  const setText = ({ key, keptEmpty }: FieldBase, text: string) => {
    if (sameText(before[key], text)) return;
    changes.attributes[key] = text !== '' ? text : keptEmpty && key in before ? '' : undefined;
  };
  for (const field of section.fields) {
    const { key } = field;
    const check = (schema: z.ZodType<string>, value: string): string | null => {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      mistakes[key] = parsed.error.issues[0]!.message;
      return null;
    };
    switch (field.kind) {
      case 'line':
      case 'paragraph': {
        const written = first(typed, key).trim();
        // What the file says already is not refused today: some names are longer than the form would let them be.
        const same =
          field.kind === 'line'
            ? sameLine(shownText(before[key]), written)
            : sameText(before[key], written.replaceAll('\r\n', '\n'));
        if (written !== '' && same) break;
        const text = check(
          field.kind === 'line' ? schemas.line(field) : schemas.paragraph(field),
          first(typed, key),
        );
        if (text !== null) setText(field, text);
        break;
      }
      case 'address': {
        const written = first(typed, key);
        if (sameText(before[key], written.trim())) break;
        const text = check(schemas.address(field), written);
        if (text !== null) setText(field, text);
        break;
      }
      case 'choice': {
        const value = first(typed, key);
        if (sameText(before[key], value)) break;
        if (value !== '' && !field.choices.some((choice) => choice.value === value)) {
          mistakes[key] = `${field.label} : choisissez dans la liste.`;
        } else setText(field, value);
        break;
      }
      case 'yes-no': {
        const value = check(schemas['yes-no'](), first(typed, key));
        if (value === null) break;
        const was = typedOf({ ...section, fields: [field] }, document)[key]![0];
        if (value !== was) changes.attributes[key] = value === '' ? undefined : value === 'oui';
        break;
      }
      case 'markdown': {
        const text = check(schemas.markdown(field), first(typed, key));
        if (text !== null && text !== document.body.replaceAll('\r\n', '\n')) changes.body = ended(text);
        break;
      }
      case 'list':
        readList(field, typed, before, lists, changes, mistakes);
        break;
      case 'rows':
        readRows(field, typed, before, changes, mistakes);
    }
  }
  return { changes, mistakes };
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** The values of a list as typed: those still ticked, and the one added by its name. */
export function listValues(
  field: Extract<Field, { kind: 'list' }>,
  typed: Typed,
  lists: Lists,
): { values: string[]; unknown: string | null } {
  const ticked = (typed[field.key] ?? [])
    .map((value) => sentence(value).normalize('NFC').trim())
    .filter(Boolean);
  const added = sentence(first(typed, `${field.key}.ajout`)).trim();
  if (added === '') return { values: [...new Set(ticked)], unknown: null };
  const wanted = folded(added);
  const choice = (lists[field.of] ?? []).find(
    ({ value, label }) => folded(label) === wanted || folded(value) === wanted,
  );
  if (!choice && !field.open) return { values: ticked, unknown: added };
  return { values: [...new Set([...ticked, choice?.value ?? added.slice(0, LONGEST_VALUE)])], unknown: null };
}

function readList(
  field: Extract<Field, { kind: 'list' }>,
  typed: Typed,
  before: Readonly<Record<string, unknown>>,
  lists: Lists,
  changes: Changes,
  mistakes: Record<string, string>,
): void {
  const { values, unknown } = listValues(field, typed, lists);
  if (unknown !== null) {
    mistakes[field.key] = `${field.label} : « ${unknown} » n’est pas dans la liste du réseau.`;
    return;
  }
  if (field.required && values.length === 0) {
    mistakes[field.key] = `${field.label} : gardez-en au moins un.`;
    return;
  }
  const was = listOf(field, before);
  const isNew = (value: string) => !was.includes(value);
  if (
    values.some(isNew) &&
    (values.length > MOST_VALUES || values.some((value) => isNew(value) && value.length > LONGEST_VALUE))
  ) {
    mistakes[field.key] = `${field.label} : ${MOST_VALUES} valeurs de ${LONGEST_VALUE} caractères au plus.`;
    return;
  }
  const stranger = values.find(
    (value) =>
      !was.includes(value) &&
      !field.open &&
      !(lists[field.of] ?? []).some((choice) => choice.value === value),
  );
  if (stranger !== undefined) {
    mistakes[field.key] = `${field.label} : « ${stranger} » n’est pas dans la liste du réseau.`;
    return;
  }
  if (JSON.stringify(was) === JSON.stringify(values)) return;
  const written = values.map((value) => `${field.prefix ?? ''}${value}`);
  if (field.singleKey === undefined) {
    changes.attributes[field.key] = written.length === 0 ? undefined : written;
    return;
  }
  changes.attributes[field.singleKey] = written[0];
  if (written.length > 1 || field.key in before) {
    changes.attributes[field.key] = written.length > 1 ? written : undefined;
  }
}

function readRows(
  field: Extract<Field, { kind: 'rows' }>,
  typed: Typed,
  before: Readonly<Record<string, unknown>>,
  changes: Changes,
  mistakes: Record<string, string>,
): void {
  const was = rowsIn(before[field.key]);
  const rows: Array<Record<string, unknown>> = [];
  for (const index of rowIndexes(typed, field.key)) {
    const at = (column: string) => sentence(first(typed, `${field.key}.${index}.${column}`)).trim();
    if (at('retirer') !== '') continue;
    const original = at('rang') === '' ? undefined : was[Number(at('rang'))];
    if (field.columns.every((column) => at(column.key) === '')) continue;
    const row: Record<string, unknown> = { ...original };
    for (const column of field.columns) {
      const text = at(column.key);
      const name = `${field.key}.${index}.${column.key}`;
      if (original !== undefined && sameLine(cell(column, original[column.key]), text)) continue;
      if (text === '') {
        if (column.required) mistakes[name] = `${column.label} : ce champ est nécessaire.`;
        delete row[column.key];
      } else if (column.kind === 'day' && parseDay(text) === null) {
        mistakes[name] = `${column.label} : une date est attendue, par exemple 2026-03-31.`;
      } else if (column.kind === 'choice' && !column.choices?.some(({ value }) => value === text)) {
        mistakes[name] = `${column.label} : choisissez dans la liste.`;
      } else if (text.length > 1000) {
        mistakes[name] = `${column.label} : 1 000 caractères au plus.`;
      } else row[column.key] = text;
    }
    const [start, end] = [row['start'], row['end']];
    if (typeof start === 'string' && typeof end === 'string' && end !== '' && end < start) {
      mistakes[`${field.key}.${index}.end`] ??= 'Fin : elle doit venir après le début.';
    }
    rows.push(row);
  }
  if (JSON.stringify(rows) !== JSON.stringify(was)) {
    changes.attributes[field.key] = rows.length === 0 ? undefined : rows;
  }
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
