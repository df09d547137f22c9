import { z } from 'zod';
import { parseDay } from '../day';
import { folded } from '../folding';
import { first, rowIndexes, type Column, type Field, type Lists, type Section, type Typed } from './fields';

type Of<K extends Field['kind']> = Extract<Field, { kind: K }>;

const MOST_VALUES = 30;
const LONGEST_VALUE = 200;
const LONGEST_CELL = 1000;
const WHOLE = /^\d{1,12}$/;

const plain = (text: string): string => text.toWellFormed().replaceAll('\0', '');
const withPlainEnds = (text: string): string => text.replaceAll('\r\n', '\n');

/** What is kept of a text as it was typed. */
export const texts = {
  line: (typed: string): string =>
    plain(typed)
      .replace(/[\r\n\t]+/g, ' ')
      .trim(),
  paragraph: (typed: string): string => withPlainEnds(plain(typed)).trim(),
  address: (typed: string): string => plain(typed).trim(),
  markdown: (typed: string): string => withPlainEnds(plain(typed)),
};

/** A field of one line has no room for line ends: a browser drops them, and dropping them is no change. */
export const sameLine = (a: string, b: string): boolean =>
  a.replace(/[\r\n]+/g, '') === b.replace(/[\r\n]+/g, '');

const needed = (field: { label: string }) => `${field.label} : ce champ est nécessaire.`;
const atMost = (field: { label: string }, max: number) =>
  `${field.label} : ${max.toLocaleString('fr-FR')} caractères au plus.`;

const textSchema = (field: Of<'line' | 'paragraph'>) =>
  z
    .string()
    .transform(texts[field.kind])
    .pipe(
      z
        .string()
        .min(field.required ? 1 : 0, { error: needed(field) })
        .max(field.max, { error: atMost(field, field.max) }),
    );

/** The schema of one text that a field holds; lists and tables have theirs below. */
function schemaOf(field: Exclude<Field, { kind: 'list' | 'rows' }>): z.ZodType<string> {
  switch (field.kind) {
    case 'line':
      return field.input === 'email'
        ? textSchema(field).pipe(
            z.literal('').or(
              z.email({
                error: `${field.label} : cette adresse de courriel n’est pas complète, par exemple equipe@exemple.fr.`,
              }),
            ),
          )
        : textSchema(field);
    case 'paragraph':
      return textSchema(field);
    case 'address':
      return z
        .string()
        .transform(texts.address)
        .pipe(
          z.literal('').or(
            z
              .url({
                protocol: /^https?$/,
                hostname: /^[^.]+(\.[^.]+)+$|^localhost$/,
                error: `${field.label} : donnez une adresse entière, par exemple https://exemple.beta.gouv.fr.`,
              })
              .max(2000, { error: atMost(field, 2000) }),
          ),
        );
    case 'choice':
      return z.enum(['', ...field.choices.map(({ value }) => value)], {
        error: `${field.label} : choisissez dans la liste.`,
      });
    case 'yes-no':
      return z.enum(['', 'oui', 'non'], { error: 'Choisissez oui, non, ou rien.' });
    case 'markdown':
      return z
        .string()
        .transform(texts.markdown)
        .pipe(z.string().max(field.max, { error: atMost(field, field.max) }));
  }
}

/** What the page says already is not refused today: some names are longer than the form would let them be. */
function isUntouched(field: Field, typed: string, before: string): boolean {
  if (field.kind === 'line') return typed.trim() !== '' && sameLine(before, typed.trim());
  if (field.kind === 'paragraph')
    return typed.trim() !== '' && withPlainEnds(before) === withPlainEnds(typed.trim());
  return withPlainEnds(before) === withPlainEnds(typed).trim();
}

/** The values of a list as typed: those still ticked, and the one added by its name. */
export function listValues(
  field: Of<'list'>,
  typed: Typed,
  lists: Lists,
): { values: string[]; unknown: string | null } {
  const ticked = (typed[field.key] ?? [])
    .map((value) => plain(value).normalize('NFC').trim())
    .filter(Boolean);
  const added = plain(first(typed, `${field.key}.ajout`)).trim();
  if (added === '') return { values: [...new Set(ticked)], unknown: null };
  const wanted = folded(added);
  const choice = (lists[field.of] ?? []).find(
    ({ value, label }) => folded(label) === wanted || folded(value) === wanted,
  );
  if (!choice && !field.open) return { values: ticked, unknown: added };
  return { values: [...new Set([...ticked, choice?.value ?? added.slice(0, LONGEST_VALUE)])], unknown: null };
}

function listMistake(field: Of<'list'>, typed: Typed, before: Typed, lists: Lists): string | null {
  const { values, unknown } = listValues(field, typed, lists);
  const notInList = (value: string) => `${field.label} : « ${value} » n’est pas dans la liste du réseau.`;
  if (unknown !== null) return notInList(unknown);
  if (field.required && values.length === 0) return `${field.label} : gardez-en au moins un.`;
  if (field.single && values.length > 1) return `${field.label} : un seul choix ; décochez l’autre.`;
  const was = before[field.key] ?? [];
  const added = values.filter((value) => !was.includes(value));
  if (added.length > 0 && (values.length > MOST_VALUES || added.some(({ length }) => length > LONGEST_VALUE)))
    return `${field.label} : ${MOST_VALUES} valeurs de ${LONGEST_VALUE} caractères au plus.`;
  const stranger = added.find(
    (value) => !field.open && !(lists[field.of] ?? []).some((choice) => choice.value === value),
  );
  return stranger === undefined ? null : notInList(stranger);
}

function cellMistake(column: Column, text: string): string | null {
  if (text === '') return column.required ? needed(column) : null;
  if (column.kind === 'day' && parseDay(text) === null)
    return `${column.label} : une date est attendue, par exemple 2026-03-31.`;
  if (column.kind === 'number' && !WHOLE.test(text))
    return `${column.label} : un nombre entier est attendu, par exemple 12.`;
  if (column.kind === 'choice' && !column.choices?.some(({ value }) => value === text))
    return `${column.label} : choisissez dans la liste.`;
  return text.length > LONGEST_CELL ? atMost(column, LONGEST_CELL) : null;
}

/** One line of a table as typed, with the line of the page that it was, if it was one. */
export interface TypedRow {
  index: number;
  rank: number | null;
  cells: Readonly<Record<string, string>>;
}

/** The lines of a table that are to stay: neither taken away nor left empty. */
export function typedRows(field: Of<'rows'>, typed: Typed): TypedRow[] {
  return rowIndexes(typed, field.key).flatMap((index) => {
    const at = (column: string) => plain(first(typed, `${field.key}.${index}.${column}`)).trim();
    const cells = Object.fromEntries(field.columns.map(({ key }) => [key, at(key)]));
    if (at('retirer') !== '' || Object.values(cells).every((text) => text === '')) return [];
    return [{ index, rank: at('rang') === '' ? null : Number(at('rang')), cells }];
  });
}

function* rowMistakes(field: Of<'rows'>, typed: Typed, before: Typed): Generator<[string, string]> {
  for (const { index, rank, cells } of typedRows(field, typed)) {
    const isKnown = `${field.key}.${rank}.rang` in before;
    const was = (column: string) => (isKnown ? first(before, `${field.key}.${rank}.${column}`) : null);
    let isOrdered = true;
    for (const column of field.columns) {
      const text = cells[column.key]!;
      const original = was(column.key);
      if (original !== null && sameLine(original, text)) continue;
      const mistake = cellMistake(column, text);
      if (!mistake) continue;
      if (column.key === 'end') isOrdered = false;
      yield [`${field.key}.${index}.${column.key}`, mistake];
    }
    const { start, end } = cells;
    if (isOrdered && start && end && end < start)
      yield [`${field.key}.${index}.end`, 'Fin : elle doit venir après le début.'];
  }
}

/**
 * The schema of what is typed in one section, the same in the browser and on the server. Each issue's path is the
 * name of its field in the form.
 * @param before what the form showed before anybody typed: what the page says already is never refused.
 */
export const sectionSchema = (section: Section, before: Typed, lists: Lists): z.ZodType<Typed> =>
  z.record(z.string(), z.array(z.string()).readonly()).superRefine((typed, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    for (const field of section.fields) {
      if (field.kind === 'rows') {
        for (const [name, mistake] of rowMistakes(field, typed, before)) refuse(name, mistake);
      } else if (field.kind === 'list') {
        const mistake = listMistake(field, typed, before, lists);
        if (mistake) refuse(field.key, mistake);
      } else {
        const text = first(typed, field.key);
        if (isUntouched(field, text, first(before, field.key))) continue;
        const parsed = schemaOf(field).safeParse(text);
        if (!parsed.success) refuse(field.key, parsed.error.issues[0]!.message);
      }
    }
  });

/** What is to be corrected in a section, sentence by name of field. */
export function mistakesIn(
  section: Section,
  typed: Typed,
  before: Typed,
  lists: Lists,
): Record<string, string> {
  const parsed = sectionSchema(section, before, lists).safeParse(typed);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]));
}
