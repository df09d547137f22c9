import { parseDay, type Day } from '~/platform/day';
import type { FrontMatterDocument } from './front-matter';

/** Something of a file that was understood otherwise than written: never refused, always told. */
export interface Oddity {
  kind: string;
  line: number | null;
  field: string;
  found: string;
  understood: string;
}

const INVISIBLE = /[\u200B-\u200D\u2060\u2028\u2029\uFEFF]/g;
const HTML_ENTITY = /&(?:#x([0-9a-f]+)|#(\d+)|amp);/gi;

/** A list longer than any of the network's is cut, and told. */
const LONGEST_LIST = 500;
/** Labels stand in an index: longer ones are no labels. */
const LONGEST_LABEL = 300;

const character = (code: number, written: string): string =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : written;

const unescaped = (text: string): string =>
  text.replace(HTML_ENTITY, (whole: string, hex: string | undefined, decimal: string | undefined) =>
    hex
      ? character(Number.parseInt(hex, 16), whole)
      : decimal
        ? character(Number.parseInt(decimal, 10), whole)
        : '&',
  );

const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 300);

/** Reads the fields of a document as what they should be, and notes each one that was something else. */
export class FieldReader {
  readonly oddities: Oddity[] = [];
  private readonly asked = new Set<string>();

  constructor(private readonly document: FrontMatterDocument) {}

  flag(kind: string, field: string, found: unknown, understood: string, item?: number): void {
    this.oddities.push({
      kind,
      line: this.document.lineOf(field, item),
      field,
      found: shown(found),
      understood,
    });
  }

  raw(field: string): unknown {
    this.asked.add(field);
    return this.document.attributes[field];
  }

  text(field: string): string | null {
    const value = this.raw(field);
    if (value === undefined || value === null) return null;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'string') {
      this.flag('forme', field, value, 'champ ignoré : un texte est attendu');
      return null;
    }
    const visible = value.replace(INVISIBLE, (character) =>
      character === '\u2028' || character === '\u2029' ? '\n' : '',
    );
    if (visible !== value)
      this.flag('caracteres-invisibles', field, value, 'caractères invisibles retirés à l’affichage');
    const trimmed = visible.trim();
    if (trimmed !== visible && trimmed.length !== visible.trimEnd().length) {
      this.flag('espaces', field, value, 'espaces de début retirées à l’affichage');
    } else if (trimmed !== visible && !visible.endsWith('\n')) {
      this.flag('espaces', field, value, 'espaces de fin retirées à l’affichage');
    }
    return trimmed === '' ? null : trimmed;
  }

  /** An http or https address, or nothing. */
  address(field: string): string | null {
    const text = this.text(field);
    if (text === null) return null;
    let address = unescaped(text);
    if (address !== text) this.flag('html-echappe', field, text, address);
    const cut = address.replace(/[;,\s]+$/, '');
    if (cut !== address) {
      this.flag('adresse', field, text, cut);
      address = cut;
    }
    if (/^[\w-]+(\.[\w-]+)+(\/|$)/.test(address)) {
      this.flag('adresse', field, text, `https://${address}`);
      address = `https://${address}`;
    }
    if (
      URL.canParse(address) &&
      ['http:', 'https:'].includes(new URL(address).protocol) &&
      !/\s/.test(address)
    ) {
      return address;
    }
    this.flag('adresse', field, text, 'adresse inutilisable, non affichée');
    return null;
  }

  private shortened(field: string, list: readonly unknown[]): readonly unknown[] {
    if (list.length <= LONGEST_LIST) return list;
    this.flag('forme', field, `${list.length} éléments`, `les ${LONGEST_LIST} premiers sont lus`);
    return list.slice(0, LONGEST_LIST);
  }

  yesNo(field: string): boolean | null {
    const value = this.raw(field);
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    this.flag('forme', field, value, 'champ ignoré : oui ou non est attendu');
    return null;
  }

  texts(field: string): string[] {
    const value = this.raw(field);
    if (value === undefined || value === null || value === '') return [];
    const list = this.shortened(field, Array.isArray(value) ? (value as unknown[]) : [value]);
    if (!Array.isArray(value)) this.flag('forme', field, value, 'une seule valeur, lue comme une liste');
    const texts: string[] = [];
    list.forEach((entry, index) => {
      const text = typeof entry === 'string' ? entry.replace(INVISIBLE, '').trim() : '';
      if (text.length > LONGEST_LABEL) this.flag('forme', field, entry, 'élément ignoré : trop long', index);
      else if (text === '') this.flag('forme', field, entry, 'élément ignoré : un texte est attendu', index);
      else if (texts.includes(text)) this.flag('doublon', field, text, 'élément compté une fois', index);
      else texts.push(text);
    });
    return texts;
  }

  items(field: string): Array<Record<string, unknown>> {
    const value = this.raw(field);
    if (value === undefined || value === null || value === '') return [];
    if (!Array.isArray(value)) {
      this.flag('forme', field, value, 'champ ignoré : une liste est attendue');
      return [];
    }
    return this.shortened(field, value as unknown[]).map((entry, index) => {
      if (typeof entry === 'object' && entry !== null && !Array.isArray(entry))
        return entry as Record<string, unknown>;
      this.flag('forme', field, entry, 'élément ignoré', index);
      return {};
    });
  }

  /** A day inside a list item; a full instant keeps its day. */
  itemDay(field: string, index: number, value: unknown): Day | null {
    if (value === undefined || value === null || value === '') return null;
    const text = String(value);
    const found = parseDay(text.slice(0, 10));
    if (found === null) this.flag('date', field, text, 'date illisible, ignorée', index);
    else if (text.length > 10) this.flag('date', field, text, found, index);
    return found;
  }

  /** Keys that no field of the model reads: they stay in the file and come back out of it. */
  flagUnknownKeys(known: readonly string[] = []): void {
    for (const key of Object.keys(this.document.attributes)) {
      if (!this.asked.has(key) && !known.includes(key)) {
        this.flag('champ-inconnu', key, this.document.attributes[key], 'gardé tel quel dans le fichier');
      }
    }
  }
}
