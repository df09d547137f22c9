import { CORE_SCHEMA, dump, load, type State } from 'js-yaml';

/** Larger files are refused unread: the largest fiche of the network weighs some 30 kB. */
export const LARGEST_DOCUMENT = 2_000_000;

/** A Markdown file with YAML front matter, read without losing where its bytes are. */
export interface FrontMatterDocument {
  /** Values as written: under YAML's core schema dates stay text. Key order is that of the file. */
  attributes: Readonly<Record<string, unknown>>;
  /** Everything after the closing `---` line, verbatim. */
  body: string;
  /** One-based line of a top-level key, or of the nth item of its list. */
  lineOf(key: string, item?: number): number | null;
}

/** Why a file cannot be read, in French, with its line when there is one. */
export class DocumentFault extends Error {
  constructor(
    message: string,
    readonly line: number | null = null,
  ) {
    super(message);
  }
}

interface Layout {
  bom: string;
  eol: '\n' | '\r\n';
  /** Lines of the front matter without the two fences; the first is line 2 of the file. */
  lines: string[];
  closingFence: string;
  body: string;
}

const TOP_LEVEL_KEY = /^(?:"([^"]+)"|'([^']+)'|([^\s#"'\-][^:]*?))\s*:(?:\s|$)/;

function decode(bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST_DOCUMENT) {
    throw new DocumentFault(`fichier de ${Math.round(bytes.byteLength / 1e6)} Mo, refusé au-delà de 2 Mo`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DocumentFault('le fichier n’est pas de l’UTF-8 valide');
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    throw new DocumentFault('le fichier contient un caractère nul', text.slice(0, nul).split('\n').length);
  }
  return text;
}

function layOut(text: string): Layout {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const content = text.slice(bom.length);
  const opening = /^---[ \t]*(\r?\n)/.exec(content);
  if (!opening) throw new DocumentFault('le fichier ne commence pas par une ligne « --- »', 1);
  const eol = opening[1] === '\r\n' ? '\r\n' : '\n';
  const rest = content.slice(opening[0].length);
  const closing = /(^|\n)(---[ \t]*(?:\r?\n|$))/.exec(rest);
  if (!closing) throw new DocumentFault('l’en-tête n’est pas fermé par une ligne « --- »', 1);
  const head = rest.slice(0, closing.index + (closing[1] ?? '').length);
  const lines = head === '' ? [] : head.replace(/\r?\n$/, '').split(/\r?\n/);
  return {
    bom,
    eol,
    lines,
    closingFence: closing[2] ?? '---\n',
    body: rest.slice(closing.index + closing[0].length),
  };
}

/** Where each top-level key stands: [first line, line after the last of its value), counted in the front matter. */
function spansOf(lines: string[]): Map<string, [number, number]> {
  const spans = new Map<string, [number, number]>();
  let open: { key: string; from: number } | null = null;
  // Empty lines and comments before the next key are about that one: they stay when this one is written anew.
  const close = (to: number) => {
    if (!open) return;
    let end = to;
    while (end > open.from + 1 && /^(#|\s*$)/.test(lines[end - 1]!)) end -= 1;
    spans.set(open.key, [open.from, end]);
  };
  lines.forEach((line, index) => {
    const match = TOP_LEVEL_KEY.exec(line);
    if (!match) return;
    close(index);
    open = { key: match[1] ?? match[2] ?? match[3] ?? '', from: index };
  });
  close(lines.length);
  return spans;
}

function parseYaml(lines: string[]): Record<string, unknown> {
  let loaded: unknown;
  try {
    loaded = load(lines.join('\n'), {
      schema: CORE_SCHEMA,
      listener(_event, state: State & { anchor?: string | null }) {
        // An alias needs an anchor: without anchors, 304 bytes cannot unfold into 95 MB.
        if (state.anchor) {
          throw new DocumentFault('les ancres YAML (&) ne sont pas acceptées', state.line + 2);
        }
      },
    });
  } catch (error) {
    if (error instanceof DocumentFault) throw error;
    const yamlError = error as Error & { reason?: string; mark?: { line: number } };
    throw new DocumentFault(
      `en-tête YAML illisible (${yamlError.reason ?? yamlError.message})`,
      yamlError.mark ? yamlError.mark.line + 2 : null,
    );
  }
  if (loaded === null || loaded === undefined) return {};
  if (typeof loaded !== 'object' || Array.isArray(loaded)) {
    throw new DocumentFault('l’en-tête YAML n’est pas une liste de champs', 2);
  }
  return loaded as Record<string, unknown>;
}

/** @throws {DocumentFault} when the bytes hold no readable document. */
export function readDocument(bytes: Uint8Array): FrontMatterDocument {
  const { lines, body } = layOut(decode(bytes));
  const attributes = parseYaml(lines);
  const spans = spansOf(lines);
  return {
    attributes,
    body,
    lineOf(key, item) {
      const span = spans.get(key);
      if (!span) return null;
      if (item === undefined) return span[0] + 2;
      let seen = -1;
      let indent: number | null = null;
      for (let index = span[0] + 1; index < span[1]; index += 1) {
        const dash = /^(\s*)-(\s|$)/.exec(lines[index] ?? '');
        if (!dash) continue;
        indent ??= (dash[1] ?? '').length;
        if ((dash[1] ?? '').length === indent) seen += 1;
        if (seen === item) return index + 2;
      }
      return span[0] + 2;
    },
  };
}

const dumpKey = (key: string, value: unknown): string[] =>
  dump({ [key]: value }, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true })
    .replace(/\n$/, '')
    .split('\n');

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The file with some of its top-level keys and its body changed: only the lines of keys whose value differs are
 * written anew, all others keep their bytes. A key set to `undefined` leaves; a new one comes last.
 * @throws {DocumentFault} when the bytes hold no readable document.
 */
export function editDocument(
  bytes: Uint8Array,
  changes: Readonly<Record<string, unknown>>,
  body?: string,
): Uint8Array {
  const layout = layOut(decode(bytes));
  const before = parseYaml(layout.lines);
  const spans = spansOf(layout.lines);
  const lines: Array<string | null> = [...layout.lines];
  const appended: string[] = [];
  for (const [key, value] of Object.entries(changes)) {
    if (sameValue(before[key], value)) continue;
    const span = spans.get(key);
    if (span) lines.fill(null, span[0], span[1]);
    if (value === undefined) continue;
    const written = dumpKey(key, value).join(layout.eol);
    if (span) lines[span[0]] = written;
    else appended.push(written);
  }
  const head = [...lines.filter((line) => line !== null), ...appended]
    .map((line) => line + layout.eol)
    .join('');
  const text = `${layout.bom}---${layout.eol}${head}${layout.closingFence}${body ?? layout.body}`;
  return new TextEncoder().encode(text);
}

/** A new file: its front matter in this order, then its text. */
export function writeDocument(attributes: Readonly<Record<string, unknown>>, body: string): Uint8Array {
  const head = Object.entries(attributes)
    .flatMap(([key, value]) => dumpKey(key, value))
    .join('\n');
  return new TextEncoder().encode(`---\n${head}\n---\n${body}`);
}
